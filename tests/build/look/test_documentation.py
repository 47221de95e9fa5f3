"""A documentation of one's own: the kit's templates draw its tree of sections, and each page says where it is mended."""

import re
from pathlib import Path

from build.sites import NOW, frozen, problems_of_freezing, shown, write
from polynya.freeze import freeze_site

EDIT = "https://github.com/floe/shop/edit/main/{path}"
GUIDE = {
    "content/site.yaml": f"title: Floe\nurl: https://floe.example\nedit: {EDIT}\n",
    "content/index.md": "# Home\n",
    "content/guide/_collection.yaml": "title: Guide\ntemplate: pages/doc.html\nlist_template: pages/docs.html\n",
    "content/guide/first.md": "# First\n",
    "content/guide/boats/index.md": "# Boats\n",
    "content/guide/boats/über.md": "# Oars\n",
    "content/guide/boats/deep/index.md": "# Deep\n",
    "content/guide/boats/deep/keel.md": "# Keel\n",
}


def way(html: str) -> list[tuple[str, str]]:
    """List folds and links of the tree beside a page: ("open", title), ("", title) or (address, title)."""
    tree = html.split('<nav class="doc-parts"')[1].split("</nav>", maxsplit=1)[0]
    found = re.findall(r"<details( open)?>\s*<summary>([^<]*)|<a href=\"([^\"]*)\"[^>]*>([^<]*)", tree)
    return [(address or opened.strip(), title or link) for opened, title, address, link in found]


def test_the_tree_of_sections_stands_beside_each_page_and_is_open_where_it_is(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, GUIDE), now=NOW)

    assert way(frozen(tmp_path, "guide/boats/deep/keel/index.html")) == [
        ("open", "Boats"),
        ("/guide/boats/", "Boats"),
        ("open", "Deep"),
        ("/guide/boats/deep/", "Deep"),
        ("/guide/boats/deep/keel/", "Keel"),
        ("/guide/boats/über/", "Oars"),
        ("/guide/first/", "First"),
    ]
    assert [opened for opened, _ in way(frozen(tmp_path, "guide/index.html")) if not opened.startswith("/")] == ["", ""]
    assert '<h2><a href="/guide/boats/">Boats</a></h2>' in frozen(tmp_path, "guide/index.html")


def test_a_page_says_where_it_is_mended_and_a_list_that_nobody_wrote_does_not(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, GUIDE), now=NOW)

    address = EDIT.format(path="content/guide/boats/%C3%BCber.md")
    assert f'<a href="{address}">Edit this page</a>' in frozen(tmp_path, "guide/boats/über/index.html")
    assert "Edit this page" not in frozen(tmp_path, "guide/index.html")


def test_an_address_without_a_place_for_the_page_is_told(tmp_path: Path) -> None:
    write(tmp_path, {**GUIDE, "content/site.yaml": "title: T\nurl: https://t.example\nedit: github.com/floe\n"})

    assert shown(problems_of_freezing(tmp_path)).splitlines()[0] == (
        'content/site.yaml:3:7: "edit" must be a full address with {path} in it, not "github.com/floe"'
    )

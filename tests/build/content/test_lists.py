"""Collections: order, lists page by page, filters, sections, terms, neighbours, relatives, defaults and bundles."""

from pathlib import Path

from build.reading.contents import HOME, reading, site_of, told
from build.sites import NOW, frozen, run, shown, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.pages.ways import Neighbours, Ways

POSTS = {f"posts/{day:02}.md": f"---\ntitle: Post {day}\ndate: 2024-01-{day:02}\n---\nText.\n" for day in range(1, 6)}


def a_site(root: Path, files: dict[str, str]) -> Path:
    return write(root, {f"content/{name}": text for name, text in {**HOME, **files}.items()})


def ids(pages: object) -> list[str]:
    return [page.id for page in pages]  # type: ignore[attr-defined]


VERSIONS = ("10", "1.9", "2", "-2", "1.10.2", "beta", "2.5", "1", "-1.5", "11", "1.10")


def test_pages_are_sorted_by_several_keys(tmp_path: Path) -> None:
    books = {"a": ("Ice", 1990), "b": ("Sea", 2001), "c": ("Ice", 2010), "d": ("Sea", 1950)}
    files = {f"books/{name}.md": f"---\nshelf: {s}\nyear: {y}\n---\n# {name}\n" for name, (s, y) in books.items()}
    schema = {"books/_collection.yaml": "sort: [shelf, -year]\nfields: {shelf: text, year: number}\n"}

    site = site_of(tmp_path, {**HOME, **schema, **files})

    assert ids(site.pages_of("books")) == ["books/c", "books/a", "books/b", "books/d"]


def test_versions_count_part_by_part(tmp_path: Path) -> None:
    files = {f"files/{at}.md": f"---\nversion: {one}\n---\n# {at}\n" for at, one in enumerate(VERSIONS)}

    site = site_of(tmp_path, {**HOME, "files/_collection.yaml": "sort: -version\n", **files})

    listed = [str(page.fields["version"]) for page in site.pages_of("files")]
    assert listed == ["beta", "11", "10", "2.5", "2", "1.10.2", "1.10", "1.9", "1", "-1.5", "-2"]


def test_a_long_list_is_cut_into_pages_that_lead_to_each_other(tmp_path: Path) -> None:
    root = a_site(tmp_path, {"posts/_collection.yaml": "paginate: 2\nsort: -date\n", **POSTS})
    write(root, {"content/site.yaml": "url: https://floe.example\n"})

    freeze_site(root, now=NOW)

    first, second, third = (frozen(root, f"posts/{name}index.html") for name in ("", "page/2/", "page/3/"))
    assert ("Post 5" in first, "Post 3" in first, "Post 3" in second, "Post 1" in third) == (True, False, True, True)
    assert '<link rel="next" href="/posts/page/2/">' in first and 'rel="prev"' not in first
    assert '<link rel="prev" href="/posts/">' in second and '<link rel="next" href="/posts/page/3/">' in second
    assert '<link rel="canonical" href="https://floe.example/posts/page/2/">' in second
    assert 'rel="next"' not in third
    assert "<span>Back</span> Page 1 of 3</a>" in second and "<span>Further</span> Page 3 of 3</a>" in second
    assert shown(check_site(root, now=NOW)) == ""


def test_the_pages_of_a_list_are_none_of_its_pages(tmp_path: Path) -> None:
    site = site_of(tmp_path, {**HOME, "posts/_collection.yaml": "paginate: 2\n", **POSTS})

    assert len(site.pages_of("posts")) == 5


def test_a_filter_says_what_the_list_shows_and_hides_no_page(tmp_path: Path) -> None:
    files = {
        "books/_collection.yaml": "filter: {shelf: [Ice, Sea], sold: false}\nfields: {shelf: text, sold: bool}\n",
        **{f"books/{shelf}.md": f"---\nshelf: {shelf}\n---\n# {shelf}\n" for shelf in ("Ice", "Sea", "Sand")},
        "books/gone.md": "---\nshelf: Ice\nsold: true\n---\n# Gone\n",
    }

    site = site_of(tmp_path, {**HOME, **files})

    assert site.lists["books"].pages == ("books/Ice", "books/Sea")
    assert "books/Sand" in site.pages and "books/gone" in site.pages


def test_a_list_names_each_section_once(tmp_path: Path) -> None:
    root = a_site(tmp_path, {"docs/start.md": "# Start\n", "docs/incidents/fire.md": "# Fire\n"})

    freeze_site(root, now=NOW)

    assert frozen(root, "docs/index.html").count(">Incidents<") == 1
    assert "Fire" not in frozen(root, "docs/index.html")


def test_sections_inside_a_declared_collection_list_what_is_below_them(tmp_path: Path) -> None:
    files = {
        "docs/_collection.yaml": "fields: {order: number}\nsort: [order, title]\n",
        "docs/start.md": "---\norder: 2\n---\n# Start\n",
        "docs/ops/index.md": "---\norder: 1\n---\n# Operating\n",
        "docs/ops/backup.md": "# Backup\n",
        "docs/loose/deep/end.md": "# End\n",
    }

    site = site_of(tmp_path, {**HOME, **files})

    assert site.lists["docs"].pages == ("docs/ops", "docs/start", "docs/loose/deep/end")
    assert site.lists["docs/ops"].pages == ("docs/ops/backup",)
    assert site.pages["docs/ops"].template == "pages/list.html"
    assert ids(Ways(site).below(site.pages["docs/ops"])) == ["docs/ops/backup"]


def test_any_key_can_be_a_taxonomy_with_a_page_for_each_term(tmp_path: Path) -> None:
    files = {
        "site.yaml": "url: https://floe.example\ntaxonomies: {tags: Subjects, author: Authors}\n",
        "a.md": "---\ntags: [Ice, Sea]\nauthor: Mara Lund\n---\n# A\n",
        "b.md": "---\ntags: [ice]\nauthor: Mara Lund\n---\n# B\n",
        "c.md": "---\ntags: Ice\n---\n# C\n",
    }
    root = a_site(tmp_path, files)

    freeze_site(root, now=NOW)

    assert "<h1>Subjects</h1>" in frozen(root, "tags/index.html")
    assert '<a class="tag" href="/tags/ice/">Ice</a> <span class="soft">3</span>' in frozen(root, "tags/index.html")
    ice = frozen(root, "tags/ice/index.html")
    assert [name in ice for name in ('href="/a/"', 'href="/b/"', 'href="/c/"')] == [True, True, True]
    assert "<h1>Mara Lund</h1>" in frozen(root, "author/mara-lund/index.html")
    assert shown(check_site(root, now=NOW)) == ""


def test_terms_have_lists_page_by_page_too(tmp_path: Path) -> None:
    files = {f"{name}.md": f"---\ntags: [Ice]\n---\n# {name}\n" for name in "abc"}

    site = site_of(tmp_path, {**HOME, "site.yaml": "taxonomies: {tags: {paginate: 2}}\n", **files})

    assert (site.lists["tags/ice"].count, site.pages["tags/ice/page/2"].url) == (2, "/tags/ice/page/2/")


def test_an_author_may_write_the_page_of_a_term(tmp_path: Path) -> None:
    files = {
        "site.yaml": "taxonomies: [tags]\n",
        "a.md": "---\ntags: [Ice]\n---\n# A\n",
        "tags/ice.md": "---\ntitle: All about ice\n---\nIt floats.\n",
    }
    root = a_site(tmp_path, files)

    freeze_site(root, now=NOW)

    ice = frozen(root, "tags/ice/index.html")
    assert "<h1>All about ice</h1>" in ice and "<p>It floats.</p>" in ice and 'href="/a/"' in ice


def test_neighbours_follow_the_order_of_the_collection(tmp_path: Path) -> None:
    site = site_of(tmp_path, {**HOME, "posts/_collection.yaml": "sort: date\n", **POSTS})
    ways, pages = Ways(site), site.pages

    assert ways.neighbours(pages["posts/02"]) == Neighbours(pages["posts/01"], pages["posts/03"])
    assert ways.neighbours(pages["posts/01"]).previous is None
    assert ways.neighbours(pages["posts/05"]).next is None


def test_related_pages_share_rare_terms_first(tmp_path: Path) -> None:
    tags = {"a": "Ice, Fish", "b": "Ice", "c": "Ice", "d": "Fish", "e": "Sand"}

    site = site_of(
        tmp_path, {**HOME, **{f"{name}.md": f"---\ntags: {words}\n---\n# {name}\n" for name, words in tags.items()}}
    )

    assert ids(Ways(site).related(site.pages["a"], 5)) == ["d", "b", "c"]
    assert ids(Ways(site).related(site.pages["a"], 1)) == ["d"]
    assert Ways(site).related(site.pages["e"], 5) == []


def test_a_list_changes_with_its_pages_though_its_own_source_does_not(tmp_path: Path) -> None:
    root = a_site(
        tmp_path, {"site.yaml": "taxonomies: [tags]\n", "a.md": "---\ntags: [Ice]\n---\n# A\n", "b.md": "# B\n"}
    )
    freeze_site(root, now=NOW)

    write(root, {"content/b.md": "---\ntags: [Ice]\n---\n# Bear\n"})
    freeze_site(root, now=NOW)

    assert ">Bear</a>" in frozen(root, "tags/ice/index.html")
    assert '<span class="soft">2</span>' in frozen(root, "tags/index.html")


def test_defaults_go_down_the_folders_and_pages_overrule_them(tmp_path: Path) -> None:
    files = {
        "books/_collection.yaml": "fields: {author: {type: text, required: true}, price: money}\ndefaults: {price: 9.50}\n",
        "books/lund/_defaults.yaml": "author: Mara Lund\ntemplate: pages/book.html\n",
        "books/lund/ice.md": "# Ice\n",
        "books/lund/deep/sea.md": "---\nprice: 1\ntemplate: pages/page.html\n---\n# Sea\n",
    }

    site = site_of(tmp_path, {**HOME, **files})

    ice, sea = site.pages["books/lund/ice"], site.pages["books/lund/deep/sea"]
    assert (ice.fields["author"], ice.fields["price"], ice.template) == ("Mara Lund", 950, "pages/book.html")
    assert (sea.fields["author"], sea.fields["price"], sea.template) == ("Mara Lund", 100, "pages/page.html")


def test_defaults_make_drafts_of_a_whole_folder(tmp_path: Path) -> None:
    site = site_of(
        tmp_path, {**HOME, "new/_defaults.yaml": "draft: true\n", "new/a.md": "# A\n", "new/b.md": "draft\n"}
    )

    assert list(site.pages) == [""]


def test_pages_are_read_anew_when_their_defaults_change(tmp_path: Path) -> None:
    root = a_site(tmp_path, {"a/_defaults.yaml": "description: One\n", "a/x.md": "# X\n", "a/y.md": "# Y\n"})
    freeze_site(root, now=NOW)

    write(root, {"content/a/_defaults.yaml": "description: Two\n"})
    freeze_site(root, now=NOW)

    assert '<meta name="description" content="Two">' in frozen(root, "a/x/index.html")


def test_the_files_of_a_bundle_go_where_its_page_goes(tmp_path: Path) -> None:
    files = {
        "books/_collection.yaml": "url: /library/{slug}/\n",
        "books/dune/index.md": "![Map](map.txt) [plan](more/Plan%20B.txt)\n",
        "books/dune/map.txt": "m",
        "books/dune/more/Plan B.txt": "p",
    }
    root = a_site(tmp_path, files)

    freeze_site(root, now=NOW)

    assert frozen(root, "library/dune/map.txt") == "m"
    assert 'href="/library/dune/more/Plan%20B.txt"' in frozen(root, "library/dune/index.html")


def test_the_files_of_a_draft_stay_at_home(tmp_path: Path) -> None:
    files = {"books/a.md": "# A\n", "books/dune/index.md": "---\ndraft: true\n---\n# D\n", "books/dune/map.txt": "m"}
    root = a_site(tmp_path, files)

    freeze_site(root, now=NOW)

    assert not (root / "build/site/books/dune").exists()


def test_a_clash_with_a_page_that_is_made_is_told(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {**HOME, "posts/_collection.yaml": "paginate: 2\n", **POSTS, "x.md": "---\nurl: /posts/page/2/\n---\nX\n"},
    )

    assert told(read) == ["url-clash: its list and content/x.md both have the address /posts/page/2/"]


def test_the_demo_knows_its_addresses(tmp_path: Path) -> None:
    root = a_site(tmp_path, {"site.yaml": "taxonomies: [tags]\n", "a.md": "---\ntags: [Ice]\n---\n# A\n"})

    assert "/tags/ice/" in run(root, "routes").stdout


def test_a_taxonomy_of_the_site_needs_no_declaration_in_a_collection(tmp_path: Path) -> None:
    declared = {"site.yaml": "taxonomies: [tags, series]\n", "posts/_collection.yaml": "fields: {date: date}\n"}
    posts = {"posts/a.md": "---\nseries: Winter\n---\n# A\n", "posts/b.md": "---\nseries: [Winter, Ice]\n---\n# B\n"}

    site = site_of(tmp_path, {**HOME, **declared, **posts})

    assert {slug: term.pages for slug, term in site.terms["series"].items()} == {
        "ice": ("posts/b",),
        "winter": ("posts/a", "posts/b"),
    }

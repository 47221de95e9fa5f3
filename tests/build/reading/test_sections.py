"""A folder with Markdown in it is a site: home page, sections, titles and navigation without a word of declaration."""

from pathlib import Path

from build.reading.contents import HOME, reading, site_of
from polynya_live.contract import Link


def test_a_single_page_of_any_name_gets_a_home_page_that_lists_it(tmp_path: Path) -> None:
    site = site_of(tmp_path / "my-notes", {"notes.md": "# Notes\nText.\n"})

    home, notes = site.pages.values()
    assert (home.id, home.url, home.title, home.template, home.body) == ("", "/", "My notes", "pages/list.html", "")
    assert (notes.id, notes.url, notes.title) == ("notes", "/notes/", "Notes")
    assert site.pages_of("") == [notes]
    assert site.settings.title == "My notes"


def test_the_site_is_called_after_its_home_page(tmp_path: Path) -> None:
    assert site_of(tmp_path, {"index.md": "# Floe Books\n"}).settings.title == "Floe Books"


def test_a_readme_is_the_page_of_its_folder_when_there_is_no_index(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"README.md": "# Floe\n", "docs/Readme.md": "# Guide\n", "docs/start.md": "# Start\n"})

    assert [(page.id, page.url, page.title) for page in site.pages.values()] == [
        ("", "/", "Floe"),
        ("docs", "/docs/", "Guide"),
        ("docs/start", "/docs/start/", "Start"),
    ]


def test_beside_an_index_a_readme_is_a_page(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"index.md": "# Home\n", "README.md": "# About\n"})

    assert [(page.id, page.url) for page in site.pages.values()] == [("", "/"), ("README", "/readme/")]


def test_a_folder_without_an_index_gets_a_list(tmp_path: Path) -> None:
    site = site_of(tmp_path, {**HOME, "my posts/one.md": "# One\n"})

    page = site.pages["my posts"]
    assert (page.url, page.title, page.template, page.collection) == (
        "/my-posts/", "My posts", "pages/list.html", "my posts",
    )  # fmt: skip
    assert [one.id for one in site.pages_of("my posts")] == ["my posts/one"]


def test_a_collection_may_go_without_a_list(tmp_path: Path) -> None:
    site = site_of(tmp_path, {**HOME, "books/_collection.yaml": "index: false\n", "books/dune.md": "# Dune\n"})

    assert list(site.pages) == ["", "books/dune"]


def test_a_page_beside_a_folder_of_its_name_takes_the_place_of_the_list(tmp_path: Path) -> None:
    site = site_of(tmp_path, {**HOME, "API.md": "# API\n", "api/get.md": "# Get\n"})

    assert sorted(page.url for page in site.pages.values()) == ["/", "/api/", "/api/get/"]


def test_a_home_page_with_nothing_of_its_own_links_the_sections(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"docs/api/get.md": "# Get\n", "über *uns*/team.md": "# Team\n"})

    home = site.pages[""]
    assert home.template == "pages/page.html"
    assert home.body == "- [Api](/docs/api/)\n- [Über \\*uns\\*](/%C3%BCber-uns/)\n"


def test_pictures_beside_a_page_belong_to_its_folder(tmp_path: Path) -> None:
    files = {**HOME, "books/dune/index.md": "# Dune\n", "books/dune/Sand.JPG": b"", "books/sand.md": "# Sand\n"}

    site = site_of(tmp_path, files)

    assert (site.pages["books/dune"].url, site.pages["books/dune"].collection) == ("/books/dune/", "books")
    assert site.files == {"/books/dune/Sand.JPG": "content/books/dune/Sand.JPG"}


def test_nested_folders_belong_to_the_declared_folder_above_them(tmp_path: Path) -> None:
    files = {
        **HOME,
        "books/_collection.yaml": "fields:\n  price: money\n",
        "books/sea/Ice Age/dune.md": "---\nprice: 1\n---\n# D\n",
    }

    page = site_of(tmp_path, files).pages["books/sea/Ice Age/dune"]

    assert (page.collection, page.url, page.fields["price"]) == ("books", "/books/sea/ice-age/dune/", 100)


def test_the_index_of_a_declared_folder_is_not_measured_by_its_schema(tmp_path: Path) -> None:
    schema = "title: Our books\nlist_template: pages/books.html\nfields:\n  price: {type: money, required: true}\n"
    files = {**HOME, "books/_collection.yaml": schema, "books/index.md": "---\nlead: Hello\n---\n# Shelf\n"}

    page = site_of(tmp_path, files).pages["books"]

    assert (page.title, page.template, page.fields["lead"]) == ("Shelf", "pages/books.html", "Hello")


def test_drafts_are_left_out(tmp_path: Path) -> None:
    files = {**HOME, "a.md": "---\ndraft: true\n---\n# A\n", "b.md": "---\ndraft: false\n---\n# B\n"}

    assert list(site_of(tmp_path, files).pages) == ["", "b"]


def test_pages_are_sorted_by_the_key_of_their_collection(tmp_path: Path) -> None:
    years = {"a": "1999", "b": "", "c": "850", "d": "2024"}
    files = {f"books/{name}.md": f"---\nyear: {year}\n---\n# {name}\n" for name, year in years.items()}
    schema = {"books/_collection.yaml": "sort: -year\nfields:\n  year: number\n"}

    site = site_of(tmp_path, {**HOME, **schema, **files})

    assert [page.id[-1] for page in site.pages_of("books")] == ["d", "a", "c", "b"]


def test_a_folder_of_dated_pages_shows_the_newest_first(tmp_path: Path) -> None:
    names = ["2024-01-31-old.md", "2024-03-01-new.md", "2023-12-31-oldest.md"]

    site = site_of(tmp_path, {**HOME, **{f"posts/{name}": "Text.\n" for name in names}})

    assert [page.title for page in site.pages_of("posts")] == ["New", "Old", "Oldest"]


def test_titles_sort_without_regard_to_case_and_accents(tmp_path: Path) -> None:
    files = {
        f"{number}.md": f"---\ntitle: {title}\n---\n" for number, title in enumerate(["b", "Äa", "C", "ab", "10", "9"])
    }

    site = site_of(tmp_path, {**HOME, **{f"notes/{name}": text + "x\n" for name, text in files.items()}})

    assert [page.title for page in site.pages_of("notes")] == ["9", "10", "Äa", "ab", "b", "C"]


def test_a_site_without_navigation_links_its_sections_and_pages(tmp_path: Path) -> None:
    site = site_of(tmp_path, {**HOME, "about.md": "# About us\n", "books/dune.md": "# Dune\n"})

    assert site.settings.navigation == (Link("Books", "/books/"), Link("About us", "/about/"))


def test_a_folder_without_content_says_what_to_do(tmp_path: Path) -> None:
    read = reading(tmp_path, {})

    assert read.site is None
    assert [(problem.rule, problem.path) for problem in read.problems] == [("no-content", "content")]


def test_the_demo_has_no_problem() -> None:
    from polynya.reading.read import read_site

    read = read_site(Path(__file__).parents[3])

    assert read.problems == []


def test_a_site_with_nothing_at_its_top_links_its_highest_sections(tmp_path: Path) -> None:
    pages = {"docs/api/agent.md": "# Agent\n", "docs/api/deep/pool.md": "# Pool\n", "docs/guide/start.md": "# Start\n"}

    site = site_of(tmp_path, pages)

    assert site.settings.navigation == (Link("Api", "/docs/api/"), Link("Guide", "/docs/guide/"))


def test_numbers_within_titles_are_in_their_order(tmp_path: Path) -> None:
    titles = ("Chapter 10", "Chapter 2", "chapter 1", "Zoo", "9", "Ähre 3")
    files = {f"guide/{chr(97 + at)}.md": f"# {title}\n" for at, title in enumerate(titles)}

    site = site_of(tmp_path, {**HOME, **files})

    assert [page.title for page in site.pages_of("guide")] == [
        "9", "Ähre 3", "chapter 1", "Chapter 2", "Chapter 10", "Zoo",
    ]  # fmt: skip


def test_files_that_are_counted_are_in_that_order(tmp_path: Path) -> None:
    files = {"guide/10-ways.md": "# Ahead\n", "guide/2-tea.md": "# Tea\n", "guide/01-start.md": "# Welcome\n"}

    site = site_of(tmp_path / "counted", {**HOME, **files})
    declared = site_of(tmp_path / "declared", {**HOME, **files, "guide/_collection.yaml": "fields: {}\n"})

    assert [page.title for page in site.pages_of("guide")] == ["Welcome", "Tea", "Ahead"]
    assert [page.title for page in declared.pages_of("guide")] == ["Ahead", "Tea", "Welcome"]

"""Where pages stand: ids, slugs, patterns and aliases."""

from pathlib import Path

import pytest

from build.reading.contents import HOME, page_of, reading, site_of, told
from polynya.reading.slugs import address_fault, humanise, slugify


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("My First Page", "my-first-page"),
        ("Über uns", "über-uns"),
        ("U\u0308ber", "über"),
        ("it's so", "its-so"),
        ("release-1.2", "release-1.2"),
        ("snake_case", "snake_case"),
        ("a -- b__-c", "a-b-c"),
        ("...", ""),
        ("../../x", "x"),
        ("हिन्दी", "हिन्दी"),
        ("日本語", "日本語"),
        ("🧊", ""),
        ("a/b?c#d%e", "a-b-c-d-e"),
    ],
)
def test_a_file_name_becomes_a_slug(name: str, slug: str) -> None:
    assert slugify(name) == slug
    assert not slug or address_fault(f"/{slug}/") == ""


def test_a_file_name_becomes_a_title() -> None:
    assert humanise("my-first_notes") == "My first notes"
    assert humanise("2024-01-31 our-first_meeting") == "2024-01-31 our first meeting"


def test_a_date_before_the_file_name_is_the_date_of_the_page(tmp_path: Path) -> None:
    page = site_of(tmp_path, {**HOME, "posts/2024-01-31-hello-world.md": "Text.\n"}).pages[
        "posts/2024-01-31-hello-world"
    ]

    assert (page.url, page.title, str(page.date)) == ("/posts/hello-world/", "Hello world", "2024-01-31")


@pytest.mark.parametrize("name", ["2024-3-5-hello", "2024-03-5-hello", "2024-3-05-hello"])
def test_a_date_before_the_file_name_may_lack_its_zeros(tmp_path: Path, name: str) -> None:
    page = site_of(tmp_path, {**HOME, f"posts/{name}.md": "Text.\n"}).pages[f"posts/{name}"]

    assert (page.url, page.title, str(page.date)) == ("/posts/hello/", "Hello", "2024-03-05")


@pytest.mark.parametrize("name", ["2024-13-5-hello", "2024-2-30-hello", "10-3-5-hello"])
def test_numbers_that_are_no_date_belong_to_the_name(tmp_path: Path, name: str) -> None:
    page = site_of(tmp_path, {**HOME, f"posts/{name}.md": "Text.\n"}).pages[f"posts/{name}"]

    assert (page.url, page.date) == (f"/posts/{name}/", None)


def test_the_front_matter_has_the_last_word_on_the_date(tmp_path: Path) -> None:
    files = {**HOME, "posts/2024-01-31-hello.md": "---\ndate: 2025-02-01 10:00:00 +0100\n---\nText.\n"}

    assert str(site_of(tmp_path, files).pages["posts/2024-01-31-hello"].date) == "2025-02-01"


@pytest.mark.parametrize(
    ("front", "url"),
    [
        ("slug: us", "/us/"),
        ("slug: Über", "/Über/"),
        ("url: /who/we-are/", "/who/we-are/"),
        ("url: /who/we-are", "/who/we-are/"),
        ("url: /", "/"),
        ("slug: /guides/intro", "/guides/intro/"),
    ],
)
def test_front_matter_may_say_the_address(tmp_path: Path, front: str, url: str) -> None:
    files = {"home.md": "# Home\n"} if url == "/" else HOME
    read = reading(tmp_path, {**files, "about.md": f"---\n{front}\n---\n# About\n"})

    if url == "/":
        assert [problem.rule for problem in read.problems] == []
    assert read.site is not None
    assert read.site.pages["about"].url == url


def test_a_pattern_is_filled_from_the_page(tmp_path: Path) -> None:
    schema = "url: /{year}/{month}/{day}/{author}/{slug}/\nfields:\n  author: text\n"
    page = "---\nauthor: Marit Solheim\ndate: 2024-01-05\n---\n# Dune\n"

    site = site_of(tmp_path, {**HOME, "books/_collection.yaml": schema, "books/dune.md": page})

    assert site.pages["books/dune"].url == "/2024/01/05/marit-solheim/dune/"
    assert site.pages["books"].url == "/books/"


def test_the_list_stands_where_the_pattern_starts(tmp_path: Path) -> None:
    files = {**HOME, "books/_collection.yaml": "url: /shelf/{slug}/\n", "books/dune.md": "# Dune\n"}

    assert [page.url for page in site_of(tmp_path, files).pages.values()] == ["/", "/shelf/", "/shelf/dune/"]


def test_a_page_keeps_its_id_when_its_front_matter_says_so(tmp_path: Path) -> None:
    page = site_of(tmp_path, {**HOME, "books/sand.md": "---\nid: books/dune\n---\n# Sand\n"}).pages["books/dune"]

    assert (page.url, page.path) == ("/books/sand/", "content/books/sand.md")


def test_aliases_are_kept(tmp_path: Path) -> None:
    assert page_of(tmp_path, "---\naliases: [/us/, /who/]\n---\n# Us\n").aliases == ("/us/", "/who/")
    assert page_of(tmp_path, "---\naliases: /us/\n---\n# Us\n").aliases == ("/us/",)


def test_no_slug_ever_leaves_the_site(tmp_path: Path) -> None:
    slugs = ["..", ".", "../x", "a/../../b", "\\..\\x", "%2e%2e", "..%2f", "a\\b", "//evil.example", "a\x7fb", "-/.."]
    for slug in slugs:
        read = reading(
            tmp_path,
            {**HOME, "books/_collection.yaml": "fields: {}\n", "books/x.md": f"---\nslug: '{slug}'\n---\n# X\n"},
        )
        assert read.site is None, slug
        assert "bad-slug" in {problem.rule for problem in read.problems}, slug


@pytest.mark.parametrize(
    ("url", "place", "aliases"),
    [
        ("p/4ucsovh/", "/p/4ucsovh/", ()),
        ("ice", "/ice/", ()),
        ("/mac/button.html", "/mac/button/", ("/mac/button.html",)),
        ("infos.htm", "/infos/", ("/infos.htm",)),
        ("/mac/index.html", "/mac/", ("/mac/index.html",)),
    ],
)
def test_an_address_of_another_generator_is_taken(
    tmp_path: Path, url: str, place: str, aliases: tuple[str, ...]
) -> None:
    page = page_of(tmp_path, f"---\nurl: {url}\n---\nText.\n")

    assert (page.url, page.aliases) == (place, aliases)


@pytest.mark.parametrize(
    ("url", "place", "fact"),
    [
        ("/冰、海", "/冰-海/", "holds the character 、, so the page is at /冰-海/"),
        ("https://example.org/x", "/about/", "is no address on this site, so it is left out"),
        ("//example.org/x", "/about/", "is no address on this site, so it is left out"),
        ("../x", "/about/", "is no address on this site, so it is left out"),
        ("/:year/:slug/", "/about/", "is no address on this site, so it is left out"),
        ("/、/", "/about/", "is no address on this site, so it is left out"),
    ],
)
def test_an_address_that_cannot_be_one_does_not_stop_a_foreign_folder(
    tmp_path: Path, url: str, place: str, fact: str
) -> None:
    read = reading(tmp_path, {**HOME, "about.md": f"---\nurl: '{url}'\n---\nText.\n"})

    assert read.site
    assert read.site.pages["about"].url == place
    assert [one.partition('" ')[2] for one in told(read)] == [fact]


@pytest.mark.parametrize("name", ["Why does ice float?", "C# notes"])
def test_a_name_with_a_question_mark_is_no_older_address(tmp_path: Path, name: str) -> None:
    assert page_of(tmp_path, f"---\naliases: ['{name}']\n---\nText.\n").aliases == ()


def test_the_posts_of_two_days_with_one_name_are_told_how_to_have_both(tmp_path: Path) -> None:
    posts = {"posts/2023-01-02-ice.md": "x\n", "posts/2023-01-03-ice.md": "x\n"}
    pattern = "url: /{year}/{month}/{day}/{slug}/"

    assert [one.hint for one in reading(tmp_path, {**HOME, **posts}).problems] == [
        f'rename one of the two, or write "{pattern}" into _collection.yaml, '
        "which puts the days into all addresses there."
    ]
    followed = site_of(tmp_path, {**HOME, **posts, "posts/_collection.yaml": f"{pattern}\n"})
    assert {"/2023/01/02/ice/", "/2023/01/03/ice/"} <= {page.url for page in followed.pages.values()}


@pytest.mark.parametrize(("path", "front"), [("404.md", ""), ("lost.md", "---\nurl: /404.html\n---\n")])
def test_the_lost_page_of_another_generator_is_left_out_and_told(tmp_path: Path, path: str, front: str) -> None:
    read = reading(tmp_path, {**HOME, path: f"{front}# Lost\n"})

    assert read.site
    assert not {"404", "lost"} & set(read.site.pages)
    assert told(read) == ["reserved-name: is left out, for /404.html is the page for addresses that do not exist"]


@pytest.mark.parametrize("slug", ["talks/2024/ice", "%e2%80%8aice", "polar ice"])
def test_a_slug_that_cannot_be_one_does_not_stop_a_foreign_folder(tmp_path: Path, slug: str) -> None:
    read = reading(tmp_path, {**HOME, "talks/first.md": f"---\nslug: '{slug}'\n---\nText.\n"})

    assert read.site
    assert read.site.pages["talks/first"].url == "/talks/first/"
    assert [one.rule for one in read.problems] == ["bad-slug"]
    assert told(read)[0].endswith(", so the file name is taken")

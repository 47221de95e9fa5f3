"""A live answer stands in the frame of the frozen pages: the same header, navigation and footer, in each language."""

import re
from pathlib import Path

import pytest

from build.look.test_german import GERMAN_SITE
from build.sites import NOW, frozen, store_of, write
from live.bookshop import some_settings
from polynya.freeze import freeze_site
from polynya_live.app import create_app
from polynya_live.contract import load

NAVIGATION = (
    "navigation:\n  - {title: Books, url: /books/}\n  - {title: Menu, url: /menu/}\n"
    "  - {title: Auf Deutsch, url: /de/nur/}\n  - {title: Elsewhere, url: https://example.org/}\n"
)
SITE = {
    **GERMAN_SITE,
    "content/site.yaml": GERMAN_SITE["content/site.yaml"] + NAVIGATION,
    "content/menu.md": "# Menu\n\nTea.\n",
    "content/de/nur.md": "# Nur auf Deutsch\n\nEis.\n",
}
OF_THIS_PAGE = re.compile(r' aria-current="\w+"|\s*<nav class="languages".*?</nav>', re.DOTALL)
"""What a page says of itself, and a live answer cannot: where it is in the navigation, and its translations."""


def site_in(root: Path, settings: str) -> Path:
    write(root, {**SITE, "content/site.yaml": settings})
    freeze_site(root, now=NOW)
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_in(tmp_path_factory.mktemp("frame"), SITE["content/site.yaml"])


def answered(root: Path, path: str, referrer: str = "", **typed: str) -> str:
    """Post to a live route of a frozen site as a browser without JavaScript does; return the page."""
    folder, store = root / "build/live", store_of(root)
    app = create_app(some_settings(folder), load(folder / "contract.json"), store, clock=lambda: NOW)
    headers = {"Sec-Fetch-Site": "same-origin"} | ({"Referer": f"https://floe.example{referrer}"} if referrer else {})
    answer = app.test_client().post(path, data=typed, headers=headers)
    store.close()
    return answer.text


def frame_of(html: str) -> list[str]:
    """Take what stands around the text of a page: its language, header and footer."""
    parts = [
        re.search(r"<html[^>]*>", html),
        *re.finditer(r"<(header class=\"site-|footer).*?</(header|footer)>", html, re.DOTALL),
    ]
    assert len(parts) == 3
    return [OF_THIS_PAGE.sub("", part[0]) for part in parts if part]


@pytest.mark.parametrize(
    ("page", "form"),
    [("books/dune", "review"), ("de/books/dune", "review-de")],
)
@pytest.mark.parametrize("search", ["search: true", "search: false"])
def test_an_answer_has_the_header_and_footer_of_its_page(tmp_path: Path, page: str, form: str, search: str) -> None:
    root = site_in(tmp_path, SITE["content/site.yaml"].replace("search: true", search))

    frozen_frame = frame_of(frozen(root, f"{page}/index.html"))
    live_frame = frame_of(answered(root, f"/live/forms/{form}", page=page, author=""))

    assert live_frame == frozen_frame
    assert ("/search/" in live_frame[1]) == (search == "search: true")


@pytest.mark.parametrize(("page", "home"), [("", "/"), ("de/", "/de/")])
def test_an_answer_of_the_account_has_the_frame_of_the_page_before_it(root: Path, page: str, home: str) -> None:
    live_frame = frame_of(answered(root, "/live/account/sign-in", f"/{page}", email="nonsense"))

    assert live_frame == frame_of(frozen(root, f"{page}index.html"))
    assert f'<a class="brand" href="{home}">' in live_frame[1]


def test_a_title_in_another_language_says_so(root: Path) -> None:
    english, german = frozen(root, "menu/index.html"), frozen(root, "de/nur/index.html")

    assert '<a href="/de/nur/" lang="de" hreflang="de">Auf Deutsch</a>' in english
    assert '<a href="/menu/" lang="en" hreflang="en">Menu</a>' in german
    assert '<a href="/de/books/">Bücher</a>' in german and '<a href="/books/">Books</a>' in english
    for html in (english, german):
        assert '<a href="https://example.org/">Elsewhere</a>' in html
    assert '<a href="/de/nur/" aria-current="page">Auf Deutsch</a>' in german


def test_lists_of_the_navigation_say_it_too(root: Path) -> None:
    for path in ("de/search/index.html", "404.html"):
        listed = frozen(root, path).partition("<main")[2]
        assert '<a href="/menu/" lang="en" hreflang="en">Menu</a>' in listed


def test_a_site_in_one_language_says_nothing_of_languages(tmp_path: Path) -> None:
    files = {
        "content/index.md": "# Home\n",
        "content/menu.md": "# Menu\n",
        "content/site.yaml": "title: Floe\n" + NAVIGATION,
    }
    freeze_site(write(tmp_path, files), now=NOW)

    assert '<a href="/menu/">Menu</a>' in frozen(tmp_path, "index.html")

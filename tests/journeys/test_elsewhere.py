"""The stars of a book on the page of another site, and its thread in a script there, in a real browser."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from build.sites import store_of
from live.bookshop import a_review
from serving import frozen_demo, serving

PAGE = """<!doctype html><title>Another site</title>
<img id="lines" src="{url}/live/badge/review/books/dune.svg"> <img id="dots" src="{url}/live/badge/review/books/dune.png">
<p id="told"></p>
<script>fetch("{url}/live/threads/review/books/dune.json").then(answer => answer.json())
.then(thread => document.getElementById("told").textContent = "average " + thread.average)</script>"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = frozen_demo(tmp_path)
    store = store_of(root)
    for nth, given in enumerate((5, 4)):
        store.submit(a_review(key=f"{nth:024}", values={"author": "Mara", "rating": given, "text": "Sand."}))
    store.close()
    return root


@pytest.fixture
def elsewhere() -> Iterator[ThreadingHTTPServer]:
    """A server of another site; its one page is what is set as `page`."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(str(getattr(self.server, "page", "")).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_other_sites_show_the_stars_and_read_the_thread(
    shop: Path, elsewhere: ThreadingHTTPServer, chromium: Browser
) -> None:
    with serving(shop) as url:
        elsewhere.page = PAGE.format(url=url)  # type: ignore[attr-defined]  # read by its handler
        tab = chromium.new_page()
        tab.goto(f"http://localhost:{elsewhere.server_port}/")

        expect(tab.locator("#told")).to_have_text("average 4.5")
        sizes = tab.evaluate("[...document.images].map(one => [one.naturalWidth, one.naturalHeight])")

        tab.goto(f"{url}/books/dune/")
        tab.get_by_text("Show these stars elsewhere").click()
        shown = tab.locator("details.elsewhere img")
        expect(shown).to_have_attribute("alt", "4.5 of 5 stars, from 2")
        expect(shown).to_have_js_property("naturalHeight", 28)
        tab.close()

    [lines, dots] = sizes
    assert lines[1] == 28 and dots == [2 * lines[0], 56]

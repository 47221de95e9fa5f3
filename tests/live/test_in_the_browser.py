"""What htmx makes of our answers, in a real browser: words are never lost, whoever answers."""

import threading
from collections.abc import Callable, Iterable, Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from live.bookshop import DUNE, REVIEW, a_contract, a_review, an_environment, with_form
from live.conftest import Clock
from polynya.places import htmx_script
from polynya_live.headers import security_headers
from polynya_live.store import Filter, Store
from polynya_live.submissions import START
from polynya_live.templating import draw_form

PAGE = "/books/dune/"
GATEWAY = [("Content-Type", "application/json")]


class Quiet(WSGIRequestHandler):
    """Answers without a word in the log."""

    def log_message(self, *_arguments: object) -> None: ...


class Site:
    """The CDN and the functions of a site in one WSGI app. broken: the gateway in front of the functions is down."""

    def __init__(self) -> None:
        self.live: Flask | None = None
        self.broken = False

    def __call__(self, environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        if path == "/htmx.js":
            start_response("200 OK", [("Content-Type", "text/javascript")])
            return [htmx_script().read_bytes()]
        if path == PAGE:
            start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), *security_headers().items()])
            return [frozen_page().encode()]
        if self.broken or self.live is None:
            start_response("503 Service Unavailable", GATEWAY)
            return [b'{"message": "Service Unavailable"}']
        return self.live(environ, start_response)


def frozen_page() -> str:
    env, book = an_environment(), a_contract().pages[DUNE]
    island = env.get_template("fragments/island.html").render(form=REVIEW, page_id=DUNE, cursor=START)
    form = draw_form(env, REVIEW, book)
    return f'<!doctype html><title>Dune</title><script src="/htmx.js" defer></script>{island}{form}'


@pytest.fixture
def site() -> Iterator[tuple[Site, str]]:
    served = Site()
    server: WSGIServer = make_server("127.0.0.1", 0, served, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def shop(site: tuple[Site, str], make_app: Callable[..., Flask]) -> Site:
    served, url = site
    served.live = make_app(with_form(REVIEW, per_visitor=None), site_url=url)
    return served


@pytest.fixture
def reader(chromium: Browser, site: tuple[Site, str], shop: Site) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(site[1] + PAGE)
    yield page
    context.close()


def fill_in(reader: Page, *, author: str = "Mara") -> None:
    reader.get_by_label("Your name").fill(author)
    reader.get_by_role("radio", name="5 stars").check()
    reader.get_by_label("Your review").fill("Sand.")


def test_the_first_focus_brings_the_stamp_and_the_post_the_thanks(reader: Page, store: Store, clock: Clock) -> None:
    fill_in(reader)
    expect(reader.locator('input[name="stamp"]')).to_have_count(1)
    clock.wait(20)
    reader.get_by_role("button", name="Post review").click()

    expect(reader.locator("#thanks-review")).to_contain_text("Thank you for your review, Mara.")
    expect(reader.locator("#thanks-review")).to_be_focused()
    expect(reader.locator("form")).to_have_count(0)
    [row] = store.inbox(Filter(), now=clock.now).rows
    assert row.reasons == ()


def test_a_post_that_does_not_fit_swaps_the_form_and_takes_the_focus_to_what_is_wrong(reader: Page) -> None:
    fill_in(reader, author="   ")
    reader.get_by_role("button", name="Post review").click()

    expect(reader.locator("form .notice")).to_be_focused()
    expect(reader.get_by_label("Your name")).to_have_attribute("aria-invalid", "true")
    expect(reader.get_by_label("Your review")).to_have_value("Sand.")
    expect(reader.get_by_role("radio", name="5 stars")).to_be_checked()


def test_an_answer_that_is_not_ours_never_takes_the_words_away(reader: Page, shop: Site, store: Store) -> None:
    fill_in(reader)
    shop.broken = True
    with reader.expect_response("**/live/forms/review") as answered:
        reader.get_by_role("button", name="Post review").click()
    answered.value.finished()
    expect(reader.get_by_role("button", name="Post review")).to_be_enabled()

    assert answered.value.status == 503
    expect(reader.get_by_label("Your review")).to_have_value("Sand.")
    expect(reader.get_by_text("Service Unavailable")).to_have_count(0)
    shop.broken = False
    reader.get_by_role("button", name="Post review").click()
    expect(reader.locator("#thanks-review")).to_be_visible()


def test_a_post_that_is_refused_says_so_above_the_words(reader: Page) -> None:
    fill_in(reader)
    reader.get_by_label("Your review").evaluate("area => { area.maxLength = 99999; area.value = 'x'.repeat(70000) }")
    reader.get_by_role("button", name="Post review").click()

    expect(reader.locator("form .notice")).to_contain_text("too much at once")
    assert len(reader.get_by_label("Your review").input_value()) == 70_000


def test_a_refusal_comes_into_sight_on_a_small_screen(reader: Page) -> None:
    reader.set_viewport_size({"width": 390, "height": 300})
    fill_in(reader)
    reader.get_by_label("Your review").evaluate("area => { area.rows = 60; area.value = 'x\\n'.repeat(40000) }")
    reader.get_by_role("button", name="Post review").click()

    expect(reader.locator("form .notice")).to_contain_text("too much at once")
    expect(reader.locator("form .notice")).to_be_in_viewport()


def test_the_island_fills_itself_and_a_failing_one_keeps_what_is_frozen(reader: Page, shop: Site, store: Store) -> None:
    expect(reader.locator("#island-review")).to_contain_text("Nothing here yet.")
    shop.broken = True
    with reader.expect_response("**/live/newer/**"):
        reader.reload()
    expect(reader.locator("#island-review")).to_contain_text("Nothing here yet.")

    shop.broken = False
    store.submit(a_review(values={"author": "Noor", "rating": 4, "text": "<b>Spice</b>"}))
    reader.reload()

    expect(reader.get_by_text("<b>Spice</b>")).to_be_visible()
    expect(reader.get_by_text("Nothing here yet.")).to_have_count(0)

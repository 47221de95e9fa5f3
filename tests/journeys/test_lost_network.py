"""The network or a gateway fails while somebody posts: the fields stay as they are, the form says so, and trying again works."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from polynya.places import Places, store_address
from polynya_live.app import milliseconds
from polynya_live.store import open_store
from serving import frozen_demo, serving

BOOK = "/books/python-for-beginners/"
POSTS = "**/live/forms/review"
WORDS = "Clear, patient <b>and</b> funny.\nI finally understand functions."
SAYS_SO = "Your words are still here"

Fault = Callable[[Route], None]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = frozen_demo(tmp_path_factory.mktemp("shop"))
    form = site / "content/forms/review.yaml"
    form.write_text(
        "\n".join(line for line in form.read_text().splitlines() if "per_visitor" not in line)
    )  # this visitor posts a lot
    return site


@pytest.fixture(scope="module")
def url(shop: Path) -> Iterator[str]:
    with serving(shop) as address:
        yield address


@pytest.fixture
def reader(chromium: Browser, url: str) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(url + BOOK)
    yield page
    context.close()


def fill_in(reader: Page, author: str) -> None:
    form = reader.locator("form#review")
    form.get_by_label("Your name").fill(author)
    form.get_by_role("radio", name="4").press("Space")
    form.get_by_label("Your review").fill(WORDS)


def post(reader: Page) -> None:
    reader.get_by_role("button", name="Post review").click()


def kept(shop: Path, author: str) -> list[str]:
    store = open_store(store_address(Places(shop).root))
    texts = [str(row.values["text"]) for row in store.export(now=milliseconds()) if row.values.get("author") == author]
    store.close()
    return texts


def aborting(how: str) -> Fault:
    return lambda route: route.abort(how)


def answering(status: int, kind: str, body: str) -> Fault:
    return lambda route: route.fulfill(status=status, content_type=kind, body=body)


def lost_on_the_way_back(route: Route) -> None:
    """Let the server keep it, and lose its answer."""
    route.fetch()
    route.abort("connectionreset")


FAULTS: dict[str, Fault] = {
    "connection reset": aborting("connectionreset"),
    "offline": aborting("internetdisconnected"),
    "time-out": aborting("timedout"),
    "answer lost": lost_on_the_way_back,
    "gateway's 502": answering(502, "text/html", "<h1>Bad gateway</h1>"),
    "gateway's 503": answering(503, "application/json", '{"message": "Service Unavailable"}'),
    "gateway's 504": answering(504, "text/html", "<form id=review>other</form>"),
    "hotel's login": answering(200, "text/html", "<title>Wi-Fi</title><h1>Log in</h1>"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_words_stay_the_form_says_so_and_the_next_try_is_kept_once(fault: str, reader: Page, shop: Path) -> None:
    author = f"Mara of {fault}"
    fill_in(reader, author)
    reader.route(POSTS, FAULTS[fault])
    post(reader)

    form = reader.locator("form#review")
    expect(form.locator(".notice")).to_contain_text(SAYS_SO)
    expect(form.get_by_label("Your name")).to_have_value(author)
    expect(form.get_by_role("radio", name="4")).to_be_checked()
    expect(form.get_by_label("Your review")).to_have_value(WORDS)
    expect(form.get_by_role("button", name="Post review")).to_be_enabled()
    expect(form).not_to_have_attribute("aria-busy", "true")
    expect(reader.get_by_text("gateway")).to_have_count(0)
    expect(reader.get_by_text("Log in")).to_have_count(0)

    reader.unroute(POSTS)
    post(reader)

    expect(reader.get_by_text(f"Thank you for your review, {author}.")).to_be_visible()
    assert [text.replace("\r\n", "\n") for text in kept(shop, author)] == [WORDS]


def test_a_reload_while_a_post_is_under_way_does_not_make_two_of_it(reader: Page, shop: Path) -> None:
    author = "Ida, who reloads"
    fill_in(reader, author)
    held: list[Route] = []
    reader.route(POSTS, lambda route: held.append(route))  # noqa: PLW0108 -- Playwright wants a function
    with reader.expect_request(POSTS):
        post(reader)
    held[0].fetch()  # it is kept, and nobody has heard of it

    reader.reload()
    reader.unroute(POSTS)
    fill_in(reader, author)
    post(reader)

    expect(reader.get_by_text(f"Thank you for your review, {author}.")).to_be_visible()
    assert len(kept(shop, author)) == 1


def test_whoever_was_thanked_may_send_the_same_again(reader: Page, shop: Path) -> None:
    author = "Ole, who means it"
    for _ in range(2):
        fill_in(reader, author)
        post(reader)
        expect(reader.get_by_text(f"Thank you for your review, {author}.")).to_be_visible()
        reader.reload()

    assert len(kept(shop, author)) == 2

"""Who posts before the stamp of the form has come is not asked to post once more."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from serving import frozen_demo, serving

STAMPS, POSTS = "**/live/stamp/**", "**/live/forms/newsletter"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(frozen_demo(tmp_path_factory.mktemp("shop"))) as address:
        yield address


@pytest.fixture
def reader(chromium: Browser, url: str) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{url}/newsletter/")
    yield page
    context.close()


def test_a_post_waits_for_a_stamp_on_its_way(reader: Page) -> None:
    held: list[Route] = []
    posts: list[str] = []
    reader.route(STAMPS, lambda route: held.append(route))  # noqa: PLW0108 -- Playwright wants a function
    reader.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    reader.get_by_label("Your e-mail").fill("ida@example.org")
    button = reader.get_by_role("button", name="Subscribe")
    button.click()
    button.click()
    expect(reader.locator("form#newsletter")).to_have_attribute("aria-busy", "true")
    assert (len(held), posts) == (1, [])

    held[0].continue_()

    expect(reader.get_by_role("status")).to_be_visible()
    assert len(posts) == 1


def test_nothing_is_typed_into_a_form_on_its_way_for_the_answer_would_take_it_away(reader: Page) -> None:
    held: list[Route] = []
    reader.route(POSTS, lambda route: held.append(route))  # noqa: PLW0108 -- Playwright wants a function
    field = reader.get_by_label("Your e-mail")
    field.fill("ida@example.org")
    reader.get_by_role("button", name="Subscribe").click()

    expect(field).not_to_be_editable()
    field.press("End")
    field.press("x")
    expect(field).to_have_value("ida@example.org")
    held[0].abort("timedout")

    expect(reader.get_by_role("alert")).to_contain_text("Your words are still here")
    expect(field).to_be_editable()


def test_a_form_that_never_had_the_focus_asks_for_its_stamp(reader: Page) -> None:
    with reader.expect_response(POSTS) as answered:
        reader.evaluate(
            """() => {
                const form = document.querySelector("form#newsletter");
                form.elements.email.value = "ole@example.org";
                form.requestSubmit();
            }"""
        )

    assert answered.value.status == 200
    expect(reader.get_by_role("status")).to_be_visible()


def test_without_a_stamp_to_be_had_the_post_goes_out_all_the_same(reader: Page) -> None:
    reader.route(STAMPS, lambda route: route.abort())
    reader.get_by_label("Your e-mail").fill("una@example.org")

    with reader.expect_response(POSTS) as answered:
        reader.get_by_role("button", name="Subscribe").click()

    assert answered.value.status < 500

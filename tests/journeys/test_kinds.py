"""Every kind of form in the demo, in a real browser, with JavaScript and without."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from serving import frozen_demo, serving


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = frozen_demo(tmp_path_factory.mktemp("shop"))
    with serving(root) as url:
        yield root, url


def soon(*, days: int) -> str:
    """Write a day to come: a table is for no other."""
    return (date.today() + timedelta(days=days)).isoformat()


def kept(root: Path, form: str) -> list[dict[str, object]]:
    command = [
        sys.executable,
        "-m",
        "polynya",
        "--root",
        str(root),
        "inbox",
        "--json",
        "--state",
        "all",
        "--form",
        form,
    ]
    rows: list[dict[str, object]] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    return rows


def approve(root: Path, form: str) -> None:
    """Approve whatever of a form is held: a test is too quick for a person."""
    held = [str(row["id"]) for row in kept(root, form) if row["state"] == "pending"]
    if held:
        subprocess.run([sys.executable, "-m", "polynya", "--root", str(root), "inbox", "approve", *held], check=True)


def freeze(root: Path) -> None:
    subprocess.run([sys.executable, "-m", "polynya", "--root", str(root)], check=True)


def send(page: Page, form: Locator, button: str) -> None:
    """Post a form; without JavaScript, confirm it where a page asks for one more step."""
    form.get_by_role("button", name=button).click()
    more = page.get_by_text("One more step")
    answer = page.get_by_role("status")
    expect(more.or_(answer)).to_be_visible()
    if more.is_visible():
        page.get_by_role("button", name=button).click()


def test_an_order_adds_up_and_gets_a_number(visitor: Page, scripted: bool, shop: tuple[Path, str]) -> None:
    root, url = shop
    visitor.goto(f"{url}/menu/")
    form = visitor.locator("form#order")
    form.get_by_label("Harbour fish soup").fill("2")
    form.get_by_label("Pot of tea").fill("1")
    if not scripted:
        form.get_by_role("button", name="Add it up").click()
    expect(visitor.locator("#total")).to_contain_text("€28.40")
    expect(visitor.locator("form#order").get_by_label("Harbour fish soup")).to_have_value("2")

    form = visitor.locator("form#order")
    form.get_by_label("Your name").fill("Mara")
    form.get_by_label("When will you come?").select_option("12:00")
    before = len(kept(root, "order"))
    send(visitor, form, "Place the order")

    expect(visitor.get_by_role("status")).to_contain_text(
        re.compile(r"Thank you, Mara\. Your order is number \w{4}-\w{4}")
    )
    assert len(kept(root, "order")) == before + 1


def test_the_thanks_of_an_order_are_printed_without_the_menu(visitor: Page, shop: tuple[Path, str]) -> None:
    _, url = shop
    visitor.goto(f"{url}/menu/")
    form = visitor.locator("form#order")
    form.get_by_label("Pot of tea").fill("1")
    form.get_by_label("Your name").fill("Ole")
    form.get_by_label("When will you come?").select_option("12:30")
    send(visitor, form, "Place the order")
    expect(visitor.get_by_role("status")).to_contain_text("Thank you, Ole.")

    visitor.emulate_media(media="print")

    expect(visitor.get_by_role("row", name="1 × Pot of tea")).to_be_visible()
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    assert visitor.locator(".menu, .lead, .eyebrow, .actions").filter(visible=True).count() == 0


def test_thanks_that_fill_a_small_screen_begin_at_their_top(chromium: Browser, shop: tuple[Path, str]) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 256}, reduced_motion="reduce")  # 1280 px at 400 %
    page = context.new_page()
    page.goto(f"{shop[1]}/menu/")
    form = page.locator("form#order")
    for dish in ("Pot of tea", "Lemon cake", "Oat waffle", "Rhubarb soda", "Root stew"):
        form.get_by_label(dish).fill("1")
    form.get_by_label("Your name").fill("Una")
    form.get_by_label("When will you come?").select_option("13:00")

    send(page, form, "Place the order")

    expect(page.get_by_text("Thank you, Una.")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("status")).to_be_focused()
    context.close()


def test_what_an_order_comes_to_stays_in_sight_and_tells_only_what_changes(
    chromium: Browser, shop: tuple[Path, str]
) -> None:
    _, url = shop
    visitor = chromium.new_page(viewport={"width": 360, "height": 640})
    visitor.goto(f"{url}/menu/")
    form, total = visitor.locator("form#order"), visitor.locator("#total summary")
    form.get_by_label("Harbour fish soup").fill("2")

    expect(total).to_have_text("Total: €25.00")
    expect(total).to_be_in_viewport()
    total.click()
    first = visitor.locator("#total td").first
    expect(first).to_be_visible()
    told = first.element_handle()
    form.get_by_label("Pot of tea").fill("1")

    expect(total).to_have_text("Total: €28.40")
    expect(first).to_be_visible()
    assert told.evaluate("one => one.isConnected"), "who hears the page would hear all of it again, letter by letter"
    visitor.close()


def test_what_has_the_focus_is_never_below_the_total_that_is_open(chromium: Browser, shop: tuple[Path, str]) -> None:
    visitor = chromium.new_page(viewport={"width": 320, "height": 568}, reduced_motion="reduce")
    visitor.goto(f"{shop[1]}/menu/")
    counts = visitor.locator("form#order .counts input")
    for one in counts.all()[:6]:
        one.fill("1")
    visitor.locator("#total summary").click()
    counts.first.focus()

    for _ in range(counts.count() - 1):
        visitor.keyboard.press("Tab")
        seen = "one => one.getBoundingClientRect().bottom <= document.getElementById('facts-order').getBoundingClientRect().top"
        assert visitor.locator(":focus").evaluate(seen), visitor.locator(":focus").get_attribute("name")
    visitor.close()


def test_a_choice_that_nobody_has_made_yet_is_not_heard_as_wrong(chromium: Browser, shop: tuple[Path, str]) -> None:
    visitor = chromium.new_page()
    visitor.goto(f"{shop[1]}/booking/")
    nodes = visitor.context.new_cdp_session(visitor).send("Accessibility.getFullAXTree")["nodes"]

    heard = {one["role"]["value"] for one in nodes if not one["ignored"]}
    wrong = [
        one["name"]["value"]
        for one in nodes
        for told in one.get("properties", ())
        if told["name"] == "invalid" and told["value"]["value"] != "false"
    ]

    assert heard >= {"Date", "combobox", "radio"}
    assert wrong == []
    visitor.close()


def test_the_parrot_repeats_what_it_hears_and_keeps_nothing(
    visitor: Page, scripted: bool, shop: tuple[Path, str]
) -> None:
    root, url = shop
    visitor.goto(f"{url}/parrot/")
    for words in ("Ahoy <script>alert(1)</script>", "Ice & water"):
        visitor.get_by_label("Your words").fill(words)
        visitor.get_by_role("button", name="Say it").click()
        expect(visitor.locator(".squawk").first).to_contain_text(words.upper())
        expect(visitor.locator(".squawk").first).to_contain_text(words[::-1])

    expect(visitor.locator(".squawk")).to_have_count(2)
    expect(visitor.locator(".squawk").last).to_contain_text("AHOY <SCRIPT>")
    visitor.get_by_label("Your words").fill("   ")
    visitor.get_by_role("button", name="Say it").click()
    expect(visitor.get_by_role("alert")).to_contain_text("fill this in")
    expect(visitor.locator(".squawk")).to_have_count(2)
    assert kept(root, "parrot") == []


def test_what_cannot_be_derived_is_said_in_the_page(chromium: Browser, shop: tuple[Path, str]) -> None:
    _, url = shop
    visitor = chromium.new_page()
    too_much = "form => form.insertAdjacentHTML('beforeend', `<input type=hidden name=x value=${'x'.repeat(70000)}>`)"
    visitor.goto(f"{url}/parrot/")
    visitor.locator("form#parrot").evaluate(too_much)
    visitor.get_by_label("Your words").fill("Ahoy")
    visitor.get_by_role("button", name="Say it").click()
    expect(visitor.locator("#parrot .notice")).to_contain_text("too much at once")

    visitor.goto(f"{url}/menu/")
    visitor.locator("form#order").evaluate(too_much)
    visitor.get_by_label("Pot of tea").fill("1")
    expect(visitor.locator("#facts-order")).to_contain_text("too much at once")

    visitor.goto(f"{url}/menu/")
    visitor.route("**/derive", lambda route: route.fulfill(status=429, body="slow down"))
    visitor.get_by_label("Pot of tea").fill("1")
    expect(visitor.locator("#order .notice")).to_contain_text("did not get through")
    visitor.unroute("**/derive")
    visitor.get_by_label("Pot of tea").fill("2")
    expect(visitor.locator("#total")).to_be_visible()
    expect(visitor.locator("#order .notice")).to_be_empty()
    visitor.close()


def test_a_stranger_is_greeted_by_a_function_and_a_friend_by_a_file(visitor: Page, shop: tuple[Path, str]) -> None:
    _, url = shop
    visitor.goto(f"{url}/hello/mara/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Hello, Mara")

    visitor.goto(f"{url}/hello/")
    visitor.get_by_label("Your name").fill("<b>Nobody</b>")
    visitor.get_by_role("button", name="Say hello").click()

    expect(visitor.locator(".greeting")).to_have_text("Hello, <b>Nobody</b>")
    expect(visitor.locator(".greeting")).to_be_visible()


def test_the_button_keeps_the_focus_when_its_form_stays(shop: tuple[Path, str], chromium: Browser) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{shop[1]}/hello/")
        page.get_by_label("Your name").fill("Åsa")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        expect(page.locator(".greeting")).to_have_text("Hello, Åsa")
        expect(page.get_by_role("button", name="Say hello")).to_be_focused()


def test_a_letter_to_the_shop_is_private_and_told_to_its_owner(
    visitor: Page, scripted: bool, shop: tuple[Path, str]
) -> None:
    root, url = shop
    before = len(kept(root, "contact"))
    visitor.goto(f"{url}/contact/")
    form = visitor.locator("form#contact")
    form.get_by_label("Your name").fill("Teo")
    form.get_by_label("Your e-mail").fill("teo@example.org")
    form.get_by_label("Your message").fill(f"Is the stove lit? {before}")
    send(visitor, form, "Send")

    expect(visitor.get_by_role("status")).to_contain_text("Thank you, Teo.")
    if not scripted:
        expect(visitor.get_by_role("heading", level=1)).to_have_text("Write to us")
    rows = kept(root, "contact")
    assert len(rows) == before + 1
    assert {row["state"] for row in rows} == {"private"}


def test_words_to_be_mended_are_there_for_who_leaves_and_comes_back(visitor: Page, shop: tuple[Path, str]) -> None:
    _, url = shop
    visitor.goto(f"{url}/contact/")
    visitor.get_by_label("Your name").fill("Ida")
    visitor.get_by_label("Your e-mail").fill("ida")
    form = visitor.locator("form#contact")
    form.get_by_label("Your message").fill("Do you have maps?\nOld ones.")
    form.evaluate("form => { form.noValidate = true; }")
    form.get_by_role("button", name="Send").click()
    expect(visitor.get_by_text("Nothing is sent yet")).to_be_visible()

    visitor.goto(f"{url}/menu/")
    visitor.go_back()

    expect(visitor.get_by_label("Your message")).to_have_value("Do you have maps?\nOld ones.")
    expect(visitor.get_by_label("Your name")).to_have_value("Ida")


def test_a_seat_is_kept_and_counted(visitor: Page, scripted: bool, shop: tuple[Path, str]) -> None:
    _, url = shop
    visitor.goto(f"{url}/events/first-flask/")
    form = visitor.locator("form#seat")
    form.get_by_label("Your name").fill("Ida")
    form.get_by_label("Your e-mail").fill("ida@example.org")
    form.get_by_label("How many of you?").fill("3")
    send(visitor, form, "Keep our seats")

    expect(visitor.get_by_role("status")).to_contain_text("We keep 3 for you")
    if not scripted:
        visitor.go_back()  # to the answer that asked for one more step, not to an error of the browser
        expect(visitor.get_by_label("Your name")).to_have_value("Ida")
        visitor.get_by_role("button", name="Keep our seats").click()
        expect(visitor.get_by_role("status")).to_contain_text("We keep 3 for you")
    if scripted:
        visitor.goto(f"{url}/events/first-flask/")
        expect(visitor.locator("#left-seat:not([hx-get])")).to_have_text(re.compile(r"[25] of 8 places left"))


def test_a_table_is_never_booked_twice(visitor: Page, scripted: bool, shop: tuple[Path, str]) -> None:
    _, url = shop
    for turn, told in enumerate(("is yours on", "Somebody was faster")):
        visitor.goto(f"{url}/booking/")
        form = visitor.locator("form#booking")
        form.get_by_label("Which day?").fill(soon(days=3 if scripted else 4))
        form.get_by_label("At what time?").select_option("13:00")
        form.get_by_role("radio", name="by the stove").press("Space")
        form.get_by_label("Your name").fill(f"Party {turn}")
        form.get_by_role("button", name="Book it").click()
        if not scripted:
            visitor.get_by_role("button", name="Book it").click()

        expect(visitor.get_by_text(told)).to_be_visible()


def test_a_vote_and_a_quiz_are_in_the_page_after_the_next_freeze(
    visitor: Page, scripted: bool, shop: tuple[Path, str]
) -> None:
    root, url = shop
    name = "Emil" if scripted else "Runar"
    visitor.goto(f"{url}/quiz/")
    form = visitor.locator("form#quiz")
    form.get_by_label("Your name on the board").fill(name)
    for right in ("Open water in sea ice", "Round pieces with raised rims", "less salty than the sea"):
        form.get_by_role("radio", name=right).press("Space")
    send(visitor, form, "Hand it in")
    visitor.goto(f"{url}/poll/")
    form = visitor.locator("form#poll")
    form.get_by_role("radio", name="Lemon cake").press("Space")
    send(visitor, form, "Vote")
    approve(root, "quiz")
    approve(root, "poll")

    freeze(root)

    visitor.goto(f"{url}/quiz/")
    expect(visitor.get_by_role("row", name=name)).to_contain_text("3")
    visitor.goto(f"{url}/poll/")
    expect(visitor.locator(".tally div", has_text="Lemon cake").locator("dd")).not_to_have_text("0 0")


def test_a_pinned_link_is_read_first_and_then_a_card_without_a_freeze(
    visitor: Page, scripted: bool, shop: tuple[Path, str]
) -> None:
    root, url = shop
    headline = f"Ice & <water> {'with' if scripted else 'without'}"
    visitor.goto(f"{url}/reading-wall/")
    form = visitor.locator("form#reading-wall")
    form.get_by_label("What is it called?").fill(headline)
    form.get_by_label("Where is it?").fill("https://example.org/a?b=c&d=e")
    form.get_by_label("Why should we read it?").fill("It is short.")
    send(visitor, form, "Pin it")
    expect(visitor.get_by_role("status")).to_contain_text("It will appear on the page once it has been read.")
    visitor.goto(f"{url}/reading-wall/")
    expect(visitor.get_by_role("link", name=headline)).to_have_count(0)

    approve(root, "reading-wall")

    if not scripted:
        freeze(root)
    visitor.goto(f"{url}/reading-wall/")
    expect(visitor.get_by_role("link", name=headline)).to_have_attribute("href", "https://example.org/a?b=c&d=e")


def test_a_vote_is_counted_before_the_next_freeze(chromium: Browser, shop: tuple[Path, str]) -> None:
    root, url = shop
    context = chromium.new_context()
    voter = context.new_page()
    voter.goto(f"{url}/poll/")
    rye = voter.locator(".tally div", has_text="Rye").locator("dd")
    expect(rye).to_have_text(re.compile(r"\d+ \d+"))
    before = int(rye.inner_text().split()[-1])
    form = voter.locator("form#poll")
    form.get_by_role("radio", name="Rye").press("Space")
    with voter.expect_request("**/live/tally/**") as asked:
        form.get_by_role("button", name="Vote").click()
    assert "?after=" in asked.value.url  # past what a CDN keeps
    expect(voter.get_by_role("status")).to_be_visible()
    approve(root, "poll")

    voter.reload()

    expect(rye).to_have_text(f"{before + 1} {before + 1}")
    context.close()


def test_a_field_is_looked_at_as_soon_as_it_changes(chromium: Browser, shop: tuple[Path, str]) -> None:
    _, url = shop
    context = chromium.new_context()
    writer = context.new_page()
    writer.goto(f"{url}/contact/")
    form = writer.locator("form#contact")
    email = form.get_by_label("Your e-mail")
    email.fill("ida@example")
    form.get_by_label("Your message").fill("Is the stove lit")
    expect(writer.locator("#contact-email-checked")).to_contain_text("like name@example.org")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Your message")).to_have_value("Is the stove lit")
    expect(form.get_by_label("Your message")).to_be_focused()

    email.fill("ida@example.org")
    email.blur()

    expect(writer.locator("#contact-email-checked")).to_be_empty()
    expect(email).not_to_have_attribute("aria-invalid", "true")
    context.close()


def test_what_one_answer_makes_necessary_is_asked_for(visitor: Page, shop: tuple[Path, str]) -> None:
    root, url = shop
    before = len(kept(root, "contact"))
    visitor.goto(f"{url}/contact/")
    form = visitor.locator("form#contact")
    form.get_by_label("Your name").fill("Ida")
    form.get_by_label("Your e-mail").fill("ida@example.org")
    form.get_by_role("radio", name="A book").press("Space")
    form.get_by_label("Your message").fill("Do you have it?")
    form.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("alert")).to_contain_text("A title or a few words of it will do.")
    assert len(kept(root, "contact")) == before

    visitor.get_by_label("Which book?").fill("Dune")
    visitor.get_by_role("button", name="Send").click()

    expect(visitor.get_by_role("status")).to_contain_text("Thank you, Ida.")


def test_a_greeting_has_an_address_of_its_own(visitor: Page, shop: tuple[Path, str]) -> None:
    _, url = shop

    visitor.goto(f"{url}/live/forms/hello/derive?username=%3Cb%3ENobody%3C/b%3E")

    expect(visitor.locator(".greeting")).to_have_text("Hello, <b>Nobody</b>")
    visitor.get_by_label("Your name").fill("Somebody")
    visitor.get_by_role("button", name="Say hello").click()
    expect(visitor.locator(".greeting").first).to_have_text("Hello, Somebody")

"""The nine steps of a book review, in a real browser, with JavaScript and without."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from serving import frozen_demo, serving

BOOK = "/books/python-for-beginners/"
WORDS = "Clear, patient <b>and</b> funny: I finally understand functions."


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return frozen_demo(tmp_path)


def freeze(root: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "polynya", "--root", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def waiting(root: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(freeze(root, "inbox", "--json"))
    return rows


def write_review(visitor: Page, *, author: str = "Mara", rating: str = "5", text: str = WORDS) -> None:
    form = visitor.locator("form#review")
    form.get_by_label("Your name").fill(author)
    form.get_by_role("radio", name=rating).press("Space")
    form.get_by_label("Your review").fill(text)
    form.get_by_role("button", name="Post review").click()


def test_a_review_is_posted_approved_and_refrozen(visitor: Page, scripted: bool, shop: Path) -> None:
    with serving(shop) as url:
        visitor.goto(url + BOOK)
        expect(visitor.get_by_role("heading", level=1)).to_contain_text("Python for Beginners")
        write_review(visitor)
        expect(visitor.get_by_text("Thank you for your review, Mara.")).to_be_visible()
        assert visitor.url.endswith(BOOK) == scripted

        visitor.goto(url + BOOK)
        expect(visitor.get_by_text(WORDS)).to_have_count(0)

        [row] = waiting(shop)
        assert (row["form"], row["page"], row["state"]) == ("review", "books/python-for-beginners", "pending")
        freeze(shop, "inbox", "approve", str(row["id"]))
        frozen = shop / "build/site/books/python-for-beginners/index.html"
        assert "Mara" not in frozen.read_text()
        if scripted:
            visitor.goto(url + BOOK)
            visitor.locator(".island, [data-island], #island").first.scroll_into_view_if_needed()
            expect(visitor.get_by_text(WORDS)).to_be_visible()

        freeze(shop)
        assert "patient &lt;b&gt;and&lt;/b&gt; funny" in frozen.read_text()
        visitor.goto(url + BOOK)
        expect(visitor.get_by_text(WORDS)).to_have_count(1)
        assert waiting(shop) == []


def test_an_invalid_review_comes_back_with_the_words_kept(visitor: Page, shop: Path) -> None:
    with serving(shop) as url:
        visitor.goto(url + BOOK)
        visitor.locator("form#review").evaluate("form => form.noValidate = true")
        form = visitor.locator("form#review")
        form.get_by_label("Your review").fill(WORDS)
        form.get_by_role("button", name="Post review").click()

        form = visitor.locator("form#review")
        expect(form.get_by_label("Your name")).to_have_attribute("aria-invalid", "true")
        expect(form.get_by_label("Your review")).to_have_value(WORDS)
        assert waiting(shop) == []


def test_a_double_click_keeps_one_row(visitor: Page, shop: Path) -> None:
    with serving(shop) as url:
        visitor.goto(url + BOOK)
        form = visitor.locator("form#review")
        form.get_by_label("Your name").fill("Mara")
        form.get_by_role("radio", name="4").press("Space")
        form.get_by_label("Your review").fill(WORDS)
        form.get_by_role("button", name="Post review").dblclick()

        expect(visitor.get_by_text("Thank you for your review, Mara.")).to_be_visible()
        assert len(waiting(shop)) == 1

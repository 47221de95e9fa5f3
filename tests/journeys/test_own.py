"""The account story: a name is kept, a form knows it, a review is changed, withdrawn, and the account deleted; axe looks on."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from journeys.axe import findings
from journeys.signing_in import ADDRESS, fits, keep_picture, sign_in
from serving import frozen_demo, serving

BOOK = "/books/a-field-guide-to-sea-ice/"


def seen(visitor: Page, chromium: Browser, name: str) -> None:
    """Look at a screen on a telephone and on a desk."""
    assert findings(chromium, visitor) == []
    for width in (1280, 390):
        visitor.set_viewport_size({"width": width, "height": 844})
        keep_picture(visitor, f"{name}-{width}")
        assert fits(visitor)


def write_review(visitor: Page, url: str, *, scripted: bool) -> None:
    visitor.goto(url + BOOK)
    form = visitor.locator("form#review")
    if scripted:
        form.get_by_label("Your review").focus()
        expect(form.get_by_label("Your name")).to_have_value("Ada Lovelace")
        expect(form.get_by_label("E-mail (never shown)")).to_have_value(ADDRESS)
    else:
        form.get_by_label("Your name").fill("Ada Lovelace")
    form.get_by_label("4 stars").check()
    form.get_by_label("Your review").fill("Ice, in all its words.")
    form.get_by_role("button", name="Post review").click()
    expect(visitor.get_by_text("Thank you for your review, Ada Lovelace.")).to_be_visible()


def test_the_whole_story_of_an_account(visitor: Page, scripted: bool, chromium: Browser, tmp_path: Path) -> None:
    root = frozen_demo(tmp_path)
    with serving(root) as url:
        sign_in(visitor, root, url)
        visitor.get_by_label("Your name").fill("Ada Lovelace")
        visitor.get_by_role("button", name="Keep this name").click()
        expect(visitor.get_by_label("Your name")).to_have_value("Ada Lovelace")

        visitor.goto(url + "/")
        expect(visitor.get_by_text("Hello, Ada Lovelace")).to_have_count(1 if scripted else 0)
        seen(visitor, chromium, f"home-{scripted}")

        write_review(visitor, url, scripted=scripted)
        visitor.goto(url + "/live/account/")
        expect(visitor.get_by_text("Ice, in all its words.")).to_be_visible()
        seen(visitor, chromium, f"own-{scripted}")

        visitor.get_by_role("link", name="Change").click()
        visitor.get_by_label("Your review").fill("")
        seen(visitor, chromium, f"edit-{scripted}")
        visitor.get_by_label("Your review").fill("Ice, in a hundred words.")
        visitor.get_by_role("button", name="Keep the change").click()
        expect(visitor.get_by_text("Ice, in a hundred words.")).to_be_visible()

        visitor.get_by_role("link", name="Withdraw").click()
        seen(visitor, chromium, f"withdraw-{scripted}")
        visitor.get_by_role("button", name="Yes, withdraw it").click()
        expect(visitor.get_by_text("Nothing. What you send")).to_be_visible()

        write_review(visitor, url, scripted=scripted)
        visitor.goto(url + "/live/account/")
        visitor.get_by_role("link", name="delete your account").click()
        seen(visitor, chromium, f"leave-{scripted}")
        visitor.get_by_role("button", name="Yes, erase everything").click()
        expect(visitor.get_by_text("all that you have sent is erased")).to_be_visible()
        assert visitor.context.cookies() == []
        visitor.goto(url + "/live/account/")
        expect(visitor.get_by_label("Your e-mail address")).to_be_visible()
        seen(visitor, chromium, f"in-{scripted}")

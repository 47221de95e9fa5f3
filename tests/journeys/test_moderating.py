"""An owner approves from the mail, in a real browser, with JavaScript and without; axe-core looks on."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from journeys.axe import findings
from journeys.signing_in import MOST_LOOKS, fits, keep_picture
from serving import frozen_demo, serving

BOOK = "/books/a-field-guide-to-sea-ice/"
LINK = re.compile(r"/live/moderate/[\w/-]+")
OWNER = {"POLYNYA_OWNERS": "owner@floe.example"}


def write_review(visitor: Page, url: str) -> None:
    visitor.goto(url + BOOK)
    form = visitor.locator("form#review")
    form.get_by_label("Your name").fill("Ada")
    form.get_by_label("4 stars").check()
    form.get_by_label("Your review").fill("Ice, in all its words.")
    form.get_by_role("button", name="Post review").click()
    expect(visitor.get_by_text("Thank you for your review, Ada.")).to_be_visible()


def link_told(visitor: Page, root: Path, url: str) -> str:
    for _ in range(MOST_LOOKS):
        visitor.goto(url + BOOK)
        for mail in (root / "var/outbox").glob("*.eml"):
            if found := LINK.search(mail.read_text().replace("=\n", "").replace("=3D", "=")):
                return url + found[0]
    raise AssertionError("no mail told of the review")


def test_an_owner_approves_from_the_mail(visitor: Page, scripted: bool, chromium: Browser, tmp_path: Path) -> None:
    root = frozen_demo(tmp_path)
    with serving(root, settings=OWNER) as url:
        visitor.set_viewport_size({"width": 390, "height": 844})
        write_review(visitor, url)
        link = link_told(visitor, root, url)

        visitor.goto(link)
        expect(visitor.get_by_text("Ice, in all its words.")).to_be_visible()
        assert findings(chromium, visitor) == []
        assert fits(visitor)
        keep_picture(visitor, f"moderate-{scripted}")
        visitor.get_by_role("button", name="Approve").click()
        expect(visitor.get_by_text("This is approved.")).to_be_visible()
        assert findings(chromium, visitor) == []
        keep_picture(visitor, f"moderated-{scripted}")

        visitor.goto(link)
        expect(visitor.get_by_role("button")).to_have_count(0)

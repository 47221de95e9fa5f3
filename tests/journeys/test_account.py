"""Signing in by mail and signing out, in a real browser, with JavaScript and without."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from serving import copy_demo, serving

ADDRESS = "ada@floe.example"
LINK = re.compile(r"/live/account/enter/[\w-]+/[\w-]+")
MOST_LOOKS = 200


def link_mailed(visitor: Page, root: Path, url: str) -> str:
    """Open the account page again and again until the mail is in the outbox."""
    for _ in range(MOST_LOOKS):
        visitor.goto(url + "/account/")
        for mail in (root / "var/outbox").glob("*.eml"):
            found = LINK.search(mail.read_text().replace("=\n", "").replace("=3D", "="))
            if found:
                return url + found[0]
    raise AssertionError("no mail with a link came")


def keep_picture(visitor: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        visitor.screenshot(path=f"{folder}/{name}.png", full_page=True)


def fits(visitor: Page) -> bool:
    return bool(visitor.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_visitor_signs_in_and_out(visitor: Page, scripted: bool, tmp_path: Path) -> None:
    root = copy_demo(tmp_path)
    with serving(root) as url:
        visitor.set_viewport_size({"width": 390, "height": 844})
        visitor.goto(url + "/account/")
        keep_picture(visitor, f"account-{scripted}")
        assert fits(visitor)
        assert visitor.context.cookies() == []
        visitor.get_by_label("Your e-mail address").fill(ADDRESS)
        visitor.get_by_role("button", name="Mail me a link").click()
        expect(visitor.get_by_text("is on its way")).to_be_visible()
        keep_picture(visitor, f"sent-{scripted}")

        visitor.goto(link_mailed(visitor, root, url))
        keep_picture(visitor, f"enter-{scripted}")
        visitor.get_by_role("button", name="Yes, sign in").click()
        expect(visitor.get_by_text(f"You are signed in as {ADDRESS}.")).to_be_visible()
        keep_picture(visitor, f"in-{scripted}")
        assert fits(visitor)
        visitor.goto(url + "/account/")
        expect(visitor.get_by_text("Hello, ada")).to_have_count(1 if scripted else 0)
        keep_picture(visitor, f"hello-{scripted}")

        visitor.goto(url + "/live/account/")
        visitor.get_by_role("button", name="Sign out", exact=True).click()
        expect(visitor.get_by_label("Your e-mail address")).to_be_visible()
        assert visitor.context.cookies() == []

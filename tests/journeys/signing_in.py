"""Steps of journeys with an account: the mail with the link, a picture of the screen, whether it fits."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

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


def sign_in(visitor: Page, root: Path, url: str, *, email: str = ADDRESS) -> None:
    """Sign in by mail, as a visitor does."""
    visitor.goto(url + "/account/")
    visitor.get_by_label("Your e-mail address").fill(email)
    visitor.get_by_role("button", name="Mail me a link").click()
    expect(visitor.get_by_text("is on its way")).to_be_visible()
    visitor.goto(link_mailed(visitor, root, url))
    visitor.get_by_role("button", name="Yes, sign in").click()
    expect(visitor.get_by_text(f"You are signed in as {email}.")).to_be_visible()

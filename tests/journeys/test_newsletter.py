"""A newsletter with double opt-in, from the box on the page to the link that ends it, with JavaScript and without."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from build.sites import store_of
from live.mail.postman import post_office
from polynya_live.app import milliseconds
from polynya_live.endpoints.mailed import CONFIRMED
from serving import frozen_demo, serving

WAIT_S = 120


def test_nobody_is_subscribed_by_somebody_else_and_everybody_can_leave(visitor: Page, tmp_path: Path) -> None:
    root = frozen_demo(tmp_path)
    with post_office() as office, serving(root, settings={"POLYNYA_MAIL": office.address}) as url:
        visitor.goto(f"{url}/newsletter/")
        visitor.get_by_label("Your e-mail").fill("ida@example.org")
        visitor.get_by_role("button", name="Subscribe").click()
        expect(visitor.get_by_role("status")).to_contain_text("We have sent a link to ida@example.org")
        assert office.arrived.acquire(timeout=WAIT_S)
        [message] = office.messages()
        confirm, leave = links_in(message, url)
        assert confirmed(root) == [False]

        visitor.goto(confirm)
        assert confirmed(root) == [False], "a mail program that looks ahead must not confirm"
        visitor.get_by_role("button", name="Yes, confirm").click()
        expect(visitor.get_by_text("your address is confirmed")).to_be_visible()
        assert confirmed(root) == [True]

        visitor.goto(leave)
        assert confirmed(root) == [True]
        visitor.get_by_role("button", name="Yes, forget it").click()
        expect(visitor.get_by_text("We have forgotten your address.")).to_be_visible()
        assert confirmed(root) == []


def links_in(message: EmailMessage, url: str) -> list[str]:
    """Find the links to confirm and to leave, at the server under test."""
    whole = email.message_from_bytes(message.as_bytes(), policy=default)
    plain = whole.get_body(("plain",))
    assert plain is not None
    found = re.findall(r"https?://\S+/live/(?:confirm|unsubscribe)/\S+", plain.get_content())
    assert len(found) == 2
    return [url + urlsplit(link).path for link in found]


def confirmed(root: Path) -> list[bool]:
    """Tell of each subscriber whether the address is confirmed."""
    store = store_of(root)
    rows = [CONFIRMED in row.extra for row in store.export(form="newsletter", now=milliseconds())]
    store.close()
    return rows

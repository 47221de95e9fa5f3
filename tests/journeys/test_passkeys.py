"""The story of a passkey in a real browser with an authenticator in it: added, used instead of the mail, removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from journeys.axe import findings
from journeys.signing_in import fits, keep_picture, sign_in
from serving import frozen_demo, serving

OWNER = "owner@floe.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def scripted() -> bool:
    """Passkeys need JavaScript; what is there without is asked below."""
    return True


@pytest.fixture
def device(visitor: Page) -> tuple[CDPSession, str]:
    """The tab's own authenticator, whose finger is always there. https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn"""
    session = visitor.context.new_cdp_session(visitor)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, str(made["authenticatorId"])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return frozen_demo(tmp_path)


@pytest.fixture
def url(root: Path) -> Iterator[str]:
    with serving(root, host="localhost", settings={"POLYNYA_OWNERS": OWNER}) as served:
        assert served.startswith("http://localhost:")
        yield served


def add_passkey(visitor: Page, name: str) -> None:
    visitor.get_by_label("What is it called?").fill(name)
    visitor.get_by_role("button", name="Add a passkey").click()


def sign_out(visitor: Page, url: str) -> None:
    visitor.goto(url + "/live/account/")
    visitor.get_by_role("button", name="Sign out", exact=True).click()
    expect(visitor.get_by_label("Your e-mail address")).to_be_visible()
    assert visitor.context.cookies() == []


def test_an_owner_adds_a_passkey_and_signs_in_with_it(
    visitor: Page, device: tuple[CDPSession, str], root: Path, url: str
) -> None:
    session, authenticator = device
    chromium = visitor.context.browser
    assert chromium
    visitor.set_viewport_size({"width": 390, "height": 844})
    sign_in(visitor, root, url, email=OWNER)
    visitor.get_by_role("link", name="add a passkey").click()
    expect(visitor.get_by_text("There is none yet.")).to_be_visible()
    add_passkey(visitor, "Laptop & <b>")
    expect(visitor.get_by_role("heading", name="Laptop & <b>")).to_be_visible()
    keep_picture(visitor, "passkeys")
    assert findings(chromium, visitor) == []
    assert fits(visitor)

    [kept] = session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)

    # The same device again: it has one already, and says so.
    add_passkey(visitor, "Once more")
    expect(visitor.get_by_text("That did not work.")).to_be_visible()

    sign_out(visitor, url)
    keep_picture(visitor, "passkey-enter")
    assert findings(chromium, visitor) == []
    assert fits(visitor)
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor).to_have_url(url + "/live/inbox/")
    [cookie] = visitor.context.cookies()
    assert cookie["httpOnly"]

    visitor.goto(url + "/live/passkeys/")
    expect(visitor.get_by_text("Last used on")).to_be_visible()
    visitor.get_by_role("button", name="Remove").click()
    expect(visitor.get_by_text("There is none yet.")).to_be_visible()
    sign_out(visitor, url)
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.get_by_text("This passkey was not accepted here.")).to_be_visible()
    assert visitor.context.cookies() == []


def test_a_finger_that_does_not_fit_signs_nobody_in(
    visitor: Page, device: tuple[CDPSession, str], root: Path, url: str
) -> None:
    session, authenticator = device
    sign_in(visitor, root, url, email=OWNER)
    visitor.goto(url + "/live/passkeys/")
    add_passkey(visitor, "Laptop")
    expect(visitor.get_by_role("heading", name="Laptop")).to_be_visible()
    sign_out(visitor, url)

    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    visitor.get_by_role("button", name="Sign in with a passkey").click()

    expect(visitor.get_by_text("That did not work.")).to_be_visible()
    assert visitor.context.cookies() == []


def test_where_no_passkey_can_be_the_mailed_link_is_the_way(chromium: Browser, root: Path, url: str) -> None:
    button = "Sign in with a passkey"
    for address, scripted in ((url, False), (url.replace("localhost", "127.0.0.1"), True)):
        context = chromium.new_context(java_script_enabled=scripted)
        page = context.new_page()
        page.goto(address + "/account/")
        expect(page.get_by_label("Your e-mail address")).to_be_visible()
        expect(page.get_by_role("button", name=button)).to_have_count(0)
        context.close()

"""Who has a passkey is mailed when one is added to their account, or removed."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from live.accounts.account_shop import OWNER, Shop, post
from live.bookshop import a_contract
from live.passkeys.authenticator import Authenticator
from live.passkeys.steps import enrol
from polynya_live.passkeys.kept import passkeys_of
from polynya_live.store import Store
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once

ADDED, REMOVED = "A passkey was added to your account", "A passkey was removed from your account"


def mails(shop: Shop) -> list[EmailMessage]:
    """Let the worker work, and read what it has sent beside links to sign in."""
    work_once(office_of(shop.app), now=shop.clock())
    found = [message_from_bytes(mail.read_bytes(), policy=default) for mail in sorted(shop.outbox.glob("*.eml"))]
    return [mail for mail in found if not mail["Subject"].startswith(("Sign in", "Anmelden"))]


def parts(mail: EmailMessage) -> list[str]:
    return [str(mail.get_body((kind,)).get_content()) for kind in ("plain", "html")]  # type: ignore[union-attr]


def test_a_passkey_that_is_added_is_told_of_in_text_and_html(shop: Shop, passkey: Authenticator) -> None:
    [mail] = mails(shop)

    assert (mail["To"], mail["Subject"].partition(":")[0]) == (OWNER, ADDED)
    for part in parts(mail):
        assert "Laptop" in part and "https://floe.example/live/passkeys/" in part


def test_one_that_is_removed_is_told_of_once(shop: Shop, passkey: Authenticator, store: Store) -> None:
    owner = shop.signed_in(OWNER)
    [row] = passkeys_of(store, OWNER, now=shop.clock())

    for _ in range(2):
        post(owner, f"/live/passkeys/{row.key}/remove")

    assert [mail["Subject"].partition(":")[0] for mail in mails(shop)].count(REMOVED) == 1


def test_who_cannot_remove_one_has_nobody_told(shop: Shop, passkey: Authenticator, store: Store) -> None:
    [row] = passkeys_of(store, OWNER, now=shop.clock())

    post(shop.signed_in("mo@floe.example"), f"/live/passkeys/{row.key}/remove")

    assert REMOVED not in [mail["Subject"].partition(":")[0] for mail in mails(shop)]


@pytest.mark.parametrize("name", ["<b>x</b>", "Eve\r\nBcc: eve@example.org"])
def test_its_name_is_no_markup_and_no_header(shop: Shop, name: str) -> None:
    assert enrol(shop.signed_in(OWNER), Authenticator(), name=name).status_code == 303

    [mail] = mails(shop)

    assert mail["Bcc"] is None and "<b>" not in parts(mail)[1]


def test_it_is_said_in_the_language_of_the_site(shop: Shop) -> None:
    contract = a_contract()
    shop.app = shop.with_owners(OWNER, contract=replace(contract, site=replace(contract.site, language="de")))

    assert enrol(shop.signed_in(OWNER), Authenticator()).status_code == 303

    [mail] = mails(shop)
    assert mail["Subject"].startswith("Ihrem Konto wurde ein Passkey hinzugefügt")
    assert all("Passkeys durch" in part and "passkey was" not in part for part in parts(mail))

"""A German site speaks German wherever its functions answer or mail a visitor: no English word is left."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from flask import Flask
from flask.testing import FlaskClient

from build.look.test_german import spoken
from live.accounts.account_shop import ADA, OURS, Shop, get
from live.bookshop import SITE, a_contract
from polynya_live.contract import Contract, Field, Form
from polynya_live.store import Store
from polynya_live.submissions import Submission
from polynya_live.words import say
from polynya_live.words.messages import ENGLISH as SENTENCES
from polynya_live.work.links import CONFIRM, UNSUBSCRIBE, mail_link
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once

ENGLISH = re.compile(
    r"\b(the|you|your|we|our|this|that|it|is|are|was|be|have|please|with|of|to|and|not|nothing|what|sign|out|keep|change|"
    r"withdraw|yes|no|back|number|leave|total|older|once|link|page)\b",
    re.IGNORECASE,
)
BORROWED = {"link", "was"}
"""German has these, too."""
BRIEF = Form(
    name="brief",
    title="Vier Briefe im Jahr",
    fields=(
        Field(name="email", label="Ihre E-Mail", type="email", required=True),
        Field(name="wann", label="Wann", type="date", earliest="today"),
        Field(name="drucken", label="Gedruckt", type="checkbox"),
        Field(name="wort", label="Ihr Wort", type="textarea"),
    ),
    submit="Bestellen",
    thanks="Danke, bis zum {wann}.",
    version="v1",
    confirm="email",
    receipt="email",
    messages={name: say(text, "de") for name, text in SENTENCES.items()},  # as freeze compiles them
)
OFFEN = replace(BRIEF, name="offen", title="Ein Wort", confirm="", receipt="", show=("wort",))
SENT = {"email": ADA, "wann": "2026-12-24", "drucken": "yes", "wort": "Kalt."}


def in_german() -> Contract:
    site = replace(SITE, title="Scholle", language="de")
    return replace(a_contract(), site=site, forms={"brief": BRIEF, "offen": OFFEN}, pages={})


def english_in(*texts: str) -> list[str]:
    found = []
    for text in texts:
        for line in spoken(text) if "<" in text else text.splitlines():
            bare = re.sub(r"https?://\S+|\S+@\S+|freeze \w+", "", line)
            found += [line for word in ENGLISH.findall(bare) if word.lower() not in BORROWED]
    return found


@pytest.fixture
def germans(shop: Shop) -> Flask:
    shop.app = shop.with_owners(contract=in_german())
    return shop.app


def mails(shop: Shop) -> Iterator[str]:
    for file in shop.outbox.glob("*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        yield str(mail["Subject"])
        for part in mail.walk():
            if part.get_content_maintype() == "text":
                yield part.get_content()


def kept(store: Store, form: str, now: int) -> Submission:
    [row] = [row for row in store.export(now=now) if row.form == form]
    return row


def test_the_account_is_german(shop: Shop, germans: Flask, store: Store) -> None:
    ada = shop.signed_in(ADA)
    assert english_in(*mails(shop)) == []
    empty = get(ada, "/live/account/")
    ada.post("/live/forms/offen", data=SENT, headers=OURS, base_url="https://floe.example")
    key = kept(store, "offen", shop.clock()).key

    pages = [
        empty,
        get(ada, "/live/account/"),
        get(ada, f"/live/account/sent/{key}/edit"),
        get(ada, f"/live/account/sent/{key}/withdraw"),
        get(ada, "/live/account/delete"),
        get(ada, "/live/hello"),
        get(ada, "/live/account/?after=zzz"),
    ]

    assert english_in(*(page.text for page in pages)) == []
    assert "24. Dezember 2026" in pages[1].text and "ja" in spoken(pages[1].text)
    shop.clock.wait(86_400)
    assert english_in(get(ada, f"/live/account/sent/{key}/edit").text) == []
    assert english_in(ada.post("/live/account/delete", headers=OURS, base_url="https://floe.example").text) == []


def test_signing_in_is_german(shop: Shop, germans: Flask) -> None:
    client, link = shop.client(), shop.link(ADA)

    answers = [
        client.get(link),
        client.post("/live/account/sign-in", data={"email": "x"}, headers=OURS),
        client.post("/live/account/sign-in", data={"email": ADA}, headers=OURS),
        client.get(link[:-3] + "xyz"),
    ]
    shop.clock.wait(3600)

    assert english_in(*(answer.text for answer in answers), client.get(link).text) == []


def test_letters_and_their_links_are_german(shop: Shop, germans: Flask, store: Store) -> None:
    client = shop.client()
    thanks = client.post("/live/forms/brief", data=SENT, headers=OURS, follow_redirects=True)
    row = kept(store, "brief", shop.clock())
    work_once(office_of(germans), now=shop.clock())
    settings = office_of(germans).settings
    paths = [
        mail_link(purpose, row, settings).removeprefix("https://floe.example") for purpose in (CONFIRM, UNSUBSCRIBE)
    ]

    written = list(mails(shop))
    answers = [answer for path in paths for answer in (client.get(path), client.post(path))]
    late = client.get(paths[0])

    assert "Danke, bis zum 24. Dezember 2026." in thanks.text
    assert len(written) == 6 and "24. Dezember 2026" in "".join(written)
    assert english_in(thanks.text, *written, *(answer.text for answer in answers), late.text) == []


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"path": "/live/nirgends", "method": "GET"}, 404),
        ({"path": "/live/forms/nirgends", "method": "POST", "headers": OURS}, 404),
        ({"path": "/live/forms/brief", "method": "GET"}, 405),
        ({"path": "/live/forms/brief", "method": "POST", "data": {"email": "x" * 70_000}, "headers": OURS}, 413),
        (
            {"path": "/live/forms/brief", "method": "POST", "data": "x", "content_type": "text/plain", "headers": OURS},
            415,
        ),
        ({"path": "/live/forms/brief", "method": "POST", "data": SENT}, 400),
        ({"path": "/live/forms/brief", "method": "POST", "data": {"fremd": "1"}, "headers": OURS}, 422),
    ],
)
def test_problems_are_german(shop: Shop, germans: Flask, told: dict[str, object], status: int) -> None:
    client: FlaskClient = shop.client()

    answer = client.open(**told)  # type: ignore[arg-type]

    assert answer.status_code == status
    assert english_in(answer.text) == []

"""Which mails a submission asks for and what they say, whatever a visitor typed."""

import email.policy
import re
from dataclasses import replace
from email import message_from_bytes
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.bookshop import DUNE, NOW, SITE_URL, a_review, an_environment, some_settings
from live.work.mailing_shop import OWNER, a_mailing_contract
from polynya_live.contract import Contract, Field
from polynya_live.mail import Mail, write_message
from polynya_live.submissions import State, Submission
from polynya_live.words.telling import in_words
from polynya_live.work.mails import errands_of, write_mail

CONTRACT = a_mailing_contract()
TEMPLATES = an_environment()


def mails(submission: Submission, contract: Contract = CONTRACT, **changes: Any) -> list[Mail]:
    """Write the mails of a submission. changes: settings."""
    changed = some_settings(Path(), **{"mail": "outbox:out", "owners": (OWNER,)} | changes)
    errands = errands_of(submission, contract, changed)
    return [write_mail(one, submission, contract, settings=changed, templates=TEMPLATES) for one in errands]


def waiting(**values: Any) -> Submission:
    return a_review(state=State.PENDING, values={"author": "Mara", "rating": 5, "text": "Sand."} | values)


def an_order(**values: Any) -> Submission:
    ordered = {"dishes": {"menu/tea": 2, "menu/soup": 1}, "at": "noon", "email": "mara@home.example"}
    return a_review(form="order", page="", state=State.PRIVATE, values=ordered | values)


def test_the_owner_reads_what_was_written_and_how_to_answer() -> None:
    [mail] = mails(waiting(email="mara@home.example"))

    assert (mail.to, mail.reply_to) == (OWNER, "mara@home.example")
    assert mail.subject == "Write a review: Dune - Floe Books"
    assert "Your review:\n  > Sand.\n" in mail.text
    assert "Rating:\n  > 5 of 5\n" in mail.text
    assert "Page: https://floe.example/books/dune/" in mail.text
    assert re.search(r"freeze inbox approve kkkkkkkk:[0-9a-f]{6}\n", mail.text)
    both = mail.text + mail.html
    assert both.count(a_review().key) == both.count(f"{SITE_URL}/live/moderate/{a_review().key}/") == 2


def test_every_owner_gets_a_mail_of_their_own() -> None:
    written = mails(waiting(), owners=(OWNER, "second@floe.example"))

    assert [mail.to for mail in written] == [OWNER, "second@floe.example"]
    assert len({mail.key for mail in written}) == 2


def test_a_form_may_name_the_address_it_notifies() -> None:
    letter = a_review(form="contact", page="", state=State.PRIVATE, values={"text": "Hello"})

    assert [mail.to for mail in mails(letter)] == ["desk@floe.example"]


@pytest.mark.parametrize(
    "differs", [{"reasons": ("honeypot",)}, {"state": State.REJECTED}, {"form": "wall"}, {"form": "gone"}]
)
def test_no_mail_follows_a_machine_a_rejection_or_a_form_that_asks_for_none(differs: dict[str, Any]) -> None:
    assert mails(replace(waiting(), **differs)) == []


def test_no_mail_is_written_where_it_cannot_go() -> None:
    assert mails(waiting(), mail="") == []


def test_a_receipt_lists_what_was_chosen_at_the_frozen_prices() -> None:
    _, receipt = mails(an_order())

    assert receipt.to == "mara@home.example"
    assert "2 × Tea, €5.00\n" in receipt.text
    assert "Total: €13.90" in receipt.text
    assert "At noon" in receipt.html


def test_what_is_mailed_to_a_visitor_says_which_page_it_is_about() -> None:
    asking = replace(CONTRACT.forms["review"], receipt="email", confirm="email", notify="")
    contract = replace(CONTRACT, forms={"review": asking})

    receipt, confirm = mails(waiting(email="mara@home.example"), contract)

    assert receipt.subject == "Write a review: Dune - Floe Books"
    assert confirm.subject == "Please confirm: Write a review: Dune - Floe Books"
    assert "\nhttps://floe.example/books/dune/\n" in receipt.text
    assert all("<h1>Write a review: Dune</h1>" in one.html for one in (receipt, confirm))


def test_a_receipt_for_what_is_only_written_promises_no_list() -> None:
    _, receipt = mails(a_review(form="order", page="", state=State.PRIVATE, values={"email": "mara@home.example"}))

    assert "We have it.\n" in receipt.text and "what you chose" not in receipt.text + receipt.html
    assert "<dl>" not in receipt.html


@pytest.mark.parametrize(
    ("given", "language", "said"),
    [(12.5, "de", "12,5"), (12.5, "en", "12.5"), (-0.00001, "de", "-0,00001"), (1987, "de", "1987")],
)
def test_a_number_is_said_as_its_language_writes_it(given: float, language: str, said: str) -> None:
    field = Field(name="n", label="N", type="number")

    assert in_words(field, given, language) == said


def test_a_receipt_never_carries_words_of_a_stranger() -> None:
    notice, receipt = mails(an_order(note="Buy cheap ice at https://evil.example"))

    assert "evil" in notice.text
    assert "evil" not in receipt.subject + receipt.text + receipt.html
    assert receipt.reply_to == ""


def test_who_typed_no_address_gets_no_receipt() -> None:
    assert [mail.to for mail in mails(an_order(email=""))] == [OWNER]


def test_a_newsletter_asks_whether_the_address_wants_it() -> None:
    signed_up = a_review(form="letter", page="", state=State.PRIVATE, values={"email": "mara@home.example"})

    [mail] = mails(signed_up)

    assert mail.subject == "Please confirm: Our letter - Floe Books"
    assert f"https://floe.example/live/confirm/letter/{signed_up.key}/" in mail.text
    assert mail.unsubscribe.startswith(f"https://floe.example/live/unsubscribe/letter/{signed_up.key}/")


def test_what_an_old_form_asked_is_not_lost() -> None:
    [mail] = mails(waiting(favourite="The worm"))

    assert "favourite:\n  > The worm\n" in mail.text


def test_a_reply_goes_to_one_address_or_nowhere() -> None:
    [mail] = mails(waiting(email="a@b.example, c@d.example"))

    assert mail.reply_to == ""


HOSTILE = st.text() | st.sampled_from(
    ["x\r\nBcc: all@evil.example", "x\nSubject: Won", "\u2028Bcc: y", "\x85To: z", "\ud800", "\x00", ".\r\nQUIT\r\n"]
)


@given(values=st.fixed_dictionaries({"author": HOSTILE, "text": HOSTILE, "email": HOSTILE}))
@settings(max_examples=150, deadline=None)
def test_nothing_that_a_visitor_types_becomes_a_header(values: dict[str, str]) -> None:
    [mail] = mails(waiting(**values))

    raw = bytes(write_message(mail, sender="shop@floe.example", now=NOW))
    message = message_from_bytes(raw, policy=email.policy.default)

    allowed = "from to reply-to subject date message-id auto-submitted content-language content-type mime-version"
    assert {name.lower() for name in message} <= set(allowed.split())
    assert (message["To"], message["Subject"]) == (OWNER, "Write a review: Dune - Floe Books")


class Elements(HTMLParser):
    """Collects the elements of a page and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</dd><a href='https://evil.example'>click</a>",
        '"><svg/onload=alert(1)>',
        "{{ 7*7 }}<b hx-get=/x>",
    ],
)
def test_no_word_of_a_visitor_is_html_in_a_mail(payload: str) -> None:
    [plain] = mails(waiting(email="m@home.example"))
    [mail] = mails(waiting(author=payload, text=payload, email=payload, other=payload))
    expected, found = Elements(), Elements()
    expected.feed(plain.html)
    found.feed(mail.html)

    # one answer more, and nothing else that is not there for plain words
    assert sorted(found.found) == sorted([*expected.found, ("dt", ()), ("dd", ())])
    assert f"  > {payload}" in mail.text  # autoescape is off in text: people read it as it was typed
    assert DUNE in mail.html

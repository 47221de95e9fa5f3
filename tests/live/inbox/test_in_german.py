"""To the owner of a German site the inbox, its mails and their links speak German: no English word is left."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from build.look.test_german import spoken
from build.outputs.vnu import JAR, faults_of, find_java
from live.accounts.test_in_german import OFFEN, english_in, in_german
from live.bookshop import NOW, SITE_URL, a_review, sent
from live.inbox.conftest import MODERATOR, OWNER, Desk
from live.test_posts import a_stamp
from polynya_live.contract import Contract, Field, Form, PageRef
from polynya_live.submissions import State, Submission
from polynya_live.words.held import REASONS
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once

DUENE = PageRef("books/dune", "/books/dune/", "Die Düne", "books")
WALL = replace(
    OFFEN,
    name="wand",
    title="Die Wand",
    thread="books",
    notify="owner",
    moderation="before",
    takes="wann",
    fields=OFFEN.fields[1:],
)
IN_ENGLISH = replace(
    WALL, name="wall-en", title="The wall", language="en", takes="", fields=(Field(name="wort", label="Your word"),)
)


def a_contract(**changes: object) -> Contract:
    return replace(in_german(), forms={"wand": WALL}, pages={DUENE.id: DUENE}, **changes)  # type: ignore[arg-type]


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def tisch(desk: Desk, outbox: Path) -> Desk:
    desk.app = desk.with_owners(OWNER, contract=a_contract(), mail=f"outbox:{outbox}")
    return desk


def kept(desk: Desk, key: str = "k", **changes: object) -> Submission:
    values = {"wort": "Kalt.", "wann": "2026-12-24", "drucken": True}
    return desk.waiting(key * 24, **{"form": "wand", "values": values, **changes})


SENT = {"wann": "2026-12-24", "drucken": "yes", "wort": "Kalt."}
OF_THE_INBOX = re.compile(
    r"\b(approved?|rejected?|reply|replied|edit|undo|held|because|frozen|ago|waiting|waits|inbox|submissions?|before|on|by|for)\b",
    re.IGNORECASE,
)


def english_left(*answers: TestResponse) -> list[str]:
    texts = [line for answer in answers for line in spoken(answer.text) if "@" not in line]
    return english_in(*(answer.text for answer in answers)) + [line for line in texts if OF_THE_INBOX.search(line)]


def written_in(outbox: Path) -> list[str]:
    """Read the subject, the text and the HTML of each mail, the last one last."""
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(outbox.glob("*.eml"))]
    parts = [[part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"] for mail in mails]
    return [text for mail, texts in zip(mails, parts, strict=True) for text in (str(mail["Subject"]), *texts)]


def test_each_list_is_german(tisch: Desk) -> None:
    every = list(REASONS)
    for nth, state in enumerate(State):
        kept(tisch, str(nth), state=state, reasons=every, extra={"mail": [f"due 2 {NOW} notify o@floe.example"]})
    kept(tisch, "x", page="books/weg", values={}, extra={"mail": [f"due 1 {NOW} digest o@floe.example"]})

    lists = [
        tisch.get(f"/live/inbox/?state={state}") for state in ("pending", "approved", "rejected", "private", "all")
    ]

    assert english_left(*lists) == []
    assert {answer.status_code for answer in lists} == {200}
    texts = spoken(lists[-1].text)
    assert "18. November 2026" in lists[-1].text and "November," not in lists[-1].text
    assert {"Eingang", "Freigeben", "Ablehnen", "Alle", "Zurückgehalten: viele Links", "ja"} <= set(texts)


@pytest.mark.parametrize("query", ["", "?text=nichts", "?state=rejected", "?after=zzz"])
def test_empty_lists_are_german(tisch: Desk, query: str) -> None:
    assert english_left(tisch.get(f"/live/inbox/{query}")) == []


def test_the_foot_tells_of_the_freeze_in_german(tisch: Desk) -> None:
    tisch.app = tisch.with_owners(OWNER, contract=a_contract(due=NOW + 86_400_000))

    page = tisch.get("/live/inbox/")

    assert english_left(page) == []
    assert "Datum" in page.text


@pytest.mark.parametrize("htmx", [True, False])
def test_each_act_is_answered_in_german(tisch: Desk, htmx: bool) -> None:
    row, answers, typed = kept(tisch), [], {"wort": "Warm."}
    acts = [
        ("approve", {}),
        ("reply", {"reply": "Danke."}),
        ("edit", typed),
        ("undo", {"mark": ""}),
    ]
    for act, more in acts:
        answer = tisch.act(tisch.now(row), act, htmx=htmx, **more)
        answers.append(answer if htmx else tisch.get(answer.headers["Location"]))
    answers += [tisch.get(f"/live/inbox/{row.key}"), tisch.get(f"/live/inbox/{row.key}", **sent())]

    assert english_left(*answers) == []
    assert {answer.status_code for answer in answers} == {200}
    assert "„Die Wand: Kalt.“: freigegeben." in spoken(answers[0].text)
    assert f"Freigegeben von {OWNER}, 18. November 2026" in " ".join(spoken(answers[-1].text))


@pytest.mark.parametrize("htmx", [True, False])
def test_whatever_does_not_work_is_said_in_german(tisch: Desk, htmx: bool) -> None:
    row, private = kept(tisch), kept(tisch, "p", state=State.PRIVATE)
    old = kept(tisch, "o", form="alt")
    tisch.act(row, "approve")
    answers = [
        tisch.act(row, "reject", email=MODERATOR, htmx=htmx),
        tisch.act(private, "approve", htmx=htmx),
        tisch.act(tisch.now(row), "edit", wort="x" * 9000, htmx=htmx),
        tisch.act(row, "erase", htmx=htmx),
        tisch.act(old, "edit", htmx=htmx),
        tisch.post("/live/inbox/", act="edit", htmx=htmx),
        tisch.client().post(f"/live/inbox/{row.key}", base_url=SITE_URL, data={"act": "approve"}),
        tisch.get("/live/inbox/nirgends"),
        tisch.get("/live/inbox/nirgends", **sent()),
    ]
    several = tisch.post("/live/inbox/", act="reject", key=[row.key + ":x", private.key + ":"], htmx=htmx)
    tisch.clock.wait(60)
    late = tisch.act(tisch.now(row), "undo", htmx=htmx)

    assert english_left(*answers, late) == []
    assert [answer.status_code for answer in answers[:2]] == [409, 409]
    assert english_left(several if htmx else tisch.get(several.headers["Location"])) == []


def test_one_that_is_left_and_several_are_told_apart(tisch: Desk) -> None:
    rows = [kept(tisch, str(nth)) for nth in range(3)]

    one = tisch.post("/live/inbox/", act="reject", key=[f"{rows[0].key}:x", rows[1].key])
    two = tisch.post("/live/inbox/", act="reject", key=[f"{row.key}:x" for row in rows[::2]])

    assert "1 bleibt, wie sie ist" in one.text and "2 bleiben, wie sie sind" in two.text
    assert english_left(one, two) == []


def test_the_words_of_a_form_of_another_language_say_which(tisch: Desk) -> None:
    tisch.app = with_form(tisch, IN_ENGLISH)
    row = kept(tisch, form="wall-en", values={"wort": "Cold."})

    page = tisch.get(f"/live/inbox/{row.key}").text

    assert '<span lang="en">The wall</span>' in page
    assert re.search(r'<dl class="inbox-lines" lang="en">\s*<div><dt>Your word', page)
    tisch.app = with_form(tisch, WALL)
    assert ' lang="en"' not in tisch.get(f"/live/inbox/{kept(tisch, 'g').key}").text


def letters(desk: Desk, outbox: Path, form: str = "wand", **typed: str) -> list[str]:
    data = {"page": DUENE.id, **(typed or SENT)}
    answer = desk.app.test_client().post(f"/live/forms/{form}", data=data, headers=sent())
    assert answer.status_code == 200, answer.text
    work_once(office_of(desk.app), now=desk.clock())
    return written_in(outbox)


@pytest.mark.parametrize("moderation", ["before", "after"])
def test_the_mail_and_its_link_are_german(tisch: Desk, outbox: Path, moderation: str) -> None:
    tisch.app = with_form(tisch, replace(WALL, moderation=moderation), outbox)
    stamp = a_stamp(tisch.app.test_client(), "wand")
    tisch.clock.wait(1 if moderation == "before" else 60)

    written = letters(tisch, outbox, **SENT, stamp=stamp)
    link = re.search(r"https://floe\.example(/live/moderate/[\w/-]+)", written[1])
    assert link
    client = tisch.app.test_client()
    answers = [client.get(link[1])]
    answers += [client.post(link[1], data={"act": act}, headers=sent(htmx=False)) for act in ("reject", "reject")]
    answers += [client.get(link[1]), client.get(link[1][:-3] + "xyz")]

    assert english_in(*written) == [] and english_left(*answers) == []
    assert ("Zurückgehalten: schneller abgeschickt" in written[1]) == (moderation == "before")
    assert "24. Dezember 2026" in written[1] and '<html lang="de">' in written[2]


def test_a_mail_of_an_english_form_is_german_but_for_its_words(tisch: Desk, outbox: Path) -> None:
    tisch.app = with_form(tisch, IN_ENGLISH, outbox)

    written = letters(tisch, outbox, "wall-en", wort="Cold.")

    assert "Nummer: " in written[1] and "Number" not in written[1]
    assert '<dl lang="en">' in written[2] and '<h1 lang="en">The wall' in written[2]


def test_the_digest_is_german(tisch: Desk, outbox: Path) -> None:
    tisch.app = with_form(tisch, replace(WALL, digest="daily", keep_s=None), outbox)
    assert letters(tisch, outbox) == []
    tisch.clock.wait(86_400)

    work_once(office_of(tisch.app), now=tisch.clock())

    written = written_in(outbox)
    assert written[0].startswith("1 neu: 19. November 2026")
    assert english_in(*written) == []


def test_each_mail_is_valid_html(tisch: Desk, outbox: Path, tmp_path: Path) -> None:
    if find_java() is None or not JAR.is_file():
        pytest.fail("NOT RUN: the Nu HTML checker: no Java or no vnu-jar on this machine")
    letters(tisch, outbox)
    tisch.app = with_form(tisch, replace(IN_ENGLISH, digest="daily", keep_s=None), outbox)
    letters(tisch, outbox, "wall-en", wort="Cold.")
    tisch.clock.wait(86_400)
    work_once(office_of(tisch.app), now=tisch.clock())

    mails = [text for text in written_in(outbox) if "<html" in text]
    files = [tmp_path / f"{nth}.html" for nth in range(len(mails))]
    for file, mail in zip(files, mails, strict=True):
        file.write_text(mail)

    assert len(files) == 2
    assert faults_of(files, tmp_path) == []


def with_form(desk: Desk, form: Form, outbox: Path = Path("nowhere")) -> Flask:
    return desk.with_owners(OWNER, contract=replace(a_contract(), forms={form.name: form}), mail=f"outbox:{outbox}")


def test_an_english_site_stays_english_whatever_the_browser_asks_for(desk: Desk) -> None:
    desk.store.submit(a_review(state=State.PENDING, approved=0))

    page = desk.get("/live/inbox/", Accept_Language="de").text

    assert "Eingang" not in page and "Approve" in spoken(page)

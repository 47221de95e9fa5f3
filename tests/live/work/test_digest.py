"""The digest: one mail in the morning of all that came, once, to whom it concerns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from live.bookshop import NOW, sent, words
from live.conftest import Clock
from live.work.mailing_shop import OWNER, a_mailing_contract
from polynya_live.store import Store
from polynya_live.submissions import State, Submission
from polynya_live.work.digest import MOST_TOLD, file_in_digest, next_digest
from polynya_live.work.links import DIGEST_FORM
from polynya_live.work.office import Office, office_of
from polynya_live.work.rounds import work_once
from polynya_live.work.status import Fate, read_statuses

DAY_S = 86_400


def daily() -> dict[str, object]:
    contract = a_mailing_contract()
    forms = {
        name: replace(form, digest="daily" if form.notify else "", keep_s=None) for name, form in contract.forms.items()
    }
    return {"contract": replace(contract, forms=forms)}


@pytest.fixture
def app(mailing_app: Callable[..., Flask]) -> Flask:
    return mailing_app(**daily())


@pytest.fixture
def desk(app: Flask) -> Office:
    return office_of(app)


def post(app: Flask, text: str, form: str = "review") -> None:
    values = words(text=text) if form == "review" else {"text": text}
    assert app.test_client().post(f"/live/forms/{form}", data=values, headers=sent()).status_code == 200


def read(outbox: Path) -> list[str]:
    return [mail.read_text().replace("=\n", "").replace("=3D", "=") for mail in sorted(outbox.glob("*.eml"))]


def rest(store: Store, *, now: int) -> list[Submission]:
    return [row for row in store.export(now=now) if row.form != DIGEST_FORM]


def test_a_day_is_told_in_one_mail_and_only_once(app: Flask, outbox: Path, store: Store, clock: Clock) -> None:
    desk = office_of(app)
    for text in ("Sand.", "Worms."):
        post(app, text)
        work_once(desk, now=clock())
        clock.wait(60)
    assert read(outbox) == []

    clock.wait(DAY_S)
    for _ in range(3):
        work_once(desk, now=clock())

    [mail] = read(outbox)
    assert f"To: {OWNER}" in mail and "Subject: 2 new: " in mail
    assert "Sand." in mail and "Worms." in mail
    assert mail.count("/live/moderate/") == 4  # of each, in the text and in the HTML
    assert {status.fate for row in rest(store, now=clock()) for status in read_statuses(row)} == {Fate.SENT}


def test_the_next_day_has_a_mail_of_its_own(app: Flask, desk: Office, outbox: Path, clock: Clock) -> None:
    for text in ("Sand.", "Worms."):
        post(app, text)
        work_once(desk, now=clock())
        clock.wait(DAY_S)
        work_once(desk, now=clock())
    work_once(desk, now=clock())

    one, two = sorted(read(outbox), key=lambda mail: "Worms." in mail)
    assert "Sand." in one and "Worms." not in one
    assert "Worms." in two and "Sand." not in two


def test_what_comes_after_a_clock_that_was_ahead_sent_its_digest_is_told_by_the_next(
    app: Flask, desk: Office, outbox: Path, clock: Clock
) -> None:
    post(app, "Sand.")
    work_once(desk, now=clock())
    work_once(desk, now=clock() + DAY_S * 1000)
    assert len(read(outbox)) == 1

    clock.wait(60)
    post(app, "Worms.")
    work_once(desk, now=clock())
    for _ in range(2):
        clock.wait(DAY_S)
        work_once(desk, now=clock())

    assert [mail.count("Worms.") > 0 for mail in sorted(read(outbox), key=lambda mail: "Worms." in mail)] == [
        False,
        True,
    ]


def test_a_digest_tells_of_what_is_left_as_it_stands(app: Flask, outbox: Path, store: Store, clock: Clock) -> None:
    desk = office_of(app)
    for text in ("Rejected.", "Erased.", "Approved."):
        post(app, text)
        clock.wait(1)
    work_once(desk, now=clock())
    rows = {str(row.values["text"]): row.key for row in rest(store, now=clock())}
    store.moderate(rows["Rejected."], State.REJECTED, now=clock())
    store.moderate(rows["Approved."], State.APPROVED, now=clock())
    store.erase([rows["Erased."]])

    clock.wait(DAY_S)
    work_once(desk, now=clock())

    [mail] = read(outbox)
    assert "Approved." in mail and "It shows." in mail
    assert "Rejected." not in mail and "Erased." not in mail and "/live/moderate/" not in mail


def test_nothing_to_tell_is_no_mail(app: Flask, outbox: Path, store: Store, clock: Clock) -> None:
    desk = office_of(app)
    post(app, "Erased.")
    work_once(desk, now=clock())
    store.erase([row.key for row in rest(store, now=clock())])

    clock.wait(DAY_S)
    work_once(desk, now=clock())

    assert read(outbox) == []
    assert store.due(now=clock()) == []


def test_filing_twice_is_filing_once(app: Flask, desk: Office, store: Store) -> None:
    post(app, "Sand.")
    [row] = rest(store, now=NOW)

    for _ in range(3):
        file_in_digest(row, OWNER, desk, now=NOW)

    [digest] = store.export(form=DIGEST_FORM, now=NOW)
    assert digest.values["keys"] == [row.key]


def test_a_flood_is_counted_not_listed(app: Flask, desk: Office, store: Store) -> None:
    post(app, "Sand.")
    [row] = rest(store, now=NOW)
    for n in range(MOST_TOLD + 5):
        file_in_digest(replace(row, key=f"{n:024d}"), OWNER, desk, now=NOW)

    [digest] = store.export(form=DIGEST_FORM, now=NOW)
    assert (len(digest.values["keys"]), digest.values["more"]) == (MOST_TOLD, 5)  # type: ignore[arg-type]


def test_each_address_is_told_of_its_own_forms(app: Flask, desk: Office, outbox: Path, clock: Clock) -> None:
    post(app, "Sand.")
    post(app, "A letter.", "contact")
    work_once(desk, now=clock())
    clock.wait(DAY_S)
    work_once(desk, now=clock())

    told = {mail.partition("To: ")[2].partition("\n")[0].strip(): mail for mail in read(outbox)}
    assert set(told) == {OWNER, "desk@floe.example"}
    assert "Sand." in told[OWNER] and "A letter." not in told[OWNER]


def test_who_is_no_owner_any_more_gets_no_digest(
    app: Flask, mailing_app: Callable[..., Flask], outbox: Path, clock: Clock
) -> None:
    desk = office_of(app)
    post(app, "Sand.")
    work_once(desk, now=clock())

    clock.wait(DAY_S)
    work_once(office_of(mailing_app(owners=("new@floe.example",), **daily())), now=clock())

    assert read(outbox) == []


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-21 06:54", "2026-11-21 07:00"),
        ("2026-11-21 06:55", "2026-11-22 07:00"),
        ("2026-11-21 07:00", "2026-11-22 07:00"),
        ("2026-10-24 12:00", "2026-10-25 07:00"),  # the night that has an hour more
    ],
)
@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Europe/Oslo")])
def test_a_digest_comes_at_seven_in_the_morning(now: str, told: str, zone: ZoneInfo) -> None:
    moment, morning = (datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000 for text in (now, told))

    assert next_digest(int(moment), zone) == int(morning)

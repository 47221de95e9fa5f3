"""What the worker promises: every mail goes out at least once, each says what became of it, and nothing is lost by it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from live.bookshop import NOW, a_review, sent, words
from live.conftest import Clock
from live.mail.postman import PostOffice
from live.work.mailing_shop import OWNER
from polynya_live.mail import Mail, Mailer, MailUnavailable
from polynya_live.store import Store, StoreUnavailable
from polynya_live.submissions import State, Submission
from polynya_live.work.act import LONGEST_WAIT_MS, MOST_TO_STRANGER, MOST_TRIES, next_wait, work_on
from polynya_live.work.office import Office, office_of
from polynya_live.work.rounds import MOST_ROWS, PURGE_MS, Rounds, WorkerThread, work_once
from polynya_live.work.status import Errand, Fate, MailStatus, read_statuses, tried_anew

MakeOffice = Callable[..., Office]
MakeApp = Callable[..., Flask]
DAY_MS = 86_400_000


def a_waiting_review(store: Store, **differs: Any) -> Submission:
    return store.submit(a_review(state=State.PENDING, due=NOW, **differs))


def an_order_for(store: Store, address: str) -> Submission:
    values = {"dishes": {"menu/tea": 1}, "email": address}
    return store.submit(a_review(form="order", page="", state=State.PRIVATE, values=values, due=NOW))


def statuses(store: Store, key: str) -> dict[str, tuple[Fate, int]]:
    return {one.errand.to: (one.fate, one.tries) for one in read_statuses(store.get(key, now=NOW))}


class Letterbox:
    """A mailer that keeps what it is given. `before` is called ahead of each."""

    def __init__(self, before: Callable[[Mail], None] = lambda _: None) -> None:
        self.mails: list[Mail] = []
        self.before = before

    def send(self, mail: Mail, *, now: int) -> None:
        self.before(mail)
        self.mails.append(mail)


def with_mailer(office: Office, mailer: Mailer) -> Office:
    return replace(office, mailer=mailer)


def test_a_post_is_mailed_to_the_owner_and_says_so(mailing_app: MakeApp, store: Store, outbox: Path) -> None:
    app = mailing_app()
    app.test_client().post("/live/forms/review", data=words(), headers=sent())

    assert work_once(office_of(app), now=NOW) == 1

    [file] = outbox.iterdir()
    assert b"To: owner@floe.example" in file.read_bytes()
    [kept] = store.export(now=NOW)
    assert read_statuses(kept) == (MailStatus(errand=Errand("notify", OWNER), fate=Fate.SENT, tries=1),)
    assert kept.due == 0


def test_nothing_is_sent_twice(office: MakeOffice, store: Store) -> None:
    a_waiting_review(store)
    mailer = Letterbox()

    for later in range(5):
        work_once(with_mailer(office(), mailer), now=NOW + later * DAY_MS)

    assert len(mailer.mails) == 1


def test_many_visitors_cannot_fill_a_strangers_mailbox(office: MakeOffice, store: Store) -> None:
    domains = ("example.org", "EXAMPLE.org", "exampl\u24d4.org", "example\u3002org", "ex\u00adample.org")
    for n in range(3 * MOST_TO_STRANGER):
        values = {"dishes": {"menu/tea": 1}, "email": f"victim@{domains[n % len(domains)]}"}
        row = a_review(
            key=f"{n:024d}", form=("order", "letter")[n % 2], page="", state=State.PRIVATE, values=values, due=NOW
        )
        store.submit(row)
    other = an_order_for(store, "else@example.org")
    mailer = Letterbox()

    for _ in range(9):
        work_once(with_mailer(office(), mailer), now=NOW)

    assert len([mail for mail in mailer.mails if mail.to.startswith("victim@")]) == MOST_TO_STRANGER
    assert statuses(store, other.key)["else@example.org"] == (Fate.SENT, 1)


@pytest.mark.parametrize("form", ["wall", "contact"])
def test_a_post_is_due_only_when_mail_follows_it(mailing_app: MakeApp, store: Store, form: str) -> None:
    mailing_app().test_client().post(f"/live/forms/{form}", data={"text": "Hello"}, headers=sent())

    assert len(store.due(now=NOW)) == (form == "contact")


def test_without_a_way_for_mail_nothing_is_due(mailing_app: MakeApp, store: Store) -> None:
    mailing_app(mail="").test_client().post("/live/forms/review", data=words(), headers=sent())

    assert store.due(now=NOW) == []
    assert len(list(store.export(now=NOW))) == 1


def test_a_crash_between_sending_and_noting_sends_the_same_message_again(
    office: MakeOffice, store: Store, server: PostOffice
) -> None:
    a_waiting_review(store)
    here = office(mail=server.address)

    class Dying:
        """A store whose process ends instead of noting."""

        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

        def amend(self, _: Submission) -> Submission:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work_once(replace(here, store=Dying()), now=NOW)
    work_once(here, now=NOW + 60_000)

    first, second = server.messages()
    assert first["Message-ID"] == second["Message-ID"]
    assert statuses(store, "k" * 24) == {OWNER: (Fate.SENT, 1)}


def test_no_mail_goes_out_while_nothing_can_be_noted_of_it(
    office: MakeOffice, store: Store, server: PostOffice
) -> None:
    a_waiting_review(store)
    here = office(mail=server.address)

    class Full:
        """A store whose disk is full: it reads, and a look tells that it keeps nothing."""

        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

        def ready(self) -> None:
            raise StoreUnavailable("full")

        def amend(self, _: Submission) -> Submission:
            raise StoreUnavailable("full")

    for look in range(3):
        with pytest.raises(StoreUnavailable):
            work_once(replace(here, store=Full()), now=NOW + look * 1000)
    work_once(here, now=NOW + 3000)

    assert len(server.messages()) == 1
    assert statuses(store, "k" * 24) == {OWNER: (Fate.SENT, 1)}


def test_a_full_mailbox_is_tried_again_later_and_later(office: MakeOffice, store: Store, server: PostOffice) -> None:
    row = an_order_for(store, "later@home.example")
    here = office(mail=server.address)

    times, now = [], NOW
    for _ in range(4):
        work_once(here, now=now)
        times.append(now)
        now = store.get(row.key, now=now).due

    waits = [after - before for before, after in pairwise(times)]
    assert waits[0] >= 30_000
    assert all(after > 1.5 * before for before, after in pairwise(waits))
    assert statuses(store, row.key) == {OWNER: (Fate.SENT, 1), "later@home.example": (Fate.DUE, 4)}
    assert len(server.received) == 1


def test_waits_double_up_to_four_hours_and_never_meet() -> None:
    waits = [next_wait(tries, "one") for tries in range(1, MOST_TRIES + 1)]

    assert 30_000 <= waits[0] < 40_000
    assert waits == sorted(waits)
    assert waits[-1] < LONGEST_WAIT_MS * 1.25
    assert len({next_wait(5, str(name)) for name in range(100)}) > 90
    assert 3 * DAY_MS < sum(waits) < 6 * DAY_MS


def test_what_never_goes_out_is_given_up_and_the_submission_stays(office: MakeOffice, store: Store) -> None:
    row = a_waiting_review(store)

    def closed(_: Mail) -> None:
        raise MailUnavailable("closed")

    here, now, looks = with_mailer(office(), Letterbox(closed)), NOW, 0
    while due := store.get(row.key, now=now).due:
        now, looks = due, looks + 1
        work_once(here, now=now)

    assert looks == MOST_TRIES
    assert statuses(store, row.key) == {OWNER: (Fate.FAILED, MOST_TRIES)}
    assert store.get(row.key, now=now).values == row.values


def test_a_refused_mail_is_given_up_at_once(office: MakeOffice, store: Store, server: PostOffice) -> None:
    row = an_order_for(store, "nobody@home.example")

    work_once(office(mail=server.address), now=NOW)

    assert statuses(store, row.key)["nobody@home.example"] == (Fate.FAILED, 1)
    assert store.get(row.key, now=NOW).due == 0


@pytest.mark.parametrize("to", ["nobody@home.example", "nobody@smörgås.example", "no\xadbody@home.example"], ids=ascii)
def test_a_refused_mail_does_not_keep_the_address_in_the_log(
    office: MakeOffice, store: Store, server: PostOffice, caplog: pytest.LogCaptureFixture, *, to: str
) -> None:
    an_order_for(store, to)

    work_once(office(mail=server.address), now=NOW)

    assert "is refused" in caplog.text
    assert not any(part in caplog.text for part in ("@", "body", "home", "smrgs", "smörgås"))


def test_one_owner_who_cannot_be_reached_does_not_keep_mail_from_the_other(
    office: MakeOffice, store: Store, server: PostOffice
) -> None:
    row = a_waiting_review(store)
    here = office(mail=server.address, owners=("later@floe.example", OWNER))

    work_once(here, now=NOW)
    work_once(here, now=NOW + DAY_MS)

    assert [message["To"] for message in server.messages()] == [OWNER]
    assert statuses(store, row.key) == {"later@floe.example": (Fate.DUE, 2), OWNER: (Fate.SENT, 1)}


def test_a_server_that_hangs_up_is_tried_again(office: MakeOffice, store: Store, server: PostOffice) -> None:
    row = a_waiting_review(store)
    server.closed = True
    work_once(office(mail=server.address), now=NOW)
    assert statuses(store, row.key) == {OWNER: (Fate.DUE, 1)}

    server.closed = False
    work_once(office(mail=server.address), now=NOW + DAY_MS)

    assert statuses(store, row.key) == {OWNER: (Fate.SENT, 2)}


def test_who_became_an_owner_since_gets_no_old_mail(office: MakeOffice, store: Store, server: PostOffice) -> None:
    a_waiting_review(store)
    work_once(office(mail=server.address, owners=("later@floe.example",)), now=NOW)

    work_once(office(mail=server.address), now=NOW + DAY_MS)

    assert server.received == []
    assert store.due(now=NOW + 9 * DAY_MS) == []


def test_what_the_owner_does_meanwhile_is_kept(office: MakeOffice, store: Store) -> None:
    row = a_waiting_review(store)
    mailer = Letterbox(lambda _: (store.moderate(row.key, State.APPROVED, now=NOW), None)[1])

    work_once(with_mailer(office(), mailer), now=NOW)

    kept = store.get(row.key, now=NOW)
    assert kept.state is State.APPROVED
    assert statuses(store, row.key) == {OWNER: (Fate.SENT, 1)}


def test_what_is_erased_meanwhile_stays_erased(office: MakeOffice, store: Store) -> None:
    row = a_waiting_review(store)
    mailer = Letterbox(lambda _: (store.erase([row.key]), None)[1])

    work_once(with_mailer(office(), mailer), now=NOW)

    assert list(store.export(now=NOW)) == []


def test_who_leaves_while_mail_is_sent_is_forgotten_all_the_same(
    mailing_app: MakeApp, store: Store, clock: Clock
) -> None:
    app = mailing_app()
    visitor = app.test_client()
    visitor.post("/live/forms/letter", data={"email": "mara@home.example"}, headers=sent())
    mailer = Letterbox(lambda mail: (visitor.post(mail.unsubscribe), None)[1])

    work_once(with_mailer(office_of(app), mailer), now=NOW)

    [row] = store.export(now=0)  # as nobody may read it any more
    assert (row.values, row.extra, row.due) == ({}, {}, 0)


def test_a_template_that_fails_keeps_no_other_mail_back(
    mailing_app: MakeApp, store: Store, outbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = a_waiting_review(store, key="b" * 24, values={"author": "broken"})
    a_waiting_review(store)
    app = mailing_app()
    good = app.jinja_env.filters["indent"]

    def failing(text: str, *rest: Any, **more: Any) -> str:
        if text == "broken":
            raise ZeroDivisionError
        return str(good(text, *rest, **more))

    app.jinja_env.filters["indent"] = failing

    work_once(office_of(app), now=NOW)

    assert len(list(outbox.iterdir())) == 1
    assert statuses(store, broken.key) == {OWNER: (Fate.DUE, 1)}


def test_a_store_that_cannot_be_reached_raises_and_the_row_stays_due(office: MakeOffice, store: Store) -> None:
    row = a_waiting_review(store)

    class Away:
        """A store that answers no write."""

        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

        def amend(self, _: Submission) -> Submission:
            raise StoreUnavailable

    with pytest.raises(StoreUnavailable):
        work_on(row, replace(office(), store=Away(), mailer=Letterbox()), now=NOW)

    assert store.due(now=NOW) == [row]


def test_one_row_that_the_store_does_not_take_holds_up_no_other(office: MakeOffice, store: Store) -> None:
    refused = a_waiting_review(store, key="review-refused-1", received=NOW - 9000)
    other = a_waiting_review(store, key="review-taken-1")

    class Narrow:
        """A store that takes all rows but one."""

        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

        def amend(self, row: Submission) -> Submission:
            if row.key == refused.key:
                raise StoreUnavailable("too large")
            return store.amend(row)

    with pytest.raises(StoreUnavailable, match="too large"):
        work_once(replace(office(), store=Narrow(), mailer=Letterbox()), now=NOW)

    assert [row.key for row in store.due(now=NOW)] == [refused.key]
    assert store.get(other.key, now=NOW).due == 0


def test_given_up_mail_is_tried_anew_when_asked(office: MakeOffice, store: Store, server: PostOffice) -> None:
    row = an_order_for(store, "nobody@home.example")
    work_once(office(mail=server.address), now=NOW)

    asked = store.amend(tried_anew(store.get(row.key, now=NOW), now=NOW))

    assert asked.due == NOW
    assert statuses(store, row.key) == {OWNER: (Fate.SENT, 1), "nobody@home.example": (Fate.DUE, 0)}


def test_one_look_ends_at_its_limit_and_the_next_goes_on(office: MakeOffice, store: Store) -> None:
    for number in range(MOST_ROWS + 3):
        a_waiting_review(store, key=f"{number:024d}")
    here = with_mailer(office(), Letterbox())

    assert [work_once(here, now=NOW) for _ in range(3)] == [MOST_ROWS, 3, 0]


class One:
    """Always the same app."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def app(self) -> Flask:
        return self._app


def test_rounds_purge_what_has_expired_once_an_hour(mailing_app: MakeApp, store: Store, clock: Clock) -> None:
    purged = []

    class Counting:
        """A store that counts its purges."""

        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

        def purge(self, *, now: int) -> int:
            purged.append(now)
            return store.purge(now=now)

    rounds = Rounds(One(mailing_app(another=Counting())))
    for _ in range(4):
        rounds()
        clock.wait(PURGE_MS / 2000)

    assert purged == [0, NOW]


def test_a_clock_that_jumps_ahead_for_a_while_removes_nothing(mailing_app: MakeApp, store: Store, clock: Clock) -> None:
    store.submit(a_review(expires=NOW // 1000 + 365 * 86_400))
    rounds = Rounds(One(mailing_app()))
    rounds()
    clock.wait(2 * 365 * 86_400)
    rounds()
    clock.wait(-2 * 365 * 86_400)
    rounds()

    assert len(list(store.export(now=NOW))) == 1


@pytest.fixture
def threads() -> Iterator[list[WorkerThread]]:
    started: list[WorkerThread] = []
    yield started
    for thread in started:
        thread.stop()


@pytest.mark.parametrize(
    ("fault", "said", "traced"),
    [
        (StoreUnavailable("away"), "away; pages are not affected, mail waits; see docs/incidents/store-down", False),
        (RuntimeError("odd"), "the worker could not work: RuntimeError: odd", True),
    ],
)
def test_a_woken_thread_works_at_once_and_survives_a_fault(
    threads: list[WorkerThread], caplog: pytest.LogCaptureFixture, *, fault: Exception, said: str, traced: bool
) -> None:
    began, goes_on = threading.Semaphore(0), threading.Semaphore(0)

    def rounds() -> int:
        began.release()
        goes_on.acquire()
        raise fault

    thread = WorkerThread(rounds, every_s=3600)
    threads.append(thread)
    for _ in range(3):
        assert began.acquire(timeout=120)
        thread.wake()
        goes_on.release()
    assert began.acquire(timeout=120)
    goes_on.release()
    thread.stop()

    assert caplog.text.count(said) == 1
    assert ("Traceback" in caplog.text) == traced


def test_a_thread_goes_on_while_more_is_due(threads: list[WorkerThread]) -> None:
    left = [MOST_ROWS, MOST_ROWS, 1]
    done = threading.Event()

    def rounds() -> int:
        worked = left.pop(0) if left else 0
        if not left:
            done.set()
        return worked

    threads.append(WorkerThread(rounds, every_s=3600))

    assert done.wait(120)

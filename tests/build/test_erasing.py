"""`freeze erase` forgets a person in the journal, too: what waits there would come back otherwise."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from build.sites import SHOP, store_of, write
from live.bookshop import a_review
from polynya.cli.command import command
from polynya.places import Places, journal_address
from polynya_live.accounts.chosen import keep_name
from polynya_live.accounts.sessions import Sessions
from polynya_live.app import milliseconds
from polynya_live.inbox.actions import Decision, act_on
from polynya_live.inbox.history import Act
from polynya_live.journal import Journal, open_journal
from polynya_live.journal.replaying import replay_journal
from polynya_live.passkeys.kept import Passkey, keep, passkeys_of
from polynya_live.passkeys.telling import ADDED, tell_of_passkey
from polynya_live.settings import Settings
from polynya_live.store import Store

SECRET = "a secret of thirty-two characters"
ANN, BEN = {"author": "Ann", "email": "ann@example.org"}, {"author": "Ben", "email": "ben@example.org"}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("POLYNYA_STORE", "POLYNYA_JOURNAL"):
        monkeypatch.delenv(name, raising=False)
    return write(tmp_path, SHOP)


@pytest.fixture
def journal(shop: Path) -> Journal:
    return open_journal(journal_address(shop))


def erase(shop: Path, *options: str) -> Result:
    arguments = ["--root", str(shop), "erase", "--email", "Ann@example.org", *options]
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_a_person_is_erased_from_the_journal_and_the_others_stay(shop: Path, journal: Journal) -> None:
    journal.keep(a_review(key="a" * 24, values=ANN))
    journal.set_aside(journal.waiting()[0])
    journal.keep(a_review(key="b" * 24, values=ANN))
    journal.keep(a_review(key="c" * 24, values=BEN))
    outbox = Places(shop).var / "outbox"
    outbox.mkdir()
    (outbox / "told.eml").write_text(f"To: owner@floe.example\nSubject: x\n\nread {'b' * 24}\n")

    would = erase(shop, "--dry-run")
    assert "would erase 0 submissions, 2 in the journal and 1 mail" in would.stderr
    assert len(list(journal.submissions())) == 3
    erase(shop)

    assert [row.values for _, row in journal.submissions()] == [BEN]
    assert list(outbox.iterdir()) == []
    assert not any("ann@" in file.read_text().casefold() for file in Places(shop).var.rglob("*.json"))


def test_what_is_erased_does_not_come_back_with_a_replay(shop: Path, journal: Journal) -> None:
    store = store_of(shop)
    store.submit(a_review(values=ANN))
    journal.keep(a_review(values=ANN))

    said = erase(shop)
    replay_journal(journal, store, now=milliseconds())

    assert "erased 1 submission, 1 in the journal and 0 mails" in said.stderr
    assert list(store.export(now=0)) == []
    store.close()


def test_a_table_without_its_journal_is_said_so(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYNYA_STORE", "dynamodb://nobodys?region=eu-central-1&endpoint=http://127.0.0.1:9&budget=0.1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")

    said = erase(shop)

    assert "set POLYNYA_JOURNAL=s3://" in said.stderr
    assert said.exit_code == 1


def test_the_passkeys_of_a_person_are_erased_and_those_of_others_stay(shop: Path) -> None:
    store, now = store_of(shop), milliseconds()
    for email in ("ann@example.org", "ben@example.org"):
        made = Passkey(email=email, name="Key", user="u", credential=f"key of {email}", public_key="pk", count=0)
        keep(store, made, now=now)

    said = erase(shop)

    assert "erased 1 submission" in said.stderr
    assert passkeys_of(store, "ann@example.org", now=now) == []
    assert len(passkeys_of(store, "ben@example.org", now=now)) == 1


def sessions_of(store: Store) -> Sessions:
    return Sessions(store, Settings(contract=Path(), store="", secret=SECRET, site_url="https://floe.example"))


def test_who_is_erased_is_signed_in_no_more_and_may_come_again(shop: Path) -> None:
    store, now = store_of(shop), milliseconds()
    sessions = sessions_of(store)
    anns, bens = (sessions.open(email, now=now - 1) for email in ("ann@example.org", "ben@example.org"))
    assert sessions.find(anns, now=now) is not None

    erase(shop)
    later = milliseconds() + 1
    again = sessions.open("ann@example.org", now=later)

    assert sessions.find(anns, now=later) is None
    assert sessions.find(bens, now=later) is not None and sessions.find(again, now=later) is not None


def test_no_file_of_the_store_names_a_session_or_an_account_that_was_erased(shop: Path) -> None:
    store, now = store_of(shop), milliseconds()
    sessions_of(store).open("ann@example.org", now=now)
    tell_of_passkey(store, "ann@example.org", ADDED, name="Key", now=now)
    keep_name(store, "ann@example.org", "Annabella Quendresa", now=now)

    erase(shop)
    store.close()

    kept = b"".join(file.read_bytes() for file in Places(shop).var.glob("polynya.db*"))
    assert b"ann@" not in kept.lower() and b"Quendresa" not in kept


def test_an_address_that_an_owner_has_mended_is_found_in_the_history(shop: Path) -> None:
    store, now = store_of(shop), milliseconds()
    store.submit(a_review(values=ANN))
    mended = {**ANN, "email": "ann@example.net"}
    act_on(store, Decision(key=a_review().key, act=Act.EDIT, who="owner@floe.example", values=mended), now=now)

    said = erase(shop)

    assert "erased 1 submission" in said.stderr
    assert list(store.export(now=now)) == []

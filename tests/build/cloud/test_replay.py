"""`freeze replay`: what was given up is due again, what is out stays out, and the queue of undone work is emptied."""

import json
import os
import sys
from contextlib import closing
from pathlib import Path

import boto3
import pytest
from click.testing import CliRunner
from moto import mock_aws

from build.sites import SHOP, write
from live.bookshop import a_review
from polynya.cli.aws.here import look_here
from polynya.cli.command import command
from polynya.cloud.sources import architecture
from polynya.cloud.undone import drain, queue_of
from polynya.places import Places, journal_address
from polynya_live.app import milliseconds
from polynya_live.journal import open_journal
from polynya_live.store import Store, open_store
from polynya_live.submissions import State, Submission
from polynya_live.work.replay import replay
from polynya_live.work.status import Errand, Fate, MailStatus, read_statuses, with_statuses

REFUSED = MailStatus(errand=Errand("receipt", "mara@home.example"), fate=Fate.FAILED, tries=3)
SENT = MailStatus(errand=Errand("notify", "owner@floe.example"), fate=Fate.SENT, tries=1)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("POLYNYA_STORE", "POLYNYA_JOURNAL"):
        monkeypatch.delenv(name, raising=False)
    return write(tmp_path, SHOP)


def store_at(root: Path) -> Store:
    return open_store(f"sqlite:///{Places(root).var / 'polynya.db'}")


def kept(root: Path, key: str, *statuses: MailStatus, due: int = 0) -> None:
    store = store_at(root)
    row = store.submit(a_review(key=key * 24, state=State.PENDING, due=due))
    if statuses:
        store.amend(with_statuses(row, statuses))
    store.close()


def rows(root: Path) -> dict[str, Submission]:
    store = store_at(root)
    found = {row.key[0]: row for row in store.export(now=milliseconds())}
    store.close()
    return found


def without_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be there that `polynya[aws]` brings, as after a plain `pip install`."""
    for name in [one for one in sys.modules if one.startswith(("boto3.", "botocore.", "polynya.cloud."))]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("boto3", "botocore"):
        monkeypatch.setitem(sys.modules, name, None)


def run(root: Path, *arguments: str) -> str:
    done = CliRunner().invoke(command, ["--root", str(root), "replay", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_what_was_given_up_or_put_off_is_due_now_and_the_rest_is_left(shop: Path) -> None:
    began = milliseconds()
    kept(shop, "a", SENT, REFUSED)
    kept(shop, "b", SENT)
    kept(shop, "c", MailStatus(errand=SENT.errand, tries=9, next=began + 10**8))
    kept(shop, "d", due=began + 10**8)
    before = rows(shop)

    assert run(shop) == "trying the mail of 3 submissions again; next: freeze serve\n"

    after = rows(shop)
    assert [after[key].due >= began for key in "acd"] == [True] * 3
    assert [after[key].due < began + 10**7 for key in "acd"] == [True] * 3
    assert after["b"] == before["b"]
    assert [(one.fate, one.tries) for one in read_statuses(after["a"])] == [(Fate.SENT, 1), (Fate.DUE, 0)]


def test_a_dry_run_changes_nothing(shop: Path) -> None:
    kept(shop, "a", REFUSED)
    before = rows(shop)

    assert run(shop, "--dry-run") == "would try the mail of 1 submission again\n"
    assert json.loads(run(shop, "--dry-run", "--json")) == {"submissions": 1, "journal": 0, "aside": 0, "left": 0}
    assert rows(shop) == before


def test_a_site_that_nobody_posted_to_has_nothing_to_try(shop: Path) -> None:
    assert run(shop) == "trying the mail of 0 submissions again\n"
    assert not Places(shop).var.exists()


def test_the_journal_is_brought_into_the_store_and_what_conflicts_is_said_so(shop: Path) -> None:
    journal = open_journal(journal_address(shop))
    for row in (a_review(key="a" * 24), a_review(key="a" * 24, digest="other words"), a_review(key="b" * 24)):
        journal.keep(row)

    would = run(shop, "--dry-run")
    assert not (Places(shop).var / "polynya.db").exists()
    did = run(shop)

    assert would.startswith("would bring 3 submissions from the journal\n")
    assert did.splitlines()[:2] == [
        "brought 2 submissions from the journal",
        "1 submission set aside in the journal; see docs/incidents/store-down",
    ]
    assert sorted(rows(shop)) == ["a", "b"]
    assert (journal.waiting(), len(journal.aside())) == ([], 1)


def test_what_is_erased_meanwhile_is_no_failure(shop: Path) -> None:
    kept(shop, "a", REFUSED)
    kept(shop, "b", REFUSED)

    class Erasing:
        """A store in which another erases the row that is to be changed."""

        def __init__(self) -> None:
            self._store = store_at(shop)

        def export(self, *, now: int) -> list[Submission]:
            listed = list(self._store.export(now=now))
            self._store.erase(["a" * 24])
            return listed

        def amend(self, row: Submission) -> Submission:
            return self._store.amend(row)

    assert replay(Erasing(), now=milliseconds()) == 1  # type: ignore[arg-type]  # as much of a store as it needs


def test_the_queue_of_undone_work_is_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        session = boto3.Session(region_name="eu-central-1")
        queue = session.client("sqs")
        url = queue.create_queue(QueueName=queue_of("prod"))["QueueUrl"]
        for number in range(25):
            queue.send_message(QueueUrl=url, MessageBody=f'{{"DDBStreamBatchInfo": {number}}}')

        assert drain(session, queue_of("prod")) == 25
        assert drain(session, queue_of("prod")) == 0


def test_the_queue_has_the_name_that_the_architecture_gives_it() -> None:
    assert f"QueueName: {queue_of('${sls:stage}')}" in architecture(Path(__file__).parent).read_text()


def test_a_broken_database_is_told_on_a_machine_without_what_aws_needs(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(shop, "A", SENT)
    (Places(shop).var / "polynya.db").write_bytes(bytes(8192))
    without_aws(monkeypatch)

    done = CliRunner().invoke(command, ["--root", str(shop), "replay", "--dry-run"])

    assert (done.exit_code, "file is not a database\nhint: " in done.stderr) == (1, True)


def test_the_doctor_looks_at_the_store_and_the_journal_of_this_machine_without_what_aws_needs(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(shop, "A", SENT)
    well = {one.check: one.level for one in look_here(Places(shop))}
    (Places(shop).var / "polynya.db").write_bytes(bytes(8192))
    open_journal(journal_address(shop)).keep(a_review(key="B" * 24, state=State.PENDING))
    without_aws(monkeypatch)

    done = CliRunner().invoke(command, ["--root", str(shop), "doctor"])

    assert (well["store here"], well["journal here"]) == ("ok", "ok")
    assert "fail  store here: " in done.stdout
    assert (
        "file is not a database\n      hint: posts wait in the journal; see docs/incidents/store-down." in done.stdout
    )
    assert "warn  journal here: 1 wait in it, 0 are set aside\n      hint: freeze replay" in done.stdout
    assert (done.exit_code, done.stderr.partition("\n")[0]) == (1, "Error: boto3 is missing")


def test_the_doctor_warns_of_a_disk_that_has_room_for_bytes_but_for_no_more_files(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(shop, "A", SENT)
    real = list(os.statvfs(shop))
    real[5:8] = [5000, 0, 0]  # f_files, f_ffree, f_favail
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(real))

    disk_here = next(one for one in look_here(Places(shop)) if one.check == "disk here")

    assert (disk_here.level, disk_here.hint) == ("warn", "see `df -i`.")
    assert disk_here.fact.startswith("0 more files fit, though ")


def test_the_doctor_finds_a_part_that_is_malformed_behind_one_that_is_not(shop: Path) -> None:
    file = Places(shop).var / "polynya.db"
    with closing(open_store(f"sqlite:///{file}")) as store:
        for n in range(4):
            store.submit(a_review(key=f"{n}" * 24, values={"text": "x" * 100_000}))
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] + b"\xa5" * (len(whole) - len(whole) // 2))

    store_here = next(one for one in look_here(Places(shop)) if one.check == "store here")

    assert (store_here.level, "malformed" in store_here.fact) == ("fail", True)


def test_the_doctor_says_nothing_of_a_machine_that_serves_nobody(shop: Path) -> None:
    assert list(look_here(Places(shop))) == []


def test_a_command_that_is_told_a_stage_says_what_is_missing_to_reach_it(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_aws(monkeypatch)

    done = CliRunner().invoke(command, ["--root", str(shop), "inbox", "--stage", "prod"])

    assert (done.exit_code, done.stderr.partition("\n")[0]) == (1, "Error: boto3 is missing")

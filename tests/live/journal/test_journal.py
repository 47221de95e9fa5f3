"""A journal keeps submissions whole, durably and in order, in a folder as in a bucket."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from live.store.submission_factory import NOW, a_review
from polynya_live.journal import Journal, JournalUnavailable, Unreadable, open_journal
from polynya_live.journal.bucket import BucketBox


def test_what_is_kept_is_read_equal_and_in_the_order_it_came(journal: Journal) -> None:
    rows = [a_review(f"“Ünïcode” {n} \ud800\n", received=NOW - n) for n in range(12)]

    for row in rows:
        journal.keep(row)

    assert [journal.read(name) for name in journal.waiting()] == rows[::-1]
    assert journal.aside() == []


def test_an_empty_journal_is_empty(journal: Journal) -> None:
    assert (journal.waiting(), journal.aside(), list(journal.submissions())) == ([], [], [])
    assert journal.read("waiting/nothing.json") is None
    journal.drop("waiting/nothing.json")
    journal.sweep()


def test_the_same_again_waits_once_and_other_words_under_its_key_beside_it(journal: Journal) -> None:
    row = a_review("One.")
    other = replace(row, digest="of two", values={"text": "Two."})

    for sent in (row, row, other):
        journal.keep(sent)

    assert [found for _, found in journal.submissions()] == sorted([row, other], key=lambda one: one.digest)


def test_what_is_dropped_is_gone_and_what_is_set_aside_is_not(journal: Journal) -> None:
    gone, aside = a_review(received=NOW), a_review(received=NOW + 1)
    journal.keep(gone)
    journal.keep(aside)
    names = journal.waiting()

    journal.drop(names[0])
    journal.set_aside(names[1])

    assert journal.waiting() == []
    assert [journal.read(name) for name in journal.aside()] == [aside]
    assert journal.read(names[0]) is None


def test_more_than_one_answer_of_a_listing_holds(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polynya_live.journal.bucket.MOST_NAMES", 2)
    for n in range(5):
        journal.keep(a_review(received=NOW + n))

    assert len(journal.waiting()) == 5


def test_what_is_no_submission_is_said_so(tmp_path: Path) -> None:
    journal = open_journal(tmp_path.as_uri())
    (tmp_path / "waiting").mkdir()
    for n, text in enumerate(("", "{", "[]", '{"key": "k"}', '"text"', "\udcff")):
        (tmp_path / f"waiting/{n}.json").write_bytes(text.encode("utf-8", "surrogateescape"))

    for name in journal.waiting():
        with pytest.raises(Unreadable):
            journal.read(name)
    assert list(journal.submissions()) == []


def test_its_files_are_its_owners_only_and_nothing_half_written_stays(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "journal"
    journal = open_journal(folder.as_uri())
    journal.keep(a_review())
    with journal.alone():
        (folder / "waiting/.new-0123").write_text("half of a")
        journal.sweep()

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}

    assert {mode for name, mode in modes.items() if name in {"journal", "waiting"}} == {0o700}
    assert {mode for name, mode in modes.items() if name not in {"journal", "waiting"}} == {0o600}
    assert len(modes) == 4  # the journal, what waits, one submission, the lock


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("a file is in the way")

    with pytest.raises(JournalUnavailable, match=r"journal: (Not a directory|File exists)"):
        open_journal((tmp_path / "journal").as_uri()).keep(a_review())


@pytest.mark.usefixtures("s3_endpoint")
def test_a_bucket_that_is_not_there_or_nobody_who_answers_is_unavailable(s3_endpoint: str) -> None:
    for endpoint, bucket in ((s3_endpoint, "nobodys"), ("http://127.0.0.1:9", "any")):
        journal = open_journal(f"s3://{bucket}/journal?region=eu-central-1&endpoint={endpoint}")
        with pytest.raises(JournalUnavailable, match="s3: PUT"):
            journal.keep(a_review())
        with pytest.raises(JournalUnavailable, match="s3: GET"):
            journal.waiting()


@pytest.mark.parametrize(
    "address",
    ["", "var/journal", "file://journal", "file:///", "s3://bucket", "s3://bucket/journal?zone=x", "sqlite:///a.db"],
)
def test_an_address_of_another_form_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")

    with pytest.raises(ValueError, match="a journal address is"):
        open_journal(address)


def test_a_bucket_of_aws_is_asked_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION", raising=False)
    box = BucketBox.at("floe-journal", "journal", "region=eu-north-1")

    assert (box._netloc, box._path, box._tls) == ("floe-journal.s3.eu-north-1.amazonaws.com", "", True)

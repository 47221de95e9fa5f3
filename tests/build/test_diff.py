"""`freeze diff` says what visitors and owners changed since the last freeze, and nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from click.testing import CliRunner, Result
from moto import mock_aws

from build.sites import NOW, SHOP, a_review, store_of, write
from polynya.cli.command import command
from polynya.cloud.publishing import Bucket, read_published
from polynya.cloud.publishing.shown import leave_shown
from polynya.differing import NAME
from polynya.freeze import freeze_site
from polynya.places import Places
from polynya.releases import switch_to
from polynya_live.inbox.actions import Decision, act_on
from polynya_live.inbox.history import Act
from polynya_live.store import Store
from polynya_live.submissions import State

DUNE, EMMA = "/books/dune/", "/books/emma/"
LATER = NOW + 60_000


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("POLYNYA_STORE", raising=False)
    return write(tmp_path, {**SHOP, "content/books/emma.md": "---\ntitle: Emma\n---\nHighbury.\n"})


@pytest.fixture
def store(shop: Path) -> Iterator[Store]:
    opened = store_of(shop)
    for key in ("first-of-dune-0001", "second-of-dune-002", "third-of-dune-0003"):
        opened.submit(a_review(key))
        opened.moderate(key, State.APPROVED, now=NOW)
    opened.submit(a_review("waits-on-emma-0001", page="books/emma"))
    freeze_site(shop, now=LATER)
    yield opened
    opened.close()


def diff(shop: Path, *options: str) -> Result:
    return CliRunner().invoke(command, ["--root", str(shop), "diff", *options], catch_exceptions=False)


def owner(store: Store, act: Act, key: str, **more: object) -> None:
    act_on(store, Decision(key=key, act=act, who="owner@floe.example", **more), now=LATER)  # type: ignore[arg-type]


def test_nothing_changed_says_so_and_ends_with_0(shop: Path, store: Store) -> None:
    store.submit(a_review("another-that-waits", page="books/emma"))

    said = diff(shop, "--exit-code")

    assert (said.exit_code, said.stdout) == (0, "nothing changed since the last freeze\n")


def test_each_change_is_counted_at_its_page(shop: Path, store: Store) -> None:
    owner(store, Act.APPROVE, "waits-on-emma-0001")
    owner(store, Act.REPLY, "first-of-dune-0001", reply="So there is.")
    owner(store, Act.EDIT, "second-of-dune-002", values={"author": "Mara", "rating": 5, "text": "Sand."})
    owner(store, Act.REJECT, "third-of-dune-0003")

    said = diff(shop, "--exit-code")

    assert said.exit_code == 3
    assert said.stdout == f"{DUNE}: 1 edited, 1 replied, 1 withdrawn\n{EMMA}: 1 approved\n"
    assert said.stderr == "1 approved, 1 edited, 1 replied, 1 withdrawn on 2 pages; next: freeze\n"
    assert diff(shop).exit_code == 0  # who did not ask for a code gets none


def test_the_next_freeze_leaves_no_difference(shop: Path, store: Store) -> None:
    owner(store, Act.APPROVE, "waits-on-emma-0001")
    owner(store, Act.REPLY, "first-of-dune-0001", reply="So there is.")

    freeze_site(shop, now=LATER)

    assert diff(shop, "--exit-code").exit_code == 0


def test_what_was_erased_or_rejected_and_approved_anew_is_a_change_too(shop: Path, store: Store) -> None:
    store.erase(["first-of-dune-0001"])
    owner(store, Act.REJECT, "second-of-dune-002")
    owner(store, Act.APPROVE, "second-of-dune-002")

    assert diff(shop).stdout == f"{DUNE}: 1 approved, 1 erased\n"


def test_a_field_that_no_page_shows_changes_nothing(shop: Path, store: Store) -> None:
    values = {"author": "Mara", "rating": 4, "text": "Sand, all of it.", "phone": "1"}
    owner(store, Act.EDIT, "first-of-dune-0001", values=values)

    assert diff(shop, "--exit-code").exit_code == 0


def test_as_json_it_has_a_format_and_every_count(shop: Path, store: Store) -> None:
    owner(store, Act.APPROVE, "waits-on-emma-0001")

    told = json.loads(diff(shop, "--json").stdout)

    assert told["format"] == 1 and told["release"] == (shop / "build/current").resolve().name
    change = {"id": "waits-on-emma-0001", "form": "review", "change": "approved"}
    assert told["pages"] == [{"page": "books/emma", "url": EMMA, "changes": [change]}]
    none = dict.fromkeys(("edited", "replied", "withdrawn", "expired", "erased"), 0)
    assert told["total"] == {"changes": 1, "approved": 1, **none}


def test_without_a_freeze_it_says_so(shop: Path) -> None:
    said = diff(shop, "--exit-code")

    assert said.exit_code == 1
    assert said.stderr == "Error: there is no freeze to compare with yet\nhint: run `freeze` first.\n"


def test_a_release_of_an_earlier_version_says_what_to_do(shop: Path, store: Store) -> None:
    release = (shop / "build/current").resolve()
    (release / NAME).unlink()
    release.rename(release.with_name("000001-0123456789ab"))  # the list is one of the files that name a release
    switch_to(Places(shop), "000001-0123456789ab")

    said = diff(shop)

    assert said.exit_code == 1 and "hint: run `freeze --full` once." in said.stderr
    freeze_site(shop, now=LATER, full=True)
    assert diff(shop).exit_code == 0


def test_a_store_that_is_away_is_no_difference(shop: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("POLYNYA_STORE", "dynamodb://polynya?region=eu-central-1&endpoint=http://127.0.0.1:1")

    said = diff(shop, "--exit-code")

    assert said.exit_code == 1 and "the store cannot be read" in said.stdout + said.stderr


def test_the_list_of_what_is_shown_says_no_word_of_it_and_is_not_published(shop: Path, store: Store) -> None:
    release = (shop / "build/current").resolve()

    assert "Sand" not in (release / NAME).read_text() and "Mara" not in (release / NAME).read_text()
    assert not list((release / "site").rglob("shown.json")) and not list((release / "live").rglob("shown.json"))


def test_the_bucket_keeps_the_list_of_each_release(shop: Path, store: Store) -> None:
    release = (shop / "build/current").resolve()
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="pages")
        bucket = Bucket(s3, "pages")
        assert read_published(bucket) == ("", "", "")

        leave_shown(release, bucket)
        bucket.write_note("current.json", json.dumps({"format": 1, "history": [release.name]}))

        assert read_published(bucket) == (release.name, "", (release / NAME).read_text())

"""The incident pages, followed to the letter: each command runs against the deployed stage, and does what the page says."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from live.bookshop import a_review
from polynya.cli.command import command
from polynya_live.guards.stamps import make_stamp
from polynya_live.store import Filter, Store, open_store
from polynya_live.submissions import State
from rehearsal.conftest import STAGE, Rehearsed
from rehearsal.incidents import NOT_REHEARSED, PAGES, inner_of, read_aws, words_of, written_in
from rehearsal.test_walk import REVIEW, ask
from rehearsal.tools import BIN

pytestmark = pytest.mark.xdist_group("rehearsal")

SECRETS = ("secret", "origin-secret")


@pytest.fixture
def store(rehearsed: Rehearsed) -> Iterator[Store]:
    opened = open_store(rehearsed.stack.store)
    yield opened
    opened.close()


def follow(rehearsed: Rehearsed, page: str) -> list[str]:
    """Type what a page says for a stage, in its order; return what each command says."""
    return [type_in(rehearsed, line) for line in written_in(PAGES / f"{page}.md").blocks]


def type_in(rehearsed: Rehearsed, line: str) -> str:
    line = line.replace("polynya-prod-", f"polynya-{STAGE}-").replace("/polynya/prod/", f"/polynya/{STAGE}/")
    outer, inner = inner_of(line.replace("--stage prod", f"--stage {STAGE}"))
    said = type_in(rehearsed, inner) if inner else ""
    words = [word if word != "{}" else said for word in words_of(outer)]
    if words[0] == "aws":
        return read_aws(words).run(rehearsed.session)
    host, port = rehearsed.connect  # the name of the CDN is not in the DNS
    where = ["--connect", f"{host}:{port}"] if words[1] in ("deploy", "drift") else []
    typed = ["--root", str(rehearsed.root), *words[1:], *where]
    done = CliRunner().invoke(command, typed, input="y\n", catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def secrets_of(rehearsed: Rehearsed) -> dict[str, tuple[str, str]]:
    """Read both secrets: as the Parameter Store has them, and as the owner's function does."""
    ssm: Any = rehearsed.session.client("ssm")
    functions: Any = rehearsed.session.client("lambda")
    held = functions.get_function_configuration(FunctionName=f"polynya-{STAGE}-owner")["Environment"]["Variables"]
    names = {name: f"/polynya/{STAGE}/{name}" for name in SECRETS}
    found = {one["Name"]: one["Value"] for one in ssm.get_parameters(Names=list(names.values()))["Parameters"]}
    return {
        name: (found.get(path, ""), held["POLYNYA_" + name.upper().replace("-", "_")]) for name, path in names.items()
    }


def test_every_page_is_followed_here() -> None:
    with_commands = {page.stem for page in PAGES.glob("*.md") if written_in(page).blocks}

    assert with_commands == {"bad-release", "bill-grows", "mail-stops", "secret-leaked", "spam-wave", "store-down"}


def test_a_bad_release(rehearsed: Rehearsed) -> None:
    page = rehearsed.root / "content/about.md"
    about = page.read_text()
    page.write_text(about + "\nWords that are wrong.\n")
    type_in(rehearsed, "freeze publish --stage prod")
    page.write_text(about)
    assert "Words that are wrong" in ask(rehearsed, "/about/").body

    back, published, drift = follow(rehearsed, "bad-release")

    assert back.startswith("brought back ")
    assert "published " in published
    assert drift.startswith("functions and pages belong together")
    assert "Words that are wrong" not in ask(rehearsed, "/about/").body


def test_a_bill_that_grows(rehearsed: Rehearsed) -> None:
    stopped, back, doctor = follow(rehearsed, "bill-grows")

    assert json.loads(stopped)["ReservedConcurrentExecutions"] == 0
    assert json.loads(back)["ReservedConcurrentExecutions"] == 10
    assert "the worst month" in doctor
    assert ask(rehearsed, "/live/health").status == 200


def test_mail_that_stops(rehearsed: Rehearsed) -> None:
    (said,) = follow(rehearsed, "mail-stops")

    assert "trying the mail of" in said


def test_a_store_that_was_down(rehearsed: Rehearsed) -> None:
    would, did = follow(rehearsed, "store-down")

    assert "would try the mail of" in would
    assert "trying the mail of" in did


def test_a_wave_of_spam(rehearsed: Rehearsed, store: Store) -> None:
    now = int(time.time() * 1000)
    keys = [f"casino-{n}-{'k' * 16}" for n in range(3)]
    for key in keys:
        store.submit(a_review(key=key, state=State.PENDING, received=now, reasons=("links",)))

    listed, rejected = follow(rehearsed, "spam-wave")

    assert listed.count("links") >= len(keys)
    assert f"rejected {len(keys)}" in rejected
    assert {store.get(key, now=now).state for key in keys} == {State.REJECTED}
    store.erase(keys)


def test_secrets_that_leaked_and_one_that_was_lost(rehearsed: Rehearsed, store: Store) -> None:
    before = secrets_of(rehearsed)
    stamp = make_stamp(before["secret"][0], "review", now=int(time.time() * 1000) - 60_000)
    lines = written_in(PAGES / "secret-leaked.md").blocks

    (renew,) = [line for line in lines if "--renew" in line]
    renewed = type_in(rehearsed, f"{renew} --renew origin-secret")  # both at once, as the page says
    after = secrets_of(rehearsed)

    assert 'a post to "contact" arrived' in renewed
    for name in SECRETS:
        there, held = after[name]
        assert there == held != before[name][0]
    words = {**REVIEW, "text": "Written before the secret was renewed.", "stamp": stamp}
    assert ask(rehearsed, "/live/forms/review", words, viewer="192.0.2.77").status == 303
    (row,) = store.inbox(Filter(text="before the secret was renewed"), now=int(time.time() * 1000)).rows
    assert (row.state, "unproven" in row.reasons) == (State.PENDING, True)

    rehearsed.session.client("ssm").delete_parameter(Name=f"/polynya/{STAGE}/secret")
    put, doctor = [type_in(rehearsed, line) for line in lines if "--renew" not in line]

    assert put
    assert "the two secrets of this stage are there" in doctor
    assert secrets_of(rehearsed) == after


def test_what_a_page_says_for_one_machine_runs_there_but_for_its_service(tmp_path: Path) -> None:
    assert "systemctl" in NOT_REHEARSED
    for page in (page for page in PAGES.glob("*.md") if written_in(page).machine):
        site = tmp_path / page.stem
        (site / "content").mkdir(parents=True)
        (site / "var").mkdir()
        for name in ("secret", "polynya.db"):
            (site / "var" / name).write_text("not what it should be")
        shutil.copy(PAGES.parents[2] / "examples/floe/reviews.jsonl", site / "submissions.jsonl")
        environ = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(site)}
        script = "\n".join(("systemctl() { :; }", *written_in(page).machine))

        done = subprocess.run(
            ["sh", "-e", "-c", script], cwd=site, env=environ, text=True, capture_output=True, check=False
        )

        assert done.returncode == 0, f"{page.stem}: {done.stdout}{done.stderr}"

"""The commands as an operator types them, against the deployed stage."""

import json
import os
import time
from typing import Any

import pytest
from click.testing import CliRunner, Result

from live.bookshop import a_review
from polynya.cli.command import command
from polynya.cloud.deploying.deploy import freeze_from
from polynya.problems import ProblemsFound
from polynya_live.journal import open_journal
from polynya_live.store import open_store
from polynya_live.submissions import State
from rehearsal.conftest import STAGE, Rehearsed
from rehearsal.tools import REGION, free_port

pytestmark = pytest.mark.xdist_group("rehearsal")


def run(rehearsed: Rehearsed, *words: str) -> Result:
    return CliRunner().invoke(command, ["--root", str(rehearsed.root), *words], catch_exceptions=False)


def test_publish_says_what_it_would_do_then_does_it_and_rollback_takes_it_back(rehearsed: Rehearsed) -> None:
    page = rehearsed.root / "content/about.md"
    about = page.read_text()
    page.write_text(about + "\nNew words.\n")

    would = json.loads(run(rehearsed, "publish", "--stage", STAGE, "--dry-run", "--json").stdout)
    did = run(rehearsed, "publish", "--stage", STAGE)
    back = run(rehearsed, "rollback", "--stage", STAGE)
    page.write_text(about)

    assert "about/index.html" in would["sent"]
    assert did.stdout.startswith("published ")
    assert did.stdout.endswith(f"{rehearsed.stack.site_url}/\n")
    assert back.stdout.startswith("brought back ")


def test_pages_are_not_frozen_from_a_store_that_cannot_be_read(rehearsed: Rehearsed) -> None:
    nobody = f"dynamodb://nowhere?region={REGION}&endpoint=http://127.0.0.1:{free_port()}"
    before = (rehearsed.root / "build/current").resolve()

    with pytest.raises(ProblemsFound) as refusal:
        freeze_from(rehearsed.root, nobody)

    assert [problem.rule for problem in refusal.value.problems] == ["store-unavailable"]
    assert (rehearsed.root / "build/current").resolve() == before


def test_drift_finds_that_they_belong_together(rehearsed: Rehearsed) -> None:
    host, port = rehearsed.connect

    done = run(rehearsed, "drift", "--stage", STAGE, "--connect", f"{host}:{port}")

    assert (done.exit_code, done.stdout) == (0, "functions and pages belong together\n")


def test_a_stage_that_is_not_there_is_told_with_the_next_act(rehearsed: Rehearsed) -> None:
    done = run(rehearsed, "publish", "--stage", "nowhere")

    assert done.exit_code == 1
    assert (
        f"there is no stack polynya-nowhere in {REGION}: nothing was deployed there\nhint: `freeze deploy` if"
        in done.stderr
    )


def test_a_slip_in_the_name_of_a_stage_makes_no_second_site(rehearsed: Rehearsed) -> None:
    done = run(rehearsed, "deploy", "--stage", "rehearsel")

    assert done.exit_code == 1
    assert f'no stage is called "rehearsel"; deployed: {STAGE}. Nothing was changed' in done.stderr
    assert "freeze deploy --stage rehearsel --new" in done.stderr


def test_another_region_is_told_before_a_second_site_is_made_there(
    rehearsed: Rehearsed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-north-1")

    refused = run(rehearsed, "deploy", "--stage", STAGE)
    doctor = json.loads(run(rehearsed, "doctor", "--stage", STAGE, "--json").stdout)

    assert refused.exit_code == 1
    assert f'the stage "{STAGE}" is in {REGION} of the account' in refused.stderr
    (stack,) = [one for one in doctor["findings"] if one["check"] == "stack"]
    assert (stack["level"], REGION in stack["fact"], "freeze deploy" in stack["hint"]) == ("fail", True, False)


def test_doctor_prints_findings_and_the_worst_month(rehearsed: Rehearsed) -> None:
    said = json.loads(run(rehearsed, "doctor", "--stage", STAGE, "--json").stdout)

    assert {one["level"] for one in said["findings"]} <= {"ok", "warn"}
    assert said["worst_month"]["usd"] > 0


def test_the_inbox_of_a_stage_is_read_and_emptied_from_a_terminal(rehearsed: Rehearsed) -> None:
    store, here = open_store(rehearsed.stack.store), ("--stage", STAGE)
    received = int(time.time() * 1000)
    rows = [a_review(key=f"{sign}-waits-in-the-cloud", state=State.PENDING, received=received) for sign in "ab"]
    for row in rows:
        store.submit(row)
    environment = dict(os.environ)

    listed = json.loads(run(rehearsed, "inbox", *here, "--json").stdout)
    approved = run(rehearsed, "inbox", "approve", *here, rows[0].key)
    rejected = run(rehearsed, "inbox", *here, "reject", rows[1].key)
    exported = run(rehearsed, "export", *here)

    assert {row.key for row in rows} <= {one["id"] for one in listed}
    assert approved.stdout == rejected.stdout.replace("rejected", "approved")
    assert approved.stdout.endswith(f"approved 1; next: freeze publish --stage {STAGE}\n")
    assert [store.get(row.key, now=received).state for row in rows] == [State.APPROVED, State.REJECTED]
    assert all(row.key in exported.stdout for row in rows)
    assert dict(os.environ) == environment
    store.erase([row.key for row in rows])
    store.close()


def test_replay_brings_what_the_journal_holds_into_the_table(rehearsed: Rehearsed) -> None:
    journal, store = open_journal(rehearsed.stack.journal), open_store(rehearsed.stack.store)
    row = a_review(key="journalled" * 3, form="nothing-else-asks-for", state=State.PENDING)
    journal.keep(row)

    would = json.loads(run(rehearsed, "replay", "--stage", STAGE, "--dry-run", "--json").stdout)
    did = json.loads(run(rehearsed, "replay", "--stage", STAGE, "--json").stdout)

    assert [(one["journal"], one["aside"]) for one in (would, did)] == [(1, 0), (1, 0)]
    assert store.get(row.key, now=row.received) == row
    assert journal.waiting() == []
    store.erase([row.key])
    store.close()


def test_the_worker_may_bring_what_the_journal_holds_into_the_table(rehearsed: Rehearsed) -> None:
    journal, store = open_journal(rehearsed.stack.journal), open_store(rehearsed.stack.store)
    rows = [a_review(key=f"by-{state}-worker" * 2, form="nothing-else-asks-for", state=state) for state in State]
    for row in rows:
        journal.keep(row)

    functions: Any = rehearsed.session.client("lambda")
    done = functions.invoke(FunctionName=f"polynya-{STAGE}-worker", Payload=json.dumps({"replay": True}))

    assert json.loads(done["Payload"].read()).get("replayed") == len(rows)
    assert {store.get(row.key, now=row.received).state for row in rows} == set(State)
    assert journal.waiting() == []
    store.erase([row.key for row in rows])
    store.close()

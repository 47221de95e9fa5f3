"""Ctrl-C and SIGTERM in the midst of a publish: a real signal at every call, and what is left behind."""

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
import pytest

from build.cloud.published_site import (
    NOW,
    Cloud,
    DroppedNetwork,
    a_release,
    broken_links,
    first_release,
    second_release,
)
from build.sites import write
from polynya.cli.aws.stopping import Interrupted, stoppable
from polynya.cloud.deploying.osls import run_osls
from polynya.cloud.publishing import Stopped, publish, roll_back
from polynya.cloud.publishing.lock import LOCK
from polynya.cloud.refusals import explain


class Signalled:
    """Sends this process a signal, twice, when so many changing calls have begun."""

    def __init__(self, calls: int, number: signal.Signals, client: Any) -> None:
        self.left = calls
        self.hit = False
        self._number = number
        self._client = client

    def __enter__(self) -> "Signalled":
        self._client.meta.events.register("before-call", self._count, unique_id="signalled")
        return self

    def __exit__(self, *_: object) -> None:
        self._client.meta.events.unregister("before-call", unique_id="signalled")

    def _count(self, model: Any, **_: object) -> None:
        if model.name in DroppedNetwork.CHANGING:
            self.left -= 1
        if self.left < 0 and not self.hit:
            self.hit = True
            os.kill(os.getpid(), self._number)
            os.kill(os.getpid(), self._number)  # somebody is impatient


@pytest.fixture(autouse=True)
def on_a_terminal() -> Iterator[None]:
    """These tests may have been begun with `nohup` themselves."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_at_any_call_leaves_a_whole_site_no_lock_and_the_next_act(
    cloud: Cloud, tmp_path: Path, number: signal.Signals
) -> None:
    first, second = a_release(tmp_path, "r1", first_release()), a_release(tmp_path, "r2", second_release())
    publish(first, cloud.bucket, cloud.cdn, now=NOW)
    said, calls, hit = [], 0, True
    while hit:
        with Signalled(calls, number, cloud.s3) as signalled:
            try:
                with stoppable("nothing was changed", hint="freeze publish"):
                    publish(second, cloud.bucket, cloud.cdn, now=NOW + calls)
            except (Stopped, Interrupted) as stop:
                said.append(told(stop))
        hit = signalled.hit

        for page in first_release():
            assert broken_links(cloud.texts(), page) == set(), f"after {calls} calls"
        assert cloud.bucket.read_note(LOCK) == ""
        if hit:  # and all that was sent is taken back
            roll_back(cloud.bucket, cloud.cdn, to="r1", now=NOW + calls)
            assert first_release().items() <= cloud.texts().items()
        calls += 1

    assert calls > len(second_release())
    assert said[0] == "stopped: nothing was changed; freeze publish"
    midst = (
        r"stopped: [1-8] of 9 changed files of r2 are in the bucket; every link works; "
        r"the same command again goes on where it stopped\. `freeze rollback r1` takes back what was sent\."
    )
    assert [one for one in said if re.fullmatch(midst, one)], said


def told(stop: Exception) -> str:
    """Read what an operator reads of a stop."""
    refusal = explain(stop)
    return f"{refusal.fact}; {refusal.hint}" if refusal else str(stop).replace("\nhint:", ";")


def test_what_was_begun_with_nohup_outlives_its_terminal() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    with stoppable("nothing was changed", hint="freeze publish"):
        os.kill(os.getpid(), signal.SIGHUP)

    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_a_stop_before_anything_was_begun_ends_as_shells_expect_and_gives_the_signals_back() -> None:
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]

    with (
        pytest.raises(click.ClickException, match="stopped: nothing was changed\nhint: freeze publish") as stop,
        stoppable("nothing was changed", hint="freeze publish"),
    ):
        os.kill(os.getpid(), signal.SIGTERM)

    assert stop.value.exit_code == 130
    assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)] == before


GOES_ON = """
const fs = require("fs");
fs.writeSync(fs.openSync("begun", "w"), "begun\\n");
setInterval(() => {}, 1000);
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stopped_deployment_leaves_no_osls_behind(tmp_path: Path, number: signal.Signals) -> None:
    write(tmp_path, {"node_modules/osls/bin/serverless.js": GOES_ON})
    os.mkfifo(tmp_path / "begun")

    def stop_it() -> str:
        with (tmp_path / "begun").open() as begun:
            said = begun.readline()
            os.kill(os.getpid(), number)
            return said + begun.read()  # ends with the last process that has it open

    with ThreadPoolExecutor() as pool:
        said = pool.submit(stop_it)
        with pytest.raises(Interrupted), stoppable("it goes on", hint="look"):
            run_osls(tmp_path, "deploy")

    assert said.result() == "begun\n"

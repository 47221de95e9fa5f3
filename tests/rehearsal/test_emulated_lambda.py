"""The packaged handlers, each once, under Lambda's own runtime interface emulator and runtime client."""

import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from live.bookshop import a_review
from live.event_factory import an_event
from polynya.cloud.deploying.deploy import freeze_from
from polynya.cloud.pack import PackReport, pack
from polynya.cloud.wheels import Platform
from polynya_live.store import open_store
from polynya_live.submissions import State
from rehearsal.tools import copy_site, free_port, tool, wait_until_it_listens

pytestmark = [
    pytest.mark.xdist_group("lambda"),
    pytest.mark.skipif(sys.platform != "linux", reason="the emulator is a program for Linux"),
]

INVOKE = "2015-03-31/functions/function/invocations"
OWNER = "owner@floe.example"
OURS = [("Sec-Fetch-Site", "same-origin"), ("Content-Type", "application/x-www-form-urlencoded")]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> PackReport:
    """Both packages of the demo, for the Python of the rehearsal on this machine."""
    root = copy_site(tmp_path_factory.mktemp("site"))
    freeze_from(root, "")
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    version = subprocess.run([tool("python"), "-c", ask], capture_output=True, check=True, text=True)
    return pack(root, platform=Platform(platform.machine(), version.stdout.strip()))


class Lambda:
    """One function, as the emulator runs it: its package, and a store and an outbox beside it."""

    def __init__(self, name: str, package: Path, folder: Path) -> None:
        self.name = name
        self.store = f"sqlite:///{folder / 'store.db'}"
        self.outbox = folder / "outbox"
        self._folder = folder
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder / "task")

    @contextmanager
    def running(self) -> Iterator[str]:
        """Start the emulator over the unpacked package; yield the address that takes events."""
        port, handler = free_port(), f"polynya_live.handler.{self.name}"
        addresses = ["--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
        addresses += ["--runtime-api-address", f"127.0.0.1:{free_port()}"]
        client = [tool("python"), "-m", "awslambdaric", handler]
        with (self._folder / "emulator.log").open("wb") as log:
            process = subprocess.Popen(
                [tool("aws-lambda-rie"), *addresses, *client],
                cwd=self._folder / "task",
                env=self._environment(handler),
                stdout=log,
                stderr=log,
            )
            try:
                wait_until_it_listens(port, process)
                yield f"http://127.0.0.1:{port}/{INVOKE}"
            finally:
                process.terminate()
                process.wait(timeout=120)

    def _environment(self, handler: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self._folder / "task"),
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "_HANDLER": handler,
            "POLYNYA_CONTRACT": "live",
            "POLYNYA_STORE": self.store,
            "POLYNYA_SECRET": "s" * 40,
            "POLYNYA_SITE_URL": "https://example.org",
            "POLYNYA_MAIL": f"outbox:{self.outbox}",
            "POLYNYA_OWNERS": OWNER,
        }


def answer_to(event: dict[str, Any], address: str) -> dict[str, Any]:
    request = urllib.request.Request(address, json.dumps(event).encode())
    with urllib.request.urlopen(request, timeout=120) as answered:
        answer: dict[str, Any] = json.load(answered)
    return answer


def test_the_runtime_of_lambda_runs_the_visitors_function(packed: PackReport, tmp_path: Path) -> None:
    form = {"page": "books/dune", "author": "Ada", "rating": "5", "text": "Through the runtime itself."}
    post = an_event("http2", method="POST", path="/live/forms/review", headers=OURS, body=urlencode(form))

    with Lambda("visitor", packed.path, tmp_path).running() as address:
        answer = answer_to(post, address)
        inbox = answer_to(an_event("http2", path="/live/inbox/"), address)

    assert answer.get("statusCode") == 303, answer
    assert inbox["statusCode"] == 404


def test_the_runtime_of_lambda_runs_the_owners_function_with_what_checks_passkeys(
    packed: PackReport, tmp_path: Path
) -> None:
    ask = an_event("http2", method="POST", path="/live/passkeys/ask", headers=OURS)

    with Lambda("owner", packed.owner, tmp_path).running() as address:
        challenge = answer_to(ask, address)
        inbox = answer_to(an_event("http2", path="/live/inbox/"), address)

    assert challenge.get("statusCode") == 200, challenge
    assert json.loads(challenge["body"])["rpId"] == "example.org"
    assert inbox["statusCode"] == 404  # for somebody who is not signed in there is none


def test_the_runtime_of_lambda_runs_the_worker_and_hears_which_records_failed(
    packed: PackReport, tmp_path: Path
) -> None:
    function, now = Lambda("worker", packed.path, tmp_path), int(time.time() * 1000)
    keys = ["works" * 5, "broken" * 4, "also-works" * 3]
    with closing(open_store(function.store)) as store:
        for key in keys:
            store.submit(a_review(key=key, state=State.PENDING, received=now, due=now - 1000))
    with closing(sqlite3.connect(function.store.removeprefix("sqlite:///"))) as database, database:
        database.execute("UPDATE submissions SET row = '{' WHERE key = ?", [keys[1]])

    with function.running() as address:
        answer = answer_to({"Records": [a_record(n, key, due=now - 1000) for n, key in enumerate(keys)]}, address)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "10001"}]}, answer
    assert len(list(function.outbox.iterdir())) == 2


def a_record(number: int, key: str, *, due: int) -> dict[str, Any]:
    """Write a record of the table's stream, as Lambda brings it."""
    image = {"pk": {"S": f"S#{key}"}, "sk": {"S": "S"}, "due": {"N": str(due)}}
    changed = {"Keys": {"pk": image["pk"], "sk": image["sk"]}, "NewImage": image, "SequenceNumber": f"1000{number}"}
    return {"eventID": str(number), "eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": changed}

"""The packaged handler once under Lambda's own runtime interface emulator and runtime client."""

import json
import os
import platform
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from live.event_factory import an_event
from polynya.cloud.deploying.deploy import freeze_from
from polynya.cloud.pack import pack
from polynya.cloud.wheels import Platform
from rehearsal.tools import copy_site, free_port, tool, wait_until_it_listens

pytestmark = pytest.mark.xdist_group("lambda")

INVOKE = "2015-03-31/functions/function/invocations"


@contextmanager
def emulated_lambda(task: Path, environ: dict[str, str]) -> Iterator[str]:
    """Start the emulator over an unpacked package; yield the address that takes events."""
    port = free_port()
    addresses = ["--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
    addresses += ["--runtime-api-address", f"127.0.0.1:{free_port()}"]
    client = [tool("python"), "-m", "awslambdaric", "polynya_live.handler.visitor"]
    told = {"PATH": os.environ["PATH"], "PYTHONPATH": str(task), "AWS_LAMBDA_FUNCTION_NAME": "visitor", **environ}
    with (task.parent / "emulator.log").open("wb") as log:
        process = subprocess.Popen(
            [tool("aws-lambda-rie"), *addresses, *client], cwd=task, env=told, stdout=log, stderr=log
        )
        try:
            wait_until_it_listens(port, process)
            yield f"http://127.0.0.1:{port}/{INVOKE}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def unpacked(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    freeze_from(copy_site(root), "")
    version = subprocess.run(
        [tool("python"), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, check=True
    )
    report = pack(root, platform=Platform(platform.machine(), version.stdout.decode().strip()))
    with zipfile.ZipFile(report.path) as archive:
        archive.extractall(tmp_path / "task")
    return tmp_path / "task"


@pytest.mark.skipif(sys.platform != "linux", reason="the emulator is a program for Linux")
def test_the_runtime_of_lambda_runs_the_package(tmp_path: Path) -> None:
    form = {"page": "books/dune", "author": "Ada", "rating": "5", "text": "Through the runtime itself."}
    headers = [("Sec-Fetch-Site", "same-origin"), ("Content-Type", "application/x-www-form-urlencoded")]
    event = an_event("http2", method="POST", path="/live/forms/review", headers=headers, body=urlencode(form))
    environ = {
        "POLYNYA_CONTRACT": "live",
        "POLYNYA_STORE": f"sqlite:///{tmp_path / 'store.db'}",
        "POLYNYA_SECRET": "s" * 40,
        "POLYNYA_SITE_URL": "https://example.org",
    }

    with emulated_lambda(unpacked(tmp_path), environ) as address:
        request = urllib.request.Request(address, json.dumps(event).encode())
        with urllib.request.urlopen(request, timeout=30) as answered:
            answer: dict[str, Any] = json.load(answered)

    assert answer.get("statusCode") == 303, answer

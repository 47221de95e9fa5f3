"""The tools of the rehearsal: osls, cfn-lint and the emulator of AWS, each started as an operator would."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
HOME = ROOT / ".venv/rehearsal"
REGION = "us-east-1"
START_S = 300  # of a busy machine; it takes seconds


def tool(name: str) -> str:
    """Find a tool of the rehearsal's own environment."""
    path = HOME / "bin" / name
    assert path.exists(), f"{name} is missing: run `make rehearsal`"
    return str(path)


def osls(*words: str, folder: Path, environ: dict[str, str]) -> str:
    """Run osls in `folder` with no more environment than `environ`, and return what it printed."""
    quiet = {"PATH": os.environ["PATH"], "HOME": str(folder), "SLS_TELEMETRY_DISABLED": "1", "NO_COLOR": "1"}
    program = ROOT / "node_modules/osls/bin/serverless.js"
    command = [str(BIN / "node"), str(program), *words]
    done = subprocess.run(command, cwd=folder, env={**quiet, **environ}, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def package(folder: Path, stage: str) -> dict[str, Any]:
    """Package the architecture offline, without credentials, and return the template."""
    osls("package", "--stage", stage, folder=folder, environ={"AWS_EC2_METADATA_DISABLED": "true"})
    template: dict[str, Any] = json.loads(
        (folder / ".serverless/cloudformation-template-update-stack.json").read_text()
    )
    return template


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def ministack(folder: Path) -> Iterator[int]:
    """Run the emulator on a free port of this machine, roles enforced; yield the port."""
    port = free_port()
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "BIND_HOST": "127.0.0.1",
        "AUTH": "true",
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
    }
    with (folder / "ministack.log").open("wb") as log:
        process = subprocess.Popen([tool("python"), "-m", "ministack"], env=environ, cwd=folder, stdout=log, stderr=log)
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}/_ministack/health", process)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=120)


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers; fail when its process ends first."""
    for _ in range(START_S * 10):
        assert process.poll() is None, "the server ended before it answered"
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=30):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
    raise AssertionError(f"{url} does not answer")


def wait_until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    """Knock until the server opens; fail when its process ends first."""
    for _ in range(START_S * 10):
        assert process.poll() is None, "the server ended before it listened"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=30):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
    raise AssertionError(f"nobody listens on port {port}")


def copy_site(target: Path) -> Path:
    """Copy the demo as a site of its own: its content and its Python, the architecture, and wheels fetched before."""
    for name in ("content", "functions/bookshop"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "serverless.yml", target)
    (ROOT / "build/wheels").mkdir(parents=True, exist_ok=True)
    (target / "build").mkdir()
    (target / "build/wheels").symlink_to(ROOT / "build/wheels")
    return target

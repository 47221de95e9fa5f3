"""Run osls, the program that turns serverless.yml into a stack (build wing)."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..sources import architecture

_CHECKOUT = Path(__file__).resolve().parents[4]
_DEPLOYMENT = re.compile(r"serverless/[^/]+/[^/]+/(\d{13})-")


class OslsMissing(Exception):
    """osls, or the node that runs it, is not installed."""


class OslsFailed(Exception):
    """osls ended with an error. `said`: what it printed."""

    def __init__(self, said: str) -> None:
        super().__init__("osls did not get through")
        self.said = said


def find_osls(root: Path) -> tuple[str, str]:
    """Find node and osls, the site's own first. Raises OslsMissing."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    node = shutil.which("node", path=path)
    programs = (folder / "node_modules/osls/bin/serverless.js" for folder in (root, _CHECKOUT))
    program = next((found for found in programs if found.is_file()), None)
    if node is None or program is None:
        raise OslsMissing("node" if node is None else "osls")
    return node, str(program)


def run_osls(root: Path, *words: str, environ: Mapping[str, str] | None = None) -> str:
    """Run osls for the site at `root` and return what it printed. Raises OslsMissing, OslsFailed."""
    node, program = find_osls(root)
    quiet = {"SLS_TELEMETRY_DISABLED": "1", "SLS_INTERACTIVE_SETUP_ENABLE": "0", "NO_COLOR": "1"}
    code, said = _run([node, program, *words], root, {**os.environ, **quiet, **(environ or {})})
    if code:
        raise OslsFailed(said.strip())
    return said


def _run(words: list[str], folder: Path, environ: Mapping[str, str]) -> tuple[int, str]:
    """Run a program to its end and return its code and what it printed; who is stopped meanwhile leaves nothing of it.

    Its group ends with it: `node` may be a script that starts the real one, which would deploy behind who stopped it.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=folder, env=environ, stdout=pipe, stderr=pipe, text=True, process_group=0) as run:
        try:
            printed, told = run.communicate()
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            raise
    return run.returncode, printed + told


def own_architecture(root: Path) -> bool:
    """Give the site a serverless.yml of its own when it has none; say whether it had to."""
    target = root / "serverless.yml"
    if target.is_file():
        return False
    target.write_text(architecture(root).read_text("utf-8"), "utf-8")
    return True


def deployments(s3: Any, bucket: str) -> list[str]:  # Any: boto3's S3 client
    """List the deployments that the bucket of osls still holds, by their timestamps, newest first."""
    listed = s3.list_objects_v2(Bucket=bucket, Prefix="serverless/").get("Contents", [])
    return sorted({found[1] for entry in listed if (found := _DEPLOYMENT.match(entry["Key"]))}, reverse=True)

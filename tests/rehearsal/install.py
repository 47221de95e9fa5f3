"""Set up the tools of the rehearsal below .venv/rehearsal, once for each state of their locks."""

import hashlib
import platform
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from polynya.cloud.bytecode import find_python
from polynya.cloud.sources import live_wing_lock, owner_lock
from polynya.cloud.wheels import Platform, fetch_wheels

HERE = Path(__file__).parent
HOME = HERE.parents[1] / ".venv/rehearsal"
LOCKS = (HERE / "requirements.lock", HERE / "rie.lock")
LAMBDA_PYTHON = "3.13"
RIE = {"x86_64": "aws-lambda-rie-x86_64", "aarch64": "aws-lambda-rie-arm64", "arm64": "aws-lambda-rie-arm64"}


def main() -> None:
    """Install what is missing. Functions run on Lambda's own version of Python where this machine has it."""
    _fetch_wheels_of_the_live_wing()
    state = hashlib.sha256(b"".join(lock.read_bytes() for lock in LOCKS)).hexdigest()
    ready = HOME / "ready"
    if ready.is_file() and ready.read_text() == state:
        return
    python = find_python(LAMBDA_PYTHON) or sys.executable
    subprocess.run([python, "-m", "venv", "--clear", str(HOME)], check=True)
    pip = [str(HOME / "bin/python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--require-hashes", "--requirement", str(LOCKS[0])], check=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [*pip, "download", "--no-deps", "--require-hashes", "-r", str(LOCKS[1]), "-d", folder], check=True
        )
        _take_emulator(next(Path(folder).glob("*.whl")))
    ready.write_text(state)


def _fetch_wheels_of_the_live_wing() -> None:
    """Fetch them for every machine that a test packs for, so that no test needs a network."""
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    machine = {"arm64": "aarch64"}.get(platform.machine(), platform.machine())
    for one in {Platform(), Platform(machine, here), Platform(machine, LAMBDA_PYTHON)}:
        for lock in (live_wing_lock(), owner_lock()):
            fetch_wheels(lock, one, HERE.parents[1] / "build/wheels")


def _take_emulator(wheel: Path) -> None:
    target = HOME / "bin/aws-lambda-rie"
    with zipfile.ZipFile(wheel) as archive:
        target.write_bytes(archive.read(f"samcli/local/rapid/{RIE[platform.machine()]}"))
    target.chmod(0o755)


if __name__ == "__main__":
    main()

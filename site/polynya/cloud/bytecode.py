"""Compile the package with the Python that will run it (build wing).

A zip entry carries no date that Python could trust, so bytecode checked by date is always stale and a cold start takes
more than twice as long. "Unchecked hash" bytecode is believed: https://docs.python.org/3/reference/import.html#pyc-invalidation
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

_COMPILE = (
    "import compileall, py_compile, sys; sys.exit(not compileall.compile_dir(sys.argv[1], quiet=2, workers=1, "
    "invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH, stripdir=sys.argv[1], prependdir='/var/task'))"
)


def compile_sources(files: Mapping[str, bytes], python: str) -> dict[str, bytes]:
    """Compile all .py files among `files` (content by path); empty when no Python of that version is here.

    A file that does not compile (an old-Python fallback in a wheel) goes without.
    """
    command = find_python(python)
    if command is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        for path, content in files.items():
            if path.endswith(".py"):
                (base / path).parent.mkdir(parents=True, exist_ok=True)
                (base / path).write_bytes(content)
        subprocess.run([command, "-P", "-s", "-c", _COMPILE, folder], check=False, capture_output=True, env=_quiet())
        return {path.relative_to(base).as_posix(): path.read_bytes() for path in sorted(base.rglob("*.pyc"))}


def find_python(version: str) -> str | None:
    """Find a Python of this version ("3.13"): this one, one on the PATH, or one that pyenv or uv installed."""
    names = [sys.executable, f"python{version}"]
    homes = (Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser(), Path("~/.local/share/uv/python").expanduser())
    for home in homes:
        names += map(str, sorted(home.glob(f"versions/{version}.*/bin/python{version}")))
        names += map(str, sorted(home.glob(f"cpython-{version}.*/bin/python{version}")))
    return next((found for name in names if (found := shutil.which(name)) and _version(found) == version), None)


def _version(command: str) -> str:
    asked = [command, "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _quiet() -> dict[str, str]:
    # Sets are written in the order of their hashes: a fixed seed gives the same bytes each time.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONHASHSEED": "0"}

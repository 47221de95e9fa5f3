"""Modules that a freeze hardly ever uses are read when they are used."""

import os
import subprocess
import sys
from pathlib import Path

LAZY = """
import sys
from polynya.crew.late_imports import imported_late
with imported_late():
    import flask.cli, PIL.Image
kinds = [type(vars(parent)[name]).__name__ for parent, name in ((flask.cli.importlib, "metadata"), (PIL, "ExifTags"))]
print(*kinds, flask.cli.importlib.metadata.version("flask")[0], int(PIL.Image.ExifTags.Base.Orientation))
"""
STAND_IN = """
import sys
from polynya.crew.late_imports import imported_late
with imported_late():
    import flask, werkzeug
    print("http.server" in sys.modules)
    print(flask.app.is_running_from_reloader(), "http.server" in sys.modules)
    import werkzeug.serving
    from werkzeug.serving import WSGIRequestHandler, run_simple
print(WSGIRequestHandler.__mro__[1].__module__, run_simple.__module__, werkzeug.serving.__file__[-10:])
"""


def said_by(program: str) -> list[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"WERKZEUG_RUN_MAIN": "true"},
    ).stdout.split()


def test_what_is_seldom_used_is_read_late_and_works_then() -> None:
    assert said_by(LAZY) == ["_LazyModule", "_LazyModule", "3", "274"]


def test_a_module_is_imported_once_one_of_its_functions_is_called_or_anything_else_asked_for() -> None:
    assert said_by(STAND_IN) == ["False", "True", "True", "http.server", "werkzeug.serving", "serving.py"]


PLAIN = """
import sys
from pathlib import Path
from polynya.cli.freeze import freeze
from polynya.places import Places
freeze(Places(Path(sys.argv[1])), as_json=False)
print(*(name for name in sys.argv[2:] if name in sys.modules))
"""


def test_a_plain_site_is_frozen_without_what_other_sites_need(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "site.yaml").write_text(
        "# What the site is called.\ntitle: Corpus\nurl: https://corpus.example\ncards: false\n"
    )
    (content / "index.md").write_text("---\ntitle: Corpus\n---\n\nHello.\n")

    done = subprocess.run(
        [
            sys.executable,
            "-c",
            PLAIN,
            str(tmp_path),
            "wtforms",
            "yaml",
            "PIL",
            "pygments",
            "granian",
            "http.server",
            "ssl",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == ""

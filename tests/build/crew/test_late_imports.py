"""Modules that a freeze hardly ever uses are read when they are used."""

import subprocess
import sys
from pathlib import Path

from polynya.crew.late_imports import SELDOM

PROGRAM = """
import sys
from polynya.crew.late_imports import SELDOM, imported_late
with imported_late():
    import flask.cli, PIL.Image
kinds = [object.__getattribute__(sys.modules[name], "__class__").__name__ for name in SELDOM]
print(*kinds, flask.cli.importlib.metadata.version("flask")[0], int(PIL.Image.ExifTags.Base.Orientation))
"""


def test_what_is_seldom_used_is_read_late_and_works_then() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["_LazyModule"] * len(SELDOM) + ["3", "274"]


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
        [sys.executable, "-c", PLAIN, str(tmp_path), "wtforms", "yaml", "PIL", "pygments", "sqlite3", "granian"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == ""

"""What is done aside leaves its files, and is over when what it stood beside is."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from polynya.crew.aside import aside
from polynya.crew.share import WORTH_IT


def test_what_is_done_aside_is_there_at_the_end(tmp_path: Path) -> None:
    acting = (  # in a process of its own, for beside the threads of other tests nothing is done aside
        "import sys; from pathlib import Path; from polynya.crew.aside import aside; from polynya.crew.share import WORTH_IT\n"
        "with aside(lambda: Path(sys.argv[1]).write_text('made'), tasks=WORTH_IT): pass"
    )
    around = {**os.environ, "POLYNYA_WORKERS": "2"}
    subprocess.run([sys.executable, "-c", acting, str(tmp_path / "made")], check=True, timeout=300, env=around)

    assert (tmp_path / "made").read_text() == "made"


def test_nothing_is_done_aside_for_little_or_on_one_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for workers, tasks in (("2", 1), ("1", WORTH_IT)):
        monkeypatch.setenv("POLYNYA_WORKERS", workers)
        with aside(lambda: (tmp_path / "made").write_text("made"), tasks=tasks):
            pass

    assert not (tmp_path / "made").exists()


def test_what_fails_aside_or_beside_it_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYNYA_WORKERS", "2")

    with aside(lambda: 1 / 0, tasks=WORTH_IT):
        pass
    with pytest.raises(KeyError), aside(signal.pause, tasks=WORTH_IT):
        raise KeyError

"""What is done aside leaves its files, and is over when what it stood beside is."""

import signal
from pathlib import Path

import pytest

from polynya.crew import aside
from polynya.crew.share import WORTH_IT


def test_what_is_done_aside_is_there_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYNYA_WORKERS", "2")

    with aside(lambda: (tmp_path / "made").write_text("made"), tasks=WORTH_IT):
        pass

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

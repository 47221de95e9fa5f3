"""On one machine the rounds of the worker bring the journal into the store, as soon as that answers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from live.bookshop import sent, words
from live.conftest import Clock
from live.journal.faulty_store import DownStore
from polynya_live.journal import open_journal
from polynya_live.store import StoreUnavailable
from polynya_live.work.rounds import REPLAY_MS, Rounds

YEAR_S = 365 * 24 * 3600


@dataclass
class One:
    """Always the same app."""

    made: Flask

    def app(self) -> Flask:
        return self.made


def test_what_waits_comes_in_with_the_first_round_after_the_store_is_back(
    make_app: Callable[..., Flask], clock: Clock, tmp_path: Path, folder_address: str
) -> None:
    store, journal = DownStore(tmp_path / "test.db"), open_journal(folder_address)
    app = make_app(another=store, journal=folder_address)
    rounds = Rounds(One(app))
    rounds()
    app.test_client().post("/live/forms/review", data=words(), headers=sent())
    clock.wait(REPLAY_MS / 1000)
    with pytest.raises(StoreUnavailable):
        rounds()
    assert len(journal.waiting()) == 1

    store.down = False
    rounds()

    assert [row.values["text"] for row in store.export(now=0)] == ["Sand."]
    assert journal.waiting() == []
    store.close()


def test_what_waits_comes_in_also_after_the_clock_was_set_back(
    make_app: Callable[..., Flask], clock: Clock, tmp_path: Path, folder_address: str
) -> None:
    store, journal = DownStore(tmp_path / "test.db"), open_journal(folder_address)
    app = make_app(another=store, journal=folder_address)
    rounds = Rounds(One(app))
    store.down = False
    rounds()
    clock.wait(-YEAR_S)
    store.down = True
    app.test_client().post("/live/forms/review", data=words(), headers=sent())
    assert len(journal.waiting()) == 1

    store.down = False
    rounds()

    assert journal.waiting() == []
    store.close()

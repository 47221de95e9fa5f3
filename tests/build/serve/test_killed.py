"""`freeze serve` dies by kill -9 while visitors post: whatever was acknowledged is there, and nothing is there twice."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPException
from itertools import count
from pathlib import Path
from subprocess import Popen
from threading import Lock, Timer
from urllib.parse import urlencode

import pytest

from build.serve.client import ask, post
from build.sites import SHOP, store_of, write
from polynya.places import Places, journal_address
from polynya_live.app import milliseconds
from polynya_live.journal import open_journal
from serving import START_S, serving, start_server

KILLS = 3
VISITORS = 6
POSTS_BEFORE_KILL = 40
JOURNALLED_BEFORE_KILL = 4


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("POLYNYA_STORE", "POLYNYA_JOURNAL"):
        monkeypatch.delenv(name, raising=False)
    return write(tmp_path, SHOP)


class Crowd:
    """Visitors who post at once, each text once, until the server is killed after so many answers. kept: by text."""

    def __init__(self) -> None:
        self._texts = count(1)
        self._lock = Lock()
        self.acknowledged: dict[str, int] = {}

    def post_until_killed(self, process: "Popen[str]", url: str, *, after: int) -> None:
        """Post; kill the server after so many answers."""
        enough = len(self.acknowledged) + after
        with ThreadPoolExecutor(VISITORS) as visitors:
            at_it = [visitors.submit(self._post_on, process, url, enough=enough) for _ in range(VISITORS)]
        assert [one.exception() for one in at_it] == [None] * VISITORS
        assert process.wait(START_S) == -9

    def _post_on(self, process: "Popen[str]", url: str, *, enough: int) -> None:
        while process.poll() is None:
            text = f"Number {next(self._texts)}."
            body = urlencode({"page": "books/dune", "author": "Mara", "rating": "4", "text": text}).encode()
            try:
                status = post(url, "/live/forms/review", body).status
            except (OSError, HTTPException):
                continue  # no answer, so nothing was promised
            with self._lock:
                if status in (200, 303):
                    self.acknowledged[text] = status
                if len(self.acknowledged) >= enough:
                    process.kill()


@contextmanager
def started(shop: Path) -> Iterator[tuple["Popen[str]", str]]:
    """Start a server that nobody tells to end."""
    with start_server(shop, "--no-watch") as process:
        too_late = Timer(START_S, process.kill)
        too_late.start()
        line = process.stdout.readline() if process.stdout else ""
        too_late.cancel()
        yield process, line.split()[1].rstrip("/")
        process.kill()


def texts_in_the_store(shop: Path) -> list[str]:
    store = store_of(shop)
    texts = [str(row.values["text"]) for row in store.export(now=milliseconds())]
    store.close()
    return texts


def test_kill_9_loses_no_acknowledged_post(shop: Path) -> None:
    crowd = Crowd()
    for _ in range(KILLS):
        with started(shop) as (process, url):
            crowd.post_until_killed(process, url, after=POSTS_BEFORE_KILL)

    kept = texts_in_the_store(shop)

    assert len(crowd.acknowledged) >= KILLS * POSTS_BEFORE_KILL
    assert set(crowd.acknowledged) - set(kept) == set()
    assert len(kept) == len(set(kept))


def test_kill_9_loses_nothing_that_the_journal_has_and_the_next_start_replays_it(shop: Path) -> None:
    crowd = Crowd()
    database = Places(shop).var / "polynya.db"
    with started(shop) as (process, url), closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # the store is busy for longer than a post can wait
        crowd.post_until_killed(process, url, after=JOURNALLED_BEFORE_KILL)
        other.execute("ROLLBACK")
    journal = open_journal(journal_address(shop))
    assert set(crowd.acknowledged.values()) == {200}
    assert set(crowd.acknowledged) - {row.values["text"] for _, row in journal.submissions()} == set()

    with serving(shop) as url:
        end = time.monotonic() + START_S
        while journal.waiting():
            assert ask(url, "/live/health").status == 200
            assert time.monotonic() < end, "it is not replayed"

    kept = texts_in_the_store(shop)
    assert set(crowd.acknowledged) - set(kept) == set()
    assert len(kept) == len(set(kept))

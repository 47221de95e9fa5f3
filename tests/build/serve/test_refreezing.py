"""What is moderated while a site is served is in its frozen pages within moments, whoever moderated it, and from where."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode

import pytest

from build.serve.client import ask, post
from build.sites import SHOP, store_of, write
from polynya_live.app import milliseconds
from polynya_live.store import Filter
from polynya_live.store.sqlite_mark import StoreMark
from polynya_live.submissions import State
from serving import log_of, serving

PATIENCE_S = 300  # of a test on a busy machine; it takes a second


def freeze_inbox(root: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "polynya", "--root", str(root), "inbox", *arguments], check=True)


def key_of(root: Path, author: str) -> str:
    store = store_of(root)
    rows = store.inbox(Filter(), now=milliseconds()).rows
    store.close()
    return next(row.key for row in rows if row.values["author"] == author)


def until(holds: Callable[[], bool]) -> bool:
    ends = monotonic() + PATIENCE_S
    while monotonic() < ends:
        if holds():
            return True
    return False


@pytest.mark.parametrize("watch", [True, False], ids=["preview", "no-watch"])
def test_a_moderation_from_another_terminal_is_frozen_into_the_page(tmp_path: Path, watch: bool) -> None:
    shop = write(tmp_path, SHOP)
    page = shop / "build/site/books/dune/index.html"
    with serving(shop, watch=watch, refreeze=True) as url:
        typed = {"page": "books/dune", "author": "Mara", "rating": "4", "text": "Sand, all of it."}
        assert post(url, "/live/forms/review", urlencode(typed).encode()).status == 303
        key = key_of(shop, "Mara")

        freeze_inbox(shop, "approve", key)
        assert until(lambda: "Sand, all of it." in page.read_text())
        freeze_inbox(shop, "reply", key, "So there is.")
        assert until(lambda: "So there is." in page.read_text())
        freeze_inbox(shop, "reject", key)
        assert until(lambda: "Sand, all of it." not in page.read_text())

        assert ask(url, "/books/dune/").status == 200
    assert "Traceback" not in log_of(shop)


def test_what_only_waits_freezes_nothing(tmp_path: Path) -> None:
    shop = write(tmp_path, SHOP)
    with serving(shop, refreeze=True) as url:
        release = (shop / "build/current").resolve()
        typed = {"page": "books/dune", "author": "Ole", "rating": "1", "text": "Dry."}
        post(url, "/live/forms/review", urlencode(typed).encode())
        store = store_of(shop)
        [row] = store.inbox(Filter(states=frozenset({State.PENDING})), now=milliseconds()).rows
        store.moderate(row.key, State.APPROVED, now=milliseconds())
        assert until(lambda: (shop / "build/current").resolve() != release)
        assert until(lambda: log_of(shop).count("froze ") > 1)
        store.close()

    assert log_of(shop).count("froze ") == 2  # at the start, and for the approval


def test_the_mark_changes_with_every_write_and_with_another_file(tmp_path: Path) -> None:
    shop = write(tmp_path, SHOP)
    file = shop / "var/polynya.db"
    mark = StoreMark(f"sqlite:///{file}")
    assert mark.read() is None

    store = store_of(shop)
    store.spend("one", expires=2_000_000_000, now=milliseconds())
    first = mark.read()
    store.spend("other", expires=2_000_000_000, now=milliseconds())
    second = mark.read()
    store.close()

    assert None not in {first, second} and first != second == mark.read()
    copy = file.with_name("copy.db")
    copy.write_bytes(file.read_bytes())
    copy.replace(file)
    assert mark.read() != second
    mark.close()


def test_a_store_that_is_no_file_has_no_mark() -> None:
    assert StoreMark("dynamodb://table").read() is None

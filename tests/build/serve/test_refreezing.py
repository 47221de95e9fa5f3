"""What is moderated while a site is served is in its frozen pages within moments, whoever moderated it, and from where."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import urlencode

import pytest

from build.serve.client import ask, post
from build.sites import SHOP, store_of, write
from live.bookshop import a_review
from polynya.freeze import freeze_site
from polynya.places import Places
from polynya.serve.refreezing import Moderated, refreeze_when_moderated
from polynya.serve.watching import freeze_elsewhere
from polynya_live.app import milliseconds
from polynya_live.store import Filter
from polynya_live.store.sqlite_mark import StoreMark
from polynya_live.submissions import State
from serving import log_of, serving

T = TypeVar("T")
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


def done(work: Coroutine[Any, Any, T]) -> T:
    """Do it in a thread of its own: a browser that another test opened keeps a loop in this one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


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


def test_what_the_machine_did_not_let_through_is_frozen_later_without_another_moderation(tmp_path: Path) -> None:
    shop, tried, stop = write(tmp_path, SHOP), list[int](), asyncio.Event()
    moderated = Moderated(Places(shop), f"sqlite:///{shop / 'var/polynya.db'}")

    async def freeze() -> bool:
        tried.append(1)
        if len(tried) == 3:
            stop.set()
        return len(tried) == 3

    async def here(act: Callable[[], bool]) -> bool:
        return act()

    moderated.owed = True  # as after a start on a full disk
    done(refreeze_when_moderated(moderated, freeze, in_thread=here, stop=stop, again_s=0))

    assert (len(tried), moderated.owed) == (3, False)


def test_a_store_that_cannot_be_read_at_one_look_is_read_at_the_next(tmp_path: Path) -> None:
    shop = write(tmp_path, SHOP)
    freeze_site(shop)
    store = store_of(shop)
    moderated = Moderated(Places(shop), f"sqlite:///{shop / 'var/polynya.db'}")
    moderated.differs()
    store.submit(a_review(page="books/dune", state=State.APPROVED))
    store.close()
    file = shop / "var/polynya.db"
    assert moderated.may_differ()

    hidden = file.rename(file.with_name("away"))
    file.mkdir()
    assert (moderated.differs(), moderated.unread) == (False, True)
    file.rmdir()
    hidden.rename(file)

    assert moderated.may_differ()
    assert (moderated.differs(), moderated.unread) == (True, False)
    moderated.close()


def test_a_freeze_beside_the_server_says_whether_the_machine_let_it_through(tmp_path: Path) -> None:
    shop = write(tmp_path, SHOP)
    freeze_site(shop)
    (shop / "content/broken.md").write_text("---\ntitle: [\n---\n")
    refused = done(freeze_elsewhere(Places(shop)))
    (shop / "content/broken.md").unlink()
    (shop / "var").mkdir()
    (shop / "var/polynya.db").write_bytes(bytes(8192))
    broken = done(freeze_elsewhere(Places(shop)))

    assert (refused, broken) == (True, False)


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

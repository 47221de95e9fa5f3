"""The first release of a large site is made durable behind its freeze; one that a machine lost is drawn again."""

import fcntl
import os
import time
from pathlib import Path

import pytest

from build.sites import a_site, run
from polynya.places import Places
from polynya.releases import current_name
from polynya.releases.behind import MARK, catch_up, catch_up_behind, is_owed, put_off, see_off

MANY = 220
LONG_S = 120


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A site that is large enough for a second process to be worth it, frozen once."""
    root = a_site(tmp_path, **{f"page-{number}": f"Page {number}.\n" for number in range(MANY)})
    answer = run(root)
    assert answer.returncode == 0, answer.stderr
    return root


def until_durable(places: Places) -> None:
    """Wait for the process that nobody waits for."""
    end = time.monotonic() + LONG_S
    while is_owed(places) and time.monotonic() < end:
        os.sched_yield()
    assert not is_owed(places)


def owe(places: Places, boot: bytes) -> None:
    until_durable(places)
    (places.releases / MARK).write_bytes(boot)


def empty(page: Path) -> None:
    """Leave of a page what a machine that stopped too early leaves: its name."""
    page.unlink()
    page.touch()


def this_boot() -> bytes:
    return Path("/proc/sys/kernel/random/boot_id").read_bytes()


def test_a_first_release_is_durable_soon_after_its_freeze(large: Path) -> None:
    until_durable(Places(large))


def test_nothing_of_the_freeze_stays_open_behind_it(large: Path) -> None:
    with (large / "build/freeze.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_who_goes_on_does_not_keep_it_once_it_has_ended(tmp_path: Path) -> None:
    places = Places(tmp_path)
    places.releases.mkdir(parents=True)
    owe(places, this_boot())
    before = children()

    catch_up_behind(places)
    see_off()

    assert not is_owed(places)
    assert children() == before


def children() -> set[str]:
    """List the processes that this one has begun and not let go of."""
    return {pid for one in Path("/proc/self/task").glob("*/children") for pid in one.read_text().split()}


def test_what_another_boot_left_is_drawn_again(large: Path) -> None:
    places, page = Places(large), large / "build/site/page-7/index.html"
    before = page.read_bytes()
    owe(places, b"another boot\n")
    empty(page)
    assert current_name(places) == ""
    answer = run(large)
    assert answer.returncode == 0, answer.stderr
    assert page.read_bytes() == before
    assert current_name(places).startswith("000002-")
    assert not is_owed(places)


def test_what_this_boot_left_is_believed_and_made_durable_with_the_next_release(large: Path) -> None:
    places = Places(large)
    owe(places, this_boot())
    assert current_name(places).startswith("000001-")
    (large / "content/page-7.md").write_text("Another text.\n")
    answer = run(large)
    assert "1 changed" in answer.stdout, answer.stdout + answer.stderr
    assert current_name(places).startswith("000002-")
    assert not is_owed(places)


def test_a_mark_says_nothing_of_later_releases(large: Path) -> None:
    places = Places(large)
    until_durable(places)
    (large / "content/page-7.md").write_text("Another text.\n")
    assert run(large).returncode == 0
    (places.releases / MARK).write_bytes(b"another boot\n")
    assert current_name(places).startswith("000002-")


def test_with_one_worker_it_is_waited_for(tmp_path: Path) -> None:
    root = a_site(tmp_path, **{f"page-{number}": f"Page {number}.\n" for number in range(MANY)})
    assert run(root, POLYNYA_WORKERS="1").returncode == 0
    assert not is_owed(Places(root))


def test_a_few_files_are_waited_for(tmp_path: Path) -> None:
    places = Places(tmp_path)
    places.releases.mkdir(parents=True)
    assert not put_off(places, files=3)
    assert not is_owed(places)
    assert catch_up(places)

"""The app of the current release: whatever another thread does while one asks for it, there is an app to answer with."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from flask import Flask

from live.bookshop import SECRET, SITE_URL, a_contract, compile_templates
from polynya_live.app.current import CurrentApp
from polynya_live.contract import dump
from polynya_live.settings import Settings
from polynya_live.wing import wing_of


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    compile_templates(tmp_path / "live/templates")
    file = tmp_path / "live/contract.json"
    file.write_text(dump(a_contract()))
    return file


@pytest.fixture
def current(contract: Path) -> Iterator[CurrentApp]:
    settings = Settings(
        contract=contract.parent,
        store=f"sqlite:///{contract.with_name('x.db')}",
        secret=SECRET,
        site_url=SITE_URL,
    )
    app = CurrentApp(settings)
    yield app
    app.close()


def asked(current: CurrentApp, act: Callable[[], object], *, before_line: int) -> tuple[Flask | None, bool]:
    """Ask for the app, and let `act` happen just before one of the lines that run meanwhile, counted from 0.

    Returns the app, and whether so many lines were run. Where the lock is held another thread waits, so that nothing happens.
    """
    lines = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:  # Any: this function, as sys.settrace asks for it
        nonlocal lines
        if frame.f_code is not CurrentApp.app.__code__:
            return None
        if event == "line" and not current._lock.locked():
            if lines == before_line:
                act()
            lines += 1
        return trace

    usual = sys.gettrace()
    sys.settrace(trace)
    try:
        return current.app(), lines > before_line
    finally:
        sys.settrace(usual)


@pytest.mark.parametrize("written", ["r1", "r2", "{"], ids=["same", "new", "broken"])
def test_whoever_asks_while_another_thread_takes_the_app_away_gets_one(
    current: CurrentApp, contract: Path, written: str
) -> None:
    ran, line = True, 1  # before the first line, nobody asks yet
    while ran:
        contract.write_text(dump(a_contract()))
        current.app()
        contract.write_text(written if written == "{" else dump(a_contract(release=written)))

        app, ran = asked(current, lambda: current.watch_store(lambda store: store), before_line=line)

        assert isinstance(app, Flask), f"before line {line}"
        line += 1

    assert line > 5


def test_whoever_asks_while_another_thread_makes_the_next_app_leaves_it_in_its_place(
    current: CurrentApp, contract: Path
) -> None:
    def freeze_and_ask() -> None:
        contract.write_text(dump(a_contract(release="r2")))
        current.app()

    ran, line = True, 0
    while ran:
        contract.write_text(dump(a_contract()))
        current.app()

        app, ran = asked(current, freeze_and_ask, before_line=line)

        assert app is not None, f"before line {line}"
        if ran:
            assert wing_of(current.app()).contract.release == "r2", f"before line {line}"
        line += 1

    assert line > 5


def test_an_app_draws_with_the_templates_of_its_release_also_when_another_one_has_taken_its_place(
    contract: Path, current: CurrentApp
) -> None:
    link, following = contract.parents[1] / "current", contract.parents[1] / "following"
    link.symlink_to(contract.parent)
    following.mkdir()
    settings = wing_of(current.app()).settings
    before = CurrentApp(replace(settings, contract=link), store=wing_of(current.app()).store).app()

    link.unlink()
    link.symlink_to(following)

    assert before.test_client().get("/live/stamp/review").status_code == 200

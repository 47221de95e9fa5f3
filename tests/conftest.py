"""What every test may ask for: a real browser, with JavaScript or without."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from browser import ARGUMENTS, find_browser

ROOT = Path(__file__).parents[1]
PATIENCE_MS = 120_000  # a busy machine is no fault of the page
expect.set_options(timeout=PATIENCE_MS)
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # nor of the code
settings.load_profile("patient")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:  # Any: xdist's own, which has no types
    if config.getvalue("dist") != "loadgroup":
        return None
    from by_group import ByGroup

    return ByGroup(config, log)


@pytest.fixture(scope="session", autouse=True)
def cache_of_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where what is kept for all sites of a user goes: one folder for all workers, and not the user's own."""
    base = tmp_path_factory.getbasetemp()
    os.environ["XDG_CACHE_HOME"] = str((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache-of-user")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_browser()
    assert path, "no browser: run `make browser` or set BROWSER_PATH"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        browser.on("context", lambda context: context.on("page", lambda page: page.set_default_timeout(PATIENCE_MS)))
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def scripted(request: pytest.FixtureRequest) -> bool:
    """Whether the visitor's browser runs JavaScript."""
    return bool(request.param)


@pytest.fixture
def visitor(chromium: Browser, scripted: bool) -> Iterator[Page]:
    """A visitor's browser tab; any error in its console fails the test."""
    context = chromium.new_context(java_script_enabled=scripted)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if _blames_us(message.text) else None)
    yield page
    context.close()
    assert not errors


def _blames_us(text: str) -> bool:
    return "Content Security Policy" in text or "Refused to" in text or "integrity" in text

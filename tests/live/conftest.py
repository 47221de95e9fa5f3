"""What the tests of the live wing may ask for: compiled templates, a store, a clock, and an app over them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from live.bookshop import NOW, a_contract, compile_templates, some_settings
from polynya_live.app import create_app
from polynya_live.contract import Contract
from polynya_live.journal.patience import Pause
from polynya_live.store import Store, open_store


class Clock:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += int(seconds * 1000)


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the kit's templates, compiled."""
    folder = tmp_path_factory.mktemp("live")
    compile_templates(folder / "templates")
    return folder


@pytest.fixture(scope="session")
def credentials() -> Iterator[None]:
    """Credentials that all emulators believe."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.delenv("AWS_SESSION_TOKEN", raising=False)
        yield


@pytest.fixture(scope="session")
def moto(credentials: None) -> Iterator[str]:
    """The endpoint of moto; who asks it for anything lets it `forget` at the end."""
    from live.moto_server import moto_server

    with moto_server() as endpoint:
        yield endpoint


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_app(release: Path, store: Store, clock: Clock) -> Callable[..., Flask]:
    """Make a live app; takes another contract, store, pause, or settings by name."""

    def make(
        contract: Contract | None = None,
        *,
        another: Store | None = None,
        pause: Pause = lambda _: None,
        **settings: Any,
    ) -> Flask:
        store_of_it = another or store
        return create_app(
            some_settings(release, **settings), contract or a_contract(), store_of_it, clock=clock, pause=pause
        )

    return make


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app().test_client()

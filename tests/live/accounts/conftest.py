"""What the tests of accounts may ask for: a shop to sign in to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from live.accounts.account_shop import Shop
from live.conftest import Clock


@pytest.fixture
def shop(make_app: Callable[..., Flask], clock: Clock, tmp_path: Path) -> Shop:
    return Shop(make_app, clock, tmp_path / "outbox")

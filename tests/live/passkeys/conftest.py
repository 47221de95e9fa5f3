"""What the tests of passkeys may ask for: a shop, over each store, whose owner has a passkey."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from live.accounts.account_shop import OWNER, Shop
from live.conftest import Clock
from live.passkeys.authenticator import Authenticator
from live.passkeys.steps import enrol


@pytest.fixture
def shop(make_app: Callable[..., Flask], clock: Clock, tmp_path: Path) -> Shop:
    return Shop(make_app, clock, tmp_path / "outbox")


@pytest.fixture
def passkey(shop: Shop) -> Authenticator:
    """A passkey that the owner has added."""
    made = Authenticator()
    assert enrol(shop.signed_in(OWNER), made).status_code == 303
    return made

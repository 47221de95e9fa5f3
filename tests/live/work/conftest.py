"""What the tests of the worker may ask for: a mail server, a mailbox, and an office of the bookshop."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from live.mail.postman import PostOffice, post_office
from live.work.mailing_shop import OWNER, a_mailing_contract
from polynya_live.work.office import Office, office_of


@pytest.fixture
def server() -> Iterator[PostOffice]:
    """A mail server on this machine."""
    with post_office() as opened:
        yield opened


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def mailing_app(make_app: Callable[..., Flask], outbox: Path) -> Callable[..., Flask]:
    """Make a live app that mails into the outbox; takes other settings by name."""

    def make(**settings: Any) -> Flask:
        settings = {"mail": f"outbox:{outbox}", "owners": (OWNER,)} | settings
        return make_app(settings.pop("contract", a_mailing_contract()), **settings)

    return make


@pytest.fixture
def office(mailing_app: Callable[..., Flask]) -> Callable[..., Office]:
    """Make an office; takes other settings by name."""

    def make(**settings: Any) -> Office:
        return office_of(mailing_app(**settings))

    return make

"""An inbox with an owner, a moderator and a visitor who are signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.bookshop import SITE_URL, a_review, sent
from live.conftest import Clock
from polynya_live.accounts.sessions import Sessions
from polynya_live.inbox.actions import mark_of
from polynya_live.store import Store
from polynya_live.submissions import State, Submission
from polynya_live.wing import wing_of

OWNER = "owner@floe.example"
MODERATOR = "mo@floe.example"
VISITOR = "ada@floe.example"


class Desk:
    """A live app and who sits at it."""

    def __init__(self, make_app: Callable[..., Flask], store: Store, clock: Clock) -> None:
        self._make, self.store, self.clock = make_app, store, clock
        self.app = self.with_owners(OWNER)

    def with_owners(self, *owners: str, **named: Any) -> Flask:
        return self._make(named.pop("contract", None), owners=owners, moderators=(MODERATOR,), **named)

    def client(self, email: str = OWNER, app: Flask | None = None) -> FlaskClient:
        """A browser in which this address is signed in; nobody for ""."""
        app = app or self.app
        client = app.test_client()
        if email:
            token = Sessions(self.store, wing_of(app).settings).open(email, now=self.clock())
            client.set_cookie("__Host-polynya", token, domain="floe.example", secure=True)
        return client

    def get(self, path: str, email: str = OWNER, **headers: str) -> TestResponse:
        return self.client(email).get(path, base_url=SITE_URL, headers=headers)

    def post(self, path: str, *, email: str = OWNER, htmx: bool = True, **data: Any) -> TestResponse:
        return self.client(email).post(path, base_url=SITE_URL, data=data, headers=sent(htmx=htmx))

    def act(self, row: Submission, act: str, **more: Any) -> TestResponse:
        return self.post(f"/live/inbox/{row.key}", **({"mark": mark_of(row), "act": act} | more))

    def waiting(self, key: str = "k" * 24, **changes: Any) -> Submission:
        """Keep a review that waits."""
        return self.store.submit(a_review(**{"key": key, "state": State.PENDING, "approved": 0} | changes))

    def now(self, row: Submission) -> Submission:
        return self.store.get(row.key, now=self.clock())


@pytest.fixture
def desk(make_app: Callable[..., Flask], store: Store, clock: Clock) -> Desk:
    return Desk(make_app, store, clock)

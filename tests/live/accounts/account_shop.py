"""A live app with mail in a folder, people who sign in to it, and ways to spoil a link."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from live.bookshop import a_contract, sent
from live.conftest import Clock
from polynya_live.contract import Contract
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once

HOME = "https://floe.example"
OURS = sent(htmx=False)
OWNER = "owner@floe.example"
ADA = "ada@floe.example"
LINK = re.compile(r"https://floe\.example(/live/account/enter/\S+)")


class Shop:
    """A live app with mail in a folder."""

    def __init__(self, make_app: Callable[..., Flask], clock: Clock, outbox: Path) -> None:
        self.clock, self.outbox, self._make = clock, outbox, make_app
        self.app = self.with_owners(OWNER)

    def with_owners(self, *owners: str, contract: Contract | None = None, **more: Any) -> Flask:
        settings = {"mail": f"outbox:{self.outbox}", "owners": owners, "moderators": ("mo@floe.example",)} | more
        return self._make(contract or a_contract(), **settings)

    def client(self, app: Flask | None = None) -> FlaskClient:
        return (app or self.app).test_client()

    def link(self, email: str) -> str:
        """Ask for a link and read it from the mail."""
        for old in self.outbox.glob("*.eml"):
            old.unlink()
        answer = self.client().post("/live/account/sign-in", data={"email": email}, headers=OURS)
        assert answer.status_code == 200
        work_once(office_of(self.app), now=self.clock())
        texts = [mail.read_text().replace("=\n", "").replace("=3D", "=") for mail in self.outbox.glob("*.eml")]
        (found,) = {found[1] for text in texts if (found := LINK.search(text))}
        return found

    def signed_in(self, email: str, app: Flask | None = None) -> FlaskClient:
        client = self.client(app)
        answer = client.post(self.link(email), headers=OURS, base_url=HOME)
        assert answer.status_code == 303
        return client


def get(client: FlaskClient, path: str) -> TestResponse:
    """Open a page with the session's cookie, which goes over TLS only."""
    return client.get(path, base_url=HOME)


def post(client: FlaskClient, path: str, **data: str) -> TestResponse:
    """Post from one of our own pages."""
    return client.post(path, data=data, headers=OURS, base_url=HOME)


def mutations(text: str) -> st.SearchStrategy[str]:
    """Cut a text short, change a sign of it, or add one; never the text itself."""
    place, sign = st.integers(0, len(text) - 1), st.sampled_from("ABCxyz019_-")
    cut = place.map(lambda at: text[:at])
    changed = st.tuples(place, sign).map(lambda one: text[: one[0]] + one[1] + text[one[0] + 1 :])
    longer = sign.map(lambda one: text + one)
    return st.one_of(cut, changed, longer).filter(lambda mutated: mutated != text)

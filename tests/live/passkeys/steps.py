"""The steps of a browser that has a passkey."""

import json
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.accounts.account_shop import get, post
from live.passkeys.authenticator import Authenticator


def ask(client: FlaskClient, what: str = "ask") -> dict[str, Any]:
    """Ask for a challenge: to sign in with ("ask"), or for a new passkey ("new")."""
    answer = post(client, f"/live/passkeys/{what}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json
    return told


def enrol(client: FlaskClient, passkey: Authenticator, name: str = "Laptop") -> TestResponse:
    """Add a passkey to the account that is signed in."""
    return post(client, "/live/passkeys/", name=name, credential=json.dumps(passkey.create(ask(client, "new"))))


def send(client: FlaskClient, response: dict[str, Any] | str) -> TestResponse:
    """Sign in with what a passkey answered."""
    text = response if isinstance(response, str) else json.dumps(response)
    return post(client, "/live/passkeys/enter", credential=text)


def enter(client: FlaskClient, passkey: Authenticator) -> TestResponse:
    """Sign in with a passkey."""
    return send(client, passkey.get(ask(client)))


def is_in(client: FlaskClient) -> bool:
    """Tell whether the inbox is there."""
    return get(client, "/live/inbox/").status_code == 200

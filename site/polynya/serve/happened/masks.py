"""Takes out of a recorded post what would let somebody act in another's name (build wing)."""

import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from polynya_live.routes import ROUTES

from ..gateway import Event

MASK = "…"
FORM = "application/x-www-form-urlencoded"
SECRET_FIELDS = {"stamp", "proof", "mark", "token", "credential", "password"}
SECRET_HEADERS = {"authorization", "cookie", "proxy-authorization", "set-cookie", "x-polynya-origin"}
SECRET_PARTS = {"proof", "mark"}
SECRET_SETTINGS = ("POLYNYA_SECRET", "POLYNYA_ORIGIN_SECRET")
SHORTEST = 8  # what is shorter is in any text by chance

_SIGNED = re.compile(r"[A-Za-z0-9_-]{16,64}\.\d{1,15}\.[A-Za-z0-9_-]{24}(?![A-Za-z0-9_-])")


def _proof_in(path: str) -> re.Pattern[str]:
    """Make a pattern of a route's address that keeps all but the proof, and the mark before it."""
    found = [
        "([^/\\s\"'<>?#&]+)"
        if part.strip("<>") in SECRET_PARTS
        else "[^/\\s\"'<>?#]+"
        if part.startswith("<")
        else part
        for part in path.split("/")
    ]
    return re.compile("/".join(found))


_PROOFS = tuple({_proof_in(route.path) for route in ROUTES if "<proof>" in route.path})


class Masks:
    """The secrets of one post, wherever they turn up."""

    def __init__(self, secrets: Iterable[str]) -> None:
        kept = {secret for secret in secrets if len(secret) >= SHORTEST}
        self._secrets = sorted(kept, key=len, reverse=True)

    def text(self, text: str) -> str:
        """Write a text without them."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        for pattern in _PROOFS:
            text = pattern.sub(_without_groups, text)
        return _SIGNED.sub(MASK, text)

    def headers(self, headers: dict[str, Any]) -> dict[str, str]:  # Any: JSON
        """Write headers without them."""
        return {
            name: MASK if name.lower() in SECRET_HEADERS else self.text(str(value)) for name, value in headers.items()
        }

    def cookies(self, cookies: Iterable[str]) -> list[str]:
        """Write cookies by name only."""
        return [f"{cookie.partition('=')[0]}={MASK}" for cookie in cookies]

    def fields(self, event: Event) -> list[tuple[str, str]]:
        """Read the fields of a posted form, masked; of any other body nothing."""
        return [(name, MASK if name in SECRET_FIELDS else self.text(value)) for name, value in fields_of(event)]

    def event(self, event: Event) -> Event:
        """Write an event that still has the form of one, its body too."""
        masked: Event = self._each(event)
        masked["headers"] = self.headers(event.get("headers") or {})
        if "cookies" in event:
            masked["cookies"] = self.cookies(event["cookies"])
        if "body" in event:
            masked["body"] = MASK
            if fields := self.fields(event):
                body = urlencode(fields)
                masked["body"] = b64encode(body.encode()).decode() if event.get("isBase64Encoded") else body
        return masked

    def _each(self, value: Any) -> Any:  # Any: JSON
        if isinstance(value, dict):
            return {name: self._each(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._each(one) for one in value]
        return self.text(value) if isinstance(value, str) else value


def masks_of(event: Event, answer: Event) -> Masks:
    """Gather what is secret in an event and its answer."""
    cookies = [*(event.get("cookies") or []), *(answer.get("cookies") or [])]
    values = [cookie.partition("=")[2].partition(";")[0] for cookie in cookies]
    headers = [str(value) for name, value in (event.get("headers") or {}).items() if name in SECRET_HEADERS]
    fields = [value for name, value in fields_of(event) if name in SECRET_FIELDS]
    return Masks([*values, *headers, *fields, *(os.environ.get(name, "") for name in SECRET_SETTINGS)])


def fields_of(event: Event) -> list[tuple[str, str]]:
    """Read the fields of a posted form; none when the body is something else."""
    headers = event.get("headers") or {}
    if not str(headers.get("content-type", "")).lower().startswith(FORM):
        return []
    return parse_qsl(text_of(event), keep_blank_values=True)


def text_of(message: Event) -> str:
    """Read the body of an event or an answer as text."""
    body = message.get("body") or ""
    return b64decode(body).decode(errors="replace") if message.get("isBase64Encoded") else str(body)


def _without_groups(found: re.Match[str]) -> str:
    text, end = "", found.start()
    for group in range(1, (found.lastindex or 0) + 1):
        text += found.string[end : found.start(group)] + MASK
        end = found.end(group)
    return text + found.string[end : found.end()]

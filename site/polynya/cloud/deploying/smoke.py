"""Prove that the site lives: a post as a browser without JavaScript sends it, through the CDN into the store (build wing)."""

import http.client
import secrets
import ssl
import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from polynya_live.contract import Contract, Field, Form
from polynya_live.routes import live_url
from polynya_live.store import Filter, Store
from polynya_live.submissions import Submission
from polynya_live.values import dataclass

ANSWER_S = 30
SETTLE_S = 60  # a new CloudFront function or policy reaches every edge in less
PAUSE_S = 2
TOO_OFTEN = 429


class SmokeFailed(Exception):
    """What a visitor asked for was not answered as it should be. `asked`: the request, `why`: what came instead."""

    def __init__(self, asked: str, why: str) -> None:
        super().__init__(f"{asked}: {why}")
        self.asked = asked
        self.why = why


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. location: of a redirect, else ""."""

    status: int
    body: str
    location: str


Ask = Callable[[str, str, dict[str, str] | None], Answer]
"""Sends method, path and form values (None for no body), as a browser would."""


def check_site_lives(ask: Ask, contract: Contract, store: Store, *, now: int) -> str:
    """Read the front page, ask the health, post a form and find it in the store; return the name of the form, "" for none.

    The submission is erased again. Where this machine has posted too often for the form, as after several deployments in an
    hour, none is kept: the function has counted that in the store, so it lives.
    now: milliseconds since 1970 UTC. Raises SmokeFailed.
    """
    _expect(ask, "/", wanted="<html")
    _expect(ask, live_url("health"), wanted="")
    form = chosen_form(contract)
    if form is None:
        return ""
    mark = f"smoke-{secrets.token_hex(8)}"
    values = sample_values(form, contract, mark)
    asked = f"POST {live_url('submit', form=form.name)}"
    answer = ask("POST", live_url("submit", form=form.name), values)
    if answer.status == TOO_OFTEN and "<form" in answer.body:  # not the gateway's, which knows no form
        return ""
    if answer.status != 303:
        raise SmokeFailed(asked, f"answered {answer.status}: {answer.body[:300]}")
    rows = _find(store, form, mark, now=now)
    if not rows:
        raise SmokeFailed(asked, "was answered, but the store does not have it")
    store.erase([row.key for row in rows])
    return form.name


def chosen_form(contract: Contract) -> Form | None:
    """Choose a form that is kept at once and whose submission has no effect before an owner has read it."""
    harmless = [f for f in contract.forms.values() if f.keeps and not f.limited and f.moderation == "before"]
    fitting = [form for form in harmless if any(field.type in ("text", "textarea") for field in form.fields)]
    posted = [form for form in fitting if not form.thread or _page_of(contract, form)]
    return min(posted, key=lambda form: (not form.private, form.name), default=None)


def sample_values(form: Form, contract: Contract, mark: str) -> dict[str, str]:
    """Fill a form in, `mark` in its first text."""
    values = {field.name: _sample(field) for field in form.fields if field.required}
    text = next(field for field in form.fields if field.type in ("text", "textarea"))
    page = {"page": _page_of(contract, form)} if form.thread else {}
    return {**values, text.name: mark[: int(text.max or 60)], **page}


def browser(site_url: str, *, connect: tuple[str, int] | None = None) -> Ask:
    """Speak to a site as a browser without JavaScript does.

    connect: where the host really is, when its name is not in the DNS yet.
    """
    parts = urlsplit(site_url)
    secure = parts.scheme == "https"
    host, port = connect or (parts.hostname or "", parts.port or (443 if secure else 80))

    def ask(method: str, path: str, values: dict[str, str] | None = None) -> Answer:
        headers = {"Host": parts.netloc, "User-Agent": "polynya-smoke-test", "Accept": "text/html"}
        if values is not None:
            headers |= {"Origin": site_url, "Sec-Fetch-Site": "same-origin"}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if secure:
            wire = http.client.HTTPSConnection(host, port, timeout=ANSWER_S, context=ssl.create_default_context())
        else:
            wire = http.client.HTTPConnection(host, port, timeout=ANSWER_S)  # type: ignore[assignment]
        try:
            wire.request(method, path, urlencode(values) if values is not None else None, headers)
            got = wire.getresponse()
            return Answer(got.status, got.read().decode("utf-8", "replace"), got.headers.get("Location", ""))
        except (OSError, http.client.HTTPException) as error:
            raise SmokeFailed(f"{method} {path}", str(error)) from error
        finally:
            wire.close()

    return ask


def until_settled(check: Callable[[], str], *, patience: int = SETTLE_S) -> str:
    """Try again for `patience` seconds: a change of the CDN needs some to reach every edge. Raises SmokeFailed."""
    for _ in range(patience // PAUSE_S):
        try:
            return check()
        except SmokeFailed:
            time.sleep(PAUSE_S)
    return check()


def _expect(ask: Ask, path: str, *, wanted: str) -> None:
    answer = ask("GET", path, None)
    if answer.status != 200 or wanted not in answer.body:
        raise SmokeFailed(f"GET {path}", f"answered {answer.status}: {answer.body[:300]}")


def _find(store: Store, form: Form, mark: str, *, now: int) -> list[Submission]:
    wanted = Filter(form=form.name, text=mark)
    return store.inbox(wanted, now=now, limit=5).rows


def _page_of(contract: Contract, form: Form) -> str:
    return next((page.id for page in contract.pages.values() if page.collection == form.thread), "")


def _sample(field: Field) -> str:
    low = int(field.min or 1)
    samples = {
        "email": "smoke-test@example.org",
        "url": "https://example.org/",
        "number": str(low),
        "rating": str(low),
        "date": "2030-01-01",
        "checkbox": "on",
    }
    if field.options:
        return field.options[0][0]
    return samples.get(field.type, "smoke test ".ljust(low, "x"))

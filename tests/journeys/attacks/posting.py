"""Posts injections into every field of every form of the demo, in process: what fits, what does not, and what is only asked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from itertools import chain, cycle, repeat
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient

from polynya_live.accounts.guard import HOST
from polynya_live.accounts.sessions import Sessions
from polynya_live.app import create_app
from polynya_live.contract import Contract, Field, Form, load
from polynya_live.guards.stamps import make_stamp
from polynya_live.settings import Settings
from polynya_live.store import Store
from polynya_live.submissions import Submission
from polynya_live.work.mails import errands_of, write_mail

from .vectors import RUNS, SHORT, vectors

NOW = 1_795_000_000_000
SECRET = "a secret of thirty-two characters"
SITE_URL = "https://floe.example"
OWNER, HOSTNAME = "owner@floe.example", "floe.example"
DAYS = 150  # fewer than a table can be booked ahead
MOST_LISTS = 2
FROZEN, NEWER = "books/dune", "books/python-for-beginners"
"""Where reviews are read: in the page itself, and by the island of one that was frozen before them."""

FREE = {"text", "textarea", "hidden"}
BY_TYPE = {"rating": "5", "number": "1", "url": "https://example.org/"}
OFTEN = {"review": 6, "reading-wall": 4, "contact": 2, "parrot": 2, "seat": 0, "poll": 0, "newsletter": 1}
SEATS = 10
_NOT_IN_AN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Answer:
    """What came back. kept: by name, the words that the form in it has to hold."""

    text: str
    kept: Mapping[str, str] = field(default_factory=dict)


class Words:
    """Hands out injections, each one as long as it fits. used: how often each was."""

    def __init__(self, count: int) -> None:
        self.used: dict[str, int] = {}
        self._short = cycle(vectors(count // 2, longest=SHORT))
        self._long = cycle(vectors(count))

    def __call__(self, declared: Field) -> str:
        most = declared.max if declared.max is not None else 2000
        lines = declared.type == "textarea"
        pool = self._long if most >= 200 else self._short
        found = next(one for one in pool if lines or "\n" not in one)
        self.used[found] = self.used.get(found, 0) + 1
        return found


class Benign:
    """Hands out a word that harms nobody."""

    def __call__(self, _declared: Field) -> str:
        return "word"


@dataclass
class Stand:
    """A frozen demo with its live wing in this process."""

    root: Path
    store: Store
    app: Flask
    contract: Contract
    settings: Settings
    asked: int = 0
    slots: int = 0
    attacked: set[str] = field(default_factory=set)

    @classmethod
    def at(cls, root: Path, store: Store) -> "Stand":
        live = root / "build/live"
        contract = load(live / "contract.json")
        settings = Settings(contract=live, store="", secret=SECRET, site_url=SITE_URL, mail="outbox:x", owners=(OWNER,))
        return cls(root, store, create_app(settings, contract, store, clock=lambda: NOW), contract, settings)

    def client(self) -> FlaskClient:
        return self.app.test_client()

    def post(self, path: str, words: Mapping[str, str], *, htmx: bool) -> tuple[int, str]:
        """Post as somebody else each time, for one visitor may post only so often."""
        self.asked += 1
        address = f"198.{self.asked >> 16 & 255}.{self.asked >> 8 & 255}.{self.asked & 255}"
        headers = {"Sec-Fetch-Site": "same-origin"} | ({"HX-Request": "true"} if htmx else {})
        answer = self.client().post(path, data=words, headers=headers, environ_base={"REMOTE_ADDR": address})
        assert answer.status_code < 500, (path, words)
        if answer.status_code == 303:
            answer = self.client().get(answer.headers["Location"])
        return answer.status_code, answer.text

    def keep(self, count: int, words: Words | Benign) -> Iterator[Answer]:
        """Post what fits, `count` times, to the forms in turn."""
        often = [form for form in self.contract.forms.values() for _ in range(OFTEN.get(form.name, 1))]
        turns = chain(self.contract.forms.values(), repeat(self.contract.forms["seat"], SEATS), cycle(often))
        for turn, form in zip(range(count), turns, strict=False):
            typed = self._fitting(form, words, turn)
            action = "" if form.keeps else "/derive"
            status, text = self.post(f"/live/forms/{form.name}{action}", typed, htmx=turn % 3 != 0)
            assert status == 200, (form.name, typed, text)
            yield Answer(text)

    def refuse(self, count: int, words: Words | Benign) -> Iterator[Answer]:
        """Post an injection in every field, in one that nobody declared, and where the page is named."""
        forms = self.contract.forms.values()
        for turn, form in zip(range(count), cycle(forms), strict=False):
            typed = {name: words(one) for one in form.fields for name in self._inputs(form, one)}
            more = {"page": words(Field(name="page", label="")), "stamp": words(Field(name="stamp", label=""))}
            unknown = {"x" + words(Field(name="x", label="")): words(Field(name="x", label=""))}
            action = "" if form.keeps else "/derive"
            htmx = (turn + turn // len(forms)) % 3 != 0  # of three rounds, each form has one of whole pages
            status, text = self.post(f"/live/forms/{form.name}{action}", {**typed, **more, **unknown}, htmx=htmx)
            assert status == 422, (form.name, typed)
            self.attacked.update(f"{form.name}.{one.name}" for one in form.fields)
            drawn = [one.name for one in form.fields if one.type in {*FREE, "email", "url", "number", "date"}]
            page = {"page": more["page"]} if form.thread else {}
            yield Answer(text, {name: typed[name] for name in drawn} | page)

    def ask(self, words: Words | Benign, count: int) -> Iterator[Answer]:
        """Ask for what the words are a part of the address of, and for what is worked out or looked at by the way."""
        hidden = Field(name="x", label="", max=60)
        for turn in range(count):
            said = quote(words(hidden), safe="")
            for path in (
                f"/live/forms/hello/derive?username={said}&{said}={said}",
                f"/live/newer/review/{FROZEN}?after={said}",
                f"/live/newer/review/{said}",
                f"/live/newer/{said}/{FROZEN}",
                f"/live/stamp/{said}",
                f"/live/left/seat/{said}",
                f"/live/tally/{said}/",
                f"/live/forms/review/thanks/{said}",
                f"/live/confirm/{said}/{said}/{said}",
                f"/live/{said}?{said}",
            ):
                yield Answer(
                    self.client().get(path, headers={"HX-Request": "true"} if turn % 2 else {}, base_url=SITE_URL).text
                )
            one = words(hidden)
            order = {"name": one, "note": one, "email": one, "dishes[menu/pot-of-tea]": one}
            yield Answer(self.post("/live/forms/order/derive", order, htmx=bool(turn % 2))[1])
            yield Answer(self.post("/live/forms/contact/check/email", {"email": one, "name": one}, htmx=True)[1])
            yield Answer(self.post("/live/account/sign-in", {"email": one}, htmx=bool(turn % 2))[1])
            yield Answer(self.post(f"/live/forms/{quote(one, safe='')}", {"name": one}, htmx=bool(turn % 2))[1])

    def newer(self) -> Iterator[Answer]:
        """Read everything that islands add to pages frozen before it."""
        for form, page in (("review", NEWER), ("reading-wall", "")):
            path = f"/live/newer/{form}/{page}"
            for _ in range(200):
                text = self.client().get(path, headers={"HX-Request": "true"}).text
                yield Answer(text)
                found = re.search(r'hx-get="(/live/newer/[^"]+)"', text)
                if 'class="submissions"' not in text or found is None:
                    break
                path = found[1].replace("&amp;", "&")

    def inbox(self, rows: list[Submission]) -> Iterator[Answer]:
        """Read all of it as the owner does: the lists, some submissions, and a search for what was typed."""
        client = self.client()
        client.set_cookie(HOST, Sessions(self.store, self.settings).open(OWNER, now=NOW), domain=HOSTNAME, secure=True)
        states, texts = ("all", "pending", "approved", "private"), ("", quote(RUNS))
        looked = [f"/live/inbox/?state={state}&text={text}" for state in states for text in texts]
        looked += [f"/live/inbox/{row.key}" for row in rows]
        looked += [f"/live/inbox/?text={quote(str(value))}" for row in rows for value in row.values.values()]
        for first in looked:
            path = first
            for _ in range(MOST_LISTS):
                answer = client.get(path, base_url=SITE_URL)
                assert answer.status_code == 200, path
                yield Answer(answer.text)
                found = re.search(r'href="([^"]*[?&](?:amp;)?after=[^"]+)"', answer.text)
                if found is None:
                    break
                path = unescape(found[1])

    def mails(self, rows: list[Submission]) -> Iterator[Answer]:
        """Write the mails that submissions ask for."""
        for row in rows:
            for errand in errands_of(row, self.contract, self.settings):
                mail = write_mail(errand, row, self.contract, settings=self.settings, templates=self.app.jinja_env)
                assert "\n" not in mail.subject
                yield Answer(mail.html)

    def _fitting(self, form: Form, words: Words | Benign, turn: int) -> dict[str, str]:
        typed = {
            name: self._fit(one, words, turn) if nth == 0 else ""
            for one in form.fields
            for nth, name in enumerate(self._inputs(form, one))
        }
        page = {"page": self._page(form, turn)} if form.thread else {}
        return typed | page | {"stamp": make_stamp(SECRET, form.name, now=NOW - 60_000)}

    def _page(self, form: Form, turn: int) -> str:
        if form.name == "review":
            return (FROZEN, FROZEN, NEWER)[turn % 3]
        pages = [page for page in self.contract.pages.values() if page.collection == form.thread]
        return max(pages, key=lambda page: page.places or 0).id

    def _fit(self, declared: Field, words: Words | Benign, turn: int) -> str:
        if declared.type in FREE:
            return words(declared)
        if declared.type == "email":
            return f"'onfocus=hit``/{turn}@example.org" if isinstance(words, Words) else f"v{turn}@example.org"
        if declared.type == "url":
            return BY_TYPE["url"] + _NOT_IN_AN_ADDRESS.sub("/", words(declared))
        if declared.type == "date":
            self.slots += 1
            return (date.fromtimestamp(NOW / 1000) + timedelta(days=1 + self.slots % DAYS)).isoformat()
        if declared.type == "select":  # a slot of its own, when all days have been asked for
            return declared.options[self.slots // DAYS % len(declared.options)][0]
        return declared.options[0][0] if declared.options else BY_TYPE.get(declared.type, "1")

    def _inputs(self, form: Form, declared: Field) -> list[str]:
        if declared.type != "quantity":
            return [declared.name]
        return [f"{declared.name}[{row.id}]" for row in self.contract.rows[declared.rows]]

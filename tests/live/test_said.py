"""What a form that keeps nothing has said before comes back with each answer, and nobody keeps it."""

import html
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bookshop.parrot import repeat
from live.bookshop import CONTACT, a_contract, sent, with_form
from live.conftest import Clock
from live.test_posts import rows
from polynya_live.contract import Contract
from polynya_live.store import Store

MakeApp = Callable[..., Flask]
URL = "/live/forms/contact/derive"


@pytest.fixture
def echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Contract]:
    (tmp_path / "echoshop.py").write_text("def say(values, contract):\n    return {'loud': values['text'].upper()}\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield with_form(CONTACT, derive="echoshop:say", keeps=False)
    sys.modules.pop("echoshop", None)


def say(client: FlaskClient, text: str, carried: list[str] | None = None) -> tuple[str, list[str]]:
    answer = client.post(URL, data={"text": text, "said_before": carried or []}, headers=sent(htmx=False))
    return answer.text, [html.unescape(line) for line in re.findall(r'name="said_before" value="([^"]*)"', answer.text)]


def test_the_list_grows_without_javascript(make_app: MakeApp, echo: Contract, store: Store, clock: Clock) -> None:
    client = make_app(echo).test_client()
    carried: list[str] = []
    for text in ("ahoy", '<b>ice</b> & "water"', "land"):
        body, carried = say(client, text, carried)

    assert re.findall(r"<dd>(.*?)</dd>", body) == ["LAND", "&lt;B&gt;ICE&lt;/B&gt; &amp; &#34;WATER&#34;", "AHOY"]
    assert rows(store, clock) == []


def test_a_slip_leaves_the_list_as_it_was(make_app: MakeApp, echo: Contract) -> None:
    client = make_app(echo).test_client()
    _, carried = say(client, "ahoy")

    body, again = say(client, " ", carried)

    assert again == carried and re.findall(r"<dd>(.*?)</dd>", body) == ["AHOY"]


def test_what_was_said_before_leaves_room_for_the_answers_of_a_long_form(make_app: MakeApp, echo: Contract) -> None:
    form = echo.forms["contact"]
    fields = tuple(replace(form.fields[0], name=f"f{n}", required=False) for n in range(40))
    client = make_app(with_form(form, fields=(*form.fields, *fields))).test_client()
    answers = {"text": "ahoy", **{field.name: "x" for field in fields}}

    answer = client.post(URL, data={**answers, "said_before": ["{}"] * 20}, headers=sent(htmx=False))

    assert answer.status_code == 200 and "<dd>AHOY</dd>" in answer.text


def test_what_is_carried_stays_small_and_drops_the_oldest(make_app: MakeApp, echo: Contract) -> None:
    client = make_app(echo).test_client()
    carried: list[str] = []
    for number in range(30):
        _, carried = say(client, f"{number} " + "é" * 300, carried)

    assert "29" in carried[0] and len(carried) < 20
    body, carried = say(client, "x" * 40_000, carried)
    assert carried == [] and "X" * 40_000 in body


@pytest.mark.parametrize(
    "line",
    [
        *("", "{", "[]", "7", '{"text": 7}', '{"text": [7]}', '{"text": [""]}', '{"x": ["y"]}', "[" * 9000),
        *('{"text": ["\\ud800"]}', '{"text": [' + "9" * 5000 + "]}"),
    ],
)
def test_what_was_never_said_is_left_out(make_app: MakeApp, echo: Contract, line: str) -> None:
    body, _ = say(make_app(echo).test_client(), "ahoy", [line, json.dumps({"text": ["land"]})])

    assert re.findall(r"<dd>(.*?)</dd>", body) == ["AHOY", "LAND"]


def test_htmx_is_answered_with_the_new_line_alone(make_app: MakeApp, echo: Contract) -> None:
    client = make_app(echo).test_client()
    _, carried = say(client, "ahoy")

    answer = client.post(URL, data={"text": "land", "said_before": carried}, headers=sent())

    assert re.findall(r"<dd>(.*?)</dd>", answer.text) == ["LAND"] and "said_before" not in answer.text


@pytest.mark.parametrize(
    ("text", "backwards"),
    [
        ("Hello you.", ".uoy olleH"),
        ("a\u0301lgo", "ogla\u0301"),
        ("a👩‍👩‍👧b👋🏽", "👋🏽b👩‍👩‍👧a"),
        ("\u0301a", "a\u0301"),
        ("^x`", "`x^"),
    ],
)
def test_the_parrot_turns_round_what_people_see(text: str, backwards: str) -> None:
    assert repeat({"text": text}, a_contract())["backwards"] == backwards

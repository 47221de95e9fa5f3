"""What a form answers while nothing is kept: one field at a time, votes, links to what it says; and its own words."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from live.bookshop import CONTACT, DUNE, REVIEW, a_contract, a_review, sent, with_form
from live.conftest import Clock
from live.test_posts import a_stamp, rows
from polynya_live.claims import claims_of
from polynya_live.contract import Contract, Field, Form
from polynya_live.forms import form_class
from polynya_live.store import Store
from polynya_live.words.messages import ENGLISH, message, placeholders

MakeApp = Callable[..., Flask]

ABOUT = Field(name="about", label="About", type="radio", options=(("book", "A book"), ("other", "Something else")))
TITLE = Field(name="title", label="Which book?", required_if="about", required_for=("book",), check=True)
WATCHED = replace(CONTACT, fields=(ABOUT, TITLE, Field(name="email", label="E-mail", type="email", check=True)))
POLL = Form(
    name="poll",
    title="Which cake?",
    fields=(
        Field(name="cake", label="Cake", type="radio", required=True, options=(("l", "Lemon"), ("r", "Rye & <oats>"))),
    ),
    submit="Vote",
    thanks="Counted.",
    version="v1",
    moderation="after",
    show=("cake",),
    tally="cake",
)


def polling() -> Contract:
    contract = a_contract()
    return replace(contract, forms={**contract.forms, "poll": POLL, "contact": WATCHED})


def vote(app: Flask, clock: Clock, cake: str) -> None:
    client = app.test_client()
    stamp = a_stamp(client, "poll")
    clock.wait(5)
    assert client.post("/live/forms/poll", data={"cake": cake, "stamp": stamp}, headers=sent()).status_code == 200


def test_one_field_is_looked_at_and_nothing_else_is_said(make_app: MakeApp, clock: Clock, store: Store) -> None:
    client = make_app(polling()).test_client()

    answer = client.post("/live/forms/contact/check/email", data={"about": "x", "email": "ida@"}, headers=sent())

    assert (answer.status_code, answer.headers["HX-Reswap"]) == (200, "innerHTML")
    assert "like name@example.org" in answer.text
    assert 'id="contact-email-error"' in answer.text
    assert "offered" not in answer.text, "the other fields are left alone"
    assert "ida@<" not in answer.text and "value=" not in answer.text, "words are never sent back while one types"
    assert rows(store, clock) == []


def test_a_field_that_fits_is_told_so_with_nothing(make_app: MakeApp) -> None:
    client = make_app(polling()).test_client()

    answer = client.post("/live/forms/contact/check/email", data={"email": "ida@example.org"}, headers=sent())

    assert (answer.status_code, answer.text.strip()) == (200, "")


def test_a_field_is_looked_at_in_the_light_of_the_others(make_app: MakeApp) -> None:
    client = make_app(polling()).test_client()
    url = "/live/forms/contact/check/title"

    assert "fill this in" in client.post(url, data={"about": "book", "title": ""}, headers=sent()).text
    assert client.post(url, data={"about": "other", "title": ""}, headers=sent()).text.strip() == ""


@pytest.mark.parametrize(
    "path", ["contact/check/about", "contact/check/none", "review/check/email", "none/check/email"]
)
def test_only_fields_that_ask_for_it_are_looked_at(make_app: MakeApp, path: str) -> None:
    answer = make_app(polling()).test_client().post(f"/live/forms/{path}", data={"a": "b"}, headers=sent())

    assert answer.status_code == 404


def test_looking_is_for_our_own_pages(make_app: MakeApp) -> None:
    client = make_app(polling()).test_client()

    answer = client.post(
        "/live/forms/contact/check/email", data={"email": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 400


def test_votes_are_counted_with_those_that_nobody_gave(make_app: MakeApp, clock: Clock) -> None:
    app = make_app(polling())
    for cake in ("r", "r"):
        vote(app, clock, cake)

    answer = app.test_client().get("/live/tally/poll/")

    assert answer.text.index("Lemon") < answer.text.index("Rye &amp; &lt;oats&gt;")
    assert 'value="0">0</meter> 0' in answer.text and 'value="2">2</meter> 2' in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=5"
    assert answer.headers["HX-Reswap"] == "innerHTML", "the element stays, so that it may ask again"


def test_a_vote_that_is_held_does_not_count(make_app: MakeApp, clock: Clock) -> None:
    app = make_app(polling())
    client = app.test_client()
    stamp = a_stamp(client, "poll")
    clock.wait(5)
    client.post("/live/forms/poll", data={"cake": "l", "stamp": stamp, "second_comment": "buy"}, headers=sent())

    assert 'value="1"' not in client.get("/live/tally/poll/").text


def test_forms_count_only_where_they_say_so(make_app: MakeApp) -> None:
    client = make_app(polling()).test_client()

    assert client.get("/live/tally/contact/").status_code == 404
    assert client.get(f"/live/tally/poll/{DUNE}").status_code == 404
    assert client.get(f"/live/tally/review/{DUNE}").status_code == 404


def test_stars_are_counted_from_the_least_to_the_most(make_app: MakeApp, store: Store) -> None:
    store.submit(a_review(values={"author": "Mara", "rating": 4, "text": "Sand."}))
    client = make_app(with_form(REVIEW, tally="rating")).test_client()

    text = client.get(f"/live/tally/review/{DUNE}").text

    assert text.count("<dt>") == 5
    assert '<dt>4</dt><dd><meter aria-label="4" min="0" max="1" value="1">' in text
    assert client.get("/live/tally/review/books/none").status_code == 404


def test_a_kept_post_tells_the_numbers_on_the_page(make_app: MakeApp, clock: Clock) -> None:
    client = make_app(polling()).test_client()
    stamp = a_stamp(client, "poll")
    clock.wait(5)

    answer = client.post("/live/forms/poll", data={"cake": "l", "stamp": stamp}, headers=sent())

    assert answer.headers["HX-Trigger"] == '{"kept": {"target": "body"}}'


@pytest.fixture
def greeter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Contract:
    """A contract with a form that greets and keeps nothing."""
    (tmp_path / "greetshop.py").write_text("def greet(values, contract):\n    return {'hello': values['text']}\n")
    monkeypatch.syspath_prepend(tmp_path)
    return with_form(CONTACT, derive="greetshop:greet", keeps=False)


def test_a_form_that_keeps_nothing_may_be_asked_by_a_link(make_app: MakeApp, greeter: Contract) -> None:
    client = make_app(greeter).test_client()

    answer = client.get("/live/forms/contact/derive", query_string={"text": "<script>alert(1)</script>"})

    assert answer.status_code == 200
    assert "<dd>&lt;script&gt;alert(1)&lt;/script&gt;</dd>" in answer.text
    assert "<script>alert" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_link_with_nothing_in_it_gives_the_form_with_what_is_missing(make_app: MakeApp, greeter: Contract) -> None:
    answer = make_app(greeter).test_client().get("/live/forms/contact/derive")

    assert answer.status_code == 422
    assert "Please fill this in." in answer.text


def test_a_form_that_keeps_something_is_never_asked_by_a_link(make_app: MakeApp, greeter: Contract) -> None:
    keeping = replace(greeter, forms={**greeter.forms, "contact": replace(greeter.forms["contact"], keeps=True)})

    answer = make_app(keeping).test_client().get("/live/forms/contact/derive?text=x")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def errors_of(form: Form, **posted: str) -> dict[str, list[str]]:
    bound = form_class(form)(MultiDict(posted))
    bound.validate()
    return {name: list(said) for name, said in bound.errors.items() if name}


@pytest.mark.parametrize(
    ("other", "answers", "posted", "needed"),
    [
        (ABOUT, ("book",), {"about": "book"}, True),
        (ABOUT, ("book",), {"about": "other"}, False),
        (ABOUT, ("book", "other"), {"about": "other"}, True),
        (ABOUT, (), {"about": "other"}, True),
        (ABOUT, (), {}, False),
        (ABOUT, ("book",), {"about": "no such"}, False),
        (Field(name="about", label="A", type="checkbox"), (), {"about": "yes"}, True),
        (Field(name="about", label="A", type="checkbox"), (), {}, False),
        (Field(name="about", label="A", type="checkbox"), ("yes",), {"about": "yes"}, True),
        (Field(name="about", label="A", type="number"), ("2",), {"about": "2"}, True),
        (Field(name="about", label="A", type="number"), ("2",), {"about": "2.0"}, True),
        (Field(name="about", label="A", type="number"), ("2",), {"about": "3"}, False),
        (Field(name="about", label="A", type="checkboxes", options=ABOUT.options), ("book",), {"about": "book"}, True),
    ],
)
def test_a_field_is_required_when_another_says_so(
    other: Field, answers: tuple[str, ...], posted: dict[str, str], needed: bool
) -> None:
    form = replace(CONTACT, fields=(other, replace(TITLE, required_for=answers)))

    assert ("title" in errors_of(form, **posted)) is needed
    assert "title" not in errors_of(form, title="Dune", **posted)


def test_the_nearest_words_are_said() -> None:
    plain = Field(name="text", label="Text", required=True)
    own = replace(plain, messages={"missing": "A word, please."})

    assert errors_of(replace(CONTACT, fields=(plain,)))["text"] == [ENGLISH["missing"]]
    assert errors_of(replace(CONTACT, fields=(plain,), messages={"missing": "Bitte."}))["text"] == ["Bitte."]
    assert errors_of(replace(CONTACT, fields=(own,), messages={"missing": "Bitte."}))["text"] == ["A word, please."]


def test_own_words_have_their_numbers_and_leave_other_braces_alone() -> None:
    field = Field(name="text", label="Text", max=3, messages={"too_long": "{max}! {length}? {oops} {"})

    assert errors_of(replace(CONTACT, fields=(field,)), text="abcd")["text"] == ["3! 4? {oops} {"]


def test_a_pattern_keeps_its_own_message_whatever_the_form_says() -> None:
    field = Field(name="text", label="Text", pattern="[0-9]+", message="Digits.")

    assert errors_of(replace(CONTACT, fields=(field,), messages={"pattern": "No."}), text="x")["text"] == ["Digits."]


def test_no_words_of_a_visitor_become_a_placeholder() -> None:
    told = message(CONTACT, "unknown", name="{words}", words="{name}")

    assert told == ENGLISH["unknown"].replace("{name}", "<1>").replace("{words}", "{name}").replace("<1>", "{words}")


def test_every_notice_of_a_form_may_be_said_otherwise(make_app: MakeApp, clock: Clock) -> None:
    form = replace(WATCHED, messages={"look_again": "Schauen Sie noch einmal:", "optional": "(freiwillig)"})
    contract = a_contract()
    client = make_app(replace(contract, forms={**contract.forms, "contact": form})).test_client()

    answer = client.post("/live/forms/contact", data={"email": "x"}, headers=sent())

    assert "Schauen Sie noch einmal:" in answer.text
    assert "(freiwillig)" in answer.text and "(optional)" not in answer.text


def test_placeholders_of_a_message_are_known() -> None:
    assert placeholders("too_long") == {"max", "length"}
    assert placeholders("missing") == frozenset()


def test_two_slots_are_the_same_only_when_every_answer_is() -> None:
    form = replace(CONTACT, unique=("a", "b"))

    def name(a: str, b: str) -> str:
        [claim] = claims_of(form, None, {"a": a, "b": b})
        return claim.name

    assert name("x/y", "z") != name("x", "y/z")
    assert name("ida@example.org", "z") == name("ida@example.org", "z")
    assert "ida" not in name("ida@example.org", "z"), "a counter outlives its submission"
    assert len(name("x" * 10_000, "y" * 10_000)) < 100


def test_a_form_without_threads_tells_its_places_at_one_address(make_app: MakeApp) -> None:
    client = make_app(with_form(CONTACT, capacity=5)).test_client()

    assert client.get("/live/left/contact/").status_code == 200
    assert client.get(f"/live/left/contact/{DUNE}").status_code == 404


@pytest.mark.parametrize(("typed", "taken"), [(3, 3), (2.5, 3), (0, 1), (-4, 1)])
def test_nobody_takes_less_than_a_place(typed: float, taken: int) -> None:
    form = replace(CONTACT, capacity=5, takes="guests")

    [claim] = claims_of(form, None, {"guests": typed})

    assert (claim.amount, claim.most) == (taken, 5)

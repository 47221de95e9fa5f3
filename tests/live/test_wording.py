"""The wording guard: what reads like spam is held with its reason; nobody is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from live.bookshop import REVIEW, WALL, sent, with_form, words
from live.conftest import Clock
from live.test_posts import a_stamp, rows
from polynya_live.contract import Field
from polynya_live.guards.wording import looks_odd
from polynya_live.store import Store
from polynya_live.submissions import State

MakeApp = Callable[..., Flask]
LINK = "https://bargains.example/win"


def a_form(**changes: Any) -> Any:
    return with_form(WALL, **changes).forms["wall"]


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (
            "A fine book. It is on https://floe.example/dune, and www.dune.example is there for all who like their sand.",
            (),
        ),
        (f"One {LINK} two {LINK} three {LINK} and many other words so that it is not only links at all", ("links",)),
        (f"{LINK} {LINK}", ("links",)),
        ("This book is about a Casino, a ROULETTE and other ways to lose money.", ("words",)),
        ("Casinos are not a casinova.", ()),
        ("buy \uff43heap   pills", ("words",)),
        ("THIS IS THE BEST BOOK IN ALL THE WORLD", ("shouting",)),
        ("WOW!", ()),
        ("Buy one today!\n" * 4, ("repeating",)),
        ("Ha ha\n" * 9, ()),
        ("", ()),
    ],
)
def test_each_sign_is_told_by_its_name(text: str, reasons: tuple[str, ...]) -> None:
    form = a_form(held_words=("casino", "Cheap pills"))

    assert looks_odd(form, {"text": text}) == reasons


@pytest.mark.parametrize(
    "spelling",
    [
        "cas\u200bino", "c\u00adasino", "\u2060casino\ufeff", "c\u0336a\u0336s\u0336i\u0336n\u0336o\u0336", "c\ufe0fasino",
        "\u0441asin\u043e", "\u0421\u0410\u0405\u0406NO", "c\u03b1sin\u03bf", "cas\u0131no", "\u24d2asino", "ca\u0455ino\u200d",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_listed_word_is_found_as_readers_see_it(spelling: str) -> None:
    assert looks_odd(a_form(held_words=("casino",)), {"text": f"Come to my {spelling}."}) == ("words",)


@pytest.mark.parametrize("word", ["казино", "καζίνο", "élan", "कुल", "مرحبا"])
def test_a_listed_word_of_any_script_is_found_and_its_neighbour_is_not(word: str) -> None:
    form = a_form(held_words=(word,))

    assert looks_odd(form, {"text": f"A b {word}, c."}) == ("words",)
    assert looks_odd(form, {"text": "A b elan, कल, c."}) == ()


def test_listed_words_are_looked_for_in_links_too() -> None:
    form = a_form(fields=(Field(name="link", label="Link", type="url"),), held_words=("casino",))

    assert looks_odd(form, {"link": "https://casino.example/"}) == ("words",)


def test_links_are_counted_as_readers_see_them() -> None:
    disguised = (
        "ht\u200btps://bargains.example/ and \uff57ww.bargains.example and many other words that say nothing at all"
    )

    assert looks_odd(a_form(most_links=1), {"text": disguised}) == ("links",)


def test_a_field_that_asks_for_a_link_may_have_one() -> None:
    form = a_form(fields=(Field(name="link", label="Link", type="url"),), most_links=0)

    assert looks_odd(form, {"link": LINK}) == ()
    assert looks_odd(form, {"link": LINK, "text": LINK}) == ("links",)


def test_any_number_of_links_can_be_allowed() -> None:
    assert looks_odd(a_form(most_links=None), {"text": f"{LINK} " * 20}) == ()


def test_what_would_show_at_once_is_held(make_app: MakeApp, store: Store, clock: Clock) -> None:
    client = make_app(with_form(WALL, held_words=("casino",))).test_client()
    for text in ("Come to my casino", "Come to my reading"):
        stamp = a_stamp(client, "wall")
        clock.wait(5)
        assert client.post("/live/forms/wall", data={"text": text, "stamp": stamp}, headers=sent()).status_code == 200

    kept = {row.values["text"]: (row.state, row.reasons) for row in rows(store, clock)}
    assert kept["Come to my casino"] == (State.PENDING, ("words",))
    assert kept["Come to my reading"] == (State.APPROVED, ())


def test_the_reason_is_kept_beside_others(make_app: MakeApp, store: Store, clock: Clock) -> None:
    make_app().test_client().post("/live/forms/review", data=words(text=f"{LINK} " * 3), headers=sent())

    assert [(row.form, row.reasons) for row in rows(store, clock)] == [(REVIEW.name, ("unproven", "links"))]


def test_a_form_without_any_place_is_closed_and_gives_the_words_back(
    make_app: MakeApp, store: Store, clock: Clock
) -> None:
    client = make_app(with_form(REVIEW, capacity=0)).test_client()
    stamp = a_stamp(client)
    clock.wait(5)

    answer = client.post("/live/forms/review", data=words(stamp=stamp), headers=sent())

    assert (answer.status_code, rows(store, clock)) == (409, [])
    assert "This is closed at present." in answer.text and "Sand." in answer.text

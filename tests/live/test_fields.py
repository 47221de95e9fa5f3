"""Each type of field: what it takes, as what value, and what it says otherwise."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from polynya_live.contract import Field, Form, Row
from polynya_live.forms import DeclaredForm, form_class
from polynya_live.forms.answers import TYPES, Wrong
from polynya_live.submissions import Value

OPTIONS = (("a", "Apple"), ("b", "Birch & <Beech>"))
TEA = {"menu": (Row(id="menu/tea", title="Tea", price=250),)}


def a_form(kind: str = "text", **changes: Any) -> DeclaredForm:
    return bound(kind, None, **changes)


def bound(kind: str, posted: list[tuple[str, str]] | None, **changes: Any) -> DeclaredForm:
    field = Field(**{"name": "it", "label": "It", "type": kind, "options": OPTIONS, "rows": "menu", **changes})
    form = Form(name="f", title="F", fields=(field,), submit="Go", thanks="Ta", version="1")
    return form_class(form, TEA)(None if posted is None else MultiDict(posted))


def read(kind: str, *texts: str, **changes: Any) -> Value | None:
    """Post texts for one field; return its value, or raise what the visitor reads."""
    form = bound(kind, [("it", text) for text in texts], **changes)
    if not form.validate():
        raise LookupError(*(message for messages in form.errors.values() for message in messages))
    return form.values().get("it")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  Ada ", "  Ada "),
        ("textarea", "a\r\nb\rc\n", "a\nb\nc\n"),
        ("hidden", "x", "x"),
        ("email", " ada@example.org ", "ada@example.org"),
        ("url", "https://example.org/@ada/a?b=c@d#e", "https://example.org/@ada/a?b=c@d#e"),
        ("number", "3", 3),
        ("number", "-2.50", -2.5),
        ("rating", "4", 4),
        ("date", "2027-03-14", "2027-03-14"),
        ("select", "b", "b"),
        ("radio", "a", "a"),
        ("checkbox", "yes", True),
        ("checkboxes", "b", ["b"]),
    ],
)
def test_an_answer_becomes_a_value_of_its_type(kind: str, text: str, value: Value) -> None:
    assert read(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text", "changes", "message"),
    [
        ("text", "abcd", {"max": 3.0}, "Please write at most 3 characters: this has 4."),
        ("text", "a", {"min": 2}, "Please write at least 2 characters: this has 1."),
        ("text", "a\nb", {}, "Please write this on one line."),
        ("text", "abc", {"pattern": "[0-9]{3}"}, "Please write this in the form that is asked for."),
        ("text", "abc", {"pattern": "[0-9]{3}", "message": "Three digits."}, "Three digits."),
        ("text", "123\n", {"pattern": "[0-9]{3}"}, "Please write this on one line."),
        ("text", "1" * 1001, {"pattern": "[0-9]+"}, "Please write at most 1000 characters: this has 1001."),
        ("email", "a@b.org, c@d.org", {}, "Please write one e-mail address only."),
        ("email", "a@b.org;c@d.org", {}, "Please write one e-mail address only."),
        ("email", "a@b.org\nBcc: c@d.org", {}, "Please write one e-mail address only."),
        ("email", "Ada <a@b.org>", {}, "Please write one e-mail address only."),
        ("email", "not an address", {}, "Please write an e-mail address, like name@example.org."),
        ("email", "ida@@example.org", {}, "Please write an e-mail address, like name@example.org."),
        ("email", "a@b.org@c.org", {}, "Please write one e-mail address only."),
        ("text", "ice \U0001f427", {"max": 5}, "Please write at most 5 characters: this has 6."),
        ("email", "ada", {}, "Please write an e-mail address, like name@example.org."),
        ("email", "a@b..org", {}, "Please write an e-mail address, like name@example.org."),
        ("url", "javascript:alert(1)", {}, "Please write a full web address that starts with https:// or http://."),
        ("url", "https://", {}, "Please write a full web address that starts with https:// or http://."),
        ("url", "http://[", {}, "Please write a full web address that starts with https:// or http://."),
        (
            "url",
            "https://floe.example@evil.example/",
            {},
            "Please write a full web address that starts with https:// or http://.",
        ),
        (
            "url",
            "https://floe.example:80@evil.example",
            {},
            "Please write a full web address that starts with https:// or http://.",
        ),
        (
            "url",
            "https://evil.example/\u202emoc.eolf",
            {},
            "Please write a full web address that starts with https:// or http://.",
        ),
        ("number", "three", {}, "Please write a number, like 3."),
        ("number", "1_000", {}, "Please write a number, like 3."),
        ("number", "1e999", {}, "Please write a number, like 3."),
        ("number", "nan", {}, "Please write a number, like 3."),
        ("number", "9" * 5000, {}, "Please write a number, like 3."),
        ("number", "2", {"min": 3}, "Please give 3 or more."),
        ("number", "2", {"max": 1.5}, "Please give 1.5 or less."),
        ("rating", "0", {}, "Please give 1 or more."),
        ("rating", "6", {}, "Please give 5 or less."),
        ("rating", "4.5", {}, "Please write a whole number, like 3."),
        ("date", "14.3.2027", {}, "Please give a day of the calendar as year, month and day, like 2027-03-14."),
        ("date", "2027-02-30", {}, "Please give a day of the calendar as year, month and day, like 2027-03-14."),
        ("date", "20270314", {}, "Please give a day of the calendar as year, month and day, like 2027-03-14."),
        ("select", "c", {}, "Please choose one of the answers offered."),
        ("radio", "c", {}, "Please choose one of the answers offered."),
        ("checkboxes", "c", {}, "Please choose from the answers offered."),
        ("checkboxes", "b", {"min": 2}, "Please choose at least 2: this has 1."),
    ],
)
def test_an_answer_that_does_not_fit_is_told_how_it_would(kind: str, text: str, changes: Any, message: str) -> None:
    with pytest.raises(LookupError) as told:
        read(kind, text, **changes)
    assert told.value.args == (message,)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        *((kind, "Please fill this in.") for kind in ("text", "textarea", "email", "url", "number", "date", "hidden")),
        *((kind, "Please choose one.") for kind in ("select", "radio", "rating")),
        ("checkbox", "Please tick this box."),
        ("checkboxes", "Please choose at least one."),
        ("quantity", "Please choose at least one."),
    ],
)
def test_a_required_answer_left_out_or_blank_is_asked_for(kind: str, message: str) -> None:
    for texts in ((), (" \r\n ",)) if kind not in ("checkbox", "checkboxes", "quantity") else ((),):
        with pytest.raises(LookupError) as told:
            read(kind, *texts, required=True)
        assert told.value.args == (message,)


@pytest.mark.parametrize("kind", sorted(TYPES - {"checkbox"}))
def test_an_answer_left_empty_is_no_value(kind: str) -> None:
    assert read(kind) is None
    assert kind == "quantity" or read(kind, "") is None


def test_a_box_left_alone_is_a_no() -> None:
    assert read("checkbox") is False


def test_two_answers_to_one_question_are_one_too_many() -> None:
    with pytest.raises(LookupError, match="One answer, please: this has 2"):
        read("text", "a", "b")


def test_several_ticks_are_kept_in_the_order_offered_and_once() -> None:
    assert read("checkboxes", "b", "a", "b", min=2, max=2) == ["a", "b"]
    assert read("checkboxes", min=2) is None  # it may be left alone
    with pytest.raises(LookupError, match="Please choose at most 1: this has 2"):
        read("checkboxes", "b", "a", max=1)


@pytest.mark.parametrize("text", ["-1", "100", "1.5", "two"])
def test_a_count_that_is_none_is_refused(text: str) -> None:
    form = bound("quantity", [("it[menu/tea]", text)])

    assert not form.validate()
    assert [*form.errors] == ["it"]


def test_a_slip_in_one_count_takes_no_other_out_of_a_running_total() -> None:
    rows = (Row(id="menu/tea", title="Tea", price=250), Row(id="menu/soup", title="Soup", price=890))
    field = Field(name="it", label="It", type="quantity", rows="menu", required=True, max=9)
    posted = MultiDict([("it[menu/tea]", "2"), ("it[menu/soup]", "999")])
    declared = Form(name="f", title="F", fields=(field,), submit="Go", thanks="Ta", version="1")
    form = form_class(declared, {"menu": rows})(posted)

    assert not form.validate()
    assert form.fitting() == {"it": {"menu/tea": 2}}
    with pytest.raises(Wrong):
        form.values()


def test_a_row_that_is_not_on_the_menu_any_more_is_said_with_its_count() -> None:
    form = bound("quantity", [("it[menu/gold-cake]", "2"), ("it[menu/tea]", "1")])

    assert not form.validate()
    assert form.form_errors == ["“gold cake” is not on the list any more. You asked for: 2"]


@pytest.mark.parametrize("name", ["it[menu/gold-cake]", "gone"])
def test_what_the_form_of_a_page_of_before_left_empty_stands_in_nobodys_way(name: str) -> None:
    form = bound("quantity", [(name, " "), ("it[menu/tea]", "1")])

    assert form.validate()
    assert form.values() == {"it": {"menu/tea": 1}}


@pytest.mark.parametrize(
    ("kind", "changes", "attributes"),
    [
        ("text", {"max": 60.0, "min": 2}, 'maxlength="60" minlength="2"'),
        ("text", {"pattern": "[a-z]+", "message": "Small letters."}, 'pattern="[a-z]+" title="Small letters."'),
        ("text", {"autocomplete": "name"}, 'autocomplete="name"'),
        ("number", {"min": 1, "max": 2.5}, 'max="2.5" min="1" name="it" step="any"'),
        ("email", {"required": True}, 'required type="email"'),
        ("rating", {"max": 20}, 'max="20" min="1" name="it" type="number"'),
    ],
)
def test_limits_are_printed_for_the_browser_too(kind: str, changes: Any, attributes: str) -> None:
    drawn = str(a_form(kind, **changes).controls[0]())

    assert set(attributes.split()) <= set(drawn.removesuffix(">").split())


@pytest.mark.parametrize("name", ["data", "errors", "validate", "process", "meta", "populate_obj"])
def test_a_field_may_have_any_name(name: str) -> None:
    form = bound("text", [(name, "x")], name=name)

    assert form.validate()
    assert form.values() == {name: "x"}


@given(st.text())
def test_any_text_is_kept_but_for_its_newlines(text: str) -> None:
    kept = read("textarea", text)

    assert kept == (text.replace("\r\n", "\n").replace("\r", "\n") if text.strip() else None)


@given(st.sampled_from(sorted(TYPES)), st.lists(st.text(), max_size=3))
def test_no_answer_whatever_breaks_the_form(kind: str, texts: list[str]) -> None:
    form = bound(kind, [("it", text) for text in texts])

    assert form.validate() == (not form.errors)


def test_a_text_is_as_long_as_browsers_say() -> None:
    assert read("text", "\U0001f427\U0001f427", min=4, max=4) == "\U0001f427\U0001f427"

"""A page that a browser or the CDN still has posts the form as it was before: an answer in words, and nothing typed is lost."""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from live.bookshop import REVIEW, sent, with_form, words
from live.conftest import Clock
from live.test_posts import rows
from polynya_live.contract import Field
from polynya_live.store import Store

MakeApp = Callable[..., Flask]
URL = "/live/forms/review"


def test_a_field_that_is_gone_comes_back_with_its_words(make_app: MakeApp, store: Store, clock: Clock) -> None:
    client = make_app().test_client()

    answer = client.post(URL, data=words(phone="+47 <b>555</b>"), headers=sent())

    assert (answer.status_code, rows(store, clock)) == (422, [])
    assert "phone" in answer.text and "+47 &lt;b&gt;555&lt;/b&gt;" in answer.text and "Sand." in answer.text


def test_a_field_that_is_newly_required_is_asked_for(make_app: MakeApp, store: Store, clock: Clock) -> None:
    more = Field(name="town", label="Your town", required=True)
    client = make_app(with_form(REVIEW, version="v2", fields=(*REVIEW.fields, more))).test_client()

    answer = client.post(URL, data=words(), headers=sent())
    assert answer.status_code == 422
    assert 'name="town"' in answer.text and "fill this in" in answer.text and "Sand." in answer.text

    assert client.post(URL, data=words(town="Tromsø"), headers=sent()).status_code == 200
    assert [(row.version, row.values["town"]) for row in rows(store, clock)] == [("v2", "Tromsø")]


def test_an_option_that_is_gone_is_asked_for_anew(make_app: MakeApp) -> None:
    day = Field(name="day", label="Day", type="select", options=(("mo", "Monday"),))
    form = with_form(REVIEW, fields=(*REVIEW.fields, day))

    answer = make_app(form).test_client().post(URL, data=words(day="su"), headers=sent())

    assert answer.status_code == 422 and "answers offered" in answer.text and "Sand." in answer.text


def test_a_field_that_is_new_and_optional_changes_nothing(make_app: MakeApp) -> None:
    fields = (*REVIEW.fields, replace(REVIEW.fields[3], name="second"))

    assert (
        make_app(with_form(REVIEW, fields=fields)).test_client().post(URL, data=words(), headers=sent()).status_code
        == 200
    )

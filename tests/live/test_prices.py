"""An order from a page of before: nobody pays another price than the one they were shown without being told of it first."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from live.bookshop import ORDER, a_contract, an_environment, sent, with_form
from live.conftest import Clock
from live.test_posts import rows
from polynya_live.contract import Contract, Row
from polynya_live.forms.prices import read_prices, write_prices
from polynya_live.store import Store
from polynya_live.templating import draw_form
from polynya_live.words import say
from polynya_live.words.messages import ENGLISH

MakeApp = Callable[..., Flask]
URL = "/live/forms/order"
TEA, SOUP = Row(id="menu/tea", title="Tea", price=250), Row(id="menu/soup", title="Soup", price=890)


def prices_in(html: str) -> str:
    found = re.search(r'<input type="hidden" name="dishes.prices" value="([^"]*)">', html)
    assert found
    return unescape(found[1])


def of_the_page(*menu: Row) -> str:
    """Read what the page of an order with this menu carries."""
    return prices_in(draw_form(an_environment(), ORDER, "/menu/", rows={"menu": menu or (TEA, SOUP)}))


def asked(prices: str, **counts: str) -> dict[str, str]:
    return {"dishes.prices": prices} | {f"dishes[menu/{name}]": count for name, count in counts.items()}


def with_menu(*menu: Row) -> Contract:
    return a_contract(rows={"menu": menu})


def test_an_order_at_the_prices_of_its_page_is_taken(make_app: MakeApp, store: Store, clock: Clock) -> None:
    answer = make_app().test_client().post(URL, data=asked(of_the_page(), tea="2"), headers=sent())

    assert answer.status_code == 200
    assert [row.values for row in rows(store, clock)] == [{"dishes": {"menu/tea": 2}}]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("price", [300, 200])
def test_another_price_is_told_before_the_order_is_taken(
    make_app: MakeApp, store: Store, clock: Clock, *, price: int, htmx: bool
) -> None:
    client = make_app(with_menu(replace(TEA, price=price), SOUP)).test_client()

    told = client.post(URL, data=asked(of_the_page(), tea="2"), headers=sent(htmx=htmx))

    assert (told.status_code, rows(store, clock)) == (422, [])
    assert f"“Tea” costs €{price / 100:.2f} now; on your page it was €2.50." in told.text
    assert 'id="order-dishes-error"' in told.text and 'name="dishes[menu/tea]" type="number"' in told.text
    assert 'value="2"' in told.text and 'role="alert"' in told.text

    taken = client.post(URL, data=asked(prices_in(told.text), tea="2"), headers=sent())
    assert taken.status_code == 200 and f"€{price / 50:.2f}" in taken.text
    assert len(rows(store, clock)) == 1


@pytest.mark.parametrize(
    ("counts", "first"),
    [({"tea": "2"}, 0), ({"soup": "1"}, 1), ({"tea": "2", "soup": "x"}, 0), ({"tea": "0", "soup": "x"}, 1), ({}, 0)],
)
def test_the_way_to_a_slip_leads_to_the_count_it_is_in(make_app: MakeApp, counts: dict[str, str], first: int) -> None:
    client = make_app(with_menu(replace(TEA, price=300), replace(SOUP, price=900))).test_client()

    told = client.post(URL, data=asked(of_the_page(), **counts), headers=sent())

    assert told.status_code == 422 and f'<a href="#order-dishes-{first}">Dishes</a>: ' in told.text
    marked = re.findall(
        r'<input id="order-dishes-(\d)"[^>]* aria-invalid="true" aria-describedby="order-dishes-error"', told.text
    )
    assert [int(nth) for nth in marked][:1] == ([first] if counts else [])


def test_a_question_is_told_without_a_colon(make_app: MakeApp) -> None:
    asks = with_form(ORDER, fields=(replace(ORDER.fields[0], label="Which dishes?"),))

    told = make_app(asks).test_client().post(URL, data=asked(of_the_page()), headers=sent())

    assert ">Which dishes?</a> Please choose at least one." in told.text


def test_a_price_that_nobody_asked_for_does_not_matter(make_app: MakeApp) -> None:
    client = make_app(with_menu(TEA, replace(SOUP, price=1), Row(id="menu/pie", title="Pie", price=9))).test_client()

    assert client.post(URL, data=asked(of_the_page(), tea="2", soup="0", pie="1"), headers=sent()).status_code == 200


def test_what_is_gone_and_what_has_another_price_are_told_at_once(make_app: MakeApp) -> None:
    client = make_app(with_menu(replace(TEA, price=300))).test_client()

    told = client.post(URL, data=asked(of_the_page(), tea="2", soup="1"), headers=sent()).text

    assert "“soup” is not on the list any more" in told and "“Tea” costs €3.00 now" in told


@pytest.mark.parametrize(
    "told", ["", "menu/tea", "menu/tea=", "menu/tea=1e3", "menu/tea=9999999999999999", "a=b c = d\x00"]
)
def test_prices_that_say_nothing_hold_nothing_up(make_app: MakeApp, told: str) -> None:
    assert make_app().test_client().post(URL, data=asked(told, tea="1"), headers=sent()).status_code == 200


def test_what_the_browser_says_is_never_the_price(make_app: MakeApp) -> None:
    client = make_app().test_client()

    told = client.post(URL, data=asked("menu/tea=1", tea="2"), headers=sent())
    assert told.status_code == 422 and "“Tea” costs €2.50 now; on your page it was €0.01." in told.text
    assert "€5.00" in client.post(URL, data=asked(prices_in(told.text), tea="2"), headers=sent()).text


def test_adding_it_up_on_a_page_of_its_own_tells_it_too(make_app: MakeApp) -> None:
    contract = with_form(ORDER, derive="bookshop.menu:total", template="order")
    app = make_app(replace(contract, rows={"menu": (replace(TEA, price=300), SOUP)}))

    page = app.test_client().post(f"{URL}/derive", data=asked(of_the_page(), tea="2"), headers=sent(htmx=False))

    assert page.status_code == 200
    assert "“Tea” costs €3.00 now; on your page it was €2.50." in page.text and "€6.00" in page.text


def test_a_german_form_tells_it_in_german(make_app: MakeApp) -> None:
    german = {name: say(text, "de") for name, text in ENGLISH.items()}
    contract = with_form(ORDER, language="de", messages=german)
    app = make_app(replace(contract, rows={"menu": (replace(TEA, price=300),)}))

    told = app.test_client().post(URL, data=asked(of_the_page(), tea="2"), headers=sent()).text

    assert "„Tea“ kostet jetzt 3,00\N{NO-BREAK SPACE}€; auf Ihrer Seite waren es 2,50\N{NO-BREAK SPACE}€." in told


@given(st.lists(st.tuples(st.text(min_size=1), st.integers(-99, 10**12 - 1)), unique_by=lambda one: one[0]))
def test_prices_come_back_as_they_were_written(menu: list[tuple[str, int]]) -> None:
    priced = [
        Row(id=name, title="", price=price) for name, price in menu if name.encode("utf-8", "ignore").decode() == name
    ]

    assert read_prices([write_prices(priced)], priced) == {row.id: row.price for row in priced}


def acting(derive: str) -> Contract:
    return with_form(ORDER, derive=derive, template="order", moderation="none")


@pytest.mark.parametrize(("htmx", "counts"), [(False, {"tea": "2"}), (True, {"tea": "2", "soup": "99"})])
def test_a_form_that_comes_back_still_says_what_it_comes_to(
    make_app: MakeApp, *, htmx: bool, counts: dict[str, str]
) -> None:
    client = make_app(acting("bookshop.menu:total")).test_client()

    told = client.post(URL, data=asked(of_the_page(), **counts), headers=sent(htmx=htmx))

    assert told.status_code == 422
    assert "Your order so far" in told.text and "€5.00" in told.text
    assert told.text.count(" autofocus") == 1 and 'role="alert" tabindex="-1" autofocus' in told.text


def test_a_slip_in_what_adds_it_up_takes_nobody_s_words(make_app: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    client = make_app(acting("bookshop.menu:gone")).test_client()

    told = client.post(URL, data=asked(of_the_page(), tea="2"), headers=sent(htmx=False))

    assert told.status_code == 422 and 'value="2"' in told.text
    assert "order: nothing derived" in caplog.text

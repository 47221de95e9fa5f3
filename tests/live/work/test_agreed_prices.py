"""What was ordered costs what it cost when it was ordered, wherever that is said, whatever a later freeze says."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from live.bookshop import NOW, ORDER, sent
from live.work.mailing_shop import ORDER_BY_MAIL, a_mailing_contract
from polynya.keeping.table import write_table
from polynya_live.accounts.sent import rewrite
from polynya_live.contract import Contract, Field, Row
from polynya_live.forms.prices import AGREED, agreed_prices, agreed_rows
from polynya_live.inbox.actions import Decision, act_on
from polynya_live.inbox.edit import edit_form, edited_values
from polynya_live.inbox.history import Act
from polynya_live.store import Store
from polynya_live.submissions import State, Submission
from polynya_live.work.lines import lines_of, order_of, total_of
from polynya_live.work.mails import errands_of, write_mail
from polynya_live.work.office import office_of

MakeApp = Callable[..., Flask]
TEA, CAKE = Row(id="menu/tea", title="Strong tea", price=300), Row(id="menu/cake", title="Cake", price=400)
WANTED = {"dishes[menu/tea]": "2", "dishes[menu/soup]": "1", "email": "mara@home.example"}


def later() -> Contract:
    """Write the contract of a later freeze: tea is dearer and called otherwise, soup has left, there is cake."""
    return replace(a_mailing_contract(), rows={"menu": (TEA, CAKE)})


@pytest.fixture
def ordered(mailing_app: MakeApp, store: Store) -> Submission:
    mailing_app().test_client().post("/live/forms/order", data=WANTED, headers=sent())
    [row] = store.export(now=NOW)
    return row


def test_the_mails_say_what_was_agreed(mailing_app: MakeApp, ordered: Submission) -> None:
    office = office_of(mailing_app(contract=later()))

    for errand in errands_of(ordered, later(), office.settings):
        mail = write_mail(errand, ordered, later(), settings=office.settings, templates=office.templates)
        assert "2 × Tea, €5.00" in mail.text
        assert "1 × Soup, €8.90" in mail.text
    assert "Total: €13.90" in mail.text
    assert "€5.00" in mail.html


def test_the_page_of_thanks_says_what_was_agreed(mailing_app: MakeApp, ordered: Submission) -> None:
    page = mailing_app(contract=later()).test_client().get(f"/live/forms/order/thanks/{ordered.key}").text

    assert "2 × Tea" in page and "€5.00" in page
    assert "1 × Soup" in page and "€13.90" in page


def test_the_inbox_says_what_was_agreed(ordered: Submission) -> None:
    assert lines_of(ordered, later())[0].text == "2 × Tea, €5.00\n1 × Soup, €8.90"
    assert total_of(ordered, later()) == 1390


def test_the_table_for_a_spreadsheet_has_the_sum(ordered: Submission) -> None:
    file = io.StringIO()
    old = replace(ordered, extra={})

    write_table([ordered, old], [ORDER_BY_MAIL], file, currency="EUR")

    first, second = csv.DictReader(io.StringIO(file.getvalue()))
    assert (first["total"], second["total"]) == ("13.90", "")


def test_a_number_below_nought_stays_a_number_and_words_that_look_like_one_do_not(ordered: Submission) -> None:
    file = io.StringIO()
    fields = (*ORDER_BY_MAIL.fields, Field(name="cold", label="Cold", type="number"), Field(name="said", label="Said"))
    row = replace(ordered, values={**ordered.values, "cold": -4.5, "said": "-4.5"})

    write_table([row], [replace(ORDER_BY_MAIL, fields=fields)], file, currency="EUR")

    [told] = csv.DictReader(io.StringIO(file.getvalue()))
    assert (told["cold"], told["said"]) == ("-4.5", "'-4.5")


def test_a_field_that_is_called_like_a_column_has_a_column_of_its_own(ordered: Submission) -> None:
    file = io.StringIO()
    fields = (*ORDER_BY_MAIL.fields, Field(name="state", label="State"), Field(name="total", label="Total"))
    row = replace(ordered, values={**ordered.values, "state": "Ohio", "total": "all"})

    write_table([row], [replace(ORDER_BY_MAIL, fields=fields)], file, currency="EUR")

    [said] = csv.DictReader(io.StringIO(file.getvalue()))
    assert (said["state"], said["values.state"]) == (row.state.value, "Ohio")
    assert (said["total"], said["values.total"]) == ("13.90", "all")


def test_what_was_ordered_before_prices_were_kept_costs_what_it_costs_now(ordered: Submission) -> None:
    old = replace(ordered, extra={})

    assert [(one.title, one.sum) for one in order_of(old, later())] == [("Strong tea", 600)]


def test_an_owner_who_changes_a_count_changes_no_price(store: Store, ordered: Submission) -> None:
    form, rows = later().forms["order"], {"menu": (TEA, CAKE)}
    typed = {"dishes[menu/tea]": "3", "dishes[menu/cake]": "1", "email": "mara@home.example"}
    bound = edit_form(ordered, form, rows, typed=MultiDict(typed))
    assert bound.validate()
    values = edited_values(ordered, bound)
    extra = agreed_prices(form, values, rows, before=ordered.extra)

    row = act_on(
        store, Decision(key=ordered.key, act=Act.EDIT, who="o@floe.example", values=values, extra=extra), now=NOW
    )

    assert [(one.title, one.count, one.sum) for one in order_of(row, later())] == [("Tea", 3, 750), ("Cake", 1, 400)]
    undone = act_on(store, Decision(key=ordered.key, act=Act.UNDO, who="o@floe.example"), now=NOW)
    assert total_of(undone, later()) == 1390


def test_who_changes_what_they_sent_agrees_anew(store: Store) -> None:
    form = replace(ORDER, show=("dishes",))
    before, after = {"dishes": {"menu/tea": 2}}, {"dishes": {"menu/tea": 1, "menu/cake": 1}}
    extra = agreed_prices(form, before, a_mailing_contract().rows)
    row = store.submit(
        Submission(
            key="k" * 24,
            form="order",
            page="",
            values=before,
            state=State.PENDING,
            received=NOW,
            digest="",
            extra=extra,
        )
    )

    changed = rewrite(store, row, after, form=form, now=NOW, rows=later().rows)

    assert [(one.title, one.sum) for one in order_of(changed, later())] == [("Strong tea", 300), ("Cake", 400)]


PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)


@given(st.lists(st.tuples(PLAIN, PLAIN, st.integers(-99, 10**12)), unique_by=lambda one: one[0], min_size=1))
def test_prices_are_read_as_they_were_written(menu: list[tuple[str, str, int]]) -> None:
    rows = tuple(Row(id=name, title=title, price=price) for name, title, price in menu)
    counts = {row.id: 1 for row in rows}

    extra = agreed_prices(ORDER, {"dishes": counts}, {"menu": rows})

    assert list(extra) == [AGREED]
    assert tuple(agreed_rows(extra).values()) == rows

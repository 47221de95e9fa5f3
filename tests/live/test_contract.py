"""The contract: what freeze wrote is what the live wing reads, whatever it says."""

from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

import pytest

from polynya_live import contract as parts
from polynya_live.contract import Contract, dump, load

FIELD = parts.Field(
    name="day",
    label="Day",
    type="radio",
    required=True,
    min=1,
    max=9,
    help="A day.",
    pattern="[a-z]+",
    message="Letters, please.",
    options=(("a", "A"), ("b", "B")),
    rows="menu",
    autocomplete="bday",
    required_if="name",
    required_for=("Ada",),
    check=True,
    messages={"missing": "Which?"},
    fill="name",
    earliest="today",
    latest="today+90",
    whole=True,
)
FORM = parts.Form(
    name="table",
    original="tisch",
    title="A table",
    fields=(FIELD,),
    submit="Book",
    thanks="Yours.",
    version="v1",
    thread="books",
    moderation="none",
    show=("day",),
    notify="owner",
    keep_s=3600,
    per_visitor=(5, 3600),
    derive="shop:total",
    receipt="email",
    confirm="email",
    keeps=False,
    capacity=30,
    places="seats",
    takes="guests",
    unique=("day",),
    ask="Work it out",
    tally="day",
    messages={"full": "No."},
    language="de",
    edit_s=60,
    digest="daily",
    most_links=None,
    held_words=("casino",),
    proof_of_work=True,
    template="order",
)
LINK = parts.Link("Books", "/books/", "de")
SITE = parts.SiteFacts(
    title="Floe",
    url="https://floe.example",
    description="Books.",
    language="fr",
    timezone="Europe/Oslo",
    currency="NOK",
    navigation=(LINK,),
    navigations={"de": (LINK,)},
    footer=(LINK,),
    footers={"de": (LINK,)},
    logo="logo.svg",
    styles=("own.css",),
    scripts=("own.js",),
    descriptions={"de": "Bücher."},
    fronts={"de": "/de/"},
    search=True,
    account="/account/",
    assets={"own.css": parts.Asset("/static/own.1.css", "sha256-x")},
    words={"fr": {"Send": "Envoyer"}},
)
CONTRACT = Contract(
    release="r1",
    site=SITE,
    forms={"table": FORM},
    pages={"books/dune": parts.PageRef("books/dune", "/books/dune/", "Dune", "books", 7)},
    rows={"menu": (parts.Row(id="menu/tea", title="Tea", price=350),)},
    cursors={"table/books/dune": "0001-x"},
    due=1_800_000_000_000,
    earlier={"table": (parts.Earlier(version="v0", fields=(FIELD,), until=1),)},
)


def test_a_contract_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "contract.json").write_text(dump(CONTRACT), "utf-8")

    assert load(tmp_path / "contract.json") == CONTRACT


@pytest.mark.parametrize("said", [CONTRACT, SITE, FORM, FIELD, LINK], ids=["contract", "site", "form", "field", "link"])
def test_nothing_of_that_contract_is_what_it_would_be_unsaid(said: Any) -> None:  # Any: each of another class
    def unsaid(one: "Field[Any]") -> object:
        return one.default if one.default_factory is MISSING else one.default_factory()

    assert [one.name for one in fields(said) if getattr(said, one.name) == unsaid(one)] == []

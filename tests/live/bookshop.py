"""A small bookshop to post to: its contract, its compiled templates, and factories for what a browser sends."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader

from polynya_live.contract import Asset, Contract, Field, Form, PageRef, Row, SiteFacts
from polynya_live.settings import Settings
from polynya_live.submissions import State, Submission
from polynya_live.templating import prepare

KIT = Path(__file__).parents[2] / "templates"
BASE = "<!doctype html>\n<title>{{ title }}</title>\n<main>{% block main %}{% endblock %}</main>\n"
NOW = 1_795_000_000_000  # 18 November 2026, noon or so
SECRET = "a secret of thirty-two characters"
SITE_URL = "https://floe.example"
DUNE = "books/dune"

ASSETS = {
    "css/base.css": Asset("/static/css/base.1.css", "sha256-x"),
    "passkeys.js": Asset("/static/passkeys.1.js", "sha256-y"),
}
SITE = SiteFacts(title="Floe Books", url=SITE_URL, account="/account/", assets=ASSETS)

REVIEW = Form(
    name="review",
    title="Write a review",
    fields=(
        Field(name="author", label="Your name", required=True, max=60),
        Field(name="rating", label="Rating", type="rating", required=True, min=1, max=5),
        Field(name="text", label="Your review", type="textarea", required=True, max=2000),
        Field(name="email", label="E-mail", type="email", help="Never shown."),
    ),
    submit="Post review",
    thanks="Thank you for your review, {author}.",
    version="v1",
    thread="books",
    show=("author", "rating", "text"),
    keep_s=3600,
)
WALL = Form(
    name="wall",
    title="Say hello",
    fields=(Field(name="text", label="Your words", type="textarea", required=True),),
    submit="Post",
    thanks="It is up.",
    version="v1",
    moderation="none",
    show=("text",),
)
CONTACT = Form(
    name="contact",
    title="Write to us",
    fields=(Field(name="text", label="Your words", type="textarea", required=True, max=100_000),),
    submit="Send",
    thanks="We have it.",
    version="v1",
)
ORDER = Form(
    name="order",
    title="Order",
    fields=(Field(name="dishes", label="Dishes", type="quantity", rows="menu", required=True, max=9),),
    submit="Order",
    thanks="Coming.",
    version="v1",
)


def a_contract(**changes: Any) -> Contract:
    """Write a contract. changes: any of its attributes."""
    forms = {form.name: form for form in (REVIEW, WALL, CONTACT, ORDER)}
    pages = {
        DUNE: PageRef(DUNE, "/books/dune/", "Dune", "books"),
        "menu/tea": PageRef("menu/tea", "/m/", "Tea", "menu"),
    }
    rows = {"menu": (Row(id="menu/tea", title="Tea", price=250), Row(id="menu/soup", title="Soup", price=890))}
    return replace(Contract(release="r1", site=SITE, forms=forms, pages=pages, rows=rows), **changes)


def with_form(form: Form, **changes: Any) -> Contract:
    """Write a contract in which one form is declared otherwise."""
    contract = a_contract()
    return replace(contract, forms={**contract.forms, form.name: replace(form, **changes)})


def some_settings(contract: Path, **changes: Any) -> Settings:
    """Write settings. contract: the folder with compiled templates."""
    return replace(
        Settings(contract=contract, store="sqlite:///unused.db", secret=SECRET, site_url=SITE_URL), **changes
    )


def an_environment(site: SiteFacts = SITE) -> Environment:
    """Make what freeze renders with, over a plain layout."""
    env = Environment(loader=ChoiceLoader([DictLoader({"layouts/base.html": BASE}), FileSystemLoader(KIT)]))
    prepare(env, site)
    return env


def compile_templates(target: Path) -> None:
    """Compile the kit's templates as freeze does."""
    wanted = ("layouts/", "fragments/", "forms/", "inbox/", "mail/")
    an_environment().compile_templates(target, zip=None, filter_func=lambda name: name.startswith(wanted))


def a_review(**changes: Any) -> Submission:
    """Write an approved review."""
    review = Submission(
        key="k" * 24,
        form="review",
        page=DUNE,
        values={"author": "Mara", "rating": 5, "text": "Sand."},
        state=State.APPROVED,
        received=NOW,
        digest="d",
        approved=NOW,
    )
    return replace(review, **changes)


def words(**changes: str | list[str]) -> dict[str, str | list[str]]:
    """Write what a visitor types into the review form. changes: by field; "" leaves one empty."""
    return {"page": DUNE, "author": "Mara", "rating": "5", "text": "Sand.", **changes}


def sent(*, htmx: bool = True, **headers: str) -> Mapping[str, str]:
    """Write the headers of a browser that posts from our own page. headers: with _ for -."""
    own = {"Sec-Fetch-Site": "same-origin"}
    if htmx:
        own |= {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Source": "form#review"}
    return own | {name.replace("_", "-"): value for name, value in headers.items()}

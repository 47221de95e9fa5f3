"""A form in `content/forms/` becomes a form of the contract."""

import subprocess
import sys
from pathlib import Path

import pytest

from build.reading.contents import HOME, reading, site_of, told
from polynya.reading.declarations.form_fields import RESERVED, TYPES
from polynya_live.contract import Field, Form

REVIEW = """\
title: Write a review
thread: books
fields:
  - {name: author, label: Your name, type: text, required: true, max: 60}
  - {name: rating, type: rating, required: true}
  - {name: size, type: select, options: {s: Small, l: Large}}
  - {name: days, type: checkboxes, options: [Monday, Tuesday]}
  - {name: email, label: E-mail, type: email, autocomplete: email, help: Never shown.}
submit: Post review
thanks: Thank you, {author}.
show: [author, rating]
notify: owner
keep: 2y
limits: {per_visitor: 5/hour}
"""
BOOKS = {**HOME, "books/dune.md": "# Dune\n", "books/sand.md": "# Sand\n"}


def review_of(root: Path, text: str = REVIEW) -> Form:
    return site_of(root, {**BOOKS, "forms/review.yaml": text}).forms["review"]


def test_a_form_is_compiled_whole(tmp_path: Path) -> None:
    form = review_of(tmp_path)

    assert form == Form(
        name="review",
        title="Write a review",
        fields=(
            Field(name="author", label="Your name", required=True, max=60),
            Field(name="rating", label="Rating", type="rating", required=True, min=1, max=5),
            Field(name="size", label="Size", type="select", options=(("s", "Small"), ("l", "Large"))),
            Field(name="days", label="Days", type="checkboxes", options=(("Monday", "Monday"), ("Tuesday", "Tuesday"))),
            Field(name="email", label="E-mail", type="email", help="Never shown.", autocomplete="email", fill="email"),
        ),
        submit="Post review",
        thanks="Thank you, {author}.",
        version=form.version,
        thread="books",
        show=("author", "rating"),
        notify="owner",
        keep_s=2 * 365 * 24 * 3600,
        per_visitor=(5, 3600),
    )
    assert len(form.version) == 12


def test_a_form_with_a_thread_is_on_every_page_of_its_collection(tmp_path: Path) -> None:
    site = site_of(tmp_path, {**BOOKS, "forms/review.yaml": REVIEW})

    assert [(page.id, page.forms) for page in site.pages.values()] == [
        ("", ()),
        ("books", ()),
        ("books/dune", ("review",)),
        ("books/sand", ("review",)),
    ]


def test_a_page_names_the_forms_that_it_draws(tmp_path: Path) -> None:
    contact = "fields: [{name: text, type: textarea}]\n"
    files = {"index.md": "---\nforms: [contact]\n---\n# Home\n", "about.md": "---\nform: contact\n---\n# Us\n"}

    site = site_of(tmp_path, {**files, "forms/contact.yaml": contact})

    assert [page.forms for page in site.pages.values()] == [("contact",), ("contact",)]
    assert (site.forms["contact"].title, site.forms["contact"].submit, site.forms["contact"].private) == (
        "Contact",
        "Send",
        True,
    )


@pytest.mark.parametrize(
    ("keep", "seconds"),
    [("90d", 7_776_000), ("2 weeks", 1_209_600), ("12h", 43_200), ("1 month", 2_592_000), ("forever", None)],
)
def test_keep_is_a_time(tmp_path: Path, keep: str, seconds: int | None) -> None:
    assert review_of(tmp_path, REVIEW.replace("2y", keep)).keep_s == seconds


@pytest.mark.parametrize(
    ("rate", "limit"), [("1/minute", (1, 60)), ("3 per day", (3, 86_400)), ("10 / week", (10, 604_800))]
)
def test_a_limit_is_a_rate(tmp_path: Path, rate: str, limit: tuple[int, int]) -> None:
    assert review_of(tmp_path, REVIEW.replace("5/hour", rate)).per_visitor == limit


@pytest.mark.parametrize(
    "change", [("max: 60", "max: 61"), ("options: [Monday", "options: [Sunday"), ("show: [author, ", "show: [")]
)
def test_the_version_changes_with_what_a_post_means(tmp_path: Path, change: tuple[str, str]) -> None:
    assert review_of(tmp_path, REVIEW.replace(*change)).version != review_of(tmp_path).version


@pytest.mark.parametrize(
    "change", [("Your name", "Name"), ("Thank you", "Thanks"), ("Post review", "Post"), ("2y", "1y")]
)
def test_the_version_stays_when_only_words_change(tmp_path: Path, change: tuple[str, str]) -> None:
    assert review_of(tmp_path, REVIEW.replace(*change)).version == review_of(tmp_path).version


def test_a_form_may_name_a_function_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "functions/shop").mkdir(parents=True)
    (tmp_path / "functions/shop/menu.py").write_text(
        "import boom\nfrom x import other\ndef total(values, contract): ...\n"
    )
    form = REVIEW + "derive: shop.menu:{}\n"

    assert review_of(tmp_path, form.replace("{}", "total")).derive == "shop.menu:total"
    assert review_of(tmp_path, form.replace("{}", "other")).derive == "shop.menu:other"
    read = reading(tmp_path, {"forms/review.yaml": form.replace("{}", "sum")})
    assert told(read) == ['unknown-function: the module "shop.menu" has no function "sum"']


@pytest.mark.parametrize("named", ["os:system", "builtins:breakpoint", "code:interact", "logging.config:fileConfig"])
def test_a_form_cannot_have_a_function_of_python_itself_called(tmp_path: Path, named: str) -> None:
    read = reading(tmp_path, {**BOOKS, "forms/review.yaml": f"{REVIEW}derive: {named}\n"})

    assert told(read) == [f'unknown-function: there is no Python module "{named.partition(":")[0]}"']


def test_a_quantity_counts_the_pages_of_a_collection(tmp_path: Path) -> None:
    form = "fields:\n  - {name: dishes, type: quantity, rows: books, max: 9}\n"

    assert review_of(tmp_path, form).fields == (
        Field(name="dishes", label="Dishes", type="quantity", max=9, rows="books"),
    )


def test_types_and_reserved_names_are_those_of_the_live_wing() -> None:
    from polynya_live.forms import RESERVED as LIVE_RESERVED
    from polynya_live.forms.answers import TYPES as LIVE_TYPES

    assert set(RESERVED) == LIVE_RESERVED
    assert set(TYPES) == LIVE_TYPES


def test_reading_needs_none_of_the_heavy_libraries() -> None:
    heavy = "{'flask', 'jinja2', 'wtforms', 'werkzeug', 'markupsafe', 'pyromark', 'pygments'}"
    code = f"import sys, polynya.reading; print(sorted({heavy} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("key", ["receipt", "confirm"])
def test_a_form_may_mail_its_visitor(tmp_path: Path, key: str) -> None:
    form = review_of(tmp_path, f"{REVIEW}{key}: email\n")

    assert getattr(form, key) == "email"


def test_mail_to_a_field_that_holds_no_address_is_a_mistake(tmp_path: Path) -> None:
    read = reading(tmp_path, {**BOOKS, "forms/review.yaml": f"{REVIEW}receipt: author\n"})

    assert told(read) == ['unknown-field: "receipt" names a field of type email, not "author"']
    assert read.problems[0].hint == "the form has: email."

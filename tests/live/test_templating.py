"""What templates may use: filters, assets, and one way to draw a form."""

import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError
from werkzeug.datastructures import MultiDict

from live.bookshop import DUNE, NOW, ORDER, REVIEW, SITE, WALL, a_contract, an_environment
from polynya_live.contract import Field
from polynya_live.forms import form_class
from polynya_live.forms.answers import TYPES
from polynya_live.templating import FormBack, NoSuchAsset, draw_form, fill, stars
from polynya_live.words.writing import day_in_words, money


def test_an_undefined_name_raises() -> None:
    with pytest.raises(UndefinedError):
        an_environment().from_string("{{ nothing }}").render()


def test_assets_come_by_name_and_a_missing_one_raises() -> None:
    env = an_environment()

    assert env.from_string("{{ asset('css/base.css').url }}").render() == "/static/css/base.1.css"
    with pytest.raises(NoSuchAsset, match='no file is called "css/x'):
        env.from_string("{{ asset('css/x.css') }}").render()


@pytest.mark.parametrize(
    ("moment", "zone", "words", "iso"),
    [
        (NOW, "UTC", "18 November 2026", "2026-11-18"),
        (NOW, "Pacific/Auckland", "19 November 2026", "2026-11-19"),
        (date(2027, 3, 4), "Pacific/Auckland", "4 March 2027", "2027-03-04"),
        (datetime(2027, 3, 4, 23), "UTC", "4 March 2027", "2027-03-04"),
        ("2027-03-04", "UTC", "4 March 2027", "2027-03-04"),
    ],
)
def test_days_are_written_in_words_where_the_site_is(moment: object, zone: str, words: str, iso: str) -> None:
    env = an_environment(replace(SITE, timezone=zone))

    assert env.from_string("{{ moment|day }} {{ moment|iso_day }}").render(moment=moment) == f"{words} {iso}"


def test_stars_are_rounded_to_whole_ones() -> None:
    assert [stars(given) for given in (0, 2.4, 2.5, 5, 9)] == ["☆☆☆☆☆", "★★☆☆☆", "★★★☆☆", "★★★★★", "★★★★★"]


def test_money_is_written_with_its_sign_or_its_code() -> None:
    assert [money(1250, "EUR"), money(5, "USD"), money(-123456, "CHF")] == ["€12.50", "$0.05", "-1,234.56 CHF"]


def test_a_currency_without_cents_is_written_without_them() -> None:
    assert [money(120000, "JPY"), money(350000, "ISK"), money(0, "KRW")] == ["¥1,200", "3,500 ISK", "₩0"]
    assert money(120000, "JPY", "de") == "1.200\N{NO-BREAK SPACE}¥"
    assert money(1250, "JPY") == "¥12.50"  # as its author wrote it
    assert [money(1250, "KWD"), money(-1005, "BHD"), money(1234567, "TND", "de")] == [
        "1.250 KWD",
        "-1.005 BHD",
        "1.234,567\N{NO-BREAK SPACE}TND",
    ]
    assert [money(-50, "EUR"), money(-123456, "EUR"), money(99999, "USD")] == ["€-0.50", "€-1,234.56", "$999.99"]


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("See [privacy](/privacy/#x) & [law](https://a.example/?a=1&b=2).",
         'See <a href="/privacy/#x">privacy</a> &amp; <a href="https://a.example/?a=1&amp;b=2">law</a>.'),
        ("[<b>](/x/)", '<a href="/x/">&lt;b&gt;</a>'),
        ("[a](mailto:a@b.example)", '<a href="mailto:a@b.example">a</a>'),
        ("[a](javascript:alert(1)) [b](//evil.example) [c](/x\"y)", "[a](javascript:alert(1)) [b](//evil.example) [c](/x&#34;y)"),
        ("1 < 2", "1 &lt; 2"),
    ],
)  # fmt: skip
def test_help_has_links_and_no_other_markup(written: str, drawn: str) -> None:
    assert an_environment().from_string("{{ text | linked }}").render(text=written) == drawn


def test_the_help_of_a_field_may_lead_to_a_page() -> None:
    fields = (replace(REVIEW.fields[0], help="As in [our rules](/rules/)."), *REVIEW.fields[1:])

    html = draw_form(an_environment(), replace(REVIEW, fields=fields), DUNE)

    assert 'As in <a href="/rules/">our rules</a>.</p>' in html


def test_a_sentence_takes_answers_and_nothing_else() -> None:
    values = {"author": "{rating} & co", "rating": 5, "tags": ["a", "b"], "yes": True}

    assert (
        fill("Thank you, {author}: {rating}. {tags} {yes} {gone}!", values) == "Thank you, {rating} & co: 5. a, b yes !"
    )
    assert fill("{author.__class__} {0} {} {author", values) == "{author.__class__} {0} {} {author"


def test_a_form_is_drawn_for_people_first_and_for_htmx_second() -> None:
    drawn = str(draw_form(an_environment(), REVIEW, a_contract().pages[DUNE]))

    assert drawn.startswith('<form id="review" class="form" method="post" action="/live/forms/review"')
    assert drawn.index("action=") < drawn.index("hx-post=")
    assert f'<input type="hidden" name="page" value="{DUNE}">' in drawn
    assert "hx-trigger=\"focusin from:'closest form' once\"" in drawn
    assert '<div class="trap" aria-hidden="true">' in drawn


def test_a_first_line_break_survives_the_textarea_and_every_line_ends_alike() -> None:
    bound = form_class(REVIEW)(MultiDict({"text": "\r\nSand.\r\n"}))
    bound.validate()

    html = str(draw_form(an_environment(), REVIEW, a_contract().pages[DUNE], back=FormBack(bound)))

    assert ">\n\nSand.\n</textarea>" in html
    assert "\r" not in html


def test_a_form_that_stands_alone_names_no_page() -> None:
    assert 'name="page"' not in draw_form(an_environment(), WALL, None)


def test_a_quantity_field_shows_frozen_prices() -> None:
    drawn = draw_form(an_environment(), ORDER, None, rows=a_contract().rows)

    assert 'Soup <span class="price">€8.90</span>' in drawn
    assert 'name="dishes[menu/soup]"' in drawn


class Tied(HTMLParser):
    """Collects ids, and what refers to an id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.referred: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.ids += [told["id"]] if "id" in told else []
        self.referred |= {*told.get("aria-describedby", "").split(), *told.get("aria-labelledby", "").split()}
        self.referred |= {told[name].removeprefix("#") for name in ("for", "href") if name in told}


@pytest.mark.parametrize(("language", "price"), [("", "€8.90"), ("en", "€8.90"), ("de", "8,90\N{NO-BREAK SPACE}€")])
def test_prices_are_written_in_the_language_of_their_form(language: str, price: str) -> None:
    form = replace(ORDER, language=language)

    assert f'Soup <span class="price">{price}</span>' in draw_form(an_environment(), form, None, rows=a_contract().rows)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_label_help_and_error_of_every_type_are_tied_to_its_input(kind: str) -> None:
    field = Field(
        name="it", label="It", type=kind, required=True, help="So.", options=(("a", "A"), ("b", "B")), rows="menu"
    )
    form = replace(ORDER, fields=(field,))
    bound = form_class(form, a_contract().rows)(MultiDict())
    bound.validate()

    html = str(draw_form(an_environment(), form, None, back=FormBack(bound)))

    tied = Tied(html)
    assert len(tied.ids) == len(set(tied.ids))
    assert tied.referred <= set(tied.ids)
    if kind != "hidden":
        assert {"order-it-help", "order-it-error"} <= tied.referred
        assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(("label", "after"), [("Your name", ":"), ("Who are you?", ""), ("Sea ice is …", "")])
def test_a_label_that_ends_with_a_mark_takes_no_colon_above_the_fields(label: str, after: str) -> None:
    form = replace(ORDER, fields=(Field(name="it", label=label, required=True),))
    bound = form_class(form)(MultiDict())
    bound.validate()

    html = str(draw_form(an_environment(), form, None, back=FormBack(bound)))

    assert f"{label}</a>{after} Please fill this in." in html


def test_a_filled_form_says_its_errors_once_above_the_fields_and_takes_the_focus() -> None:
    bound = form_class(REVIEW)(MultiDict({"author": "Mara"}))
    bound.validate()

    html = str(draw_form(an_environment(), REVIEW, a_contract().pages[DUNE], back=FormBack(bound, stamp="s")))

    assert re.search(r'<div class="notice" role="alert" tabindex="-1" autofocus>', html)
    assert html.count('<a href="#review-') == 2
    assert '<a href="#review-rating-0">Rating</a>: Please choose one.' in html
    assert '<input type="hidden" name="stamp" value="s">' in html


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Thank you, {author}.", "Thank you, Ada."),
        ("{author}{nobody}{list}", "Adaa, b"),
        ("{a b} {author {author} } {}", "{a b} {author Ada } {}"),
        ("", ""),
        ("{", "{"),
    ],
)
def test_a_sentence_is_filled_with_what_there_is(sentence: str, said: str) -> None:
    assert fill(sentence, {"author": "Ada", "list": ["a", "b"]}) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Zoë", "Zoë"),
        ("Mara ", "Mara"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("مرحبا", "\u2068مرحبا\u2069"),
        ("שלום 3", "\u2068שלום 3\u2069"),
        ("\u2069\u202eevil", "\u2068\u202eevil\u2069"),
    ],
)
def test_a_name_leaves_the_rest_of_its_sentence_as_it_is(name: str, said: str) -> None:
    assert fill("Thank you, {name}: number {number}.", {"name": name, "number": "7"}) == f"Thank you, {said}: number 7."


def test_a_day_in_english_is_written_as_the_c_locale_does() -> None:
    days = [date(2026, month, 9) for month in range(1, 13)]

    assert [day_in_words(day, "en") for day in days] == [f"9 {day:%B %Y}" for day in days]

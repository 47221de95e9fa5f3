"""Where an answer without JavaScript leads back to: the page that was posted from, and nowhere else."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from live.bookshop import CONTACT, SITE_URL, WALL, a_contract, an_environment, sent, with_form, words
from live.test_posts import a_stamp
from polynya_live.contract import Link
from polynya_live.templating import draw_form

MakeApp = Callable[..., Flask]


def test_a_form_that_stands_alone_says_its_page_with_each_post() -> None:
    assert '<input type="hidden" name="from_page" value="/contact/">' in draw_form(an_environment(), WALL, "/contact/")


def test_a_slip_and_the_thanks_lead_back_to_the_page_of_the_form(client: FlaskClient) -> None:
    typed = {"from_page": "/contact/", "text": ""}

    slip = client.post("/live/forms/contact", data=typed, headers=sent(htmx=False))
    thanks = client.post(
        "/live/forms/contact", data={**typed, "text": "Hello."}, headers=sent(htmx=False), follow_redirects=True
    )

    for answer in (slip, thanks):
        assert '<div class="sheet flow">\n<h1>' in answer.text, "laid out as a page is, also where :has is unknown"
        assert '<a href="/contact/">Back to the page before</a>' in answer.text
    assert 'name="from_page" value="/contact/"' in slip.text


def test_one_more_step_still_knows_the_page(client: FlaskClient) -> None:
    typed = {"from_page": "/wall/", "text": "Hello."}

    asked = client.post("/live/forms/wall", data=typed, headers=sent(htmx=False))
    stamp = a_stamp(client, "wall")
    thanks = client.post(
        "/live/forms/wall", data={**typed, "stamp": stamp}, headers=sent(htmx=False), follow_redirects=True
    )

    assert 'name="from_page" value="/wall/"' in asked.text
    assert '<a href="/wall/">Back to the page before</a>' in thanks.text


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "/live/account/",
        "javascript:alert(1)",
        "/a b",
        "/" + "a" * 600,
    ],
)
def test_no_answer_leads_anywhere_else(client: FlaskClient, address: str) -> None:
    answer = client.post("/live/forms/contact", data={"from_page": address, "text": ""}, headers=sent(htmx=False))

    assert '<a href="/">Back to Floe Books</a>' in answer.text
    assert "from_page" not in answer.text


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"{SITE_URL}/contact/?a=b", '<a href="/contact/">Back to the page before</a>'),
        (f"{SITE_URL}/books/dune/", '<a href="/books/dune/">Back to Dune</a>'),
        ("https://elsewhere.example/contact/", '<a href="/">Back to Floe Books</a>'),
        ("https://[", '<a href="/">Back to Floe Books</a>'),
    ],
)
def test_what_is_too_large_to_be_read_leads_back_by_the_referer(client: FlaskClient, referer: str, back: str) -> None:
    answer = client.post(
        "/live/account/sign-in", data={"email": "a" * 70_000}, headers=sent(htmx=False, Referer=referer)
    )

    assert answer.status_code == 413
    assert back in answer.text


def test_a_problem_speaks_the_language_of_the_page_before_it(make_app: MakeApp) -> None:
    contract = a_contract()
    site = replace(contract.site, navigations={"de": (Link("Bücher", "/de/books/"),)})
    client = make_app(replace(contract, site=site)).test_client()

    german = client.get("/live/nothing", headers={"Referer": f"{SITE_URL}/de/books/"})
    english = client.get("/live/nothing", headers={"Referer": f"{SITE_URL}/books/"})

    assert "Diese Adresse führt nirgendwohin" in german.text and "Zurück zu „Bücher“" in german.text
    assert "This address leads nowhere" in english.text


def test_a_problem_with_a_form_speaks_its_language(make_app: MakeApp) -> None:
    client = make_app(with_form(CONTACT, language="de")).test_client()

    answer = client.post("/live/forms/contact", data="x", content_type="text/plain", headers=sent(htmx=False))

    assert answer.status_code == 415
    assert "Das ist kein Formular" in answer.text


@pytest.mark.parametrize(
    ("form", "title"), [("review", "Please look again: Dune"), ("contact", "Please look again: Write to us")]
)
def test_the_tab_says_first_that_something_is_to_be_mended(make_app: MakeApp, form: str, title: str) -> None:
    posted = words(text="") if form == "review" else {"text": ""}

    answer = make_app().test_client().post(f"/live/forms/{form}", data=posted, headers=sent(htmx=False))

    assert answer.status_code == 422
    assert f"<title>{title}</title>" in answer.text
    assert f"<h1>{'Dune' if form == 'review' else 'Please look again'}</h1>" in answer.text


@pytest.mark.parametrize(
    ("language", "page", "back"),
    [
        ("en", "", '<a href="/">Back to Floe Books</a>'),
        ("de", "", '<a href="/de/">Zurück zu „Floe Books“</a>'),
        ("de", "/de/", '<a href="/de/">Zurück zu „Floe Books“</a>'),
        ("de", "/de/books/", '<a href="/de/books/">Zurück zu „Bücher“</a>'),
        ("de", "/de/kontakt/", '<a href="/de/kontakt/">Zurück zur Seite davor</a>'),
        ("en", "/contact/", '<a href="/contact/">Back to the page before</a>'),
    ],
)
def test_the_way_back_is_said_as_people_say_it(make_app: MakeApp, language: str, page: str, back: str) -> None:
    contract = with_form(CONTACT, language=language)
    german = {"de": (Link("Bücher", "/de/books/"),)}
    site = replace(contract.site, navigations=german, fronts={"de": "/de/"})
    client = make_app(replace(contract, site=site)).test_client()
    typed = {"from_page": page, "text": "Hello."}

    thanks = client.post("/live/forms/contact", data=typed, headers=sent(htmx=False), follow_redirects=True)

    assert back in thanks.text

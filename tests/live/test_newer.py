"""What is newer than the freeze: the same address and the same bytes for every reader."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from live.bookshop import DUNE, REVIEW, a_contract, a_review, an_environment, sent
from live.conftest import Clock
from polynya_live.routes import live_url
from polynya_live.store import Store
from polynya_live.submissions import State
from polynya_live.threads import thread_of

URL = f"/live/newer/review/{DUNE}"


def keep(store: Store, *authors: str) -> list[str]:
    """Keep approved reviews, and return their cursors."""
    rows = [a_review(key=f"{name:x<20}", values={"author": name, "rating": 4, "text": "Sand."}) for name in authors]
    return [store.submit(row).cursor for row in rows]


def test_nothing_newer_is_a_204_that_the_cdn_may_keep(client: FlaskClient, store: Store) -> None:
    [cursor] = keep(store, "Mara")

    answer = client.get(f"{URL}?after={cursor}")

    assert (answer.status_code, answer.text) == (204, "")
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=5"
    assert "ETag" not in answer.headers


def test_what_is_newer_comes_oldest_first_with_an_island_for_the_rest(client: FlaskClient, store: Store) -> None:
    first, _, last = keep(store, "Mara", "Noor", "Olu")

    answer = client.get(f"{URL}?after={first}", headers=sent())

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=5"
    assert "Mara" not in answer.text
    assert answer.text.index(">Noor<") < answer.text.index(">Olu<")
    assert f'hx-get="{URL}?after={last}"' in answer.text


def test_every_reader_gets_the_same_bytes(client: FlaskClient, store: Store) -> None:
    keep(store, "Mara")

    answers = [client.get(URL).data, client.get(URL, headers=sent(User_Agent="x", Cookie="a=b")).data]

    assert answers[0] == answers[1]


def test_a_submission_is_drawn_live_as_it_is_frozen(client: FlaskClient, store: Store, clock: Clock) -> None:
    keep(store, "Mara & <Noor>")
    [row] = store.thread(a_review().thread, now=clock.now)
    env = an_environment()

    frozen = env.get_template("fragments/submission.html").render(form=REVIEW, submission=row)
    thread = env.get_template("fragments/thread.html").render(thread=thread_of(REVIEW, DUNE, [row]))

    assert frozen in thread
    assert frozen in client.get(URL).text


def test_a_page_never_tells_the_key_of_a_submission(client: FlaskClient, store: Store) -> None:
    keep(store, "Mara")

    assert f"{'Mara':x<20}" not in client.get(URL).text


@pytest.mark.parametrize("cursor", ["x", "1", "0000000000000-", "1795000000000-a b", "1795000000000-" + "a" * 13, "'"])
def test_a_cursor_that_never_was_is_a_400(client: FlaskClient, cursor: str) -> None:
    answer = client.get(URL, query_string={"after": cursor})

    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["nope/books/dune", "review/books/gone", "review/menu/tea", "contact/books/dune", "contact/", "review/"]
)
def test_a_thread_that_is_none_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/live/newer/{path}").status_code == 404


def test_a_form_that_stands_alone_has_a_thread_without_a_page(client: FlaskClient, store: Store) -> None:
    store.submit(a_review(form="wall", page="", values={"text": "hello"}))
    url = live_url("newer", form="wall", page="")

    answer = client.get(url)

    assert "hello" in answer.text
    assert f'hx-get="{url}?after=' in answer.text


def test_what_is_not_meant_to_be_shown_never_is(client: FlaskClient, store: Store) -> None:
    shown = a_review(values={"author": "Mara", "rating": 5, "text": "Sand.", "email": "mara@example.org"})
    store.submit(shown)
    for state in (State.PENDING, State.REJECTED, State.PRIVATE):
        store.submit(a_review(key=f"{state:_<20}", state=state, approved=0, values={"author": state, "text": "x"}))

    answer = client.get(URL).text

    assert "mara@example.org" not in answer
    assert [state for state in ("pending", "rejected", "private") if state in answer] == []


def test_an_island_that_fails_leaves_the_frozen_page_as_it_is(client: FlaskClient) -> None:
    answer = client.get(f"{URL}?after=x", headers=sent())

    assert "HX-Reswap" not in answer.headers
    assert "HX-Retarget" not in answer.headers


def test_text_of_a_visitor_never_becomes_an_element_or_an_attribute(client: FlaskClient, store: Store) -> None:
    nasty = "\"'><script>alert(1)</script><p hx-get=/x data-hx-on:click=alert(1) onclick=alert(1)>{{ 7*7 }}"
    store.submit(a_review(values={"author": nasty, "rating": 5, "text": nasty}))

    seen: list[tuple[str, str]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: seen.extend((tag, name) for name, _ in attrs)  # type: ignore[method-assign]
    parser.feed(client.get(URL).text)

    assert {tag for tag, _ in seen} == {"article", "div", "p", "span", "time"}
    assert {name for tag, name in seen if tag != "div"} == {"aria-hidden", "class", "datetime", "id"}


def test_a_thread_counts_and_averages_what_it_shows() -> None:
    ratings = [a_review(values={"rating": stars}, cursor=f"c{stars}") for stars in (5, 4, 4)]

    thread = thread_of(REVIEW, DUNE, ratings)

    assert (thread.count, thread.cursor, thread.best) == (3, "c4", 5)
    assert f"{thread.average:.2f}" == "4.33"
    assert thread_of(REVIEW, DUNE, []).average is None


def test_a_thread_averages_those_that_give_stars_and_says_from_how_many() -> None:
    given = [{"rating": 5}, {"text": "Brought along."}, {"rating": 2}, {"text": "Dry."}]

    thread = thread_of(REVIEW, DUNE, [a_review(values=values) for values in given])

    assert (thread.count, thread.ratings, thread.average) == (4, 2, 3.5)
    drawn = an_environment().get_template("fragments/thread.html").render(thread=thread)
    assert "3.5 out of 5, from 2<" in drawn


def test_a_thread_without_stars_draws_no_average() -> None:
    thread = thread_of(REVIEW, DUNE, [a_review(values={"text": "Brought along."})])

    assert (thread.count, thread.ratings, thread.average) == (1, 0, None)
    assert 'class="average"' not in an_environment().get_template("fragments/thread.html").render(thread=thread)


def test_many_newer_come_in_steps(make_app: Callable[..., Flask], store: Store) -> None:
    keep(store, *(f"reader{n:03}" for n in range(60)))
    client = make_app(a_contract()).test_client()

    first = client.get(URL).text
    url = first.split('hx-get="')[1].split('"')[0]

    assert first.count("<article") == 50
    assert client.get(url).text.count("<article") == 10

"""The smoke test of a deployment: which form it posts, what it fills in, and what it makes of a bad answer."""

from pathlib import Path

import pytest

from polynya.cloud.deploying.smoke import Answer, SmokeFailed, check_site_lives, chosen_form, sample_values
from polynya_live.contract import Contract, Field, Form, PageRef, SiteFacts
from polynya_live.store import Store, open_store

NOW = 1_800_000_000_000
TEXT = Field(name="text", label="Words", type="textarea", required=True, max=200)


def a_form(name: str, **more: object) -> Form:
    given = {"title": name, "fields": (TEXT,), "submit": "Send", "thanks": "Thanks", "version": "1", **more}
    return Form(name=name, **given)  # type: ignore[arg-type]


def a_contract(*forms: Form) -> Contract:
    page = PageRef("books/dune", "/books/dune/", "Dune", "books")
    return Contract(
        release="r1", site=SiteFacts(title="Shop"), forms={form.name: form for form in forms}, pages={page.id: page}
    )


def test_it_posts_a_form_that_nobody_sees_before_the_owner_does() -> None:
    at_once = a_form("guestbook", moderation="none", show=("text",))
    reviewed = a_form("review", moderation="before", show=("text",))
    private = a_form("contact")

    assert chosen_form(a_contract(at_once)) is None
    assert chosen_form(a_contract(at_once, reviewed)) == reviewed
    assert chosen_form(a_contract(at_once, reviewed, private)) == private


def test_it_fills_in_what_is_required_and_names_a_page() -> None:
    rating = Field(name="rating", label="Rating", type="rating", required=True, min=1, max=5)
    choice = Field(name="size", label="Size", type="select", required=True, options=(("s", "Small"), ("l", "Large")))
    form = a_form("review", fields=(rating, choice, TEXT), thread="books", show=("text",))

    values = sample_values(form, a_contract(form), "mark")

    assert values == {"rating": "1", "size": "s", "text": "mark", "page": "books/dune"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'store.db'}")


def answers(**by_path: Answer) -> object:
    def ask(method: str, path: str, values: dict[str, str] | None) -> Answer:
        default = Answer(200, "<html>", "") if method == "GET" else Answer(303, "", "/live/forms/contact/thanks/k")
        return by_path.get("post" if method == "POST" else path.strip("/") or "home", default)

    return ask


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"home": Answer(404, "lost", "")}, "GET /: answered 404: lost"),
        ({"live/health": Answer(503, "store", "")}, "GET /live/health: answered 503: store"),
        ({"post": Answer(500, "oh", "")}, "POST /live/forms/contact: answered 500: oh"),
        ({}, "POST /live/forms/contact: was answered, but the store does not have it"),
    ],
    ids=["no-page", "no-store", "no-post", "not-kept"],
)
def test_it_says_which_request_failed(store: Store, bad: dict[str, Answer], told: str) -> None:
    with pytest.raises(SmokeFailed) as failure:
        check_site_lives(answers(**bad), a_contract(a_form("contact")), store, now=NOW)  # type: ignore[arg-type]

    assert str(failure.value) == told
    store.close()


def test_a_form_that_this_machine_has_posted_too_often_takes_nothing_back(store: Store) -> None:
    contract = a_contract(a_form("contact"))

    assert check_site_lives(answers(post=Answer(429, "<form>", "")), contract, store, now=NOW) == ""  # type: ignore[arg-type]
    with pytest.raises(SmokeFailed, match="429"):  # of the gateway: no function was asked
        check_site_lives(answers(post=Answer(429, '{"message":"Too Many Requests"}', "")), contract, store, now=NOW)  # type: ignore[arg-type]
    store.close()


def test_a_site_without_such_a_form_is_only_read(store: Store) -> None:
    assert check_site_lives(answers(), a_contract(), store, now=NOW) == ""  # type: ignore[arg-type]
    store.close()

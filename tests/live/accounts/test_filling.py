"""Forms fill in the name and the address of who is signed in, and nobody else learns them."""

from dataclasses import replace

from live.accounts.account_shop import ADA, OWNER, Shop, get, post
from live.bookshop import REVIEW, with_form

FIELDS = tuple(replace(field, fill={"author": "name", "email": "email"}.get(field.name, "")) for field in REVIEW.fields)
FILLED = with_form(REVIEW, fields=FIELDS)
STAMP = "/live/stamp/review"


def test_a_form_is_filled_with_what_it_asks_for_and_only_that(shop: Shop) -> None:
    ada = shop.signed_in(ADA, shop.with_owners(OWNER, contract=FILLED))
    post(ada, "/live/account/name", name='Ada "L" & <b>')

    answer = get(ada, STAMP)

    assert f'data-email="{ADA}"' in answer.text
    assert 'data-name="Ada &#34;L&#34; &amp; &lt;b&gt;"' in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    wall = get(ada, "/live/stamp/wall")
    assert "data-" not in wall.text


def test_a_name_that_nobody_chose_is_not_filled_in(shop: Shop) -> None:
    ada = shop.signed_in(ADA, shop.with_owners(OWNER, contract=FILLED))

    assert "data-name" not in get(ada, STAMP).text


def test_nothing_is_filled_for_anybody_else_and_no_cookie_is_set(shop: Shop) -> None:
    client = shop.client(shop.with_owners(OWNER, contract=FILLED))

    answer = client.get(STAMP, headers={"Cookie": "__Host-polynya=forged"})

    assert answer.status_code == 200 and "data-" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"

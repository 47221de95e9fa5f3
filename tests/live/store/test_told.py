"""What a thread tells to programs, and its picture, by every store."""

from collections.abc import Callable

from flask import Flask

from live.bookshop import DUNE, a_review
from polynya_live.routes import live_url
from polynya_live.store import Store


def test_a_thread_and_its_badge_are_told_by_every_store(make_app: Callable[..., Flask], store: Store) -> None:
    for nth, given in enumerate((5, 4)):
        store.submit(a_review(key=f"{nth:024}", values={"author": "Mara", "rating": given, "text": "Sand."}))
    client = make_app().test_client()

    told = client.get(live_url("thread", form="review", page=DUNE)).json
    badge = client.get(live_url("badge", form="review", page=DUNE)).text

    assert told is not None
    assert (told["count"], told["average"]) == (2, 4.5)
    assert [one["values"]["rating"] for one in told["submissions"]] == [5, 4]
    assert "<title>4.5 / 5 (2)</title>" in badge

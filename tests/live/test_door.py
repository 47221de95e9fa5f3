"""The door guard: with a CDN in front, only what the CDN sends is answered."""

from collections.abc import Callable

from flask import Flask

SECRET = "o" * 40


def test_without_a_cdn_everybody_is_answered(make_app: Callable[..., Flask]) -> None:
    assert make_app().test_client().get("/live/contract").status_code == 200


def test_who_came_around_the_cdn_is_refused_and_told_the_way(make_app: Callable[..., Flask]) -> None:
    client = make_app(origin_secret=SECRET).test_client()

    answer = client.get("/live/contract")

    assert answer.status_code == 400  # a 403 would be replaced by the CDN's page for lost pages
    assert "front door" in answer.text
    assert client.get("/live/contract", headers={"X-Polynya-Origin": "guessed"}).status_code == 400


def test_what_the_cdn_sends_is_answered(make_app: Callable[..., Flask]) -> None:
    client = make_app(origin_secret=SECRET).test_client()

    assert client.get("/live/contract", headers={"X-Polynya-Origin": SECRET}).status_code == 200

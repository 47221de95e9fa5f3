"""The live app as a whole: what goes wrong is said in words, and every answer has the same guards in its headers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from live.bookshop import DUNE, SITE, a_contract, an_environment, sent, words
from polynya_live.answers.htmx import htmx
from polynya_live.headers import security_headers
from polynya_live.routes import ROUTES
from polynya_live.store.sqlite import SqliteStore
from polynya_live.submissions import Cursor, Submission, ThreadId


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/live/nothing", 404),
        ("GET", "/live/forms/review", 405),
        ("POST", "/live/health", 405),
        ("DELETE", "/live/forms/review", 405),
        ("OPTIONS", "/live/forms/review", 405),
        ("GET", "//live/health", 404),
        ("GET", "/live//health", 404),
        ("GET", "/", 404),
    ],
)
def test_what_cannot_be_answered_is_a_page_in_words(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)

    assert answer.status_code == status
    assert answer.text.startswith("<!doctype html>")
    assert '<a href="/">Back to Floe Books</a>' in answer.text
    assert (status == 405) == ("Allow" in answer.headers)


def test_to_htmx_it_is_a_fragment(client: FlaskClient) -> None:
    answer = client.get("/live/nothing", headers=sent())

    assert answer.text.startswith('<div id="problem"')


def test_htmx_that_wants_a_whole_page_gets_one(client: FlaskClient) -> None:
    for wish in ({"HX-Request-Type": "full"}, {"HX-Boosted": "true"}):
        answer = client.post("/live/forms/review", data=words(author=""), headers={**sent(), **wish})
        assert answer.text.startswith("<!doctype html>")


class BrokenStore(SqliteStore):
    """A store with a mistake in it."""

    def newer_than(self, thread: ThreadId, cursor: Cursor, *, now: int, limit: int = 50) -> list[Submission]:
        raise ZeroDivisionError("the secret of the house")


def test_a_mistake_of_ours_is_a_500_that_says_nothing_of_the_house(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_app(another=BrokenStore(tmp_path / "x.db")).test_client()

    answer = client.get(f"/live/newer/review/{DUNE}")

    assert answer.status_code == 500
    assert "It is our mistake" in answer.text
    assert "secret of the house" not in answer.text
    assert "secret of the house" in caplog.text


def test_a_store_that_cannot_be_opened_is_a_503_and_the_log_says_whose(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    client = make_app(another=SqliteStore(tmp_path / "file/x.db", budget_s=0.02)).test_client()

    newer, health = client.get(f"/live/newer/review/{DUNE}"), client.get("/live/health")

    assert (newer.status_code, health.status_code) == (503, 503)
    assert int(newer.headers["Retry-After"]) > 0
    assert newer.headers["Cache-Control"] == "no-store"
    assert health.json == {"store": "unavailable", "posts": "refused"}
    assert caplog.messages == [f"newer: no answer: {tmp_path}/file/x.db: Not a directory"]


def test_a_store_that_is_full_is_a_503_that_says_what_becomes_of_posts(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    store = SqliteStore(tmp_path / "x.db")
    client = make_app(another=store, journal=(tmp_path / "journal").as_uri()).test_client()
    with store._database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    client.post("/live/forms/review", data=words(text="x" * 2000), headers=sent())

    health = client.get("/live/health")

    assert (health.status_code, health.json) == (503, {"store": "read-only", "posts": "journalled"})
    assert "Retry-After" not in health.headers
    assert client.get("/live/contract").status_code == 200  # it is alive
    store.close()


def test_health_and_contract_say_what_stands(client: FlaskClient) -> None:
    assert client.get("/live/health").json == {"store": "ok", "posts": "kept"}
    assert client.get("/live/contract").json == {
        "release": "r1",
        "forms": {"contact": "v1", "order": "v1", "review": "v1", "wall": "v1"},
    }


@pytest.mark.parametrize("path", ["/live/health", "/live/nothing", "/live/stamp/review", f"/live/newer/review/{DUNE}"])
def test_every_answer_has_the_headers_of_the_one_source(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    kind = "error" if answer.status_code >= 400 else "live"

    assert security_headers(kind, https=True).items() <= dict(answer.headers).items()
    assert answer.headers["Cache-Control"]


def test_the_policy_allows_nothing_unsafe_and_hsts_only_over_tls() -> None:
    policy = security_headers("page")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "Strict-Transport-Security" not in security_headers("page")
    assert "Strict-Transport-Security" in security_headers("page", https=True)


def test_the_app_answers_the_routes_of_the_table_and_no_other(make_app: Callable[..., Flask]) -> None:
    rules = {(rule.endpoint, method) for rule in make_app().url_map.iter_rules() for method in rule.methods or ()}

    assert rules - {(name, "HEAD") for name, _ in rules} == {(route.name, route.method) for route in ROUTES}
    assert all(str(rule).startswith("/live/") for rule in make_app().url_map.iter_rules())


@pytest.mark.parametrize(
    ("told", "wants_fragment"),
    [
        ({"HX-Request-Type": "partial"}, False),
        ({"HX-Request": "true", "HX-Request-Type": "partial"}, True),
        ({"HX-Request": "true", "HX-Request-Type": "full"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true", "HX-Request-Type": "partial"}, False),
    ],
)
def test_a_fragment_is_for_htmx_that_asks_for_a_part_of_the_page(
    make_app: Callable[..., Flask], told: dict[str, str], *, wants_fragment: bool
) -> None:
    with make_app().test_request_context(headers=told):
        assert htmx.wants_fragment is wants_fragment


def test_the_kits_own_layout_holds_an_answer() -> None:
    class AnyAsset(dict):  # type: ignore[type-arg]
        def __missing__(self, name: str) -> object:
            return SITE.assets["css/base.css"]

    from jinja2 import FileSystemLoader

    from live.bookshop import KIT

    env = an_environment(replace(SITE, assets=AnyAsset()))
    env.loader = FileSystemLoader(KIT)
    layout = env.get_template("layouts/answer.html")
    back = a_contract().pages[DUNE]

    page = layout.render(title="Dune", description="", path="", body="Thank you.", back=back)

    assert "Thank you." in page
    assert '<a href="/books/dune/">Back to Dune</a>' in page

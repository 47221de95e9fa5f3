"""Routing: the same rules as the function at the CDN's edge, and never to another host."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from browser import said_by_node
from polynya.serve.routing import Moved, route

ROUTING = Path(__file__).parents[3] / "functions/cdn/routing.cfjs"
REDIRECTS = {"/old/": "/new/", "/away/": "https://example.org/there/", "/b%C3%BCcher-alt/": "/b%C3%BCcher/"}

PATHS = [
    "/",
    "/books/dune/",
    "/books/dune",
    "/books/dune/index.html",
    "/index.html",
    "/books//dune",
    "/books//dune/",
    "/static/css/base.1a2b3c4d.css",
    "/robots.txt",
    "/404.html",
    "/bücher/",
    "/bücher",
    "/old",
    "/old/",
    "/away",
    "/bücher-alt/",
    "//evil.example",
    "//evil.example/x",
    "///evil.example/..",
    "/\\evil.example",
    "\\\\evil.example/x.html",
    "/\\/evil.example/x",
    "/x/\\y",
    "/../x",
    "/..",
    "/.git/config",
    "/constructor/",
]


def at_the_edge(paths: list[str]) -> list[dict[str, object]]:
    """Ask the CDN's function, as node runs it."""
    asks = [quote(path, safe="/\\") for path in paths]
    program = ROUTING.read_text().replace("var REDIRECTS = {};", f"var REDIRECTS = {json.dumps(REDIRECTS)};")
    each = "uri => handler({request: {method: 'GET', uri, querystring: {}, headers: {}}})"
    return list(said_by_node(f"{json.dumps(asks)}.map({each})", program=program))


def test_every_url_means_what_it_means_at_the_edge() -> None:
    for path, edge in zip(PATHS, at_the_edge(PATHS), strict=True):
        here = route(path, "", REDIRECTS)

        if isinstance(here, Moved):
            assert edge["headers"]["location"]["value"] == here.location, path  # type: ignore[index]
        else:
            assert edge["uri"] == quote(here), path


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/x", "/\\evil.example", "\\\\evil", "///evil/%2e"])
def test_no_url_leads_to_another_host(path: str) -> None:
    moved = route(path, "", {})

    assert isinstance(moved, Moved)
    assert moved.location.startswith("/evil")


def test_a_redirect_keeps_the_query_and_stays_one_line() -> None:
    assert route("/books", "a=1&b=%20&c=é\r\n", {}) == Moved("/books/?a=1&b=%20&c=%C3%A9%0D%0A")
    assert route("/a\r\nb", "", {}) == Moved("/a%0D%0Ab/")

"""The CloudFront function: which file a URL means, run by njs (the engine CloudFront's is made from) and by node."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from polynya.cloud.edge import (
    LARGEST_FUNCTION,
    RoutingTooLarge,
    custom_policy,
    routing_function,
    security_policy,
)
from polynya.cloud.sources import routing_source
from polynya.serve import routing as local
from polynya_live.headers import security_headers

REDIRECTS = {"/old/": "/new/", "/posts/1.html/": "/posts/one/", "/bücher/alt/": "/bücher/neu/"}
HARNESS = """
var URLS = %s;
console.log(JSON.stringify(URLS.map(function (url) {
    return handler({ request: { method: 'GET', uri: url[0], querystring: url[1], headers: {} } });
})));
"""


def engines() -> list[str]:
    """Name the JavaScript engines of this machine; node always is one, for the set-up brings it."""
    node = str(Path(sys.executable).with_name("node"))
    return [found for name in ("njs", node) if (found := shutil.which(name))]


@pytest.fixture(scope="module", params=engines(), ids=lambda path: Path(path).name)
def route(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Ask the function about many URLs in one run of the engine."""
    program = tmp_path_factory.mktemp("routing") / "routing.js"
    source = routing_function(routing_source().read_text(), REDIRECTS)

    def ask(url: str, query: dict[str, Any] | None = None) -> Any:
        program.write_text(source + HARNESS % json.dumps([[url, query or {}]]))
        done = subprocess.run([request.param, str(program)], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)[0]

    return ask


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("/", "/index.html"),
        ("/books/dune/", "/books/dune/index.html"),
        ("/static/css/base.1a2b3c4d.css", "/static/css/base.1a2b3c4d.css"),
        ("/books/dune/cover.jpg", "/books/dune/cover.jpg"),
        ("/sitemap.xml", "/sitemap.xml"),
        ("/404.html", "/404.html"),
        ("/b%C3%BCcher/", "/b%C3%BCcher/index.html"),
    ],
)
def test_a_url_means_a_file(route: Any, url: str, file: str) -> None:
    assert route(url)["uri"] == file


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("/books/dune", "/books/dune/"),
        ("/books/dune/index.html", "/books/dune/"),
        ("/index.html", "/"),
        ("/old", "/new/"),
        ("/old/", "/new/"),
        ("/posts/1.html", "/posts/one/"),
        ("/books//dune", "/books/dune/"),
    ],
)
def test_one_page_has_one_address(route: Any, url: str, location: str) -> None:
    answer = route(url)

    assert (answer["statusCode"], answer["headers"]["location"]["value"]) == (301, location)


@pytest.mark.parametrize(
    "url",
    [
        "//evil.example",
        "//evil.example/x",
        "///evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\\/evil.example/x",
    ],
)
def test_no_url_leads_to_another_host(route: Any, url: str) -> None:
    location = route(url)["headers"]["location"]["value"]

    assert location.startswith("/evil.example")


def test_a_redirect_keeps_the_query(route: Any) -> None:
    query = {"a": {"value": "1", "multiValue": [{"value": "1"}, {"value": "2"}]}, "b": {"value": ""}}

    assert route("/books", query)["headers"]["location"]["value"] == "/books/?a=1&a=2&b"


def test_names_of_every_object_are_no_redirects(route: Any) -> None:
    assert route("/constructor/")["uri"] == "/constructor/index.html"


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "//",
        "/about",
        "/about/",
        "/about/index.html",
        "/index.html",
        "/404.html",
        "/old",
        "/old/",
        "//old",
        "/posts/1.html",
        "/b%C3%BCcher/alt",
        "/b%C3%BCcher",
        "/b%C3%BCcher/",
        "//evil.example/x",
        "/\\\\evil.example",
        "/static/css/base.1a2b3c4d.css",
        "/v1.2/notes",
        "/a%20b",
    ],
)
def test_the_edge_and_the_local_server_agree(route: Any, url: str) -> None:
    here = local.route(unquote(url), "", REDIRECTS)

    there = route(url)

    if isinstance(here, local.Moved):
        assert there["headers"]["location"]["value"] == quote(here.location, safe="/%")
    else:
        assert unquote(there["uri"]) == here


def test_too_many_redirects_are_refused_before_cloudfront_does() -> None:
    many = {f"/old-{number}": f"/new-{number}/" for number in range(400)}

    with pytest.raises(RoutingTooLarge) as refusal:
        routing_function(routing_source().read_text(), many)

    assert refusal.value.size > LARGEST_FUNCTION


def test_the_headers_policy_says_what_the_local_server_says() -> None:
    headers = security_headers("page", https=True)

    known: Any = security_policy(headers)
    custom: Any = custom_policy(headers)

    said = {item["Header"]: item["Value"] for item in custom["Items"]}
    said["Content-Security-Policy"] = known["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    said["Referrer-Policy"] = known["ReferrerPolicy"]["ReferrerPolicy"]
    said["X-Content-Type-Options"] = "nosniff" if known["ContentTypeOptions"]["Override"] else ""
    age = known["StrictTransportSecurity"]
    said["Strict-Transport-Security"] = f"max-age={age['AccessControlMaxAgeSec']}; includeSubDomains"
    assert said == headers

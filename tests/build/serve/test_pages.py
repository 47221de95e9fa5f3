"""Frozen pages over a real socket: what the CDN would answer, and nothing that is not of the release."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from build.serve.client import Answer, ask, say, serving_function
from build.sites import write
from polynya_live.headers import security_headers

RELEASE = "build/releases/000002-bbbbbbbbbbbb"
OLDER = "build/releases/000001-aaaaaaaaaaaa"
YEAR = "public, max-age=31536000, immutable"
FILES = {
    f"{RELEASE}/site/index.html": "<h1>Home</h1></body>",
    f"{RELEASE}/site/404.html": "<h1>Not here</h1>",
    f"{RELEASE}/site/robots.txt": "User-agent: *\n",
    f"{RELEASE}/site/books/dune/index.html": "<h1>Dune</h1>",
    f"{RELEASE}/site/books/dune/map of sand.png": b"\x89PNG",
    f"{RELEASE}/site/bücher/index.html": "<h1>Bücher</h1>",
    f"{RELEASE}/site/static/css/base.0123456789.css": "body {}",
    f"{RELEASE}/site/static/plain.css": "p {}",
    f"{RELEASE}/site/.hidden": "hidden",
    f"{RELEASE}/site/.git/config": "hidden",
    f"{RELEASE}/live/contract.json": "{}",
    f"{RELEASE}/live/redirects.json": '{"/old/": "/books/dune/"}',
    f"{OLDER}/site/index.html": "<h1>Home, before</h1>",
    f"{OLDER}/site/gone/index.html": "<h1>Gone</h1>",
    f"{OLDER}/site/static/css/base.9876543210.css": "body { color: red }",
    f"{OLDER}/site/static/plain-before.css": "p {}",
    "var/secret": "SECRET",
    "content/index.md": "SECRET",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("site"), FILES)
    (root / "build/current").symlink_to("releases/000002-bbbbbbbbbbbb")
    (root / "build/site").symlink_to("current/site")
    (root / RELEASE / "site/secret.txt").symlink_to(root / "var/secret")
    (root / RELEASE / "site/var").symlink_to(root / "var")
    return root


@pytest.fixture(scope="module")
def url(root: Path) -> Iterator[str]:
    with serving_function("live", root) as address:
        yield address


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/", "text/html; charset=utf-8", b"<h1>Home</h1></body>"),
        ("/books/dune/", "text/html; charset=utf-8", b"<h1>Dune</h1>"),
        ("/b%C3%BCcher/", "text/html; charset=utf-8", "<h1>Bücher</h1>".encode()),
        ("/robots.txt", "text/plain; charset=utf-8", b"User-agent: *\n"),
        ("/books/dune/map%20of%20sand.png", "image/png", b"\x89PNG"),
        ("/static/css/base.0123456789.css", "text/css; charset=utf-8", b"body {}"),
    ],
)
def test_a_file_comes_as_it_is(url: str, path: str, kind: str, body: bytes) -> None:
    answer = ask(url, path)

    assert (answer.status, answer.header("content-type"), answer.body) == (200, kind, body)
    assert answer.header("content-length") == str(len(body))


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/books/dune", "/books/dune/"),
        ("/books/dune/index.html", "/books/dune/"),
        ("/books/dune?a=%20b", "/books/dune/?a=%20b"),
        ("/b%C3%BCcher", "/b%C3%BCcher/"),
        ("/old", "/books/dune/"),
        ("//evil.example/x", "/evil.example/x/"),
        ("///evil.example", "/evil.example"),
        ("/%5Cevil.example/x", "/evil.example/x/"),
        ("/%2F/evil.example/x", "/evil.example/x/"),
        ("/x%0d%0aset-cookie:a=1", "/x%0D%0Aset-cookie:a=1/"),
    ],
)
def test_a_page_has_one_address_and_no_other_host_has_it(url: str, path: str, location: str) -> None:
    answer = ask(url, path)

    assert (answer.status, answer.header("location"), answer.body) == (301, location, b"")
    assert answer.header("set-cookie") is None


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/../../../var/secret",
        "/..%2f..%2f..%2fvar/secret.txt",
        "/%2e%2e/%2e%2e/live/contract.json",
        "/books/../../live/contract.json",
        "/books/dune/%2e%2e%2f%2e%2e%2frobots.txt",
        "/..%5c..%5cvar%5csecret.txt",
        "/./robots.txt",
        "/.hidden",
        "/.git/config",
        "/secret.txt",
        "/var/secret.txt",
        "/robots.txt%00",
        "/robots.txt%00.html",
        "/robots.txt/",
        "/ROBOTS.TXT",
        "/%ff.html",
        "/gone/",
        "/static/plain-before.css",
        "/live.html",
    ],
)
def test_what_is_not_of_the_release_is_not_there(url: str, path: str) -> None:
    answer = ask_to_the_end(url, path)

    assert (answer.status, answer.body) == (404, b"<h1>Not here</h1>")
    assert answer.header("cache-control") == "no-store"
    assert answer.header("content-type") == "text/html; charset=utf-8"


def ask_to_the_end(url: str, path: str) -> Answer:
    """Follow one redirect, as a browser would."""
    answer = ask(url, path)
    return ask(url, answer.header("location") or "") if answer.status == 301 else answer


@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("/", "public, max-age=0, must-revalidate"),
        ("/robots.txt", "public, max-age=0, must-revalidate"),
        ("/static/plain.css", "public, max-age=0, must-revalidate"),
        ("/static/css/base.0123456789.css", YEAR),
    ],
)
def test_only_what_never_changes_is_kept_for_ever(url: str, path: str, cache: str) -> None:
    assert ask(url, path).header("cache-control") == cache


@pytest.mark.parametrize("path", ["/", "/static/css/base.0123456789.css", "/robots.txt", "/nowhere/", "/books/dune"])
def test_every_answer_has_the_headers_of_safety(url: str, path: str) -> None:
    answer = ask(url, path)

    assert {name: answer.header(name.lower()) for name in security_headers()} == security_headers()


def test_a_page_that_has_not_changed_is_not_sent_again(url: str) -> None:
    tag = ask(url, "/").header("etag") or ""

    for given in (tag, f'"other", W/{tag}', "*"):
        answer = ask(url, "/", headers={"If-None-Match": given})
        assert (answer.status, answer.body, answer.header("etag")) == (304, b"", tag)
    assert ask(url, "/", headers={"If-None-Match": '"other"'}).status == 200


def test_head_has_the_headers_and_not_the_body(url: str) -> None:
    got, asked = ask(url, "/books/dune/"), ask(url, "/books/dune/", method="HEAD")

    assert (asked.status, asked.body) == (200, b"")
    assert dict(asked.headers) | {"date": ""} == dict(got.headers) | {"date": ""}


@pytest.mark.parametrize(
    ("wanted", "status", "body", "part"),
    [
        ("bytes=0-3", 206, b"User", "bytes 0-3/14"),
        ("bytes=10-", 206, b": *\n", "bytes 10-13/14"),
        ("bytes=-3", 206, b" *\n", "bytes 11-13/14"),
        ("bytes=-99", 206, b"User-agent: *\n", "bytes 0-13/14"),
        ("bytes=5-99", 206, b"agent: *\n", "bytes 5-13/14"),
        ("bytes=99-", 416, b"", "bytes */14"),
        ("bytes=3-1", 200, b"User-agent: *\n", None),
        ("bytes=0-1,4-5", 200, b"User-agent: *\n", None),
        ("lines=1-2", 200, b"User-agent: *\n", None),
        (f"bytes={'9' * 5000}-", 200, b"User-agent: *\n", None),
        (f"bytes=-{'9' * 5000}", 200, b"User-agent: *\n", None),
    ],
)
def test_a_part_of_a_file(url: str, wanted: str, status: int, *, body: bytes, part: str | None) -> None:
    answer = ask(url, "/robots.txt", headers={"Range": wanted})

    assert (answer.status, answer.header("content-range")) == (status, part)
    assert answer.body == body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_a_page_can_only_be_read(url: str, method: str) -> None:
    answer = ask(url, "/books/dune/", method=method)

    assert (answer.status, answer.header("allow")) == (405, "GET, HEAD")


def test_an_address_with_a_host_in_it_means_this_one(url: str) -> None:
    heard = say(url, b"GET http://evil.example/books/dune HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert b"\r\nlocation: /books/dune/\r\n" in heard


def test_everything_below_live_is_answered_by_the_function(url: str) -> None:
    assert [ask(url, path).body for path in ("/live/", "/live/robots.txt", "/%6Cive/x")] == [b"live"] * 3
    assert ask_to_the_end(url, "/live").body == b"live"


def test_assets_of_an_older_release_are_there_still(url: str) -> None:
    answer = ask(url, "/static/css/base.9876543210.css")

    assert (answer.status, answer.body, answer.header("cache-control")) == (200, b"body { color: red }", YEAR)


def test_a_swap_is_seen_at_once_and_an_unchanged_page_keeps_its_tag(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "build", tmp_path / "build", symlinks=True)
    next_one = tmp_path / "build/releases/000003-cccccccccccc"
    shutil.copytree(tmp_path / RELEASE, next_one, symlinks=True, copy_function=os.link)
    (next_one / "site/index.html").unlink()
    write(next_one, {"site/index.html": "<h1>Home, now</h1>"})
    with serving_function("live", tmp_path) as url:
        before, dune = ask(url, "/"), ask(url, "/books/dune/")

        (tmp_path / "build/new").symlink_to("releases/000003-cccccccccccc")
        (tmp_path / "build/new").rename(tmp_path / "build/current")

        after = ask(url, "/")
        assert (before.body, after.body) == (b"<h1>Home</h1></body>", b"<h1>Home, now</h1>")
        assert before.header("etag") != after.header("etag")
        assert ask(url, "/books/dune/").header("etag") == dune.header("etag")


def test_without_a_release_nothing_is_there(tmp_path: Path) -> None:
    with serving_function("live", tmp_path) as url:
        answer = ask(url, "/")

        assert (answer.status, answer.header("content-type")) == (404, "text/plain; charset=utf-8")

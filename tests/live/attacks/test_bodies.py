"""Bodies that no browser sends: each gets an answer, none is a 500, none makes much work, and none is kept."""

import gzip
import sys
from collections.abc import Callable, Iterator
from types import FrameType

import pytest
from flask import Flask
from flask.testing import FlaskClient

from live.bookshop import NOW, REVIEW, sent, with_form
from polynya_live.guards.body import BODY_BYTES
from polynya_live.store import Filter, Store

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
MOST_CALLS = 1_500_000
"""Python functions called for one post. Counted, for a clock says little on a busy machine."""

REVIEW_BODY = b"page=books/dune&author=Mara&rating=5&text=Sand."


def part(name: bytes, body: bytes = b"x", more: bytes = b"") -> bytes:
    """Write one part of a multipart form."""
    return b'--x\r\nContent-Disposition: form-data; name="' + name + b'"' + more + b"\r\n\r\n" + body + b"\r\n"


def full(pattern: bytes, joint: bytes = b"&") -> bytes:
    """Repeat a pattern up to as much as is read at all. %d in it counts."""
    pieces: list[bytes] = []
    size = 0
    while size < BODY_BYTES - 40:
        pieces.append(pattern.replace(b"%d", str(len(pieces)).encode()) + joint)
        size += len(pieces[-1])
    return b"".join(pieces)[:BODY_BYTES]


END = b"--x--\r\n"
BODIES: dict[str, tuple[str, bytes]] = {
    "multipart that ends in a header": (MULTIPART, part(b"text")[:20]),
    "multipart that ends in a part": (MULTIPART, part(b"text")[:-4]),
    "multipart without an end": (MULTIPART, part(b"text")),
    "multipart of nothing": (MULTIPART, b""),
    "multipart of its end only": (MULTIPART, END),
    "multipart without a boundary": ("multipart/form-data", part(b"text") + END),
    "multipart with an empty boundary": ("multipart/form-data; boundary=", part(b"text") + END),
    "multipart with a boundary of 64 kB": ("multipart/form-data; boundary=" + "b" * 60_000, part(b"text") + END),
    "multipart with a boundary of another alphabet": ("multipart/form-data; boundary=\xe9", part(b"text") + END),
    "multipart in multipart": (
        MULTIPART,
        b'--x\r\nContent-Disposition: form-data; name="text"\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n'
        + b"--y\r\n\r\nx\r\n--y--\r\n"
        + END,
    ),
    "multipart of thousands": (MULTIPART, full(part(b"t%d"), b"")),
    "multipart of empty parts": (MULTIPART, full(b"--x\r\n\r\n\r\n", b"")),
    "multipart of line breaks": (MULTIPART, full(b"\r\n", b"")),
    "multipart of almost boundaries": (MULTIPART, part(b"text", full(b"\r\n--", b""))[: BODY_BYTES - 9] + END),
    "multipart with one header of 60 kB": (MULTIPART, part(b"text", b"x", b"; x=" + b"y" * 60_000) + END),
    "multipart with thousands of headers": (MULTIPART, b"--x\r\n" + full(b"A%d: b", b"\r\n")[:60_000] + b"\r\n\r\nx\r\n" + END),
    "multipart with a name of quotes": (MULTIPART, part(b'\\"' * 20_000) + END),
    "multipart with a file": (MULTIPART, part(b"text", b"x", b'; filename="../../etc/passwd"') + END),
    "multipart with many files": (MULTIPART, full(part(b"f%d", b"x", b'; filename="f"'), b"")),
    "multipart in base64": (MULTIPART, part(b"text", b"eA==", b"\r\nContent-Transfer-Encoding: base64") + END),
    "multipart with a charset of its own": (
        MULTIPART, part(b"text", b"\xff\xfe", b"\r\nContent-Type: text/plain; charset=utf-7") + END,
    ),
    "bytes that are no UTF-8": (URLENCODED, b"text=\xff\xfe\x80&author=%ff%c0%80&page=%ed%a0%80"),
    "UTF-16": (URLENCODED, REVIEW_BODY.decode().encode("utf-16")),
    "a charset nobody knows": (URLENCODED + "; charset=klingon", REVIEW_BODY + b"%"),
    "UTF-7": (URLENCODED + "; charset=utf-7", b"text=+ADw-script+AD4-"),
    "percent junk": (URLENCODED, b"%%%=%zz&%=%u0041&text=%2&%00=%00"),
    "NUL in every name": (URLENCODED, full(b"\x00%d=\x00")),
    "thousands of fields": (URLENCODED, full(b"f%d=x")),
    "thousands of names alone": (URLENCODED, full(b"f%d")),
    "one field a thousand times": (URLENCODED, full(b"text=x")),
    "ampersands": (URLENCODED, full(b"", b"&")),
    "equal signs": (URLENCODED, full(b"=", b"")),
    "deep brackets": (URLENCODED, b"dishes" + b"[" * 30_000 + b"]" * 30_000 + b"=1"),
    "a number of 60,000 digits": (URLENCODED, b"page=books/dune&author=M&text=x&rating=" + b"9" * 60_000),
    "an address of 60,000 letters": (URLENCODED, REVIEW_BODY + b"&email=" + b"a" * 60_000 + b"@" + b"b." * 100),
    "an address of dots": (URLENCODED, REVIEW_BODY + b"&email=a@" + b"b." * 25_000),
    "a stamp of 60 kB": (URLENCODED, REVIEW_BODY + b"&stamp=" + b"a" * 60_000),
    "a page of 60 kB": (URLENCODED, b"author=M&text=x&rating=5&page=" + b"../" * 20_000),
    "blanks": (URLENCODED, b"page=books/dune&author=M&rating=5&text=" + b"%20" * 20_000),
    "marks in the wrong order": (
        MULTIPART, part(b"page", b"books/dune") + part(b"text", b"a" + b"\xcc\x81" * 15_000 + b"\xcc\xa3" * 15_000) + END,
    ),
    "hidden marks": (URLENCODED, b"page=books/dune&author=M&rating=5&text=" + b"%cc%80" * 10_000),
    "gzip": (URLENCODED, gzip.compress(b"text=" + b"x" * 10_000_000)),
    "JSON that is called a form": (URLENCODED, b"[" * 60_000),
    "an empty form": (URLENCODED, b""),
    "one byte too many": (URLENCODED, b"text=" + b"x" * (BODY_BYTES - 4)),
    "ten megabytes": (URLENCODED, b"text=" + b"x" * 10_000_000),
    "fifty-one answers": (URLENCODED, b"&".join(b"f%d=x" % n for n in range(51))),
}  # fmt: skip
ANSWERS = {200, 303, 400, 413, 415, 422}


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    app = make_app(with_form(REVIEW, per_visitor=None))
    app.testing = False
    return app.test_client()


@pytest.fixture
def calls() -> Iterator[Callable[[], int]]:
    """Count the Python functions that are called from here on."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    yield lambda: counted
    sys.setprofile(None)


@pytest.mark.parametrize("form", ["review", "contact", "order"])
@pytest.mark.parametrize("name", BODIES)
def test_a_strange_body_gets_an_answer(
    client: FlaskClient, store: Store, *, name: str, form: str, calls: Callable[[], int]
) -> None:
    kind, body = BODIES[name]
    headers = {**sent(htmx=len(name) % 2 == 0), **({"Content-Encoding": "gzip"} if name == "gzip" else {})}

    answer = client.post(f"/live/forms/{form}", data=body, content_type=kind, headers=headers)

    assert answer.status_code in ANSWERS, answer.text
    assert len(answer.data) < 5 * BODY_BYTES
    assert calls() < MOST_CALLS
    assert len(store.inbox(Filter(), now=NOW).rows) == (answer.status_code < 400)


@pytest.mark.parametrize(
    "headers",
    [
        {"Transfer-Encoding": "chunked"},
        {"Content-Length": "-1"},
        {"Content-Length": "99999999999999999999"},
        {"Content-Length": "٣"},
        {"Content-Encoding": "gzip, gzip, gzip"},
        {"Expect": "200-ok"},
        {"Cookie": "=; " * 10_000},
        {"Accept-Language": "x," * 10_000},
        {"HX-Request": "true", "HX-Target": "#" * 10_000, "HX-Source": "\x80"},
        {"Sec-Fetch-Site": "same-origin, cross-site"},
        {"Origin": "https://" + "[" * 10_000},
    ],
    ids=str,
)
def test_a_strange_header_gets_an_answer(client: FlaskClient, headers: dict[str, str]) -> None:
    plain = {name: value.encode().decode("latin-1") for name, value in headers.items()}

    answer = client.post("/live/forms/review", data=REVIEW_BODY, content_type=URLENCODED, headers={**sent(), **plain})

    assert answer.status_code in ANSWERS


def test_twice_the_body_is_at_most_about_twice_the_work(make_app: Callable[..., Flask]) -> None:
    client = make_app(with_form(REVIEW, per_visitor=None)).test_client()

    for name in (
        "thousands of fields",
        "multipart of thousands",
        "multipart of almost boundaries",
        "an address of dots",
    ):
        kind, body = BODIES[name]
        half, whole = (calls_of(client, kind, body[:size]) for size in (BODY_BYTES // 2, BODY_BYTES))

        assert whole < 2.5 * half + 20_000, name


def calls_of(client: FlaskClient, kind: str, body: bytes) -> int:
    """Count the Python functions that one post calls."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        client.post("/live/forms/review", data=body, content_type=kind, headers=sent())
    finally:
        sys.setprofile(None)
    return counted

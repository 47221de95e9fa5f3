"""The WSGI agreement (PEP 3333), kept through every event shape, with apps that use each of its corners."""

import logging
from collections.abc import Callable, Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.validate import validator

import pytest

from live.event_factory import SHAPES, VISITOR, Headers, Received, an_event, as_received
from polynya_live.events import make_handler

App = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]
PLAIN = [("Content-Type", "text/plain; charset=utf-8")]


class Body:
    """A body that notes whether it was closed."""

    def __init__(self, *pieces: bytes, fault: Exception | None = None) -> None:
        self.pieces, self.fault, self.closed = pieces, fault, 0

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces
        if self.fault:
            raise self.fault

    def close(self) -> None:
        self.closed += 1


def answering(body: Iterable[bytes], status: str = "200 OK", headers: Headers = PLAIN) -> App:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, headers)
        return body

    return app


def ask(shape: str, app: App, **given: object) -> Received:
    return as_received(shape, make_handler(app)(an_event(shape, **given), None))  # type: ignore[arg-type]


def environ_seen(shape: str, **given: object) -> WSGIEnvironment:
    seen: WSGIEnvironment = {}

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        seen.update(environ)
        return answering([])(environ, start_response)

    assert ask(shape, app, **given).status == 200
    return seen


@pytest.mark.parametrize("shape", SHAPES)
def test_environ_and_answer_pass_the_reference_validator(shape: str) -> None:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [body]

    headers = [("Content-Type", "text/plain"), ("Content-Length", "4"), ("Cookie", "a=1")]

    received = ask(shape, validator(app), method="POST", path="/é", query="a=b", headers=headers, body="four")

    assert (received.status, received.body) == (200, b"four")


@pytest.mark.parametrize("shape", SHAPES)
def test_header_bytes_reach_the_app_as_latin_1_characters(shape: str) -> None:
    environ = environ_seen(shape, headers=[("X-Place", "Nançay, 東京"), ("Cookie", "place=Nançay")])

    assert environ["HTTP_X_PLACE"].encode("latin-1").decode() == "Nançay, 東京"
    assert environ["HTTP_COOKIE"].encode("latin-1").decode() == "place=Nançay"


@pytest.mark.parametrize("shape", SHAPES)
def test_app_finds_the_event_the_context_and_the_server(shape: str) -> None:
    seen: list[WSGIEnvironment] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        seen.append(environ)
        return answering([])(environ, start_response)

    event, context = an_event(shape, headers=[("Host", "books.example:8443")]), object()
    make_handler(app)(event, context)

    [environ] = seen
    assert environ["awsgi.event"] is event
    assert environ["awsgi.context"] is context
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"], environ["wsgi.url_scheme"]) == (
        "books.example",
        "443",
        "https",
    )
    assert (environ["REMOTE_ADDR"], environ["HTTP_HOST"]) == (VISITOR, "books.example:8443")


@pytest.mark.parametrize("shape", SHAPES)
def test_body_is_closed_once(shape: str) -> None:
    body = Body(b"a", b"b")

    assert ask(shape, answering(body)).body == b"ab"
    assert body.closed == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_body_that_breaks_is_closed_and_answers_500(shape: str, caplog: pytest.LogCaptureFixture) -> None:
    body = Body(b"a", fault=OSError("broken pipe"))

    received = ask(shape, answering(body))

    assert (received.status, body.closed) == (500, 1)
    assert "broken pipe" in caplog.text


@pytest.mark.parametrize("shape", SHAPES)
def test_generator_may_start_the_response_late(shape: str) -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("201 Created", [("X-Late", "yes"), *PLAIN])
        yield b"late"

    received = ask(shape, app)

    assert (received.status, received.body, received.all("x-late")) == (201, b"late", ["yes"])


@pytest.mark.parametrize("shape", SHAPES)
def test_written_and_returned_pieces_keep_their_order(shape: str) -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        write = start_response("200 OK", PLAIN)
        write(b"1")
        yield b"2"
        write(b"3")
        yield b"4"

    assert ask(shape, app).body == b"1234"


@pytest.mark.parametrize("shape", SHAPES)
def test_second_start_with_exc_info_replaces_the_first(shape: str) -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("X-Draft", "yes")])
        error = ValueError()
        start_response("503 Service Unavailable", PLAIN, (ValueError, error, error.__traceback__))  # type: ignore[arg-type]
        return [b"later"]

    received = ask(shape, app)

    assert (received.status, received.body, received.all("x-draft")) == (503, b"later", [])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("method", "status"), [("HEAD", "200 OK"), ("GET", "204 No Content"), ("GET", "304 Not Modified")]
)
def test_answer_that_has_no_body_gets_none(shape: str, method: str, status: str) -> None:
    assert ask(shape, answering([b"never"], status), method=method).body == b""


@pytest.mark.parametrize("shape", SHAPES)
def test_app_that_raises_answers_500_and_leaves_its_traceback(shape: str, caplog: pytest.LogCaptureFixture) -> None:
    def app(_: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
        raise LookupError("as a bug would")

    received = ask(shape, app, method="POST", path="/live/forms/review", body="author=Ada")

    assert received.status == 500
    assert received.all("content-type") == ["text/plain; charset=utf-8"]
    assert received.all("cache-control") == ["no-store"]
    assert b"bug" not in received.body
    assert "no answer to POST /live/forms/review" in caplog.text
    assert "LookupError: as a bug would" in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_path_writes_no_line_of_its_own_into_the_log(shape: str, caplog: pytest.LogCaptureFixture) -> None:
    def app(_: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
        raise LookupError

    ask(shape, app, path="/live/å\nERROR all is lost")

    assert [record.getMessage() for record in caplog.records] == [
        "no answer to GET /live/%C3%A5%0AERROR%20all%20is%20lost"
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_app_that_raises_at_a_head_request_answers_no_body(shape: str) -> None:
    def app(_: WSGIEnvironment, __: StartResponse) -> Iterable[bytes]:
        raise LookupError

    received = ask(shape, app, method="HEAD")

    assert (received.status, received.body) == (500, b"")


BROKEN = {
    "never started": lambda environ, start_response: [b"no status"],
    "no body": answering(None),  # type: ignore[arg-type]
    "body of text": answering(["text"]),  # type: ignore[list-item]
    "body is a number": answering(7),  # type: ignore[arg-type]
    "status without a number": answering([], "OK"),
    "status is a number": answering([], 200),  # type: ignore[arg-type]
    "header of a number": answering([], headers=[("X-Count", 5)]),  # type: ignore[list-item]
    "header of one word": answering([], headers=["X-Count"]),  # type: ignore[list-item]
    "too large for Lambda": answering([b"\xff" * 5_000_000]),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("app", BROKEN.values(), ids=BROKEN)
def test_app_that_breaks_the_agreement_answers_500(shape: str, app: App, caplog: pytest.LogCaptureFixture) -> None:
    received = ask(shape, app)

    assert received.status == 500
    assert "Traceback" in caplog.text


def test_answer_just_below_what_lambda_passes_on_is_given() -> None:
    assert len(ask("http2", answering([b"\xff" * 4_400_000])).body) == 4_400_000

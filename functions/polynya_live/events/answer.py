"""Collects what a WSGI app answers, whatever the way it does so (live wing)."""

from typing import TYPE_CHECKING, Any

import awsgi  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment

BODY_LIMIT = 6_000_000  # characters as sent: Lambda passes on 6 MB of JSON, so about 4.4 MB in base64


class UnfitAnswer(Exception):
    """The app broke the WSGI agreement, or answered more than Lambda passes on."""


class Answer(awsgi.StartResponse):  # type: ignore[misc]
    """What the app answers: `status`, `status_line`, `headers`, and the `chunks` of its body. status: 0 before it answers."""

    def __init__(self) -> None:
        super().__init__()
        self.status = 0

    def use_binary_response(self, headers: object, body: bytes) -> bool:
        """Tell whether the body needs base64. Its bytes decide, for a content type may lie; gzip is never UTF-8."""
        try:
            body.decode()
        except UnicodeDecodeError:
            return True
        return False

    def body(self) -> dict[str, Any]:  # Any: awsgi writes a text and a truth value
        """Write the body as every shape has it. Raises UnfitAnswer when Lambda would not pass it on."""
        written: dict[str, Any] = self.build_body({}, ())
        if len(written["body"]) > BODY_LIMIT:
            raise UnfitAnswer(f"a body of {len(written['body'])} characters; Lambda passes on {BODY_LIMIT}")
        return written

    def by_name(self) -> dict[str, list[str]]:
        """Group the values of the headers by name, whatever its case, in the spelling that came first."""
        spelling = {"set-cookie": "Set-Cookie"}
        values: dict[str, list[str]] = {}
        for name, value in self.headers:
            values.setdefault(spelling.setdefault(name.lower(), name), []).append(_readable(value))
        return values


def ask(app: "WSGIApplication", environ: "WSGIEnvironment") -> Answer:
    """Let the app answer to the end. Raises UnfitAnswer when it does not, and whatever the app raises."""
    answer = Answer()
    output = app(environ, answer)
    try:
        answer.chunks.extend(output)  # only now does a generator call start_response, or write
    finally:
        if hasattr(output, "close"):
            output.close()
    if not answer.status:
        raise UnfitAnswer("the app never called start_response")
    if environ.get("REQUEST_METHOD") == "HEAD" or answer.status in {204, 304}:
        answer.chunks.clear()
    return answer


def _readable(value: str) -> str:
    """Read a WSGI string (bytes as latin-1) as UTF-8 where it is that: the gateway encodes it anew."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value

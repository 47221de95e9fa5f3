"""Measures what the events room costs a call, beside awsgi alone: `python bench/events.py` prints a table.

awsgi alone fails for most shapes, so it gets the same request as the event of a REST API. Each number is the best of many
rounds, the two taken in turn; "own" is the difference, and the last line says whether all shapes keep within BUDGET_US.
"""

import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from time import perf_counter
from wsgiref.types import StartResponse, WSGIEnvironment

import awsgi  # type: ignore[import-untyped]

from polynya_live.events import make_handler

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from live.event_factory import SHAPES, Event, an_event

BUDGET_US = 30
ROUNDS, CALLS = 60, 200
REQUEST_HEADERS = [
    ("Accept", "text/html,application/xhtml+xml"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("Accept-Language", "en-GB,en;q=0.9,de;q=0.8"),
    ("Content-Type", "application/x-www-form-urlencoded"),
    ("Cookie", "session=eyJ1c2VyIjoxfQ.aR8x; theme=dark"),
    ("HX-Request", "true"),
    ("HX-Request-Type", "partial"),
    ("Origin", "https://books.example"),
    ("Referer", "https://books.example/books/dune/"),
    ("Sec-Fetch-Dest", "empty"),
    ("Sec-Fetch-Mode", "cors"),
    ("Sec-Fetch-Site", "same-origin"),
    (
        "User-Agent",
        "Mozilla/5.0 (X11; Linux aarch64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    ),
    ("X-Amzn-Trace-Id", "Root=1-69200000-aaaaaaaaaaaaaaaaaaaaaaaa"),
]
ANSWER_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", "2800"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'"),
]
BODY = b"author=Ada&rating=5&text=" + b"Well+worth+the+winter.+" * 10
PAGE = b"<p>Thank you for your review, Ada.</p>\n" * 70


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer at once, so that nothing but the way there and back is measured."""
    environ["wsgi.input"].read()
    start_response("200 OK", ANSWER_HEADERS)
    return [PAGE]


def a_post(shape: str) -> Event:
    """Write the event of a posted review."""
    return an_event(
        shape, method="POST", path="/live/forms/review", query="from=books%2Fdune", headers=REQUEST_HEADERS, body=BODY
    )


def best_of_each(*calls: Callable[[], object]) -> list[float]:
    """Time calls in turn, so that a busy machine slows all of them. Returns the best microseconds of each."""
    best = [float("inf")] * len(calls)
    for _ in range(ROUNDS):
        for place, call in enumerate(calls):
            start = perf_counter()
            for _ in range(CALLS):
                call()
            best[place] = min(best[place], (perf_counter() - start) / CALLS * 1e6)
    return best


def main() -> int:
    """Print the table. Returns 1 when a shape needs more than the budget."""
    handler, rest = make_handler(app), a_post("rest")
    print(f"{'shape':<10} {'awsgi alone':>12} {'events':>8} {'own':>8} {'ratio':>6}   (microseconds a call)")
    own = []
    for shape in SHAPES:
        bare, ours = best_of_each(partial(awsgi.response, app, rest, None), partial(handler, a_post(shape), None))
        own.append(ours - bare)
        print(f"{shape:<10} {bare:>12.1f} {ours:>8.1f} {own[-1]:>8.1f} {ours / bare:>6.2f}")
    kept = max(own) <= BUDGET_US
    print(f"most own: {max(own):.1f} of {BUDGET_US} microseconds: {'kept' if kept else 'BROKEN'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

"""Measures a book page with 50 reviews beside Isso and a page written with Flask alone: `python bench/reviews.py`.

What one reader asks for, counted by a browser until all reviews are in sight (nothing is compressed: bytes as they are), with
JavaScript and without; how many readers and posts a server answers in a second, by a few clients over connections that
stay open, all three in turns. For a reader it answers what it has to: a file, a listing of Isso, a page of Flask.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import NamedTuple, Protocol
from urllib.parse import urlencode

from contenders import environment_of
from serve import rate

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from playwright.sync_api import Browser, Response, sync_playwright

from browser import ARGUMENTS, find_browser
from build.sites import NOW, SHOP, a_review, store_of, write
from polynya_live.submissions import State
from serving import serving

HERE = Path(__file__).resolve().parent
PEERS = ("isso==0.14.0", "flask==3.1.3", "waitress==3.0.2")
REVIEWS, ROUNDS = 50, 3
PAGE = "/books/dune/"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
TEXTS = [f"Review {number + 1} of {REVIEWS}: sand, all of it, and what lies below." for number in range(REVIEWS)]

Read = Callable[[HTTPConnection], int]


class Post(Protocol):
    """Posts a review, one that no other is like unless its text is given, and returns the status of the answer."""

    def __call__(self, line: HTTPConnection, text: str = "") -> int: ...


@dataclass(frozen=True, slots=True)
class Peer:
    """A server of reviews. page: what a reader opens; calls: what stands in addresses that a program answers, no file.

    read, post: what the server does for one reader and for one review; good: the status of both.
    """

    url: str
    page: str
    calls: str
    read: Read
    post: Post
    good: tuple[int, int]


class Asked(NamedTuple):
    """What a browser got. kind: as browsers name it ("script"); size: bytes."""

    url: str
    kind: str
    size: int


def main() -> None:
    """Measure all three in turns, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=HERE.parent / "build/bench")
    python = environment_of(parser.parse_args().work / "reviews", PEERS) / "bin/python"
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        peers = _start(Path(folder), python, running)
        seen = {name: _reader(peer) for name, peer in peers.items()}
        reads = {name: [rate(one.url, one.read, one.good[0]) for _ in range(ROUNDS)] for name, one in peers.items()}
        posts = {name: [rate(one.url, one.post, one.good[1]) for _ in range(ROUNDS)] for name, one in peers.items()}
    print("| | requests | calls of a program | kB | of scripts | reviews without JavaScript | readers/s | posts/s |")
    print("|---|---:|---:|---:|---:|---|---:|---:|")
    for name, cells in seen.items():
        print(f"| {name} | {' | '.join(cells)} | {median(reads[name]):.0f} | {median(posts[name]):.0f} |")


def _start(folder: Path, python: Path, running: ExitStack) -> dict[str, Peer]:
    root = write(folder / "site", SHOP)
    _fill(root)
    ours = running.enter_context(serving(root))
    flask = running.enter_context(_program(python, "bare_flask.py", str(folder / "flask.db")))
    isso = running.enter_context(_program(python, "isso_on_waitress.py", str(folder / "isso.db"), flask))
    peers = {
        "Polynya": Peer(
            ours, ours + PAGE, "/live/", _reads(PAGE), _posts("/live/forms/review", page="books/dune"), (200, 303)
        ),
        "Isso": Peer(
            isso,
            f"{flask}/with-isso/?isso={isso}",
            f"{isso}/",
            _reads("/?uri=%2Fwith-isso%2F"),
            _post_to_isso,
            (200, 201),
        ),
        "Flask alone": Peer(flask, flask + PAGE, PAGE, _reads(PAGE), _posts(PAGE), (200, 303)),
    }
    for name in ("Isso", "Flask alone"):
        line = HTTPConnection(peers[name].url.removeprefix("http://"))
        for text in TEXTS:
            assert peers[name].post(line, text) == peers[name].good[1], f"{name} refused a review"
    return peers


def _fill(root: Path) -> None:
    """Keep approved reviews before the first freeze, which freezes them into their page."""
    store = store_of(root)
    for number, text in enumerate(TEXTS):
        store.submit(replace(a_review(f"review-{number:02d}", text=text), state=State.APPROVED, approved=NOW + number))
    store.close()


@contextmanager
def _program(python: Path, name: str, *arguments: str) -> Iterator[str]:
    """Run a peer, and yield the address that it prints."""
    command = [str(python), str(HERE / "peers" / name), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


def _reads(path: str) -> Read:
    def read(line: HTTPConnection) -> int:
        line.request("GET", path)
        return _status(line)

    return read


def _posts(path: str, **more: str) -> Post:
    def post(line: HTTPConnection, text: str = "") -> int:
        words = {"author": "Mara", "rating": "4", "text": text or os.urandom(12).hex(), **more}
        line.request("POST", path, urlencode(words), FORM)
        return _status(line)

    return post


def _post_to_isso(line: HTTPConnection, text: str = "") -> int:
    words = {"author": "Mara", "text": text or os.urandom(12).hex(), "title": "Dune"}
    line.request("POST", "/new?uri=%2Fwith-isso%2F", json.dumps(words), {"Content-Type": "application/json"})
    return _status(line)


def _status(line: HTTPConnection) -> int:
    answer = line.getresponse()
    answer.read()
    return answer.status


def _reader(peer: Peer) -> list[str]:
    """Open the page in a browser; count what it asks for until all reviews are in sight."""
    path = find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        asked, shown = _open(browser, peer, javascript=True)
        _, plain = _open(browser, peer, javascript=False)
        browser.close()
    assert shown, f"{peer.page} does not show its reviews"
    scripts = sum(one.size for one in asked if one.kind == "script")
    calls = sum(peer.calls in one.url and not one.url.endswith((".js", ".css")) for one in asked)
    sizes = (f"{size / 1000:.0f}" for size in (sum(one.size for one in asked), scripts))
    return [str(len(asked)), str(calls), *sizes, "yes" if plain else "no"]


def _open(browser: Browser, peer: Peer, *, javascript: bool) -> tuple[list[Asked], bool]:
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(peer.page, wait_until="networkidle")
    shown = all(page.get_by_text(text).count() for text in (TEXTS[0], TEXTS[-1]))
    asked = [Asked(one.url, one.request.resource_type, len(one.body())) for one in answers]
    context.close()
    return asked, shown


if __name__ == "__main__":
    main()

"""`freeze serve` as a whole: a real process, real requests, a real store."""

import signal
import socket
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode, urlsplit

import pytest

from build.serve.client import ask, post
from build.sites import NOW, REVIEW, SHOP, store_of, write
from polynya.freeze import freeze_site
from polynya_live.headers import security_headers
from polynya_live.store import Filter
from polynya_live.submissions import State
from serving import end_of, log_of, serving, start_server

QUICKLY_S = 9  # less than a connection that says nothing has
POSTS = 60
IDLE = 300


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write(tmp_path, SHOP)


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(write(tmp_path_factory.mktemp("shop"), SHOP)) as url:
        yield url


def a_review(author: str) -> bytes:
    return urlencode({"page": "books/dune", "author": author, "rating": "4", "text": f"By {author}."}).encode()


def authors_in(root: Path) -> list[str]:
    store = store_of(root)
    rows = store.inbox(Filter(states=frozenset({State.PENDING})), now=NOW, limit=200).rows
    store.close()
    return sorted(str(row.values["author"]) for row in rows)


def test_a_review_is_posted_and_kept(shop: Path) -> None:
    with serving(shop) as url:
        answer = post(url, "/live/forms/review", a_review("Mara"))
        thanks = ask(url, answer.header("location") or "")

    assert (answer.status, thanks.status) == (303, 200)
    assert b"Thank you for your review, Mara." in thanks.body
    assert authors_in(shop) == ["Mara"]
    assert stat.S_IMODE((shop / "var").stat().st_mode) == 0o700


def test_connections_that_say_nothing_lock_nobody_out(read_only: str) -> None:
    where = urlsplit(read_only)
    with ExitStack() as idle:
        for _ in range(IDLE):
            idle.enter_context(socket.create_connection((where.hostname, where.port or 80))).sendall(b"GET / HT")

        answers = [ask(read_only, path).status for path in ("/books/dune/", "/live/health")]

    assert answers == [200, 200]


def test_a_page_and_a_live_answer_have_the_same_headers_of_safety(read_only: str) -> None:
    page, live = ask(read_only, "/books/dune/"), ask(read_only, "/live/stamp/review")

    for name in security_headers():
        assert page.header(name.lower()) == live.header(name.lower()) is not None


def test_nothing_of_the_preview_is_served_without_watching(read_only: str) -> None:
    assert b"preview" not in ask(read_only, "/books/dune/").body
    assert ask(read_only, "/live/preview/feed").status == 404
    assert ask(read_only, "/books/dune/").header("etag")


def test_a_post_that_is_too_large_is_refused(read_only: str) -> None:
    read, unread = (post(read_only, "/live/forms/review", b"text=" + b"x" * length) for length in (100_000, 200_000))

    assert read.status == unread.status == 413
    assert b"This is too much at once" in read.body
    assert read.body == unread.body


def test_many_posts_at_once_are_all_kept(shop: Path) -> None:
    authors = [f"Visitor {number:03}" for number in range(POSTS)]
    with serving(shop) as url, ThreadPoolExecutor(12) as visitors:
        answers = list(visitors.map(lambda author: post(url, "/live/forms/review", a_review(author)), authors))

    assert {answer.status for answer in answers} == {303}
    assert authors_in(shop) == authors


def test_a_release_is_swapped_in_while_pages_are_read(shop: Path) -> None:
    def release_of(_: int) -> tuple[int, bytes]:
        answer = ask(url, "/books/dune/")
        return answer.status, answer.body

    with serving(shop) as url, ThreadPoolExecutor(4) as readers:
        old_sheet = (shop / "build/site/static/css").glob("base.*.css").__next__().name
        seen = readers.map(release_of, range(400))
        for number in range(3):
            write(
                shop,
                {"content/books/dune.md": f"---\ntitle: Dune\n---\nEdition {number}.\n", "static/css/base.css": "p {}"},
            )
            freeze_site(shop)
        answers = list(seen)

        assert {status for status, _ in answers} == {200}
        assert all(body.rstrip().endswith(b"</html>") for _, body in answers)
        assert b"Edition 2." in ask(url, "/books/dune/").body
        assert ask(url, f"/static/css/{old_sheet}").status in (200, 404)  # kept for two releases


def test_a_form_of_a_new_release_is_answered_at_once(shop: Path) -> None:
    with serving(shop) as url:
        assert ask(url, "/live/stamp/order").status == 404

        write(shop, {"content/forms/order.yaml": REVIEW.replace("thread: books\n", "")})
        freeze_site(shop)

        assert ask(url, "/live/stamp/order").status == 200


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_quickly_whoever_is_still_connected(shop: Path, how: signal.Signals) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # these tests may have been begun with `nohup`
    with start_server(shop) as process:
        signal.signal(signal.SIGHUP, before)
        assert process.stdout
        parts = urlsplit(process.stdout.readline().split()[1])
        lines = [socket.create_connection((parts.hostname, parts.port)) for _ in range(4)]
        lines[0].sendall(b"GET /live/preview/feed HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        lines[1].sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        lines[2].sendall(b"POST /live/forms/review HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nabc")
        assert [line.recv(12) for line in lines[:2]] == [b"HTTP/1.1 200"] * 2

        started = monotonic()
        process.send_signal(how)
        code = end_of(process)

        assert (code, monotonic() - started < QUICKLY_S) == (0, True)
        assert "Traceback" not in log_of(shop)
        for line in lines:
            line.close()


def test_a_port_that_is_taken_ends_with_1(shop: Path) -> None:
    with serving(shop) as url, start_server(shop, "--port", url.rpartition(":")[2]) as second:
        code = end_of(second)

    assert code == 1
    assert "is taken by another program\nhint: end it, or try `freeze serve --port" in log_of(shop)


def test_a_wrong_setting_ends_with_1(shop: Path) -> None:
    with start_server(shop, settings={"POLYNYA_SECRET": "short", "POLYNYA_SITE_URL": "shop"}) as process:
        code = end_of(process)

    assert code == 1
    assert "POLYNYA_SECRET has 5 characters" in log_of(shop)
    assert "POLYNYA_SITE_URL has to be" in log_of(shop)


def test_without_watching_a_mistake_ends_with_1(shop: Path) -> None:
    write(shop, {"content/broken.md": "---\ntitle: [\n---\n"})

    with start_server(shop, "--no-watch") as process:
        code = end_of(process)

    assert code == 1
    assert "content/broken.md:" in log_of(shop)


def test_with_a_broken_database_the_last_release_is_served_and_posts_wait(shop: Path) -> None:
    freeze_site(shop)
    (shop / "var").mkdir(exist_ok=True)
    (shop / "var/polynya.db").write_bytes(bytes(8192))

    with serving(shop) as url:
        page = ask(url, "/books/dune/")
        answer = post(url, "/live/forms/review", a_review("Mara"))

    assert (page.status, answer.status) == (200, 200)
    assert b"Thank you for your review, Mara." in answer.body
    assert len(list((shop / "var/journal/waiting").iterdir())) == 1
    assert "serving the last release; once this is mended: freeze" in log_of(shop)


def test_with_a_broken_database_and_no_release_it_ends_with_1(shop: Path) -> None:
    (shop / "var").mkdir()
    (shop / "var/polynya.db").write_bytes(bytes(8192))

    with start_server(shop, "--no-watch") as process:
        code = end_of(process)

    assert (code, "the store cannot be read" in log_of(shop)) == (1, True)


def test_it_says_what_to_try(shop: Path) -> None:
    with start_server(shop) as process:
        process.stdout.readline()  # type: ignore[union-attr]
        process.terminate()
        said, _ = process.communicate()

    assert process.returncode == 0
    assert "freeze inbox approve ID" in said

"""The author's preview: it follows every change, and shows a mistake until it is mended."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from build.serve.client import Answer, ask, post
from build.sites import SHOP, run, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.problems import format_problem
from serving import log_of, serving

DUNE = "---\ntitle: Dune\n---\nSand and wind.\n"
BROKEN = "---\ntitle: Dune\npages: <many> & more\n---\nSand.\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write(tmp_path, SHOP)


class Feed:
    """What a browser hears from the preview."""

    def __init__(self, response: HTTPResponse) -> None:
        self._response = response

    def next(self) -> str:
        """Wait for the next message."""
        while line := self._response.readline():
            if line.startswith(b"data: "):
                return line.removeprefix(b"data: ").decode().strip()
        raise EOFError("the feed has ended")

    def after(self, shown: str) -> str:
        """Wait until something other than `shown` is shown."""
        while (now := self.next()) == shown:
            pass
        return now


@contextmanager
def feed_of(url: str) -> Iterator[Feed]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=300)
    connection.request("GET", "/live/preview/feed")
    with connection.getresponse() as response:
        assert response.getheader("content-type") == "text/event-stream; charset=utf-8"
        yield Feed(response)
    connection.close()


def visit(url: str, path: str, **headers: str) -> Answer:
    return ask(url, path, headers={"Accept": "text/html,*/*", "Sec-Fetch-Mode": "navigate", **headers})


def test_a_page_brings_the_script_that_no_frozen_file_has(shop: Path) -> None:
    with serving(shop, watch=True) as url, feed_of(url) as feed:
        page = visit(url, "/books/dune/")
        shown = feed.next()

        tag = f'<script src="/live/preview/preview.js" data-feed="/live/preview/feed" data-shown="{shown}" defer></script>'
        assert page.body.count(tag.encode()) == 1
        assert page.body.index(tag.encode()) < page.body.index(b"</body>")
        assert page.header("cache-control") == "no-store"
        assert "script-src 'self';" in (page.header("content-security-policy") or "")
        assert ask(url, "/live/preview/preview.js").header("content-type") == "text/javascript; charset=utf-8"
        assert ask(url, "/live/preview/other").status == 404
        assert visit(url, "/nowhere/").status == 404
        assert tag.encode() in visit(url, "/nowhere/").body
    frozen = [path.read_bytes() for path in (shop / "build/current").resolve().rglob("*") if path.is_file()]
    assert not any(b"/live/preview/" in content for content in frozen)


def test_it_answers_to_its_own_names_alone_so_that_no_foreign_page_reads_it(shop: Path) -> None:
    paths = ("/", "/live/preview/feed", "/live/preview/preview.js", "/live/health", "/feed.xml", "/nothing")
    with serving(shop, watch=True) as url:
        port = url.rpartition(":")[2]
        foreign = [ask(url, path, headers={"Host": f"evil.example:{port}"}) for path in paths]
        posted = post(url, "/live/forms/review", b"text=x", Host="evil.example")
        hosts = (
            f"localhost:{port}",
            f"[::1]:{port}",
            f"192.168.1.20:{port}",
            "127.0.0.1",
            "shop.localhost",
            "LOCALHOST.",
        )
        known = {host: ask(url, "/", headers={"Host": host}).status for host in hosts}
        strange = {
            host: ask(url, "/", headers={"Host": host}).status for host in ("[::1", "127.0.0.1.evil.example", " ")
        }

    assert {answer.status for answer in (*foreign, posted)} == {421}
    assert set(known.values()) == {200}, known
    assert set(strange.values()) == {421}, strange
    told = foreign[0].body.decode()
    assert f'does not answer to "evil.example:{port}"' in told
    assert f"POLYNYA_SITE_URL=https://evil.example:{port} freeze serve" in told
    assert foreign[0].header("content-type") == "text/plain; charset=utf-8"


def test_it_answers_to_the_name_that_its_author_gave_it_and_without_a_preview_to_every_name(shop: Path) -> None:
    with serving(shop, watch=True, settings={"POLYNYA_SITE_URL": "https://floe.tunnel.example"}) as url:
        tunnel = ask(url, "/", headers={"Host": "floe.tunnel.example"}).status
    with serving(shop) as url:
        proxied = ask(url, "/", headers={"Host": "floe.example"}).status

    assert (tunnel, proxied) == (200, 200)


def test_an_edit_is_frozen_and_told_to_the_browser(shop: Path) -> None:
    with serving(shop, watch=True) as url, feed_of(url) as feed:
        before = feed.next()
        write(shop, {"content/books/dune.md": DUNE})
        after = feed.after(before)

        page = visit(url, "/books/dune/").body
        assert b"Sand and wind." in page
        assert f'data-shown="{after}"'.encode() in page
    assert "froze 4 pages (1 changed)" in log_of(shop)


def test_a_folder_that_appears_is_watched(shop: Path) -> None:
    with serving(shop, watch=True) as url, feed_of(url) as feed:
        before = feed.next()
        write(shop, {"templates/pages/page.html": "{{ content }}<p>A template of my own</p>"})
        first = feed.after(before)
        assert b"A template of my own" in visit(url, "/").body

        write(shop, {"templates/pages/page.html": "{{ content }}<p>Another</p>"})
        feed.after(first)
        assert b"Another" in visit(url, "/").body


def test_a_freeze_from_another_terminal_reloads_too(shop: Path) -> None:
    with serving(shop, watch=True) as url, feed_of(url) as feed:
        before = feed.next()
        store_a_review_that_is_approved(shop)
        freeze_site(shop)

        assert feed.after(before) != before
        assert b"Sand, all of it." in visit(url, "/books/dune/").body


def store_a_review_that_is_approved(root: Path) -> None:
    from build.sites import NOW, a_review, store_of
    from polynya_live.submissions import State

    store = store_of(root)
    row = store.submit(a_review())
    store.moderate(row.key, State.APPROVED, now=NOW)
    store.close()


def test_a_mistake_appears_and_goes_when_it_is_mended(shop: Path) -> None:
    write(
        shop, {"content/books/_collection.yaml": "title: Books\nurl: /books/{slug}/\nfields: {author: {type: text}}\n"}
    )
    with serving(shop, watch=True) as url, feed_of(url) as feed:
        good = feed.next()
        write(shop, {"content/books/dune.md": BROKEN})
        broken = feed.after(good)

        page = visit(url, "/books/dune/")
        told = "\n\n".join(format_problem(problem) for problem in check_site(shop))
        assert page.status == 500
        assert told.split("\n")[0].replace("<", "&lt;").encode() in page.body
        assert b"pages: &lt;many&gt; &amp; more" in page.body
        assert b"<many>" not in page.body
        assert f'data-shown="{broken}"'.encode() in page.body
        assert told.split("\n")[0] in log_of(shop)
        assert run(shop, "check").stdout.strip() in log_of(shop)

        write(shop, {"content/books/dune.md": DUNE})
        mended = feed.after(broken)
        assert mended.partition("-")[0] != good.partition("-")[0]
        assert b"Sand and wind." in visit(url, "/books/dune/").body


def test_all_but_pages_comes_from_the_last_good_release_meanwhile(shop: Path) -> None:
    with serving(shop, watch=True) as url, feed_of(url) as feed:
        good = feed.next()
        write(shop, {"content/books/dune.md": "---\ntitle: [\n---\n"})
        feed.after(good)

        assert visit(url, "/").status == visit(url, "/nowhere/").status == 500
        assert b'<a href="?release=last">' in visit(url, "/").body
        last = visit(url, "/books/dune/?release=last")
        assert (last.status, b"Sand." in last.body) == (200, True)
        assert visit(url, "/books/dune?release=last").header("location") == "/books/dune/?release=last"
        assert ask(url, "/").status == 200  # a program, not a person
        assert visit(url, "/robots.txt").status == 200
        assert ask(url, "/live/stamp/review").status == 200
        assert all(
            ask(url, f"/static/css/{sheet.name}").status == 200 for sheet in (shop / "build/site/static/css").iterdir()
        )


def test_a_mistake_from_the_start_is_shown_though_there_is_no_release(shop: Path) -> None:
    write(shop, {"content/books/dune.md": "---\ntitle: [\n---\n"})
    with serving(shop, watch=True) as url, feed_of(url) as feed:
        broken = feed.next()

        page = visit(url, "/books/dune/")
        assert page.status == 500
        assert b"content/books/dune.md:" in page.body
        assert b"release=last" not in page.body

        write(shop, {"content/books/dune.md": DUNE})
        feed.after(broken)
        assert visit(url, "/books/dune/").status == 200


def test_a_missing_content_folder_does_not_end_the_preview(shop: Path) -> None:
    with serving(shop, watch=True) as url, feed_of(url) as feed:
        good = feed.next()
        shutil.move(shop / "content", shop / "elsewhere")
        broken = feed.after(good)
        assert visit(url, "/").status == 500

        shutil.move(shop / "elsewhere", shop / "content")
        feed.after(broken)
        assert visit(url, "/").status == 200

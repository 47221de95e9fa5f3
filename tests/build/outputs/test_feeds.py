"""Feeds: what is in them, in three shapes, and when there are none."""

import json
import re
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from build.sites import NOW, SHOP, a_review, frozen, release_files, store_of, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.outputs.feeds import in_rss
from polynya_live.submissions import State

SITE = "title: Floe & Sons\nurl: https://floe.example\ntimezone: Europe/Oslo\n"
POST = """\
---
title: Ice < water
date: 2026-09-03
description: A line & more.
author: Sunniva
tags: [ice, "a & b"]
---
See [the next](second.md#part), [a spot](#here) and ![a floe](floe.png).

## Here

::form[contact]
"""
CONTACT = (
    "title: Write to us\nfields:\n  - {name: text, label: Text, type: textarea}\nsubmit: Send\nthanks: Thank you.\n"
)
BLOG = {
    "content/site.yaml": SITE,
    "content/index.md": "# Home\n",
    "content/forms/contact.yaml": CONTACT,
    "content/posts/first.md": POST,
    "content/posts/floe.png": b"not looked at",
    "content/posts/second.md": "---\ntitle: Second\ndate: 2026-10-01\n---\n## Part\n",
    "content/posts/undated.md": "# Undated\n",
}


def parsed(root: Path, path: str) -> Any:  # Any: feedparser's own mapping
    found = feedparser.parse((root / "build/site" / path).read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    freeze_site(write(tmp_path, BLOG), now=NOW)
    return tmp_path


@pytest.mark.parametrize("path", ["feed.xml", "rss.xml", "posts/feed.xml", "posts/rss.xml"])
def test_a_feed_has_the_dated_pages_newest_first(blog: Path, path: str) -> None:
    feed = parsed(blog, path)

    assert [entry.title for entry in feed.entries] == ["Second", "Ice < water"]
    assert feed.entries[1].published_parsed[:4] == (2026, 9, 2, 22)  # midnight in Oslo
    assert [tag.term for tag in feed.entries[1].tags] == ["ice", "a & b"]
    assert feed.entries[1].author == "Sunniva"


@pytest.mark.parametrize("path", ["feed.xml", "rss.xml"])
def test_a_feed_holds_whole_texts_with_absolute_addresses(blog: Path, path: str) -> None:
    [content] = parsed(blog, path).entries[1].content

    assert 'href="https://floe.example/posts/second/#part"' in content.value
    assert 'href="https://floe.example/posts/first/#here"' in content.value
    assert 'src="https://floe.example/posts/floe.png"' in content.value
    assert '<a href="https://floe.example/posts/first/">Write to us</a>' in content.value
    assert "<form" not in content.value and 'class="anchor"' not in content.value


@pytest.mark.parametrize("path", ["feed.xml", "rss.xml"])
def test_a_feed_brings_the_style_that_makes_it_readable_in_a_browser(blog: Path, path: str) -> None:
    styled = re.search(
        r'\?>\n<\?xml-stylesheet type="text/css" href="(/static/css/feed\.\w+\.css)"\?>\n', frozen(blog, path)
    )

    assert styled
    assert ":root::before" in frozen(blog, styled[1].lstrip("/"))


def test_a_json_feed_says_the_same(blog: Path) -> None:
    feed = json.loads(frozen(blog, "posts/feed.json"))

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://floe.example/posts/feed.json"
    assert [item["url"] for item in feed["items"]] == [
        "https://floe.example/posts/second/",
        "https://floe.example/posts/first/",
    ]
    assert feed["items"][1]["authors"] == [{"name": "Sunniva"}]


def test_an_entry_keeps_its_id_when_its_page_moves(blog: Path) -> None:
    before = [entry.id for entry in parsed(blog, "feed.xml").entries]

    write(blog, {"content/posts/_collection.yaml": "title: Posts\nurl: /news/{slug}/\n"})
    freeze_site(blog, now=NOW)

    after = parsed(blog, "feed.xml").entries
    assert [entry.id for entry in after] == before
    assert after[0].link == "https://floe.example/news/second/"


def test_approved_reviews_have_a_feed_and_others_never(tmp_path: Path) -> None:
    root = write(tmp_path, SHOP)
    store = store_of(root)
    for key, text in (("review-of-dune-01", "Sand <b>& more"), ("review-of-dune-02", "Never shown")):
        store.submit(a_review(key, text=text))
    store.moderate("review-of-dune-01", State.APPROVED, now=NOW)
    store.close()

    freeze_site(root, now=NOW)

    [entry] = parsed(root, "feeds/review/feed.xml").entries
    assert entry.title == "Dune" and entry.author == "Mara"
    assert entry.link.startswith("https://floe.example/books/dune/#submission-")
    assert "Sand &lt;b&gt;&amp; more" in entry.content[0].value
    assert f'id="{entry.link.partition("#")[2]}"' in frozen(root, "books/dune/index.html")
    assert not any(b"Never shown" in content for content in release_files(root).values())


def test_without_an_address_of_the_site_there_are_no_feeds(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, {**BLOG, "content/site.yaml": "title: Floe\n"}), now=NOW)

    assert not [name for name in release_files(tmp_path) if name.endswith(("feed.xml", "rss.xml", "feed.json"))]
    assert "feed.xml" not in frozen(tmp_path, "index.html")


def test_feeds_can_be_turned_off(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, {**BLOG, "content/site.yaml": f"{SITE}feeds: false\n"}), now=NOW)

    assert not (tmp_path / "build/site/feed.xml").exists()


def test_a_page_points_at_the_feeds_it_is_in(blog: Path) -> None:
    html = frozen(blog, "posts/first/index.html")

    assert 'type="application/atom+xml" title="Floe &amp; Sons" href="/feed.xml"' in html
    assert 'href="/posts/feed.xml"' in html


def test_each_term_has_a_feed_that_its_page_points_at(tmp_path: Path) -> None:
    write(tmp_path, {**BLOG, "content/site.yaml": f"{SITE}taxonomies: [tags]\n"})

    freeze_site(tmp_path, now=NOW)

    for name in ("feed.xml", "rss.xml"):
        feed = parsed(tmp_path, f"tags/ice/{name}")
        assert feed.feed.title == "Floe & Sons: ice"
        assert [entry.title for entry in feed.entries] == ["Ice < water"]
    assert json.loads(frozen(tmp_path, "tags/a-b/feed.json"))["home_page_url"] == "https://floe.example/tags/a-b/"
    assert 'title="Floe &amp; Sons: ice" href="/tags/ice/feed.xml"' in frozen(tmp_path, "tags/ice/index.html")
    assert parsed(tmp_path, "feed.xml").entries[1].content == parsed(tmp_path, "tags/ice/feed.xml").entries[0].content


def test_the_feed_of_a_term_follows_what_pages_say(tmp_path: Path) -> None:
    write(tmp_path, {**BLOG, "content/site.yaml": f"{SITE}taxonomies: [tags]\n"})
    freeze_site(tmp_path, now=NOW)

    second = "---\ntitle: Second\ndate: 2026-10-01\ntags: [ice]\n---\nMore, of [the first](first.md).\n"
    write(tmp_path, {"content/posts/second.md": second})
    freeze_site(tmp_path, now=NOW)
    little_by_little = release_files(tmp_path)
    freeze_site(tmp_path, now=NOW, full=True)

    assert [entry.title for entry in parsed(tmp_path, "tags/ice/feed.xml").entries] == ["Second", "Ice < water"]
    assert little_by_little == release_files(tmp_path)


def test_each_language_has_a_feed(tmp_path: Path) -> None:
    german = {
        "content/site.yaml": f"{SITE}languages: [en, de]\n",
        "content/index.de.md": "---\ntitle: Scholle\n---\n",
        "content/posts/second.de.md": "---\ntitle: Zweiter\ndate: 2026-10-02\n---\nEis.\n",
    }
    freeze_site(write(tmp_path, {**BLOG, **german}), now=NOW)

    feed = parsed(tmp_path, "de/feed.xml")
    assert (feed.feed.title, feed.feed.language) == ("Scholle", "de")
    assert [entry.title for entry in feed.entries] == ["Zweiter"]
    assert [entry.title for entry in parsed(tmp_path, "feed.xml").entries] == ["Second", "Ice < water"]
    assert [entry.title for entry in parsed(tmp_path, "de/posts/feed.xml").entries] == ["Zweiter"]
    html = frozen(tmp_path, "de/posts/second/index.html")
    assert 'href="/de/feed.xml"' in html and 'href="/feed.xml"' not in html


def test_git_says_when_a_page_without_a_date_was_written_and_changed(tmp_path: Path) -> None:
    write(tmp_path, {"content/site.yaml": SITE, "content/a.md": "# A\n"})
    commit(tmp_path, "2026-01-02T12:00:00Z")
    write(tmp_path, {"content/a.md": "# A\n\nMore.\n", "content/b.md": "# B\n"})
    commit(tmp_path, "2026-03-04T12:00:00Z")

    freeze_site(tmp_path, now=NOW)

    entries = {entry.title: entry for entry in parsed(tmp_path, "feed.xml").entries}
    assert entries["A"].published[:10] == "2026-01-02" and entries["A"].updated[:10] == "2026-03-04"
    assert entries["B"].published == entries["B"].updated
    assert "<loc>https://floe.example/a/</loc><lastmod>2026-03-04</lastmod>" in frozen(tmp_path, "sitemap.xml")
    assert '<time datetime="2026-03-04">4 March 2026</time>' in frozen(tmp_path, "a/index.html")


def test_a_commit_is_seen_although_the_last_answer_of_git_is_kept(tmp_path: Path) -> None:
    write(tmp_path, {"content/site.yaml": SITE, "content/a.md": "# A\n"})
    commit(tmp_path, "2026-01-02T12:00:00Z")
    freeze_site(tmp_path, now=NOW)

    write(tmp_path, {"content/a.md": "# A\n\nMore.\n"})
    commit(tmp_path, "2026-03-04T12:00:00Z")
    freeze_site(tmp_path, now=NOW)

    assert "<lastmod>2026-03-04</lastmod>" in frozen(tmp_path, "sitemap.xml")


def commit(root: Path, day: str) -> None:
    name = ["-c", "user.name=Sunniva", "-c", "user.email=sunniva@floe.example", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "content"], ["commit", "-q", "-m", "Write", "--date", day]):
        subprocess.run(["git", *name, *command], cwd=root, check=True, env=_environment(day))


def _environment(day: str) -> dict[str, str]:
    import os

    return {**os.environ, "GIT_COMMITTER_DATE": day, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def test_spots_of_a_page_are_full_addresses_in_its_feed(tmp_path: Path) -> None:
    body = "---\ntitle: Notes\ndate: 2026-11-01\n---\n[[toc]]\n\n## Here\n\nIce[^1].\n\n## Main\n\n[^1]: Cold.\n"
    freeze_site(write(tmp_path, {**BLOG, "content/posts/notes.md": body}), now=NOW)

    [content] = parsed(tmp_path, "posts/feed.xml").entries[0].content

    assert 'href="https://floe.example/posts/notes/#here"' in content.value
    assert 'href="https://floe.example/posts/notes/#fn-1"' in content.value
    assert 'href="https://floe.example/posts/notes/#main-1"' in content.value  # for the layout has a "main"
    assert 'id="main-1"' in frozen(tmp_path, "posts/notes/index.html")
    assert "bad-feed" not in {problem.rule for problem in check_site(tmp_path, now=NOW)}


def test_every_feed_has_the_newest_of_its_own_in_the_same_order(tmp_path: Path) -> None:
    days = ["2026-09-02", "2026-09-03", "2026-08-01", "2026-09-03", "2026-09-04"] * 6
    ids = [f"{'posts' if at % 4 else 'notes'}/p{at:02}" for at in range(len(days))]
    pages = {
        f"content/{one}.md": f"---\ntitle: p{at:02}\ndate: {days[at]}\ntags: [t{at % 3}]\n---\n{at}\n"
        for at, one in enumerate(ids)
    }
    freeze_site(write(tmp_path, {"content/site.yaml": f"{SITE}taxonomies: [tags]\n", **pages}), now=NOW)

    def newest(wanted: Callable[[int], bool]) -> list[str]:
        dated = [(days[at], one) for at, one in enumerate(ids) if wanted(at)]
        return [name.rpartition("/")[2] for _, name in sorted(dated, reverse=True)][:20]

    def titles(folder: str) -> list[str]:
        return [entry.title for entry in parsed(tmp_path, f"{folder}feed.xml").entries]

    assert titles("") == newest(lambda at: True)
    assert titles("posts/") == newest(lambda at: at % 4 != 0)
    assert titles("tags/t1/") == newest(lambda at: at % 3 == 1)


@pytest.mark.parametrize("minutes", [0, 60, -210, 345])
def test_moments_are_written_as_in_mail(minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    moments = [
        datetime(year, month, month * 2, month, 5, 9, 17, tzinfo=zone)
        for year in (70, 1999, 2026)
        for month in range(1, 13)
    ]

    assert [in_rss(moment) for moment in moments] == [format_datetime(moment) for moment in moments]

"""Entries of feeds: made once for all feeds that a page is in, with addresses in full."""

import json
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from build.sites import NOW, frozen, release_files, write
from polynya.freeze import freeze_site
from polynya.outputs.feeds import _content, entries
from polynya.outputs.feeds.lending import full_address
from polynya.outputs.programs.lines import json_text, long_json_text

HERE = "https://floe.example/posts/first/"
PAGES = 12
TAGS = ("ice", "sea", "a & b")
BLOG = {
    "content/site.yaml": "title: Floe\nurl: https://floe.example\ntaxonomies: [tags]\n",
    **{
        f"content/posts/p{at:02}.md": f'---\ntitle: "{at} < 99"\ndate: 2026-09-{at + 1:02}\ntags: ["{TAGS[at % 3]}", all]\n'
        f"---\nAfter [it](p{at * 5 % PAGES:02}.md), “{at}”\tand [far](https://far.example/?a=1&b={at}#c).\n"
        for at in range(PAGES)
    },
}

parts = st.text("ab/.:?#&;=%@~+,-_ []\\\té", max_size=12) | st.sampled_from(
    [
        "https://",
        "http://",
        "HTTPS://",
        "//",
        "/",
        "floe.example",
        "far.example:80",
        "../",
        "#part",
        "?a=b",
        "mailto:x@y",
    ]
)


@given(st.lists(parts, max_size=6).map("".join))
@example("https://far.example")
@example("https://far.example/a/../b?")
@example("https://far.example/a;b#")
@example("http://far.example/a;?c")
@example("/a//b")
@example("//far.example/a")
@example("/#part")
def test_addresses_are_written_in_full_as_urljoin_does_and_full_ones_stay(address: str) -> None:
    try:
        meant = address if address.startswith(("https://", "http://", "mailto:")) else urljoin(HERE, address)
    except ValueError:
        with pytest.raises(ValueError):
            full_address(address, HERE)
        return

    assert full_address(address, HERE) == meant


@given(st.text("ab<>&\"'\\ \n\t\r\x00\x1f\x7fé\ufffe\uffff\U0001f9ca\ud800"))
def test_long_texts_are_written_as_short_ones_are(text: str) -> None:
    assert long_json_text(text) == json_text(text)
    assert unescape(_content(text)) == text.translate(dict.fromkeys([0, 0x1F, 0xFFFE, 0xFFFF]))
    assert not set("<>") & set(_content(text))


def test_a_page_is_the_same_in_every_feed_it_is_in(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, BLOG), now=NOW)

    for name in ("feed.xml", "rss.xml"):
        whole = {one.id: one for one in feedparser.parse(frozen(tmp_path, name)).entries}
        assert len(whole) == PAGES
        for tag in ("ice", "sea", "a-b", "all"):
            of_tag = feedparser.parse(frozen(tmp_path, f"tags/{tag}/{name}")).entries
            assert len(of_tag) == (PAGES if tag == "all" else PAGES // 3)
            assert [dict(one) for one in of_tag] == [dict(whole[one.id]) for one in of_tag]
    items = {one["id"]: one for one in json.loads(frozen(tmp_path, "feed.json"))["items"]}
    for tag in ("ice", "sea", "a-b", "all"):
        of_tag = json.loads(frozen(tmp_path, f"tags/{tag}/feed.json"))["items"]
        assert of_tag == [items[one["id"]] for one in of_tag]


def test_feeds_are_the_same_when_hardly_an_entry_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze_site(write(tmp_path / "one", BLOG), now=NOW)
    monkeypatch.setattr(entries, "MOST_KEPT", 2)
    freeze_site(write(tmp_path / "other", BLOG), now=NOW)

    assert release_files(tmp_path / "one") == release_files(tmp_path / "other")


def test_a_changed_page_is_changed_in_every_feed_it_is_in(tmp_path: Path) -> None:
    freeze_site(write(tmp_path / "one", BLOG), now=NOW)
    other = {**BLOG, "content/posts/p04.md": BLOG["content/posts/p04.md"].replace("After", "Before")}
    freeze_site(write(tmp_path / "one", other), now=NOW)
    freeze_site(write(tmp_path / "clean", other), now=NOW)

    assert release_files(tmp_path / "one") == release_files(tmp_path / "clean")
    assert frozen(tmp_path / "one", "tags/sea/feed.xml").count("Before") == 1

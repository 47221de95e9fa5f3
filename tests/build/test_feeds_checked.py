"""`freeze check` reads the feeds again."""

import json

import pytest

from polynya.checking.feeds import feed_findings

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
ENTRY = "<entry><id>{}</id><content>{}</content></entry>"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("feed.xml", ATOM.format(ENTRY.format("a", "x") + ENTRY.format("b", "x")), []),
        ("feed.xml", ATOM.format(ENTRY.format("a", "x") * 2), ['the feed has two entries "a"']),
        ("feed.xml", ATOM.format("<entry>")[:-3], ["this feed cannot be read: "]),
        ("feed.json", "{", ["this feed cannot be read: "]),
        (
            "feed.json",
            json.dumps(
                {"items": [{"id": "a", "content_html": "<a href='b/'>x</a> <a href=\"https://x.example/\">y</a>"}]}
            ),
            ['the feed holds the address "b/", '],
        ),
        (
            "rss.xml",
            "<rss><item><guid>a</guid></item><item><guid>a</guid></item></rss>",
            ['the feed has two entries "a"'],
        ),
    ],
)
def test_a_feed_that_readers_cannot_use_is_told(name: str, text: str, told: list[str]) -> None:
    found = [finding.fact for finding in feed_findings(name, text)]

    assert len(found) == len(told)
    assert all(fact.startswith(start) for fact, start in zip(found, told, strict=True))

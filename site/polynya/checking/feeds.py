"""Reads the feeds again as a reader of feeds does: they parse, ids are unique, and links in them are absolute (build wing)."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

from .findings import Finding

FEED_RULE = "bad-feed"
FEEDS = ("feed.xml", "rss.xml", "feed.json")
_RELATIVE = re.compile(
    r"""<\w[^<>]*?\s(?:href|src)=("|'|)((?![a-z][a-z0-9+.-]*:|//|\1[\s>])[^"'\s<>]+)""", re.IGNORECASE
)


def feed_findings(name: str, text: str) -> list[Finding]:
    """List what is wrong with one feed. name: of its file, which says how it is written."""
    try:
        entries = list(_of_json(text) if name.endswith(".json") else _of_xml(text))
    except (ElementTree.ParseError, ValueError) as error:
        return [_finding(f"this feed cannot be read: {error}", "look for what is no text on the pages it holds.")]
    twice = [one for one, count in Counter(own for own, _ in entries).items() if count > 1]
    hint = "write it with double quotes, or as a full address; readers elsewhere cannot follow it."
    return [
        *(_finding(f'the feed has two entries "{one}"', "give one of the pages another `id`.") for one in twice),
        *(
            _finding(f'the feed holds the address "{found[2]}", which leads nowhere from there', hint, found[0])
            for _, content in entries
            for found in _RELATIVE.finditer(content)
        ),
    ]


def _of_json(text: str) -> Iterator[tuple[str, str]]:
    for item in json.loads(text)["items"]:
        yield item["id"], item["content_html"]


def _of_xml(text: str) -> Iterator[tuple[str, str]]:
    for entry in ElementTree.fromstring(text).iter():  # noqa: S314 -- as above
        if entry.tag.rpartition("}")[2] in ("entry", "item"):
            inner = {one.tag.rpartition("}")[2]: one.text or "" for one in entry}
            yield inner.get("id") or inner.get("guid", ""), inner.get("content") or inner.get("encoded", "")


def _finding(fact: str, hint: str, written: str = "") -> Finding:
    return Finding(FEED_RULE, fact, hint, written, warns=True)

"""A quick way to read a page as most are: plain front matter with a title, an address by its file name (build wing).

It gives what `pages.read_page` and `late.late` give, or nothing for whatever is unusual, wrong or worth a warning.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from sys import intern
from typing import Any
from zoneinfo import ZoneInfo

from polynya_live.values import NamedTuple

from ...model import FieldRule
from ..declarations.collection_fields import KNOWN
from ..late import MIDNIGHT
from ..schema import TOLD, sorted_by
from ..sheet import Desk, Place
from ..slugs import PLAIN_SLUG, RESERVED, address_fault, fill, folded, slugify
from ..text.foreign import may_have_formulas, may_have_marks
from ..text.plain_yaml import PLAIN_LINE
from ..text.positions import NOTHING, Text
from ..text.source import Source
from ..values.dates import plain_day
from ..values.kinds import Here, Unfit, fit

LONGEST = 150
"""Characters of an address; no part of it is too long for a file system then."""
Found = tuple[tuple[Any, ...], int, str]
"""The fields of a page but its Markdown, in the order of `Page`; where that starts; the Markdown."""
_OPEN, _CLOSE = "---\n", "\n---\n"
_DAYS = (date, type(None))
_HEADED = re.compile(r"\n*# ")
_ASK_MORE = ("draft", "slug", "url", "template", "id", "forms", "form", "aliases", "expires")
_WORDS, _LIST, _DAY, _ALONE, _UNUSUAL = range(5)
_KINDS = {
    **dict.fromkeys(("text", "markdown"), _WORDS),
    **dict.fromkeys(("number", "money", "bool", "datetime", "url", "email", "select"), _ALONE),
    "date": _DAY,
}
"""How a value is typed; those of other types know other pages, or pictures."""


class Ways(NamedTuple):
    """What the pages of one folder have alike. before, after: of their addresses, around the file name; forms: see `Page`.

    schema: None when any key may stand there; math: whether all pages ask for formulas; kinds: of the keys that are known.
    """

    place: Place
    before: str
    after: str
    forms: tuple[str, ...]
    schema: Mapping[str, FieldRule] | None
    rules: Mapping[str, FieldRule]
    kinds: Mapping[str, int]
    here: Here
    zone: ZoneInfo
    math: bool


def ways_of(place: Place, desk: Desk) -> Ways | None:
    """Find what the pages in the folder of a page have alike; None when each has to be asked about more."""
    collection, folder = place.collection, place.folder
    folders = ("", *(folder[:at] for at, letter in enumerate(f"{folder}/") if letter == "/"))
    around = _around(collection.url, folder.removeprefix(collection.name))
    if (
        around is None
        or place.index
        or not folder.isascii()
        or place.plain_folder != folder
        or any(desk.defaults.get(one) for one in folders)
    ):
        return None
    rules = {**KNOWN, **(collection.fields or {})}
    return Ways(
        place=place,
        before=around[0],
        after=around[1],
        forms=tuple(dict.fromkeys((*collection.forms, *desk.threads.get(collection.name, ())))),
        schema=collection.fields,
        rules=rules,
        kinds={
            **dict.fromkeys(TOLD - sorted_by(collection), _UNUSUAL),
            **{key: _kind(rule) for key, rule in rules.items()},
            **dict.fromkeys(_ASK_MORE, _UNUSUAL),
        },
        here=Here(desk.settings.timezone, currency=desk.settings.currency),
        zone=ZoneInfo(desk.settings.timezone),
        math=desk.settings.math,
    )


def _around(pattern: str, folder: str) -> tuple[str, str] | None:
    """Find what addresses say around the file name; None when that is not a part between two slashes, or is no good address."""
    if "{slug}" not in pattern.replace("{path}", "{slug}") or pattern.count("{") > 1:
        return None
    below = "".join(f"{slugify(one)}/" for one in folder.strip("/").split("/") if one)
    before, after = fill(pattern, {"slug": "\0", "path": f"{below}\0"}).split("\0")
    first = folded(before.split("/")[1])
    is_taken = first in RESERVED or first == "404.html" or address_fault(f"{before}a{after}")
    return (before, after) if before.endswith("/") and after.startswith("/") and not is_taken else None


def _kind(rule: FieldRule) -> int:
    if rule.type == "list":
        return _LIST if rule.of == "text" else _UNUSUAL
    return _KINDS.get(rule.type, _UNUSUAL)


def read_usual(source: Source, stem: str, ways: Ways) -> Found | None:
    """Read a page; None for an unusual one. stem: its file name without suffix."""
    text = source.text
    end = text.find(_CLOSE, len(_OPEN) - 1)
    if end < len(_OPEN) or not source.whole or not text.startswith(_OPEN) or not _is_plain(stem, ways):
        return None
    start = end + len(_CLOSE)
    body = text[start:]
    if _HEADED.match(body) or may_have_marks(body) or (not ways.math and may_have_formulas(body)):
        return None
    lines = PLAIN_LINE.findall(text, len(_OPEN), end + 1)
    fields = _typed(lines, ways) if len(lines) == text.count("\n", len(_OPEN), end + 1) else None
    kept = _kept(fields, (source.path, stem, len(lines) + 3), ways) if fields else None
    return (kept, start, body) if kept else None


def _is_plain(stem: str, ways: Ways) -> bool:
    """Whether a file name is the slug, and makes an address that is good."""
    if not PLAIN_SLUG.fullmatch(stem) or stem[0].isdigit() or stem in RESERVED:
        return False
    return len(ways.before) + len(stem) + len(ways.after) <= LONGEST


def _kept(
    fields: dict[str, Any], own: tuple[str, str, int], ways: Ways
) -> tuple[Any, ...] | None:  # Any: of each field
    """List the fields of a page but its Markdown, in the order of `Page`. own: path, file name, line of the Markdown."""
    (path, stem, line), collection, folder = own, ways.place.collection, ways.place.folder
    title, description, day = fields.get("title"), fields.get("description") or "", fields.get("date")
    title = " ".join(title.split()) if type(title) is str else ""
    if not title or "&" in title or type(description) is not str or type(day) not in _DAYS:
        return None
    fields["title"] = title
    name = f"{folder}/{stem}" if folder else stem
    url = f"{ways.before}{stem}{ways.after}"
    shown = title, line, description.strip(), day, collection.template, ways.forms, ()
    return name, url, path, collection.name, *shown, fields, since_of(day, ways.zone), None, "", 1, ""


def since_of(day: date | None, zone: ZoneInfo) -> datetime | None:
    """Say when a usual page comes out."""
    return datetime.combine(day, MIDNIGHT, zone) if day else None


def _typed(lines: Iterable[tuple[str, str, str, str]], ways: Ways) -> dict[str, Any] | None:  # Any: by the schema
    """Type each key as `schema.typed_fields` does; None when one of them is asked more about."""
    fields: dict[str, Any] = {}
    kinds = ways.kinds
    for key, plain, quoted, words in lines:
        word, kind = plain or quoted, kinds.get(key)
        if key in fields or (plain in NOTHING and plain):
            return None
        if word and kind == _WORDS:
            value: Any = word
        elif words and NOTHING.isdisjoint(several := words.split(", ")) and kind in (_LIST, None):
            value = several if kind is None else list(map(intern, several))
        elif word and kind == _DAY:
            value = plain_day(word)
        elif word and kind == _ALONE:
            value = _alone(Text(0, word, plain=bool(plain)), ways.rules[key], ways.here)
        else:
            value = word if kind is None else None
        if value is None or value == "" or (kind is None and ways.schema is not None):
            return None
        fields[intern(key)] = value
    return _completed(fields, ways.schema) if ways.schema else fields


def _alone(node: Text, rule: FieldRule, here: Here) -> Any:  # Any: typed by the rule
    try:
        return fit(node, rule, here)
    except Unfit:
        return None


def _completed(fields: dict[str, Any], schema: Mapping[str, FieldRule]) -> dict[str, Any] | None:  # Any: as above
    """Give every other declared key its default; None when a required one is missing."""
    for name, rule in schema.items():
        value = fields.get(name)
        if rule.required and value in (None, "", []):
            return None
        if value is None:
            fields[name] = rule.default if rule.default is not None else ([] if rule.type == "list" else None)
    return fields

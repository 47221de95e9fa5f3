"""A quick way to read a page as most are: plain front matter with a title, an address by its file name (build wing).

It gives what `pages.read_page` and `late.late` give, or nothing for whatever is unusual, wrong or worth a warning.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from sys import intern
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ...model import FieldRule
from ..declarations.collection_fields import KNOWN
from ..schema import FOREIGN
from ..sheet import Desk, Place
from ..slugs import PLAIN_SLUG, RESERVED, address_fault, fill, folded, slugify
from ..text.foreign import may_have_marks
from ..text.plain_yaml import PLAIN_LINE
from ..text.positions import NOTHING, Text
from ..text.source import Source
from ..values.dates import plain_day
from ..values.kinds import Here, Unfit, fit

MIDNIGHT = time()
LONGEST = 150
"""Characters of an address; no part of it is too long for a file system then."""
_CLOSE = "\n---\n"
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

    schema: None when any key may stand there; kinds: of the keys that are known.
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


def ways_of(place: Place, desk: Desk) -> Ways | None:
    """Find what the pages in the folder of a page have alike; None when each has to be asked about more."""
    collection, folder = place.collection, place.folder
    folders = ("", *(folder[:at] for at, letter in enumerate(f"{folder}/") if letter == "/"))
    defaults = any(desk.defaults.get(one) for one in folders)
    pattern = collection.url.replace("{path}", "{slug}")
    if place.index or defaults or not folder.isascii() or "{slug}" not in pattern or pattern.count("{") > 1:
        return None
    below = "".join(f"{slugify(one)}/" for one in folder.removeprefix(collection.name).strip("/").split("/") if one)
    before, after = fill(collection.url, {"slug": "\0", "path": f"{below}\0"}).split("\0")
    first = folded(before.split("/")[1])
    if not (before.endswith("/") and after.startswith("/")) or first in RESERVED or first == "404.html":
        return None
    rules = {**KNOWN, **(collection.fields or {})}
    return (
        None
        if address_fault(f"{before}a{after}")
        else Ways(
            place=place,
            before=before,
            after=after,
            forms=tuple(dict.fromkeys((*collection.forms, *desk.threads.get(collection.name, ())))),
            schema=collection.fields,
            rules=rules,
            kinds={key: _kind(rule) for key, rule in rules.items()} | dict.fromkeys((*_ASK_MORE, *FOREIGN), _UNUSUAL),
            here=Here(desk.settings.timezone),
            zone=ZoneInfo(desk.settings.timezone),
        )
    )


def _kind(rule: FieldRule) -> int:
    if rule.type == "list":
        return _LIST if rule.of == "text" else _UNUSUAL
    return _KINDS.get(rule.type, _UNUSUAL)


def read_usual(source: Source, stem: str, ways: Ways) -> tuple[tuple[Any, ...], int] | None:  # Any: of each field
    """Read a page: its fields but for the Markdown, in the order of `Page`, and where that starts; None for an unusual one.

    stem: its file name without suffix.
    """
    text, place = source.text, ways.place
    url = f"{ways.before}{stem}{ways.after}"
    end = text.find(_CLOSE, 3)
    if end < 4 or not source.whole or not text.startswith("---\n") or len(url) > LONGEST:
        return None
    if not PLAIN_SLUG.fullmatch(stem) or stem in RESERVED or stem[0].isdigit():
        return None
    body_at = end + len(_CLOSE)
    if _HEADED.match(text, body_at) or may_have_marks(text[body_at:]):
        return None
    lines = PLAIN_LINE.findall(text, 4, end + 1)
    fields = _typed(lines, ways) if len(lines) == text.count("\n", 4, end + 1) else None
    if fields is None:
        return None
    title, description, day = fields.get("title"), fields.get("description") or "", fields.get("date")
    title = " ".join(title.split()) if type(title) is str else ""
    if not title or type(description) is not str or type(day) not in (date, type(None)):
        return None
    fields["title"] = title
    return (
        f"{place.folder}/{stem}" if place.folder else stem,
        url,
        source.path,
        place.collection.name,
        title,
        len(lines) + 3,
        description.strip(),
        day,
        place.collection.template,
        ways.forms,
        (),
        fields,
        since_of(day, ways.zone),
        None,
        "",
        1,
        "",
    ), body_at


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

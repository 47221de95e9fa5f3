"""One Markdown file -> one page: its front matter typed, its title, its address (build wing)."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .addresses.of_page import page_aliases, page_id, page_slug, page_url
from .declarations.collection import form_exists, template_name
from .declarations.defaults import with_defaults
from .late import Written
from .schema import note_idle, typed_fields
from .sheet import Desk, Place, Sheet
from .slugs import humanise
from .text.foreign import report_foreign_marks
from .text.front import split_front
from .text.positions import Text
from .text.source import Source
from .text.titles import Heading, first_heading, without, without_entities
from .values.dates import read_date, read_datetime, read_end
from .values.declared import Declared
from .values.kinds import Here

_DATED = re.compile(r"([0-9]{4}(?:-[0-9]{1,2}-[0-9]{1,2}|_[0-9]{2}_[0-9]{2}(?=\Z)))(?:-(.+))?", re.ASCII)


def read_page(source: Source, place: Place, desk: Desk) -> Written | None:
    """Read one page, a draft with that as its standing; None when it is too broken, which is reported."""
    front = split_front(source)
    if front is None:
        return None
    table = with_defaults(front.table, place, desk.defaults)
    sheet = Sheet(source, table, front.body_at, place, desk)
    folder = source.path.rpartition("/")[0]  # where the file lies: a translation may lie beside its page
    here = Here(desk.settings.timezone, lambda name: _has_image(desk.root, folder, name), desk.settings.currency)
    fields = typed_fields(sheet, here)
    note_idle(sheet, front.idle)
    draft = fields.pop("draft", None) is True
    math = desk.settings.math if fields.get("math") is None else fields["math"] is True
    report_foreign_marks(source, front.body_at, math=math)
    return Written(_page(sheet, fields, draft=draft), front.body_at)


def _page(sheet: Sheet, fields: dict[str, Any], *, draft: bool) -> dict[str, Any]:  # Any: typed by the schema
    place, front = sheet.place, Declared(sheet.source, sheet.table)
    stem, day = _dated(place)
    written = fields.get("date") or day
    if written:
        fields["date"] = written
    title, body, anchor = _title(sheet, fields, f"{day}" if day and _DATED.fullmatch(stem) else stem)
    usual = place.collection.list_template if place.heads and place.folder else place.collection.template
    return {
        "id": page_id(sheet),
        "url": page_url(sheet, page_slug(sheet, stem), fields),
        "path": sheet.source.path,
        "collection": place.collection.name,
        "title": title,
        "body": body,
        "body_line": sheet.source.text.count("\n", 0, sheet.body_at) + 1,
        "description": (fields.get("description") or "").strip(),
        "date": written.date() if isinstance(written, datetime) else written,
        "template": _template(sheet, front, usual) if fields.get("template") else usual,
        "forms": _forms(sheet, front),
        "aliases": page_aliases(sheet),
        "fields": fields,
        "since": _since(sheet, written),
        "until": _written_moment(sheet, "expires", read_end) or _foreign_moment(sheet, "expiryDate", read_end),
        "standing": "draft" if draft else "",
        "number": 1,
        "anchor": anchor,
    }


def _template(sheet: Sheet, front: Declared, usual: str) -> str:
    is_open = sheet.place.collection.fields is None
    return template_name(front, "template", sheet.desk.known, default=usual, is_open=is_open)


def _since(sheet: Sheet, written: date | None) -> datetime | None:
    """Find when a page comes out: at its date, which may say a time, in the zone of the site, and never before Hugo would."""
    since: datetime | None = written if isinstance(written, datetime) else None
    if written and since is None:
        midnight = datetime.combine(written, time(), ZoneInfo(sheet.desk.settings.timezone))
        since = _written_moment(sheet, "date", read_datetime) or midnight
    later = _foreign_moment(sheet, "publishDate", read_datetime)
    return max(since, later) if since and later else since or later


def _foreign_moment(sheet: Sheet, key: str, read: Callable[[str, str], datetime | None]) -> datetime | None:
    """Read a moment of Hugo, for nothing may be published by mistake."""
    return _written_moment(sheet, key, read) if sheet.place.collection.fields is None else None


def _written_moment(sheet: Sheet, key: str, read: Callable[[str, str], datetime | None]) -> datetime | None:
    node = sheet.table.entries.get(key)
    return read(node.text, sheet.desk.settings.timezone) if isinstance(node, Text) else None


def _dated(place: Place) -> tuple[str, date | None]:
    """Take the date off a file name such as 2024-01-31-hello.md, and the number of Notion."""
    stem = place.plain_path.rpartition("/")[2]
    match = _DATED.fullmatch(stem)
    day = read_date(match[1].replace("_", "-")) if match else None
    return (match[2] or stem, day) if match and day else (stem, None)


def _title(sheet: Sheet, fields: dict[str, Any], stem: str) -> tuple[str, str, str]:
    """Find the title, and take its heading out of the body, for the template writes the title; keep the heading's id."""
    body, anchor = sheet.source.text[sheet.body_at :], ""
    written = " ".join((fields.get("title") or "").split())
    if sheet.place.collection.fields is None:
        written = without_entities(written)
    heading = first_heading(body) if not written or body.lstrip("\n").startswith("# ") else None
    heading = heading if heading and _is_title(heading, body) else None
    if heading and heading.level == 1 and heading.title.casefold() == (written or heading.title).casefold():
        body, anchor = without(body, heading), heading.id
    title = written or (heading.title if heading else "") or humanise(stem)
    fields["title"] = title
    return title, body, anchor


def _is_title(heading: Heading, body: str) -> bool:
    """Whether the first heading of a text is that of all of it: `# Ice`, or a lower one at its top, the only one of its level."""
    marks = "#" * heading.level
    above, below = body[: heading.start], body[heading.end :]
    return heading.level == 1 or not (above.strip() or f"\n{marks} " in f"\n{below}")


def _forms(sheet: Sheet, front: Declared) -> tuple[str, ...]:
    """List the forms of a page: its own, those of its collection, those with a thread on each page of it."""
    collection, own = sheet.place.collection, list[str]()
    if "forms" in sheet.table.entries or "form" in sheet.table.entries:
        written = [one for one in (*front.texts("forms"), *front.texts("form")) if not one.empty]
        own = [one.text for one in written if form_exists(sheet.source, one, sheet.desk.known)]
    if sheet.place.heads:
        return tuple(dict.fromkeys(own))
    return tuple(dict.fromkeys((*own, *collection.forms, *sheet.desk.threads.get(collection.name, ()))))


def _has_image(root: Path, folder: str, name: str) -> bool:
    name = name.split("?", 1)[0].split("#", 1)[0]
    places = [root / "static", root / "content"] if name.startswith("/") else [root / folder]
    places += [root] if name.startswith("/static/") else []
    try:
        return ".." not in name.split("/") and any((place / name.lstrip("/")).is_file() for place in places)
    except (OSError, ValueError):
        return False

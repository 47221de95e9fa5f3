"""The id, the slug and the address of one page, and what an author may say about them (build wing)."""

import re
import unicodedata
from typing import Any

from polynya_live.values.patterns import late

from ..sheet import Sheet
from ..slugs import (
    DATE_PARTS,
    LOST,
    RESERVED,
    address_fault,
    closed,
    fill,
    folded,
    index_address,
    placeholders,
    slugify,
)
from ..text.positions import Items, Text
from ..text.source import quote

_OF_LOST = "what stands there is drawn by templates/pages/error404.html, which may be your own."
_IN_HTML = late(r"(?:(?<=/)index)?\.html?$", re.IGNORECASE)
"""The end of an address that names a file; every page is a folder here."""
_IS_PATH = late(r"/|[?#]\w")
"""What an older address has and the name of a note has not: "Why?" and "C# notes" are names."""
_ID = late(r"[^\s/?#%\\]+(?:/[^\s/?#%\\]+)*")


def page_id(sheet: Sheet) -> str:
    """Find the id of a page: its path below content/ without suffix, or what its front matter says."""
    place, node = sheet.place, _written(sheet, "id")
    usual = unicodedata.normalize("NFC", place.plain_path)
    if node is None or place.heads:
        return usual
    written = node.text.strip()
    if _ID.fullmatch(written) and not {".", ".."} & set(written.split("/")):
        return written
    if place.collection.fields is not None:
        fact = f"{quote(written)} cannot be the id of this page"
        hint = "write words and slashes such as books/dune, or take it out."
        sheet.source.error("page-id", node.at, fact=fact, hint=hint)
    return usual


def page_slug(sheet: Sheet, stem: str) -> str:
    """Find the slug of a page: from its front matter, else from its file name. stem: without date and number."""
    node = _written(sheet, "slug")
    if node and not _means_url(sheet, node):
        written = unicodedata.normalize("NFC", node.text.strip())
        fault = _slug_fault(written)
        if not fault:
            return written
        better = slugify(written.replace("/", "-"))[:60]
        hint = (
            f'write "{better}"; an address elsewhere is url: {_elsewhere(sheet, written)}.'
            if better
            else "write a word."
        )
        fact = f"the slug {quote(node.text)} {fault}"
        if sheet.place.collection.fields is None:
            sheet.source.warn("bad-slug", node.at, fact=f"{fact}, so the file name is taken", hint=hint)
        else:
            sheet.source.error("bad-slug", node.at, fact=fact, hint=hint)
    slug = slugify(stem)
    if not slug and not sheet.place.heads:
        fact = f"no address can be made of the file name {quote(stem)}"
        hint = "rename it with letters or digits, or add slug: to its front matter."
        sheet.source.error("bad-slug", None, fact=fact, hint=hint)
    return slug or "page"


def _elsewhere(sheet: Sheet, written: str) -> str:
    """Write the address that a slug with slashes means: from the folder of its page on."""
    folder = sheet.place.plain_folder
    whole = written if written.startswith(("/", f"{folder}/")) else f"{folder}/{written}"
    parts = [slugify(part) for part in whole.split("/")] if "/" in written else []
    return closed("/" + "/".join(part for part in parts if part)) if any(parts) else "/path/to/it/"


def page_url(sheet: Sheet, slug: str, fields: dict[str, Any]) -> str:  # Any: typed by the schema
    """Find the address of a page: `url` of its front matter, else the pattern of its collection."""
    slugged = _written(sheet, "slug")
    node = _written(sheet, "url") or (slugged if slugged and _means_url(sheet, slugged) else None)
    if node and (url := _written_url(sheet, node, slug)):
        return url
    place = sheet.place
    if place.heads:
        own = place.collection
        return _checked(sheet, None, index_address(own.name, own.url, own.language))
    folders = place.plain_folder.removeprefix(place.collection.name).strip("/").split("/")
    folders = folders[:-1] if place.index else folders
    path = "/".join([*(slugify(folder) for folder in folders if folder), slug])
    return _from_pattern(sheet, {"slug": slug, "path": path}, fields)


def page_aliases(sheet: Sheet) -> tuple[str, ...]:
    """List the older addresses of a page, those that cannot be one reported and left out; names are none (`is_name`)."""
    node = sheet.table.entries.get("aliases")
    nodes = node.items if isinstance(node, Items) else [node]
    texts = [one for one in nodes if isinstance(one, Text) and not one.empty and one.text.strip()]
    found = [_alias(sheet, one) for one in texts if not is_name(one.text.strip())]
    node = _written(sheet, "url")
    if node and sheet.place.collection.fields is None and _IN_HTML.search(older := _from_root(node)):
        found += [] if address_fault(older) else [older]
    return tuple(dict.fromkeys(alias for alias in found if alias))


def is_name(alias: str) -> bool:
    """Whether an alias is another name of its page, as note-takers write it, and no older address: words, without a slash."""
    is_word = alias == alias.lower() and not address_fault(f"/{alias}/")
    return not is_word and not _IS_PATH.search(alias)


def _alias(sheet: Sheet, node: Text) -> str:
    written = unicodedata.normalize("NFC", node.text.strip())
    alias = written if written.startswith("/") else f"/{written}"
    fault = address_fault(alias) or ("is that of the front page" if alias == "/" else "")
    first = folded(alias.split("/")[1])
    if "://" in written:
        fault = "is one of another site"
    elif not fault and first in RESERVED:
        fault = f"cannot lead on: {RESERVED[first]}"
    if not fault:
        return alias
    hint = "write the older path of this page on this site, such as /old/place/."
    fact = f"the alias {quote(written)} {fault}"
    if sheet.place.collection.fields is None:
        sheet.source.warn("bad-alias", node.at, fact=f"{fact}, so it is left out", hint=hint, alike=fault)
    else:
        sheet.source.error("bad-alias", node.at, fact=fact, hint=hint, alike=fault)
    return ""


def _written(sheet: Sheet, key: str) -> Text | None:
    node = sheet.table.entries.get(key)
    return node if isinstance(node, Text) and not node.empty and node.text.strip() else None


def _means_url(sheet: Sheet, slug: Text) -> bool:
    """Say whether a slug is a whole address, as Docusaurus writes it."""
    return slug.text.startswith("/") and sheet.place.collection.fields is None


def _slug_fault(written: str) -> str:
    if "/" in written or "\\" in written or written in (".", ".."):
        return "leaves its folder"
    return address_fault(f"/{written}/")


def _from_root(node: Text) -> str:
    written = unicodedata.normalize("NFC", node.text.strip())
    return written if written.startswith("/") or ":" in written else f"/{written}"


def _foreign_url(sheet: Sheet, node: Text) -> str:
    """Find the address that another generator would make of a url; "" when it is none on this site."""
    written = _from_root(node)
    plain = _IN_HTML.sub("", written) or "/"
    fault = address_fault(plain)
    if not fault:
        return _checked(sheet, node.at, closed(plain))
    parts = [slugify(part) for part in plain.split("/")]
    better = closed("/" + "/".join(part for part in parts if part))
    is_elsewhere = ":" in written or written.startswith("//") or ".." in written or better == "/"
    if is_elsewhere or address_fault(better):
        fact = f"the url {quote(written)} is no address on this site, so it is left out"
        sheet.source.warn("bad-url", node.at, fact=fact, hint='write one such as "/path/to/it/", or take the line out.')
        return ""
    fact = f"the url {quote(written)} {fault}, so the page is at {better}"
    sheet.source.warn("bad-url", node.at, fact=fact, hint=f'write "{better}".')
    return _checked(sheet, node.at, better)


def _written_url(sheet: Sheet, node: Text, slug: str) -> str:
    if sheet.place.collection.fields is None:
        return _foreign_url(sheet, node)
    written = unicodedata.normalize("NFC", node.text.strip())
    fault = address_fault(written)
    if not fault and written.rpartition("/")[2].lower().endswith((".html", ".htm")):
        fault = "ends in .html; every page is a folder here"
    if not fault:
        return _checked(sheet, node.at, closed(written))
    parts = [slugify(re.sub(r"\.html?$", "", part)) for part in re.sub(r"^\w+://[^/]*", "", written).split("/")]
    better = closed("/" + "/".join(part for part in parts if part))
    older = written if written.startswith("/") else f"/{written}"
    leads_on = fault.startswith("ends in") and "aliases" not in sheet.table.entries and not address_fault(older)
    more = f', and "aliases: [{older}]" so that the older address leads on' if leads_on else ""
    sheet.source.error("bad-url", node.at, fact=f"the url {quote(written)} {fault}", hint=f'write "{better}"{more}.')
    return f"/{slug}/"


def _from_pattern(sheet: Sheet, values: dict[str, str], fields: dict[str, Any]) -> str:
    pattern = sheet.place.collection.url
    for name in placeholders(pattern):
        if name not in values:
            values[name] = _pattern_value(name, fields)
        if not values[name]:
            key = "date" if name in DATE_PARTS else name
            node = sheet.table.entries.get(key)
            fact = f"has no {quote(key)}, which its address {pattern} is made of"
            hint = f"add {key}: to its front matter."
            sheet.source.error("url-needs-key", node.at if node else None, fact=fact, hint=hint)
            values[name] = "none"
    return _checked(sheet, None, fill(pattern, values))


def _pattern_value(name: str, fields: dict[str, Any]) -> str:
    if name in DATE_PARTS and fields.get(name) is None:
        day = fields.get("date")
        return f"{getattr(day, name):02d}" if day else ""
    value = fields.get(name)
    return slugify(str(value)) if value is not None and not isinstance(value, list | dict) else ""


def _checked(sheet: Sheet, at: int | None, url: str) -> str:
    """Report an address that belongs to someone else, or that no file system takes."""
    first = folded(url.split("/")[1])
    name = "404" if first == "404.html" else first
    if url in LOST:
        fact = f"is left out, for {RESERVED[name]}"
        sheet.source.warn("reserved-name", at, fact=fact, hint=f"rename it; {_OF_LOST}")
    elif name in RESERVED:
        fact = f"its address would be {url}, and {RESERVED[name]}"
        hint = "rename it, or give it another slug: or url: in its front matter."
        if name == "404":
            hint = f"rename it; {_OF_LOST}"
        sheet.source.error("reserved-name", at, fact=fact, hint=hint)
    elif fault := address_fault(url):
        fact = f"its address {quote(url)} {fault}"
        sheet.source.error("bad-url", at, fact=fact, hint="give it a short slug: in its front matter.")
    return url

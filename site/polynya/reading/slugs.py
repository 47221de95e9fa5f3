"""Addresses of pages: slugs out of file names, addresses out of patterns, and what may not be one (build wing)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from polynya_live.values.patterns import late

RESERVED = {
    "live": "everything under /live/ is answered by a function",
    "404": "/404.html is the page for addresses that do not exist",
    "static": "/static/ holds styles, scripts and images",
}
LOST = frozenset(("/404/", "/404.html", "/404.html/"))
"""What other generators call the page for addresses that do not exist; it is left out, for a template draws ours."""
DATE_PARTS = ("year", "month", "day")
"""Placeholders of an address that its date fills."""
SEGMENT_BYTES = 200
PLAIN_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLAIN_ADDRESS = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,150})+/?")
_DASHES = re.compile(r"_*-[-_]*")
_IN_SEGMENT = "-_.~"
_IN_ADDRESS = "-_.~/@+,!()="
_DAY = late(r"\d{4}-\d\d-\d\d(?=[-_\s]|\Z)", re.ASCII)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NUMBER = late(r"(?<=[^/]) [0-9a-f]{32}(?=/|\Z)")
_NOT_IN_IDS = late(r"[^\w\- ]+", re.ASCII)
_IN_IDS = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"))
"""What GitHub keeps of a heading, as categories of Unicode, beside spaces and hyphens."""


@lru_cache(maxsize=4096)  # the words of a taxonomy are asked for by each page that has them
def slugify(name: str) -> str:
    """Make one segment of an address: lower case, letters and digits of any script, "-" for all else; maybe ""."""
    if PLAIN_SLUG.fullmatch(name):  # most
        return name
    composed = unicodedata.normalize("NFC", name).replace("'", "").replace("’", "").replace("İ", "i").lower()
    slug = "".join(letter if _speaks(letter, _IN_SEGMENT) else "-" for letter in composed)
    return unicodedata.normalize("NFC", _DASHES.sub("-", slug).strip("-."))


def unnumbered(path: str) -> str:
    """Take off what Notion writes behind each name of an export: "My page 0123456789abcdef0123456789abcdef"."""
    return _NUMBER.sub("", path) if " " in path else path


def heading_id(text: str) -> str:
    """Turn a heading's text into an id as GitHub does: lower case, spaces to hyphens, other punctuation left out."""
    words = text.lower()
    if words.isascii():
        dashed = words.replace(" ", "-")
        if dashed.replace("-", "").isalnum():  # most
            return dashed
        words = _NOT_IN_IDS.sub("", words)
    elif not words.replace(" ", "").isalpha():
        words = "".join(one for one in words if one in " -" or unicodedata.category(one) in _IN_IDS)
    return words.replace(" ", "-")


def humanise(name: str) -> str:
    """Make a title out of a file name: "my-first_notes" gives "My first notes", and a day at its start stays one."""
    day = _DAY.match(name)
    start = day.end() if day else 0
    words = (name[:start] + re.sub(r"[-_\s]+", " ", name[start:])).strip()
    return words[:1].upper() + words[1:]


def folded(address: str) -> str:
    """Write an address in the form in which two that a file system or a reader may confuse are equal."""
    if address.isascii():  # most; there is one form of it
        return address.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", address).casefold())


def all_folded(addresses: list[str]) -> list[str]:
    """Write several in that form, sooner than one by one."""
    plain = "".join(addresses).isascii()
    return list(map(str.casefold if plain else folded, addresses))


def address_fault(address: str) -> str:
    """Say what keeps `address` from being the address of a page; "" when nothing does."""
    return "" if _PLAIN_ADDRESS.fullmatch(address) else _fault_in(address)  # most are plain


def _fault_in(address: str) -> str:
    if not address.startswith("/"):
        return "does not start with /"
    segments = address.strip("/").split("/")
    if any(segment in (".", "..") for segment in segments):
        return "leaves its folder"
    if "//" in address:
        return "has an empty part between two /"
    bad = next((letter for letter in address if not _speaks(letter, _IN_ADDRESS)), "")
    if bad:
        return "holds a space" if bad.isspace() else f"holds the character {bad if bad.isprintable() else ascii(bad)}"
    if any(len(segment.encode("utf-8", "replace")) > SEGMENT_BYTES for segment in segments):
        return f"has a part of more than {SEGMENT_BYTES} bytes"
    return ""


def placeholders(pattern: str) -> Sequence[str]:
    """List the names between braces in the url pattern of a collection."""
    return _parted(pattern)[1::2]


def fill(pattern: str, values: dict[str, str]) -> str:
    """Fill a url pattern. Raises KeyError for a placeholder that has no value."""
    parts = [*_parted(pattern)]
    parts[1::2] = [values[name] for name in parts[1::2]]
    return closed("".join(parts))


@lru_cache(maxsize=256)  # there are few patterns, and each page is asked for
def _parted(pattern: str) -> Sequence[str]:
    """Part a pattern: what stands before a name, the name, what stands before the next one, and so on."""
    return tuple(_PLACEHOLDER.split(pattern))


def closed(address: str) -> str:
    """End an address with one slash."""
    return address.rstrip("/") + "/"


def index_address(name: str, pattern: str, language: str = "") -> str:
    """Find the address of a collection's list: the fixed start of its pattern, else that of its folder.

    language: with which both begin, for the counterpart of a collection in another one.
    """
    if language:
        start = f"/{language}"
        return start + index_address(name.removeprefix(f"{language}/"), pattern.removeprefix(start))
    fixed = pattern.split("{", 1)[0]
    start = fixed[: fixed.rfind("/") + 1]
    return start if len(start) > 1 else "/" + "".join(f"{slugify(part)}/" for part in name.split("/") if part)


def _speaks(letter: str, also: str) -> bool:
    """Say whether a character may stand in an address: letters, digits and the marks that belong to them."""
    return letter.isalnum() or letter in also or unicodedata.category(letter).startswith("M")

"""The types of front matter: what an author writes, and the value that a template gets (build wing)."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from polynya_live.values import NamedTuple
from polynya_live.values.patterns import late

from ...model import FieldRule, Reference
from ..text.closeness import closest
from ..text.positions import Items, Node, Table, Text
from ..text.source import quote
from .dates import read_date, read_datetime

_NUMBER = late(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?", re.ASCII)
_MONEY = late(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,3}))?", re.ASCII)
_NEARLY_MONEY = late(r"[^0-9]*([0-9][0-9 .,']*)[^0-9]*", re.ASCII)
_EMAIL = late(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\".]+(?:\.[^\s@<>(),;:\".]+)+")
_SCHEME = late(r"[A-Za-z][A-Za-z0-9+.-]*:")
_GOOD_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_TRUE = frozenset(("true", "yes", "on"))
_FALSE = frozenset(("false", "no", "off"))


class Unfit(Exception):
    """The value is not of its type. expected: with its article; write: the exact text to type, "" when unknown.

    inner: the way to it inside an object, such as ".url". kind: of what is written, whatever it says.
    """

    def __init__(self, node: Node, expected: str, write: str = "") -> None:
        self.at, self.expected, self.write, self.inner = node.at, expected, write, ""
        self.found, self.kind = describe(node), type(node).__name__
        super().__init__(expected)


class Here(NamedTuple):
    """What a type needs to know beyond the value. has_image: whether an image of that name exists for this page.

    currency: of amounts.
    """

    timezone: str = "UTC"
    has_image: Callable[[str], bool] = lambda _name: True
    currency: str = "EUR"


def fit(node: Node, rule: FieldRule, here: Here) -> Any:  # Any: typed by the rule
    """Turn what the author wrote into a value of the type of `rule`; None when nothing is written. Raises Unfit."""
    if isinstance(node, Text) and node.empty:
        return [] if rule.type == "list" else None
    return KINDS[rule.type](node, rule, here)


def plain(node: Node) -> Any:  # Any: text, list or mapping, as deep as the author wrote it
    """Keep a value as it is written: text, list or mapping, None where nothing stands."""
    if isinstance(node, Text):
        return None if node.empty else node.text
    if isinstance(node, Items):
        return [plain(one) for one in node.items]
    return {key: plain(one) for key, one in node.entries.items()}


def describe(node: Node) -> str:
    """Name a value in a message: a quoted text, "a list" or "a mapping"."""
    if isinstance(node, Text):
        return "nothing" if node.empty else quote(node.text)
    return "a list" if isinstance(node, Items) else "a mapping"


def _word(node: Node, expected: str) -> str:
    if not isinstance(node, Text):
        raise Unfit(node, expected)
    return node.text


def _text(node: Node, _rule: FieldRule, _here: Here) -> str:
    return _word(node, "a text")


def _number(node: Node, _rule: FieldRule, _here: Here) -> int | float:
    word = _word(node, "a number").strip()
    if not _NUMBER.fullmatch(word):
        as_written = word.replace(",", ".").replace("_", "")
        raise Unfit(node, "a number", as_written if _NUMBER.fullmatch(as_written) else "")
    return float(word) if "." in word else int(word)


def _money(node: Node, _rule: FieldRule, here: Here) -> int:
    from polynya_live.words.writing import decimals_of  # noqa: PLC0415 -- most sites have no prices

    expected, digits = "an amount of money", decimals_of(here.currency)
    match = _MONEY.fullmatch(_word(node, expected).strip())
    parts = (match[3] or "").rstrip("0") if match else ""
    if not match or len(parts) > digits:
        expected = expected if digits else f"an amount in whole {here.currency}"
        raise Unfit(node, expected, _nearest_money(_word(node, expected), digits))
    places = max(2, digits)  # what has no cents is kept in hundredths too
    cents = int(match[2] + parts.ljust(places, "0"))
    return -cents if match[1] else cents


def _nearest_money(word: str, digits: int) -> str:
    """Guess the amount in "€ 1.234,50" or "12,5 EUR": the last point or comma is the decimal one before that many digits."""
    match = _NEARLY_MONEY.fullmatch(word)
    if not match:
        return ""
    written = match[1].strip(" .,'")
    split = re.fullmatch(rf"(.*?)(?:[.,](\d{{1,{max(2, digits)}}}))?", written)
    whole = int((re.sub(r"\D", "", split[1]) if split else "")[:12] or 0)
    parts = ((split and split[2]) or "").ljust(digits, "0")
    return f"{whole}.{parts}" if digits else f"{whole + (parts >= '5')}"


def _bool(node: Node, _rule: FieldRule, _here: Here) -> bool:
    word = _word(node, "true or false").strip().lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise Unfit(node, "true or false", {"1": "true", "y": "true", "0": "false", "n": "false"}.get(word, ""))


def _date(node: Node, _rule: FieldRule, _here: Here) -> Any:  # Any: datetime.date
    value = read_date(_word(node, "a date"))
    if value is None:
        raise Unfit(node, "a date", _nearest(node) or "a date such as 2024-01-31")
    return value


def _datetime(node: Node, _rule: FieldRule, here: Here) -> Any:  # Any: datetime.datetime
    value = read_datetime(_word(node, "a date and time"), here.timezone)
    if value is None:
        raise Unfit(node, "a date and time", _nearest(node) or "a date and time such as 2024-01-31 18:30")
    return value


def _nearest(node: Node) -> str:
    from .near_dates import nearest_date  # noqa: PLC0415 -- few write dates in another way

    return nearest_date(node.text) if isinstance(node, Text) else ""


def _list(node: Node, rule: FieldRule, here: Here) -> list[Any]:  # Any: typed by rule.of
    if not isinstance(node, Items):
        raise Unfit(node, "a list", f"[{node.text}]" if isinstance(node, Text) else "")
    if rule.of == "text" and all(isinstance(item, Text) for item in node.items):  # most
        return [item.text for item in node.items if isinstance(item, Text) and not item.empty]
    one = replace(rule, type=rule.of, of="text")
    return [value for item in node.items if (value := fit(item, one, here)) is not None]


def _url(node: Node, _rule: FieldRule, _here: Here) -> str:
    word = _word(node, "an address").strip()
    if re.search(r"[\s<>\"\\\x00-\x1f]", word):
        raise Unfit(node, "an address", word.replace(" ", "%20") if " " in word else "")
    if _SCHEME.match(word) and not word.lower().startswith(_GOOD_SCHEMES):
        raise Unfit(node, "an address that starts with https:// or /")
    if word.lower() in _GOOD_SCHEMES or word.startswith("//"):
        raise Unfit(node, "an address that starts with https:// or /", "https:" + word if word.startswith("//") else "")
    return word if not word.startswith("www.") else _raise(Unfit(node, "a full address", f"https://{word}"))


def _email(node: Node, _rule: FieldRule, _here: Here) -> str:
    word = _word(node, "an e-mail address").strip()
    if not _EMAIL.fullmatch(word):
        inside = _EMAIL.search(word)
        raise Unfit(node, "an e-mail address", inside[0] if inside else "")
    return word


def _image(node: Node, _rule: FieldRule, here: Here) -> str:
    word = _url(node, _rule, here)
    if not word.startswith(("http://", "https://")) and not here.has_image(word):
        raise Unfit(node, "an image that exists, beside the page or in static/")
    return word


def _select(node: Node, rule: FieldRule, _here: Here) -> str:
    word = _word(node, "one of its options")
    if word not in rule.options:
        raise Unfit(node, "one of its options")
    return word


def _object(node: Node, rule: FieldRule, here: Here) -> Any:  # Any: text, list or mapping
    if not isinstance(node, Table):
        raise Unfit(node, "a mapping")
    if rule.fields is None:
        return plain(node)
    strange = next((key for key in node.entries if key not in rule.fields), "")
    if strange:
        named = f"made of {', '.join(rule.fields)}"
        raise Unfit(Text(node.keys[strange], strange), named, closest(strange, rule.fields))
    values: dict[str, Any] = {}  # Any: typed by the inner rules
    for key, inner in rule.fields.items():
        entry = node.entries.get(key)
        values[key] = _inner(entry, inner, here) if entry else inner.default
        if values[key] is None and inner.required:
            raise Unfit(entry or node, f"a mapping with {quote(key)}", f"{{{key}: …}}")
    return values


def _inner(node: Node, rule: FieldRule, here: Here) -> Any:  # Any: typed by the rule
    try:
        return fit(node, rule, here)
    except Unfit as unfit:
        unfit.inner = f".{rule.name}{unfit.inner}"
        raise


def _page(node: Node, _rule: FieldRule, _here: Here) -> Reference:
    word = _word(node, "the name of a page").strip()
    if not word or re.search(r"[\s<>\"\\\x00-\x1f]", word):
        raise Unfit(node, "the name of a page")
    return Reference(word, at=node.at)


def _raise(error: Unfit) -> str:
    raise error


KINDS: dict[str, Callable[[Node, FieldRule, Here], Any]] = {  # Any: what each type gives
    "text": _text,
    "markdown": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "datetime": _datetime,
    "bool": _bool,
    "list": _list,
    "url": _url,
    "email": _email,
    "image": _image,
    "select": _select,
    "object": _object,
    "page": _page,
}
"""Every type a field of a collection may have."""

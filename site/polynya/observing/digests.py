"""Digests of values, the same in every process: what was read is compared by them (build wing)."""

from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from functools import partial
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from pathlib import PurePath
from types import FunctionType
from typing import Any, TypeVar, cast

DIGEST_BYTES = 16
T = TypeVar("T")
_PLAIN = (str, bytes, int, float, bool, type(None), date, time, timedelta, tzinfo, PurePath, Enum)


class Unspeakable(TypeError):
    """A value has no digest, for nothing says what is in it."""


def digest_of(value: object) -> bytes:
    """Digest a value: of plain values, mappings, sequences, sets, values of our own and functions. Raises Unspeakable.

    A page that reads its Markdown later counts without it, for who reads that is noted apart.
    """
    own = getattr(value, "digest", None)
    if type(own) is bytes:  # a LatePage
        return own
    said: list[str] = []
    _say(value, said)
    return _digest("".join(said))


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "backslashreplace"), digest_size=DIGEST_BYTES).digest()


Say = Callable[[Any, list[str]], None]  # Any: of the type in question


class _Ways(dict[type, Say]):
    """How the values of each type are said, found out at the first of them."""

    def __missing__(self, kind: type) -> Say:
        way = self[kind] = _way_of(kind)
        return way


class _Values(dict[type, Callable[[object], tuple[object, ...]] | None]):
    """What gives the values of the fields of each dataclass; None for any other type."""

    def __missing__(self, kind: type) -> Callable[[object], tuple[object, ...]] | None:
        values_of = self[kind] = _values_of(kind) if is_dataclass(kind) else None
        return values_of


def _values_of(kind: type) -> Callable[[object], tuple[object, ...]]:
    names = [field.name for field in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple([getattr(value, one) for one in names])


def _way_of(kind: type) -> Say:
    if issubclass(kind, _PLAIN):
        return _say_plain
    is_shared = getattr(kind, "is_shared", False)
    if issubclass(kind, list | tuple) and not is_shared:
        return _say_gist if hasattr(kind, "gist") else _say_each
    if hasattr(kind, "digest"):
        return _say_digest
    if is_shared:
        return _say_shared
    if issubclass(kind, Mapping):
        return _say_mapping
    return _say_set if issubclass(kind, Set) else _say_object


def _say(value: object, said: list[str]) -> None:
    _ways[type(value)](value, said)


def _say_plain(value: object, said: list[str]) -> None:
    said.append(f"{type(value).__name__}:{value!r};")


def _say_moment(value: datetime, said: list[str]) -> None:
    said.append(_told.get(id(value)) or _remember(value, f"datetime:{value!r};"))


def _say_text(value: str, said: list[str]) -> None:
    said.append(f"str:{value!r};")


def _say_truth(value: bool, said: list[str]) -> None:
    said.append(_told.get(id(value)) or _remember(value, f"bool:{value!r};"))


def _say_none(value: None, said: list[str]) -> None:
    said.append(_told.get(id(value)) or _remember(value, "NoneType:None;"))


def _say_each(value: list[object] | tuple[object, ...], said: list[str]) -> None:
    if len(value) >= MANY and _is_plain(value):
        said.append(f"plain {value!r};")
        return
    said.append(f"list {len(value)}:")
    known = [*map(_told.get, map(id, value))]  # all at once: most of what pages are given was said before
    if None not in known:
        said += cast(list[str], known)
        return
    for one, text in zip(value, known, strict=True):
        if text is None:
            _ways[type(one)](one, said)
        else:
            said.append(text)


def _is_plain(value: list[Any] | tuple[Any, ...]) -> bool:  # Any: whatever is in it
    """Whether Python's own words tell it from any other: simple values, or tuples of them, as of all pages of a site."""
    kinds = {*map(type, value)}
    inner = {*map(type, chain.from_iterable(value))} if kinds == {tuple} else kinds
    return type(value) in (list, tuple) and inner <= _SIMPLE


def _say_digest(value: Any, said: list[str]) -> None:  # Any: a LatePage, whose room knows this one, or settings
    if type(value.digest) is bytes:
        said.append(value.digest.hex())
    else:
        _say_object(value, said)


def _say_gist(value: Any, said: list[str]) -> None:  # Any: whatever says what it comes down to
    _say_each(value.gist, said)


def _say_mapping(value: Mapping[object, object], said: list[str]) -> None:
    said.append(f"map {len(value)}:")
    for key in value:
        _say(key, said)
        _say(value[key], said)


def _say_set(value: Set[object], said: list[str]) -> None:
    said.append(f"set {len(value)}:")
    said += sorted(digest_of(one).hex() for one in value)


def _say_object(value: object, said: list[str]) -> None:
    kind = type(value)
    if values_of := _values[kind]:
        said.append(kind.__qualname__)
        for one in values_of(value):
            _ways[type(one)](one, said)
    elif isinstance(value, partial):
        _say((value.func, value.args, value.keywords), said)
    elif isinstance(value, FunctionType):
        said.append(f"def {value.__module__}.{value.__qualname__}:")
        _say([cell.cell_contents for cell in value.__closure__ or ()], said)
        _say(value.__defaults__ or (), said)
    else:
        raise Unspeakable(f"{kind.__module__}.{kind.__qualname__}")


class Shared(tuple[T, ...]):
    """A tuple that many pages are given: its digest is kept as long as it is in use, and stands for it in theirs."""

    __slots__ = ()
    is_shared = True


def _say_shared(value: object, said: list[str]) -> None:
    said.append(_told.get(id(value)) or _tell(value))


def _tell(value: object) -> str:
    """Digest a value of our own whose class says `is_shared`: one that many pages are given."""
    inner: list[str] = []
    _say_each(value, inner) if isinstance(value, tuple) else _say_object(value, inner)
    return _remember(value, _digest("".join(inner)).hex())


def _remember(value: object, text: str) -> str:
    """Keep what is said of a value that never changes; and the value, for as long as it lives no other has its id."""
    if len(_told) >= MOST_TOLD:
        forget()
    _told[id(value)] = text
    _held.append(value)
    return text


def forget() -> None:
    """Forget what was said of values, and let go of them: all pages of a site may hang on one."""
    _told.clear()
    _held.clear()


_told: dict[int, str] = {}
_held: list[object] = []
MOST_TOLD = 4096
MANY = 100
_SIMPLE = {str, int, float, bool, bytes, type(None)}
_ways = _Ways({str: _say_text, bool: _say_truth, datetime: _say_moment, type(None): _say_none})
_values = _Values()

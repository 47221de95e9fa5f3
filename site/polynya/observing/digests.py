"""Digests of values, the same in every process: what was read is compared by them (build wing)."""

from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from functools import cache, partial
from hashlib import blake2b
from pathlib import PurePath
from types import FunctionType
from typing import Any

DIGEST_BYTES = 16
_PLAINLY = frozenset((int, float, bool, type(None), date, datetime))
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
    return blake2b("".join(said).encode("utf-8", "backslashreplace"), digest_size=DIGEST_BYTES).digest()


Say = Callable[[Any, list[str]], None]  # Any: of the type in question


def _say(value: object, said: list[str]) -> None:
    kind = type(value)
    if kind is str:  # most
        said.append(f"str:{value!r};")
    elif kind in _PLAINLY:
        said.append(f"{kind.__name__}:{value!r};")
    else:
        (_ways.get(kind) or _ways.setdefault(kind, _way_of(kind)))(value, said)


_ways: dict[type, Say] = {}


def _way_of(kind: type) -> Say:
    """Find out how the values of a type are said."""
    if issubclass(kind, _PLAIN):
        return _say_plain
    if issubclass(kind, list | tuple):
        return _say_each
    if hasattr(kind, "digest"):
        return _say_digest
    if issubclass(kind, Mapping):
        return _say_mapping
    return _say_set if issubclass(kind, Set) else _say_object


def _say_plain(value: object, said: list[str]) -> None:
    said.append(f"{type(value).__name__}:{value!r};")


def _say_each(value: list[object] | tuple[object, ...], said: list[str]) -> None:
    said.append(f"list {len(value)}:")
    for one in value:
        _say(one, said)


def _say_digest(value: Any, said: list[str]) -> None:  # Any: a LatePage, whose room knows this one, or settings
    if type(value.digest) is bytes:
        said.append(value.digest.hex())
    else:
        _say_object(value, said)


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
    if getattr(kind, "is_shared", False):
        said.append(_shared(value))
    elif is_dataclass(kind):
        said.append(kind.__qualname__)
        for name in _names(kind):
            _say(getattr(value, name), said)
    elif isinstance(value, partial):
        _say((value.func, value.args, value.keywords), said)
    elif isinstance(value, FunctionType):
        said.append(f"def {value.__module__}.{value.__qualname__}:")
        _say([cell.cell_contents for cell in value.__closure__ or ()], said)
        _say(value.__defaults__ or (), said)
    else:
        raise Unspeakable(f"{type(value).__module__}.{type(value).__qualname__}")


def _shared(value: object) -> str:
    """Say a value of our own whose class says `is_shared`: one that many pages are given."""
    known = _told.get(id(value))
    if known is not None and known[0] is value:
        return known[1]
    kind: Any = type(value)  # Any: one that is a dataclass
    said: list[str] = [kind.__qualname__]
    for name in _names(kind):
        _say(getattr(value, name), said)
    if len(_told) >= MOST_TOLD:
        _told.clear()
    _told[id(value)] = value, "".join(said)
    return _told[id(value)][1]


_told: dict[int, tuple[object, str]] = {}
MOST_TOLD = 4096


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))

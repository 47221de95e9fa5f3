"""Digests of values, the same in every process: what was read is compared by them (build wing)."""

from collections.abc import Hashable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta, tzinfo
from enum import Enum
from functools import cache, lru_cache, partial
from hashlib import blake2b
from pathlib import PurePath
from types import FunctionType

DIGEST_BYTES = 16
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
    said: list[bytes] = []
    _say(value, said)
    return blake2b(b"".join(said), digest_size=DIGEST_BYTES).digest()


def _say(value: object, said: list[bytes]) -> None:
    if type(value) is str:  # most
        said.append(f"str:{value!r};".encode("utf-8", "backslashreplace"))
    elif isinstance(value, _PLAIN):
        said.append(f"{type(value).__name__}:{value!r};".encode("utf-8", "backslashreplace"))
    elif isinstance(value, list | tuple):
        said.append(b"list %d:" % len(value))
        for one in value:
            _say(one, said)
    elif isinstance(getattr(value, "digest", None), bytes):  # a LatePage
        said.append(value.digest)  # type: ignore[attr-defined]
    elif isinstance(value, Mapping):
        said.append(b"map %d:" % len(value))
        for key in value:
            _say(key, said)
            _say(value[key], said)
    elif isinstance(value, Set):
        said.append(b"set %d:" % len(value))
        said += sorted(digest_of(one) for one in value)
    else:
        _say_object(value, said)


def _say_object(value: object, said: list[bytes]) -> None:
    kind = type(value)
    if getattr(kind, "is_shared", False):
        said.append(_shared(value))
    elif is_dataclass(kind):
        said.append(kind.__qualname__.encode())
        for name in _names(kind):
            _say(getattr(value, name), said)
    elif isinstance(value, partial):
        _say((value.func, value.args, value.keywords), said)
    elif isinstance(value, FunctionType):
        said.append(f"def {value.__module__}.{value.__qualname__}:".encode())
        _say([cell.cell_contents for cell in value.__closure__ or ()], said)
        _say(value.__defaults__ or (), said)
    else:
        raise Unspeakable(f"{type(value).__module__}.{type(value).__qualname__}")


@lru_cache(maxsize=4096)
def _shared(value: Hashable) -> bytes:  # a value of our own whose class says `is_shared`: one that many pages are given
    said: list[bytes] = [type(value).__qualname__.encode()]
    for name in _names(type(value)):
        _say(getattr(value, name), said)
    return b"".join(said)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))

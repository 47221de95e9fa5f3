"""Digests of values, the same in every process: what was read is compared by them (build wing)."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta, tzinfo
from enum import Enum
from functools import partial
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
    hasher = blake2b(digest_size=DIGEST_BYTES)
    for piece in _said(value):
        hasher.update(piece)
    return hasher.digest()


def _said(value: object) -> Iterator[bytes]:
    digest = getattr(value, "digest", None)
    if isinstance(digest, bytes):  # a LatePage
        yield digest
    elif isinstance(value, _PLAIN):
        yield f"{type(value).__name__}:{value!r};".encode("utf-8", "backslashreplace")
    elif isinstance(value, Mapping):
        yield f"map {len(value)}:".encode()
        for key in value:
            yield from _said(key)
            yield from _said(value[key])
    elif isinstance(value, list | tuple):
        yield f"list {len(value)}:".encode()
        for one in value:
            yield from _said(one)
    elif isinstance(value, Set):
        yield f"set {len(value)}:".encode()
        yield from sorted(digest_of(one) for one in value)
    else:
        yield from _said_of_object(value)


def _said_of_object(value: object) -> Iterator[bytes]:
    if is_dataclass(value) and not isinstance(value, type):
        yield f"{type(value).__qualname__}:".encode()
        for field in fields(value):
            yield from _said(getattr(value, field.name))
    elif isinstance(value, partial):
        yield from _said((value.func, value.args, value.keywords))
    elif isinstance(value, FunctionType):
        yield f"def {value.__module__}.{value.__qualname__}:".encode()
        yield from _said([cell.cell_contents for cell in value.__closure__ or ()])
        yield from _said(value.__defaults__ or ())
    else:
        raise Unspeakable(f"{type(value).__module__}.{type(value).__qualname__}")

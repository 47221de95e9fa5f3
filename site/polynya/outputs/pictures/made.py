"""A file that takes long to make, so it is made once and kept below `build/cache` under what it is made of (build wing)."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from polynya_live.values import dataclass

KEPT = "build/cache/made"
KEY = 16
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Made:
    """One such file. address: on the site, with the key in it; key: digest of all that decides its bytes."""

    address: str
    key: str
    make: Callable[[], bytes]


def made(name: str, ingredients: str, make: Callable[[], bytes]) -> Made:
    """Describe a file without making it. name: below /static/, for instance "icons/icon-192.png".

    ingredients: whatever decides the bytes; a new way of drawing changes it too.
    """
    key = sha256(f"{name}\0{ingredients}".encode()).hexdigest()[:KEY]
    stem, _, suffix = name.rpartition(".")
    return Made(f"/static/{stem}.{key[:_DIGITS]}.{suffix}", key, make)


def bytes_of(one: Made, root: Path) -> bytes:
    """Return the bytes of a file, made now if that was never done for the site at `root`."""
    path = root / KEPT / one.key[:2] / one.key
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    content = one.make()
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(path)  # two freezes, or a killed one, never leave half a picture
    return content

"""Says what is true now: the digest of whatever a key of `observing.noting` names, in this sheet (build wing)."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import reduce
from itertools import repeat
from pathlib import Path
from typing import Any

from ..model import Page
from ..pages.sheet import Sheet
from ..reading.late import LatePage
from .digests import Unspeakable, digest_of, forget
from .noting import ALWAYS, Key

_MISSING = ("nothing there",)
SHARED_TEMPLATES = ("forms/", "fragments/")
"""Drawn once and kept for other pages, or included by what is: each stands for all of them."""


class Truth:
    """The digests of everything that can be read from one sheet, each taken once."""

    def __init__(self, sheet: Sheet) -> None:
        forget()  # the sheet before: a preview freezes again and again in one process
        self._sheet = sheet
        self._known: dict[Key, bytes | None] = {}
        self._templates = _templates(sheet.templates)
        self._found: dict[str, Any] = {}  # Any: whatever the sheet has
        self._kinds: dict[object, Callable[..., bytes | None]] = {
            "always": lambda key: None,
            "value": lambda key: digest_of(self._at(key[1])),
            "item": self._item,
            "call": self._call,
            "body": self._body,
            "template": self._template,
        }
        self._sources = {page.path: page for page in sheet.site.pages.values()}

    def digest(self, key: Key) -> bytes | None:
        """Digest what `key` names now; None when it cannot be compared, so that it never counts as unchanged."""
        if key not in self._known:
            self._known[key] = self._digest(key)
        return self._known[key]

    def learn(self, key: Key, value: object) -> None:
        """Take what a key names, so that it is not found out again."""
        if key not in self._known and key is not ALWAYS:
            try:
                self._known[key] = digest_of(value)
            except Unspeakable:
                self._known[key] = None

    def hand_out(self, keys: Sequence[Key], once: Iterable[Key]) -> list[bytes | None]:
        """Digest what each of the keys names, and forget those of `once`: to be found out again, should they be asked for."""
        found = [*map(self._known.get, keys)]
        for at in [at for at, digest in enumerate(found) if digest is None]:
            found[at] = self._known[keys[at]] = self._digest(keys[at])
        deque(map(self._known.pop, once, repeat(None)), maxlen=0)
        return found

    def _digest(self, key: Key) -> bytes | None:
        try:
            return self._kinds[key[0]](key)
        except Unspeakable:
            return None

    def _at(self, path: str) -> Any:  # Any: whatever the sheet has
        found = self._found.get(path)
        if found is None:
            found = self._found[path] = reduce(getattr, path.split(".")[1:], self._sheet)
        return found

    def _item(self, key: Any) -> bytes:  # Any: as `watched` notes it; so below
        _, path, name = key
        found: Mapping[object, object] = self._at(path)
        return digest_of(found.get(name, _MISSING))

    def _call(self, key: Any) -> bytes:
        _, path, words, names = key
        try:
            values = [self._meant(word) for word in words]
            named = {name: self._meant(word) for name, word in names}
            return digest_of(self._at(path)(*values, **named))
        except LookupError as error:  # that there is none is an answer too
            return digest_of((type(error).__name__, str(error)))

    def _meant(self, word: tuple[str, Any]) -> object:
        kind, value = word
        if kind == "plain":
            return value
        page = self._sheet.outputs[value]
        if not isinstance(page, Page):
            raise LookupError(value)
        return page

    def _body(self, key: Any) -> bytes:
        page = self._sources.get(key[1])
        return page.place.digest if isinstance(page, LatePage) else digest_of(page.body if page else _MISSING)

    def _template(self, key: Any) -> bytes:
        name: str = key[1]
        if name.startswith(SHARED_TEMPLATES):
            return digest_of([one for one in self._templates.items() if one[0].startswith(SHARED_TEMPLATES)])
        return digest_of(self._templates.get(name, _MISSING))


def _templates(folders: tuple[Path, ...]) -> dict[str, bytes]:
    """Digest every template by its name, before the first is loaded."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        found |= {f"{below}{name}": digest for below, name, digest in _digests_in(str(folder), "")}
    return dict(sorted(found.items()))


def _digests_in(folder: str, below: str) -> Iterator[tuple[str, str, bytes]]:
    """Digest the files of a folder: where they are below it, their names, and the digests."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _digests_in(entry.path, f"{below}{entry.name}/")
            elif entry.is_file():
                with open(entry.path, "rb", buffering=0) as opened:  # noqa: PTH123 -- for each template, at each freeze
                    yield below, entry.name, digest_of(opened.read())

"""Says what is true now: the digest of whatever a key of `observing.noting` names, in this sheet (build wing)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from ..model import Page
from ..pages.sheet import Sheet
from ..reading.late import LatePage
from .digests import Unspeakable, digest_of
from .noting import ALWAYS, Key

_MISSING = ("nothing there",)
SHARED_TEMPLATES = ("forms/", "fragments/")
"""Drawn once and kept for other pages, or included by what is: each stands for all of them."""


class Truth:
    """The digests of everything that can be read from one sheet, each taken once."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._known: dict[Key, bytes | None] = {}
        self._templates = _templates(sheet.templates)
        self._found: dict[str, Any] = {}  # Any: whatever the sheet has
        self._kinds: dict[object, Callable[..., bytes]] = {
            "value": lambda path: digest_of(self._at(path)),
            "item": self._item,
            "call": self._call,
            "body": self._body,
            "template": self._template,
        }
        self._sources = {page.path: page for page in sheet.site.pages.values()}

    def digest(self, key: Key) -> bytes | None:
        """Digest what `key` names now; None when it cannot be compared, so that it never counts as unchanged."""
        if key not in self._known:
            try:
                self._known[key] = self._digest(key)
            except Unspeakable:
                self._known[key] = None
        return self._known[key]

    def learn(self, key: Key, value: object) -> None:
        """Take what a key names, so that it is not found out again."""
        if key not in self._known and key != ALWAYS:
            try:
                self._known[key] = digest_of(value)
            except Unspeakable:
                self._known[key] = None

    def hand_out(self, keys: Sequence[Key], once: Iterable[Key]) -> list[bytes | None]:
        """Digest what each of the keys names, and forget those of `once`: to be found out again, should they be asked for."""
        found = [*map(self._known.get, keys)]
        for at, digest in enumerate(found):
            if digest is None:
                found[at] = self.digest(keys[at])
        for key in once:
            self._known.pop(key, None)
        return found

    def _digest(self, key: Key) -> bytes | None:
        if key == ALWAYS:
            return None
        return self._kinds[key[0]](*key[1:])

    def _at(self, path: str) -> Any:  # Any: whatever the sheet has
        if path not in self._found:
            self._found[path] = reduce(getattr, path.split(".")[1:], self._sheet)
        return self._found[path]

    def _item(self, path: str, name: object) -> bytes:
        found: Mapping[object, object] = self._at(path)
        return digest_of(found.get(name, _MISSING))

    def _call(self, path: str, words: tuple[Any, ...], names: tuple[Any, ...]) -> bytes:
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

    def _body(self, path: str) -> bytes:
        page = self._sources.get(path)
        return page.place.digest if isinstance(page, LatePage) else digest_of(page.body if page else _MISSING)

    def _template(self, name: str) -> bytes:
        if name.startswith(SHARED_TEMPLATES):
            return digest_of([one for one in self._templates.items() if one[0].startswith(SHARED_TEMPLATES)])
        return digest_of(self._templates.get(name, _MISSING))


def _templates(folders: tuple[Path, ...]) -> dict[str, bytes]:
    """Digest every template by its name, before the first is loaded."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                found[file.relative_to(folder).as_posix()] = digest_of(file.read_bytes())
    return dict(sorted(found.items()))

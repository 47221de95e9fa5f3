"""A sheet that notes whatever is read from it: every attribute, entry and answer, none named by hand (build wing)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from typing import Any, cast

from polynya_live.contract import SiteFacts
from polynya_live.values import NamedTuple

from ..model import Page
from ..pages.sheet import Sheet
from .noting import ALWAYS, Key, note

NESTED = frozenset(("sheet.ways", "sheet.site", "sheet.contract", "sheet.contract.site"))
"""Values whose attributes are noted one by one; any other is noted as a whole."""

FRAMED = "sheet.site.settings"
"""In the frame of every page (see `frame`), and so never noted; nor are the facts of the site, but for its assets."""

MOST_KNOWN = 1000
_SIMPLE = (str, int, float, bool, bytes, type(None))


Learn = Callable[[Key, object], None]
"""Hears what a key stands for, when that was found out anyway."""


Word = tuple[str, object]
"""How an argument is named: its kind, and what it is."""


ASKED_BY_ALL = "sheet.around"
"""What each page asks of itself."""


class Ahead:
    """What some pages will ask, found out for one after the other: a processor is far sooner at what it did just before."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Page, Key, object]] = {}

    def look(self, pages: Iterable[Page], sheet: Sheet, learn: Learn) -> None:
        """Find out what these will ask of the sheet, and forget what others did. What fails is left to who asks."""
        self._found.clear()
        with suppress(Exception):
            for page in pages:
                self._found[id(page)] = page, ("call", ASKED_BY_ALL, (("page", page.url),), ()), sheet.around(page)
        for _, key, given in self._found.values():
            learn(key, given)

    def answered(self, ask: Callable[..., object]) -> Callable[..., object]:
        """Answer as `ask` does, out of what was found."""
        found = self._found

        def answer(*values: object, **named: object) -> object:
            known = found.get(id(values[0])) if len(values) == 1 and not named else None
            if known is None:
                return ask(*values, **named)
            note(known[1])
            return known[2]

        return answer


def watched(sheet: Sheet, learn: Learn = lambda key, value: None, ahead: Ahead | None = None) -> Sheet:
    """Wrap a sheet so that what is read from it is noted, as keys that `Truth` understands. ahead: what is known of it."""
    return cast(Sheet, _Watched("sheet", sheet, _Around(sheet, learn, ahead or Ahead())))


class _Around(NamedTuple):
    sheet: Sheet
    learn: Learn
    ahead: Ahead


class _Watched:
    """An object whose attributes are noted as they are read."""

    def __init__(self, path: str, value: object, around: _Around) -> None:
        self._path, self._value, self._around = path, value, around

    def __getattr__(self, name: str) -> Any:  # Any: whatever the sheet has
        value = getattr(self._value, name)
        path = f"{self._path}.{name}"
        if path == FRAMED:
            found: object = value
        elif path in NESTED:
            found = _Watched(path, value, self._around)
            if isinstance(value, SiteFacts):
                found.__dict__ |= {one.name: getattr(value, one.name) for one in fields(value) if one.name != "assets"}
        elif callable(value):
            found = _call(path, value, self._around)
            found = self._around.ahead.answered(found) if path == ASKED_BY_ALL else found
        elif isinstance(value, Mapping):
            found = _WatchedMapping(path, value)
        else:
            note(("value", path))
            self.__class__ = type("_Watched", (type(self),), {name: property(_noting(("value", path), value))})
            return value
        self.__dict__[name] = found  # next time without coming here
        return found


def _noting(key: Key, value: object) -> Callable[[object], object]:
    """Give what a property reads: pages ask for some values all the time, and what is no attribute is found last."""

    def read(_: object) -> object:
        note(key)
        return value

    return read


class _WatchedMapping(Mapping[Any, Any]):  # Any: whatever mapping is wrapped
    """A mapping whose entries are noted one by one, and as a whole when it is walked."""

    def __init__(self, path: str, value: Mapping[Any, Any]) -> None:
        self._path, self._value = path, value

    def __getitem__(self, key: object) -> Any:
        note(("item", self._path, key))
        return self._value[key]

    def __contains__(self, key: object) -> bool:
        note(("item", self._path, key))
        return key in self._value

    def get(self, key: object, default: Any = None) -> Any:
        note(("item", self._path, key))
        return self._value.get(key, default)

    def __iter__(self) -> Iterator[Any]:
        note(("value", self._path))
        return iter(self._value)

    def __len__(self) -> int:
        note(("value", self._path))
        return len(self._value)


def _call(path: str, act: Callable[..., object], around: _Around) -> Callable[..., object]:
    sheet, learn, _ = around
    outputs = sheet.outputs
    known: dict[str, Key] = {}  # what pages ask for with the same word, as most of them do

    def answer(*values: object, **named: object) -> object:
        if len(values) != 1 or named:
            names = [(name, _word(value, outputs)) for name, value in sorted(named.items())]
            key = _key(path, [_word(value, outputs) for value in values], names)
            note(key)
            given = act(*values, **named)
            learn(key, given)
            return given
        value = values[0]
        if type(value) is str and value in known:
            note(known[value])
            return act(value)
        word = _word(value, outputs)
        key = ("call", path, (word,), ()) if word else ALWAYS
        note(key)
        given = act(value)
        learn(key, given)
        if type(value) is str and len(known) < MOST_KNOWN:
            known[value] = key
        return given

    return answer


def _key(path: str, words: list[Word | None], names: list[tuple[str, Word | None]]) -> Key:
    is_known = None not in words and all(word is not None for _, word in names)
    return ("call", path, tuple(words), tuple(names)) if is_known else ALWAYS


def _word(value: object, outputs: Mapping[str, object]) -> Word | None:
    """Name an argument so that a later freeze can give the same one; None when that cannot be said."""
    if isinstance(value, Page):
        return ("page", value.url) if outputs.get(value.url) is value else None
    return ("plain", value) if isinstance(value, _SIMPLE) else None

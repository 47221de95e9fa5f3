"""Writes down what is asked of the store while one post is answered (build wing)."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from polynya_live.store import Filter, Listing, Store, StoreError
from polynya_live.submissions import State, Submission, ThreadId
from polynya_live.values import dataclass

NAMED = ("remember", "recall", "count", "spend")
"""Their first argument names what may be secret, after a first word that is not."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call. about: its main arguments. came: what kind of result it had, or what it raised."""

    method: str
    about: str
    ms: float
    came: str


class StoreCalls:
    """What each thread asks of the store; a thread that is not being recorded leaves nothing."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    @contextmanager
    def recording(self) -> Iterator[list[Call]]:
        """Record the calls of this thread while the block runs."""
        calls: list[Call] = []
        self._of_thread.calls = calls
        try:
            yield calls
        finally:
            self._of_thread.calls = None

    def watched(self, store: Store) -> Store:
        """Put the recorder before a store; it does what the store does."""
        return cast(Store, _Watched(store, self))

    def call(self, method: str, function: Callable[..., Any], given: Any) -> Any:  # Any: handed on as it is
        """Call a method of the store, and write it down when this thread is being recorded. given: args and kwargs."""
        args, kwargs = given
        calls: list[Call] | None = getattr(self._of_thread, "calls", None)
        if calls is None:
            return function(*args, **kwargs)
        began, came = time.perf_counter(), ""
        try:
            result = function(*args, **kwargs)
            came = _kind(result)
        except StoreError as error:
            came = f"raised {type(error).__name__}"
            raise
        finally:
            ms = (time.perf_counter() - began) * 1000
            calls.append(Call(method, _about(method, args), ms, came or "raised an error"))
        return result


class _Watched:
    def __init__(self, store: Store, calls: StoreCalls) -> None:
        self._store = store
        self._calls = calls

    def __getattr__(self, name: str) -> Any:  # Any: whatever the store has
        found = getattr(self._store, name)
        if not callable(found):
            return found
        return lambda *args, **kwargs: self._calls.call(name, found, (args, kwargs))


def _about(method: str, args: tuple[object, ...]) -> str:
    if method in NAMED and args:
        return f"{str(args[0]).partition('/')[0]}/…"
    return ", ".join(filter(None, map(_main, args)))


def _main(value: object) -> str:
    """Say the part of an argument that tells which rows are meant."""
    match value:
        case Submission():
            return f"{_place(value.form, value.page)}, {value.state.value}, key {value.key}"
        case ThreadId():
            return _place(value.form, value.page)
        case Filter():
            return _place(value.form or "any", value.page)
        case State():
            return value.value
        case str() | int():
            return str(value)
    return ""


def _place(form: str, page: str) -> str:
    return f"form {form}" + (f", page {page}" if page else "")


def _kind(result: object) -> str:
    if isinstance(result, Submission):
        return f"a submission, {result.state.value}, revision {result.revision}"
    if isinstance(result, list | Listing):
        count = len(result if isinstance(result, list) else result.rows)
        return "1 submission" if count == 1 else f"{count} submissions"
    if isinstance(result, int):
        return str(result) if not isinstance(result, bool) else "yes" if result else "no"
    return "nothing" if result is None else "a text" if isinstance(result, str) else type(result).__name__

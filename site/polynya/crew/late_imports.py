"""Lets modules that others import, but that a freeze hardly ever uses, be read when they are used (build wing)."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any

SELDOM: Mapping[str, tuple[str, ...]] = {
    "importlib.metadata": (),  # Flask looks for plugins of its own command line
    "PIL.ExifTags": (),  # what cameras write
    "werkzeug.serving": ("is_running_from_reloader", "run_simple"),  # a server, with http.server and ssl
}
"""6 to 12 ms each. What is taken out of them by those who import them: functions, that import the module when called."""


class _LateFinder:
    """Finds a module as ever; its loader waits until something in it is asked for."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in SELDOM:
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and spec.loader is not None:
            stand_in: Any = _StandIn()  # Any: importing the base of loaders takes 1 ms
            spec.loader = stand_in if SELDOM[fullname] else LazyLoader(spec.loader)
        return spec


class _StandIn:
    """Loads a module that has only the functions of SELDOM; whatever else is asked for, the module itself answers."""

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Put the functions in."""
        name = module.__name__

        def ask(attribute: str) -> Any:  # Any: whatever the module has
            if attribute.startswith("__"):
                raise AttributeError(attribute)
            if sys.modules.get(name) is module:
                del sys.modules[name]
            with _without_late_imports():
                return getattr(import_module(name), attribute)

        vars(module).update({one: _asking(ask, one) for one in SELDOM[name]}, __getattr__=ask)


def _asking(ask: Callable[[str], Any], name: str) -> Callable[..., Any]:
    def act(*values: Any, **named: Any) -> Any:
        return ask(name)(*values, **named)

    return act


@contextmanager
def imported_late() -> Iterator[None]:
    """Let the modules of SELDOM be read when they are first used, if they are imported within; in a process of one thread.

    https://docs.python.org/3/library/importlib.html#importlib.util.LazyLoader
    """
    finder = _LateFinder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def _without_late_imports() -> Iterator[None]:
    before = sys.meta_path[:]
    sys.meta_path[:] = [one for one in before if not isinstance(one, _LateFinder)]
    try:
        yield
    finally:
        sys.meta_path[:] = before

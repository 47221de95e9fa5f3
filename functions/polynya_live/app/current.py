"""The app of the current release, made anew as soon as `freeze` has written another contract (live wing)."""

import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Flask

from ..contract import load
from ..settings import Settings
from ..store import Store, open_store
from . import create_app

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

CONTRACT = "contract.json"

log = logging.getLogger("polynya.app")

Mark = tuple[int, int, int]
"""What changes with a file's content: its inode, time and size."""


class CurrentApp:
    """A WSGI app that answers by the current contract; the store stays open from one contract to the next."""

    def __init__(self, settings: Settings, *, store: Store | None = None, **options: Any) -> None:
        """Options are those of create_app. Any: handed on."""
        self._settings = settings
        self._options = options
        self._store = store or open_store(settings.store)
        self._lock = Lock()
        self._mark: Mark | None = None
        self._app: Flask | None = None

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request. Raises OSError or ValueError when there is no contract to answer by, and never was."""
        return self.app()(environ, start_response)

    def app(self) -> Flask:
        """Return the app of the contract as it is now; of the one before while a new one cannot be read."""
        app = self._app  # which another thread may take away meanwhile
        try:
            mark = _mark(self._settings.contract / CONTRACT)
            if app is None or mark != self._mark:
                with self._lock:
                    self._app, self._mark = app, _ = self._made(), mark
        except OSError:
            if app is None:
                raise
        except ValueError as error:
            if app is None:
                raise
            self._mark = mark  # it stays what it is: no need to read it for every request
            log.error("%s; until then, or a restart with that version, the release before answers", error)
        return app

    def watch_store(self, watched: Callable[[Store], Store]) -> None:
        """Ask the store from now on by way of what `watched` puts before it. For the author's preview."""
        with self._lock:
            self._store, self._app, self._mark = watched(self._store), None, None

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def _made(self) -> Flask:
        # `current` is a link that freeze swaps: the contract and the templates have to come from the same release.
        folder = Path(os.path.realpath(self._settings.contract))
        settings = replace(self._settings, contract=folder)
        return create_app(settings, load(folder / CONTRACT), self._store, **self._options)


def _mark(contract: Path) -> Mark:
    found = contract.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size

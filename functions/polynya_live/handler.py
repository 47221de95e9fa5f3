"""What Lambda calls, and what `freeze serve` calls in its place: an event in, an answer out (live wing)."""

import os
from threading import Lock
from typing import Any

from .app.current import CurrentApp
from .events import make_handler
from .settings import NAMES, read_settings

_lock = Lock()
_made: dict[tuple[str, ...], tuple[Any, CurrentApp]] = {}  # Any: the handler that make_handler makes


def visitor(event: dict[str, Any], context: object) -> dict[str, Any]:  # Any: JSON, see events
    """Answer one HTTP event of a visitor. Raises SettingsWrong when the environment is not as it should be."""
    return _handler()(event, context)  # type: ignore[no-any-return]


def forget() -> None:
    """Close what `visitor` has opened; the next event opens it anew."""
    with _lock:
        for _, app in _made.values():
            app.close()
        _made.clear()


def _handler() -> Any:
    environ = tuple(os.environ.get(name, "") for name in NAMES)
    found = _made.get(environ)
    if found is None:
        forget()
        with _lock:
            app = CurrentApp(read_settings(os.environ))
            found = _made[environ] = (make_handler(app), app)
    return found[0]


if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    _handler()  # before the first event: Lambda gives the whole processor while it starts a function

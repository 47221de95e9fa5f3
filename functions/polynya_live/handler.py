"""What Lambda calls, and what `freeze serve` calls in its place: an event in, an answer out (live wing)."""

import os
from threading import Lock
from typing import Any

from .app.current import CurrentApp
from .events import make_handler
from .settings import NAMES, read_settings
from .wing import wing_of

LAMBDA = "AWS_LAMBDA_FUNCTION_NAME"

_lock = Lock()
_made: dict[tuple[str, ...], tuple[Any, CurrentApp]] = {}  # Any: the handler that make_handler makes


def visitor(event: dict[str, Any], context: object) -> dict[str, Any]:  # Any: JSON, see events
    """Answer one HTTP event of a visitor; on one machine, where nobody else answers, of an owner too.

    Raises SettingsWrong when the environment is not as it should be.
    """
    return _opened(inbox=not _on_lambda())[0](event, context)  # type: ignore[no-any-return]


def owner(event: dict[str, Any], context: object) -> dict[str, Any]:  # Any: JSON, see events
    """Answer one HTTP event of an owner: the same app, and the inbox. Raises SettingsWrong."""
    return _opened(inbox=True)[0](event, context)  # type: ignore[no-any-return]


def worker(event: dict[str, Any], context: Any) -> dict[str, Any]:  # Any: JSON; what Lambda hands over
    """Do what follows the durable write: for a batch of the table's stream, or by the schedule; see work.

    An event that says {"replay": true} is one of the schedule that looks into the journal, whatever the minute.
    Raises SettingsWrong, StoreUnavailable, JournalUnavailable.
    """
    from .work.events import answer_records, answer_schedule  # noqa: PLC0415 -- no visitor waits for the mail library
    from .work.office import office_of  # noqa: PLC0415

    app = current().app()
    office, now = office_of(app), wing_of(app).clock()
    if "Records" in event:
        return answer_records(event["Records"], office, now=now)
    return answer_schedule(office, context, now=now, replay=bool(event.get("replay")))


def current() -> CurrentApp:
    """Return what `visitor` answers with, for the worker of one machine. Raises SettingsWrong."""
    return _opened(inbox=not _on_lambda())[1]


def forget() -> None:
    """Close what `visitor` has opened; the next event opens it anew."""
    with _lock:
        _close()


def _close() -> None:
    for _, app in _made.values():
        app.close()
    _made.clear()


def _on_lambda() -> bool:
    return LAMBDA in os.environ


def _opened(*, inbox: bool) -> tuple[Any, CurrentApp]:
    environ = (*(os.environ.get(name, "") for name in NAMES), str(inbox))
    found = _made.get(environ)
    if found is None:
        with _lock:
            found = _made.get(environ)  # of two first events at once, one opens it
            if found is None:
                _close()
                app = CurrentApp(read_settings(os.environ), inbox=inbox)
                found = _made[environ] = (make_handler(app), app)
    return found


if _on_lambda():  # before the first event: Lambda gives the whole processor while it starts a function
    _opened(inbox=os.environ.get("_HANDLER", "").endswith(".owner"))

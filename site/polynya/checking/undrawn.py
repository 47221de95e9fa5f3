"""Finds forms in texts whose approved submissions no page draws (build wing)."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..markdown.engine import form_marks
from ..observing.noting import ALWAYS, Key
from ..pages.sheet import Sheet
from ..problems import Problem, Severity

THREAD = "sheet.thread"


def undrawn_threads(sheet: Sheet, keys: Iterable[Iterable[Key]]) -> Iterator[Problem]:
    """Say which forms may show answers, stand in a text, and have their thread on no page at all.

    keys: what each page read while it was drawn. A form with a tally is passed over: that may be asked for live alone.
    """
    read = {key for one in keys for key in one}
    waiting = {form.name for form in sheet.site.forms.values() if form.show and not form.tally} - _threads(read)
    if not waiting or ALWAYS in read:
        return
    for page in sheet.site.pages.values():
        for mark in form_marks(page.body):
            name = sheet.ways.in_language(mark.name, page)
            if name in waiting:
                waiting.remove(name)
                yield Problem(
                    rule="thread-not-drawn",
                    path=page.path,
                    fact=f'what you approve of "{mark.name}" appears on no page: `::form` draws the form alone',
                    hint=f"write `forms: [{mark.name}]` into the front matter in its place: it draws the thread and the form "
                    f"below it. Or take `show` out of content/forms/{mark.name}.yaml.",
                    line=page.body_line + mark.line - 1,
                    column=mark.column,
                    source=page.body.split("\n")[mark.line - 1],
                    severity=Severity.WARNING,
                )


def _threads(read: Iterable[Key]) -> set[str]:
    """List the forms whose threads were read."""
    calls: Any = [
        key[2:] for key in read if key[:2] == ("call", THREAD)
    ]  # Any: arguments, as observing.watched names them
    return {(words[0] if words else dict(named)["name"])[1] for words, named in calls}

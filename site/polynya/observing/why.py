"""Says why an output would be drawn again: what it read, and what of that is no longer so (build wing)."""

from collections.abc import Iterable
from typing import Any

from ..model import Site
from ..pages.sheet import Sheet
from ..problems import Problem
from ..reading.text.closeness import closest
from .frame import frame_of
from .memory import Memory
from .noting import ALWAYS, Key
from .truth import Truth

NEVER = "it was never frozen"
FRAME = "what every page depends on changed: site.yaml, the navigation, a setting, or the version of the code"
GONE = "there is no such page any more"


def reasons(url: str, memory: Memory, sheet: Sheet) -> list[str]:
    """List the reasons to draw the output at `url` again, in words; none when it would be taken over as it is."""
    if url not in sheet.outputs:
        return [GONE]
    trace = memory.traces.get(url)
    if trace is None:
        return [NEVER]
    truth = Truth(sheet)
    frame = [] if memory.frame == frame_of(sheet) else [FRAME]
    before = trace.pack.digests
    changed = [key for key in trace.details.keys if before[key] is None or truth.digest(key) != before[key]]
    return frame + [in_words(key, url) for key in changed]


def not_there(page: str, site: Site, outputs: Iterable[str]) -> Problem:
    """Say what keeps a page from being frozen, or which one was meant."""
    for name, one in site.absent.items():
        if page in (name, one.id, one.url, one.path):
            state = {"draft": "a draft", "future": "not out yet", "expired": "out no longer"}[one.standing]
            hint = "freeze list names all of them; freeze --drafts takes in drafts and pages to come."
            return Problem(rule="not-out", path=one.path, fact=f"this page is {state}, so it is not frozen", hint=hint)
    near = closest(page, [*site.pages, *outputs])
    meant = f'did you mean "{near}"? ' if near else ""
    hint = f'{meant}Write an id such as "books/dune", an address, or the path of its source.'
    return Problem(rule="unknown-page", path="content", fact=f'no page is called "{page}"', hint=hint)


def in_words(key: Key, url: str) -> str:
    """Say what changed, by the key that names it. url: of the output that read it."""
    if key == ALWAYS:
        return "it read something that cannot be compared, so it is drawn each time"
    kind, first, *rest = key
    if kind == "item":
        return _item(str(first), rest[0], url)
    shown = _shown(str(first))
    return {
        "body": f"the text of {first} changed",
        "template": f"the template {first}, or one that belongs to it, changed",
        "call": f"{shown}({_arguments(*rest)}) gives something else" if kind == "call" else "",
        "value": f"{shown} changed",
    }[str(kind)]


def _item(path: str, name: object, url: str) -> str:
    if path == "sheet.outputs":
        return "its front matter changed" if name == url else f"what is at {name} changed"
    return f"{_shown(path)}[{name!r}] changed"


def _arguments(words: Any = (), names: Any = ()) -> str:  # Any: as `watched` noted them
    plain = [repr(value) for _, value in words]
    return ", ".join([*plain, *(f"{name}={word[1]!r}" for name, word in names)])


def _shown(path: str) -> str:
    return path.removeprefix("sheet.").removeprefix("contract.")

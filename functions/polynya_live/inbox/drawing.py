"""Draws the inbox: its pages, its rows, and the notice of what was done (live wing)."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response
from markupsafe import Markup

from ..accounts import current_account
from ..answers import IN_PLACE
from ..answers.htmx import htmx
from ..forms import DeclaredForm
from ..store import Listing, NoSuchSubmission
from ..submissions import State, Submission
from ..values import dataclass
from ..wing import Wing, templates, wing
from ..words import say
from ..words.held import REASONS
from .actions import UNDO_MS, find, undo_left_ms
from .charts import Charts, charts_of, first_day
from .edit import edit_form, locked
from .history import Act, last_entry
from .looking import ACTS, Looking, Shown
from .standing import frozen_at
from .wanted import EVERY, Wanted

TITLE = "Inbox"
TABS = {"pending": "Waiting", "approved": "Approved", "rejected": "Rejected", "private": "Private", EVERY: "All"}
LISTED = {
    "pending": "Submissions that wait",
    "approved": "Approved submissions",
    "rejected": "Rejected submissions",
    "private": "Private submissions",
    EVERY: "All submissions",
}
BACK = ("Taken back: {what} is as before.", "Taken back: {what} are as before.")
LEFT = (
    "1 is left as it is, for somebody has changed it meanwhile: please look again.",
    "{count} are left as they are, for somebody has changed them meanwhile: please look again.",
)
MOST_COUNTED = 1000
NOTHING_MORE = 15
"""Letters of a first answer that name a submission in a notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What was done, or why not. undo: the keys of what may be taken back, for so many seconds."""

    text: str
    bad: bool = False
    undo: tuple[str, ...] = ()
    seconds: int = 0


QUIET = Notice(text="")


def looking() -> Looking:
    """Look at submissions as they stand now."""
    here = wing()
    return Looking(contract=here.contract, now=here.clock(), frozen=frozen_at(here.settings.contract))


def who() -> str:
    """Say whose inbox this is: the address of who is signed in."""
    account = current_account()
    return account.email if account else ""


def list_page(wanted: Wanted, listing: Listing, *, notice: Notice) -> Response:
    """Draw one page of the listing."""
    eyes = looking()
    context = {
        "rows": [eyes.at(row) for row in listing.rows],
        "older": wanted.query(after=listing.next) if listing.next else "",
        "newest": wanted.query() if wanted.after else "",
        "states": TABS.items(),
        "listed": LISTED[wanted.state],
        "waiting": _waiting(),
        "charts": _charts(eyes) if not (wanted.after or wanted.narrowed) else None,
        "reasons": {name: eyes.say(reason) for name, reason in REASONS.items()},
        "forms": sorted(wing().contract.forms.values(), key=lambda form: form.title),
        "frozen": eyes.moment(eyes.frozen) if eyes.frozen else None,
        "due": eyes.moment(wing().contract.due) if wing().contract.due > eyes.now else None,
    }
    return _page("inbox/list.html", wanted=wanted, notice=notice, title=eyes.say(TITLE), **context)


def _waiting() -> str:
    counted = wing().store.count_state(State.PENDING, now=wing().clock(), most=MOST_COUNTED)
    return f"{MOST_COUNTED}+" if counted == MOST_COUNTED else str(counted)


def _charts(eyes: Looking) -> Charts:
    since = first_day(eyes.now, eyes.zone)
    figures = wing().store.figures(since=since, now=eyes.now)
    return charts_of(figures, since=since, zone=eyes.zone, language=eyes.language)


def row_page(row: Submission, wanted: Wanted, *, bound: DeclaredForm | None = None, notice: Notice = QUIET) -> Response:
    """Draw one submission with all that may be done with it, on a page of its own."""
    shown = looking().at(row)
    return _page("inbox/one.html", wanted=wanted, notice=notice, title=shown.title, **_opened(shown, bound))


def row_fragment(
    row: Submission, wanted: Wanted, *, bound: DeclaredForm | None = None, opened: bool = True
) -> Response:
    """Draw one submission for the place of its row in the list, opened or folded."""
    shown = looking().at(row)
    context = _opened(shown, bound) if opened else _folded(shown)
    return Response(_drawn("inbox/row.html", wanted=wanted, **context), headers=IN_PLACE)


def acted_fragment(rows: Sequence[Submission], notice: Notice, wanted: Wanted, *, alone: bool) -> Response:
    """Draw rows anew and say what was done; the notice and all rows but one that is `alone` find their own places."""
    eyes = looking()
    drawn = [_drawn("inbox/row.html", wanted=wanted, oob=not alone, **_folded(eyes.at(row))) for row in rows]
    said = _drawn("inbox/notice.html", notice=notice, wanted=wanted, oob=True)
    count = Markup('<span id="inbox-waiting" hx-swap-oob="innerHTML">{}</span>').format(_waiting())
    return Response(Markup("\n").join([*drawn, said, count]), headers=IN_PLACE if alone else {})


def wants_fragment() -> bool:
    """Whether htmx asks."""
    return bool(htmx.wants_fragment)


def done_notice(keys: Sequence[str], missed: Sequence[str] = ()) -> Notice:
    """Say what was done with these submissions last, and what may be undone; missed: those that somebody else was faster with."""
    here, me = wing(), who()
    rows = [row for key in keys if (row := _found(here, key))]
    done = {entry.act for row in rows if (entry := last_entry(row)) and entry.who == me}
    left = {row.key: undo_left_ms(row, me, now=here.clock()) for row in rows}
    undo = tuple(key for key, ms in left.items() if ms)
    parts = [_said(rows, done)] if rows and done else []
    if missed:
        parts.append(say_here(LEFT[len(missed) != 1], count=len(missed)))
    seconds = -(-max(left.values(), default=0) // 1000)
    return Notice(text=" ".join(parts), bad=bool(missed), undo=undo, seconds=min(seconds, UNDO_MS // 1000))


def _said(rows: Sequence[Submission], done: set[Act]) -> str:
    one = len(rows) == 1
    what = say_here("“{name}”", name=name_of(rows[0])) if one else say_here("{count} submissions", count=len(rows))
    if done == {Act.UNDO}:
        return say_here(BACK[not one], what=what)
    if done == {Act.REPLY}:
        return say_here("Your reply to {what} is kept.", what=what)
    acts = f" {say_here('and')} ".join(sorted(say_here(ACTS[act]) for act in done))
    return f"{what}: {acts}."


def say_here(text: str, **values: object) -> str:
    """Say a text to who looks into the inbox. values: for its braces."""
    return say(text, wing().contract.site.language).format(**values)


def name_of(row: Submission) -> str:
    """Name a submission in a few words: its form, and the beginning of the first answer that is a text."""
    form = wing().contract.forms.get(row.form)
    first = next((value for value in row.values.values() if isinstance(value, str) and value.strip()), "")
    text = " ".join(first.split())
    short = text if len(text) <= NOTHING_MORE else text[: NOTHING_MORE - 1] + "…"
    return f"{form.title if form else row.form}: {short}" if short else (form.title if form else row.form)


def _found(here: Wing, key: str) -> Submission | None:
    try:
        return find(here.store, key, now=here.clock())
    except NoSuchSubmission:
        return None


def _opened(shown: Shown, bound: DeclaredForm | None) -> dict[str, Any]:
    rows = wing().contract.rows
    if bound is None and shown.form is not None:
        bound = edit_form(shown.row, shown.form, rows)
    return {"one": shown, "bound": bound, "locked": locked(shown.form) if shown.form else [], "opened": True}


def _folded(shown: Shown) -> dict[str, Any]:
    return {"one": shown, "bound": None, "locked": [], "opened": False}


def _page(template: str, *, wanted: Wanted, **context: Any) -> Response:
    own = {"description": "", "path": "/live/inbox/", "wanted": wanted, "who": who(), "oob": False}
    return Response(_drawn(template, **own, **context))


def _drawn(template: str, **context: Any) -> Markup:
    values: Mapping[str, Any] = {"oob": False, "acts": Act, "language": wing().contract.site.language, **context}
    return Markup(templates().get_template(template).render(values))  # noqa: S704 -- the template escapes

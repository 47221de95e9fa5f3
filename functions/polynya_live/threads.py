"""A thread as it is drawn: the submissions of one form on one page, their count, average and cursor (shared)."""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import replace

from .contract import Field, Form
from .submissions import START, Cursor, Submission
from .values import dataclass

BEST = 5
"""The most stars of a rating that declares no `max`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What fragments/thread.html draws.

    page: its id, "" for a form that stands alone. submissions: approved ones, oldest approval first,
    with the answers that the form shows. count: of them all.
    ratings: how many of them give stars, which those that were brought along need not. average: of these, of the first
    rating that may be shown; None without one. best: the most stars there are. cursor: of the last submission; START when
    there is none.
    """

    form: Form
    page: str
    submissions: tuple[Submission, ...]
    count: int
    ratings: int
    average: float | None
    best: int
    cursor: Cursor


def thread_of(form: Form, page: str, submissions: Iterable[Submission]) -> Thread:
    """Make the thread of a form on a page. submissions: approved ones, oldest approval first, as the store lists them.

    What the form does not show is left out of them: a template of the site writes whatever it is given.
    """
    names = {*form.show, form.tally}
    shown = tuple([one if one.values.keys() <= names else _without(one, names) for one in submissions])
    rating = rating_of(form)
    given = _given(rating, shown) if rating else []
    return Thread(
        form=form,
        page=page,
        submissions=shown,
        count=len(shown),
        ratings=len(given),
        average=sum(given) / len(given) if given else None,
        best=best_of(rating) if rating else BEST,
        cursor=shown[-1].cursor if shown else START,
    )


def _without(submission: Submission, names: Set[str]) -> Submission:
    """Leave out of a submission all answers but those of these names."""
    return replace(submission, values={name: value for name, value in submission.values.items() if name in names})


def rating_of(form: Form) -> Field | None:
    """Find the first rating of a form that may be shown."""
    return next((field for field in form.fields if field.type == "rating" and field.name in form.show), None)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one answer was given. value: as it is posted; label: as it is read."""

    value: str
    label: str
    count: int


def tally_of(thread: Thread) -> list[Tally]:
    """Count the answers to the field that the form tallies, those that nobody gave included, in the order declared."""
    field = next((field for field in thread.form.fields if field.name == thread.form.tally), None)
    if field is None:
        return []
    given: Counter[str] = Counter()
    for one in thread.submissions:
        answer = one.values.get(field.name, [])
        given.update(str(choice) for choice in (answer if isinstance(answer, list) else [answer]))
    return [Tally(value, label, given[value]) for value, label in field.options or _stars_of(field)]


def _stars_of(rating: Field) -> list[tuple[str, str]]:
    least = 1 if rating.min is None else int(rating.min)
    return [(str(n), str(n)) for n in range(least, best_of(rating) + 1)]


def best_of(rating: Field) -> int:
    """Return the most stars that a rating gives."""
    return BEST if rating.max is None else int(rating.max)


def _given(rating: Field, submissions: tuple[Submission, ...]) -> list[int]:
    return [value for each in submissions if isinstance(value := each.values.get(rating.name), int)]

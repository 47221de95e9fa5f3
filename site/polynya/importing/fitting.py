"""Holds what an export says against the site as it is declared now, and tells what does not fit (build wing).

Nothing is lost for it: what an older declaration took stays. But what a page could not draw truly (a text for stars, an address
that is none) is put aside as words for the owner, as `forms.versions.told_now` does with a post from an older page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from polynya_live.contract import Field, Form
from polynya_live.forms.answers import Wrong, read_answer, read_counts
from polynya_live.forms.versions import CHANGED
from polynya_live.submissions import Submission, Value
from polynya_live.values import dataclass
from polynya_live.words.telling import in_words

from ..model import Site
from .lines import is_answer

NOT_DRAWN = frozenset({"email", "url", "rating"})
"""Types whose answers are more than words: one that does not fit would be a wrong link, address or average."""


class Fate(StrEnum):
    """What became of what does not fit."""

    KEPT = "kept"
    ASIDE = "aside"
    LEFT_OUT = "left out"


@dataclass(slots=True)
class Unfit:
    """What does not fit in one way, in one line or more. field: "" when it is the submission as a whole."""

    form: str
    field: str
    fate: Fate
    fact: str
    lines: list[int]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong with an answer. value: what stays of it, None for nothing."""

    fate: Fate
    fact: str
    value: Value | None = None


class Fitting:
    """Holds row after row against a site, and remembers what did not fit.

    site: None when it cannot be read now; then only what no form could ever take is told.
    """

    def __init__(self, site: Site | None) -> None:
        self._site = site
        absent = (page.id for page in site.absent.values()) if site else ()
        self._pages = {*site.pages, *absent} if site else set[str]()
        self._found: dict[tuple[str, str, Fate], Unfit] = {}

    @property
    def unfit(self) -> list[Unfit]:
        """What did not fit, by the first line."""
        return sorted(self._found.values(), key=lambda one: one.lines[0])

    def fit(self, rows: Iterable[tuple[int, Submission]]) -> Iterator[Submission]:
        """Yield submissions that pages can draw. rows: with the number of their line."""
        for line, row in rows:
            form = self._site.forms.get(row.form) if self._site else None
            if self._site and form is None:
                self._tell(line, row, Judged(Fate.KEPT, f'no form is called "{row.form}"'))
            elif form and form.thread and row.page not in self._pages:
                self._tell(line, row, Judged(Fate.KEPT, f'no page has the id "{row.page}"'), field="page")
            yield self._fitted(line, row, form)

    def _fitted(self, line: int, row: Submission, form: Form | None) -> Submission:
        values, aside = dict(row.values), list[str]()
        fields = {field.name: field for field in form.fields} if form else {}
        for name, value in row.values.items():
            found = _judged(fields.get(name), value, is_known=form is not None)
            if found is None:
                continue
            self._tell(line, row, found, field=name)
            if found.value is None:
                del values[name]
            if found.fate is Fate.ASIDE:
                aside.append(f"{fields[name].label}: {in_words(fields[name], value, 'en')}")
        if len(values) == len(row.values):
            return row
        before = row.extra.get(CHANGED)
        lines = [*(before if isinstance(before, list) else []), *aside]
        return replace(row, values=values, extra={**row.extra, **({CHANGED: lines} if lines else {})})

    def _tell(self, line: int, row: Submission, found: Judged, *, field: str = "") -> None:
        unfit = Unfit(row.form, field, found.fate, found.fact, [])
        self._found.setdefault((row.form, field, found.fate), unfit).lines.append(line)


def _judged(field: Field | None, value: Value, *, is_known: bool) -> Judged | None:
    """Say what is wrong with an answer; None when it fits. is_known: whether its form is declared."""
    if not is_answer(value):
        return Judged(Fate.LEFT_OUT, f"{_kind(value)} is no answer to any field")
    if field is None:
        return Judged(Fate.KEPT, "the form has no such field", value) if is_known else None
    holds, takes = _HELD.get(field.type, _TEXT)
    if not holds(value):
        return Judged(Fate.ASIDE, f"a field of the type {field.type} takes {takes}, and this is {_kind(value)}")
    try:
        _read(field, value)
    except Wrong as wrong:
        fact = f"the form says “{wrong}”"
        return Judged(Fate.ASIDE, fact) if field.type in NOT_DRAWN else Judged(Fate.KEPT, fact, value)
    return None


def _read(field: Field, value: Value) -> None:
    """Read an answer as if it was typed now. Raises Wrong."""
    if isinstance(value, dict):
        read_counts(field, {row: [str(count)] for row, count in value.items()})
    elif not isinstance(value, bool) and value not in ("", []):  # what was left empty may have been left so then
        read_answer(field, value if isinstance(value, list) else [str(value)])


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "a mapping")


_KINDS = {
    str: "a text", int: "a number", float: "a number", bool: "yes or no", list: "a list", type(None): "nothing (null)",
}  # fmt: skip

_Holds = Callable[[object], bool]
_TEXT: tuple[_Holds, str] = (lambda value: isinstance(value, str), "a text")
_HELD: Mapping[str, tuple[_Holds, str]] = {
    "rating": (lambda value: type(value) is int, "a whole number"),
    "number": (lambda value: type(value) in (int, float), "a number"),
    "checkbox": (lambda value: isinstance(value, bool), "yes or no"),
    "checkboxes": (lambda value: isinstance(value, list), "a list of texts"),
    "quantity": (lambda value: isinstance(value, dict), "a mapping of rows to counts"),
}
"""What tells whether an answer is of the kind that a type of field keeps, and that kind in words; all other types keep texts."""

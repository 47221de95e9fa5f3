"""Forms as nobody thought of them: a valid declaration, answers that fit it, and one answer that does not."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

Answers = tuple[tuple[str, str], ...]
"""What a browser posts, in order: several of one name for boxes that are ticked."""
TODAY = date(2026, 11, 18)  # as bookshop.NOW has it
MENU = {"menu/tea": 250, "menu/soup": 890}
MOST_OF_A_ROW = 9
NEVER = "never offered"
"""No answer that a page offers, so that there is none to give back."""

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
LABELS = WORDS.filter(str.strip)
OPTIONS = st.lists(LABELS.map(str.strip), min_size=1, max_size=5, unique=True)


@dataclass(frozen=True)
class Asked:
    """One field: its declaration, strategies of texts that answer it, and of texts that do not fit it."""

    declared: dict[str, Any]
    fits: st.SearchStrategy[tuple[str, ...]]
    wrong: st.SearchStrategy[tuple[str, ...]]


@dataclass(frozen=True)
class AnyForm:
    """A declaration, a post that fits it, and one in which the answer to `broken` does not, or which no field is called."""

    declared: dict[str, Any]
    fits: Answers
    wrong: Answers
    broken: str


@st.composite
def texts(draw: st.DrawFn, kind: str) -> Asked:
    """Ask for words, with a shortest and a longest number of characters."""
    least, more = draw(st.integers(0, 8)), draw(st.integers(0, 12))
    alphabet = st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0xFFFF)
    lines = alphabet if kind != "textarea" else alphabet | st.just("\n")
    some = st.text(lines, min_size=max(1, least), max_size=max(1, least + more)).filter(str.strip)
    longer = st.text(alphabet, min_size=least + more + 2, max_size=least + more + 30).filter(str.strip)
    limits = {"min": least, "max": max(1, least + more)} if least else {"max": max(1, least + more)}
    return Asked({"type": kind, **limits}, _one(some), _one(longer))


@st.composite
def numbers(draw: st.DrawFn) -> Asked:
    """Ask for a number between two others, maybe a whole one."""
    least, more, whole = draw(st.integers(-100, 100)), draw(st.integers(0, 200)), draw(st.booleans())
    most = least + more
    exact = st.integers(least, most).map(str)
    some = exact if whole else exact | st.decimals(least, most, places=3).map(str)
    wrong = st.sampled_from([str(most + 1), str(least - 1), "three", "1e3", "0x1", "1,5", "٣", "--1", "NaN"])
    return Asked({"type": "number", "min": least, "max": most, "whole": whole}, _one(some), _one(wrong))


@st.composite
def days(draw: st.DrawFn) -> Asked:
    """Ask for a day, from one that is counted from today to one of the calendar."""
    before, after = draw(st.integers(0, 400)), draw(st.integers(0, 400))
    first, last = TODAY - timedelta(before), TODAY + timedelta(after)
    outside = [(first - timedelta(1)).isoformat(), (last + timedelta(1)).isoformat(), "2027-02-30", "18.11.2026"]
    some = st.dates(first, last).map(date.isoformat)
    limits = {"min": f"today - {before} days", "max": last.isoformat()}
    return Asked({"type": "date", **limits}, _one(some), _one(st.sampled_from(outside)))


@st.composite
def choices(draw: st.DrawFn, kind: str) -> Asked:
    """Ask for one or several of some options."""
    offered = draw(OPTIONS)
    options = draw(st.sampled_from([offered, {value: f"{value}, of course" for value in offered}]))
    many = st.lists(st.sampled_from(offered), min_size=1, unique=True).map(tuple)
    some = many if kind == "checkboxes" else _one(st.sampled_from(offered))
    return Asked({"type": kind, "options": options}, some, st.just((NEVER,)))


def ratings() -> st.SearchStrategy[Asked]:
    """Ask for stars."""
    return st.integers(1, 10).map(
        lambda most: Asked({"type": "rating", "max": most}, _one(st.integers(1, most).map(str)), st.just((NEVER,)))
    )


def addresses() -> st.SearchStrategy[Asked]:
    """Ask for an address of mail or of the web."""
    mail = Asked(
        {"type": "email"}, st.just(("Åse+1@sjø.example",)), _one(st.sampled_from(["a@b", "a b@c.example", "@"]))
    )
    web = Asked({"type": "url"}, st.just(("https://a.example/å?b=<c>&d",)), st.just(("javascript:alert(1)",)))
    return st.sampled_from([mail, web])


def others() -> st.SearchStrategy[Asked]:
    """Ask for a tick, for what a pattern describes, or for what is on the menu."""
    tick = Asked({"type": "checkbox"}, st.just(("yes",)), st.nothing())
    code = Asked({"pattern": "[A-Z]{2}-[0-9]+"}, st.just(("AB-12",)), st.just(("ab <12>",)))
    counts = st.integers(1, MOST_OF_A_ROW).map(str)
    menu = Asked({"type": "quantity", "rows": "menu", "max": MOST_OF_A_ROW}, _one(counts), st.just(("99",)))
    return st.sampled_from([tick, code, menu])


def fields() -> st.SearchStrategy[Asked]:
    """Ask for anything that can be asked for."""
    chosen = st.sampled_from(["select", "radio", "checkboxes"]).flatmap(choices)
    written = st.sampled_from(["text", "textarea"]).flatmap(texts)
    return written | numbers() | days() | chosen | ratings() | addresses() | others()


@st.composite
def forms(draw: st.DrawFn) -> AnyForm:
    """Declare a form of one to eight fields, and answer it well and badly."""
    asked = draw(st.lists(fields(), min_size=1, max_size=8))
    names = [f"field_{nth}" for nth in range(len(asked))]
    required = [draw(st.booleans()) for _ in asked]
    asking: list[dict[str, Any]] = []
    for nth, (name, one, needed) in enumerate(zip(names, asked, required, strict=True)):
        rule = draw(st.sampled_from([{}, {"required_if": names[nth - 1]}])) if nth and not needed else {}
        asking.append(
            {"name": name, "label": draw(LABELS), "required": needed, "help": draw(WORDS), **one.declared, **rule}
        )
    answered = [needed or draw(st.booleans()) for needed in required]
    for nth in range(1, len(asking)):  # from the first on: what it is needed for is settled by then
        answered[nth] = answered[nth] or ("required_if" in asking[nth] and answered[nth - 1])
    fits = [
        _posted(field, draw(one.fits)) if said else () for field, one, said in zip(asking, asked, answered, strict=True)
    ]
    broken, faulty = draw(_fault(asking, asked))
    wrong = [faulty if field["name"] == broken else given for field, given in zip(asking, fits, strict=True)]
    declared = {
        "title": draw(LABELS),
        "fields": asking,
        "moderation": draw(st.sampled_from(["before", "after", "none"])),
        "show": draw(st.sampled_from([[], names])),
        "limits": draw(st.sampled_from([{}, {"capacity": 100}])),
        "unique": draw(st.sampled_from([[], names[:1]])),
    }
    together = tuple(pair for given in wrong for pair in given)
    return AnyForm(declared, tuple(pair for given in fits for pair in given), together, broken)


@st.composite
def _fault(draw: st.DrawFn, fields: list[dict[str, Any]], asked: list[Asked]) -> tuple[str, Answers]:
    """Leave out what is needed, or answer a field as it cannot be; without any such field, one that there is none of."""
    nth = draw(st.integers(0, len(fields) - 1))
    field, one = fields[nth], asked[nth]
    if one.wrong.is_empty or (field["required"] and draw(st.booleans())):
        return (field["name"], ()) if field["required"] else ("", ())
    return field["name"], _posted(field, draw(one.wrong))


def _posted(field: dict[str, Any], texts: tuple[str, ...]) -> Answers:
    row = "[menu/tea]" if field.get("type") == "quantity" else ""
    return tuple((f"{field['name']}{row}", text) for text in texts)


def _one(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return strategy.map(lambda text: (text,))

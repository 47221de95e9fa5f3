"""Says in words that a filter or a sign of a template cannot take a value: what it takes, and what it got (build wing)."""

from collections.abc import Iterable
from traceback import walk_tb
from types import FrameType

from polynya_live.values import NamedTuple
from polynya_live.values.patterns import late

SHOWN = 40
EMPTY = "the value is empty on this page; ask first whether it is there: {% if page.fields.price %}."
_DAY = "a day, a moment in milliseconds, or a text such as 2027-03-14"
_DAY_HINT = 'a key of "type: date" in _collection.yaml has one, as in {{{{ page.date | {name} }}}}.'
_NAMES = {
    "str": "a text", "Markup": "a text", "int": "a whole number", "float": "a number", "list": "a list", "tuple": "a list",
    "dict": "a mapping", "NoneType": "nothing", "bool": "yes or no", "date": "a day", "datetime": "a moment",
    "Page": "a page", "LatePage": "a page", "Thread": "a thread", "Submission": "a submission", "builtin_function_or_method":
    "a function", "function": "a function", "method": "a function",
}  # fmt: skip
_SIGN = late(r"unsupported operand type\(s\) for ([^:]+): '(\w+)' and '(\w+)'")
_JOIN = late(r'can only concatenate (\w+) \(not "(\w+)"\) to \w+')
_ORDER = late(r"'(\S+)' not supported between instances of '(\w+)' and '(\w+)'")
_EACH = late(r"'(\w+)' object is not iterable")
_CALL = late(r"'([\w.]+)' object is not callable")


class Unfit(NamedTuple):
    """What to tell the author. word: what the caret points at."""

    fact: str
    hint: str
    word: str = ""


class _Taker(NamedTuple):
    name: str
    takes: str
    hint: str


_TAKERS = {
    ("<lambda>", "cents"): _Taker(
        "money",
        "an amount in cents, a whole number",
        'a key of "type: money" in _collection.yaml has one, as in {{{{ page.fields.price | money }}}}.',
    ),
    ("<lambda>", "moment"): _Taker("day", _DAY, _DAY_HINT),
    ("iso_day", "moment"): _Taker("iso_day", _DAY, _DAY_HINT),
    ("<lambda>", "number"): _Taker("decimal", "a number", "give it one, as in {{{{ 4.25 | decimal }}}}."),
    ("stars", "given"): _Taker("stars", "a number", "give it one, as in {{{{ thread.average | stars }}}}."),
    ("best_of", "rating"): _Taker("best", "a field of a form", "give it the field of the rating."),
    ("tally_of", "thread"): _Taker("tally", "a thread", 'give it one, as in {{{{ thread("poll") | tally }}}}.'),
    ("fill", "sentence"): _Taker(
        "fill",
        "a text with names in braces, and a mapping",
        'write {{{{ "Part {{part}}" | fill({{"part": 1}}) }}}}.',
    ),
}
"""Filters of ours by their function and its argument."""


def unfit_filter(error: BaseException) -> Unfit | None:
    """Say which filter a template gave a value it cannot take; None when the error comes from elsewhere."""
    if not isinstance(error, TypeError | ValueError | AttributeError | KeyError | OverflowError | OSError):
        return None
    called = _called(frame for frame, _ in walk_tb(error.__traceback__))
    if called is None:
        return None
    names = called.f_code.co_varnames[: called.f_code.co_argcount]
    for name in names:
        taker = _TAKERS.get((called.f_code.co_name, name))
        if taker:
            value = called.f_locals.get(name)
            hint = taker.hint.format(name=taker.name)
            fact = f"{taker.name} takes {taker.takes}, and got {said(value)}"
            return Unfit(fact, EMPTY if value is None else f"{hint[0].lower()}{hint[1:]}", taker.name)
    return None


def unfit_sign(error: BaseException) -> Unfit | None:
    """Say what is wrong between the values of an expression; None when that is not what the error tells."""
    if isinstance(error, ZeroDivisionError):
        return Unfit("this divides by zero", "ask first whether there is anything to divide by: {% if count %}.")
    if not isinstance(error, TypeError):
        return None
    text = str(error)
    if found := _SIGN.search(text) or _ORDER.search(text):
        return _between(found[1].split()[0], found[2], found[3])
    if found := _JOIN.search(text):
        return _between("+", found[1], found[2])
    return _alone(text)


def said(value: object) -> str:
    """Name a value: its kind, and what it is when that is short."""
    kind = _kind(type(value).__name__)
    if isinstance(value, str):
        return f'{kind}, "{value[:SHOWN]}{"…" if len(value) > SHOWN else ""}"'
    return f"{kind}, {value}" if type(value) in (int, float) else kind


def _called(frames: Iterable[FrameType]) -> FrameType | None:
    """Find the first function that the innermost template called."""
    called, is_next = None, False
    for frame in frames:
        if frame.f_code.co_filename.endswith((".html", ".txt", ".svg")):
            called, is_next = None, True
        elif is_next:
            called, is_next = frame, False
    return called


def _between(sign: str, left: str, right: str) -> Unfit:
    does = "compare" if sign[0] in "<>=" else "go between"
    fact = f'"{sign}" does not {does} {_kind(left)} and {_kind(right)}'
    if "NoneType" in (left, right):
        return Unfit(fact, EMPTY, sign)
    if sign == "+" and "str" in (left, right):
        return Unfit(fact, 'join texts with "~", as in {{ title ~ 1 }}; make a number of a text with | int.', sign)
    return Unfit(fact, "make both of one kind first, with | int, | float or | string.", sign)


def _alone(text: str) -> Unfit | None:
    if found := _EACH.search(text):
        hint = EMPTY if found[1] == "NoneType" else "give it a list, a mapping or a text."
        return Unfit(f"this goes through each of several, and {_kind(found[1])} is not several", hint)
    if found := _CALL.search(text):
        return Unfit(f"{_kind(found[1].rpartition('.')[2])} cannot be called", "take the brackets behind it away.")
    return None


def _kind(name: str) -> str:
    return _NAMES.get(name, f'a value of the kind "{name}"')

"""Values are what `dataclasses` makes of the same class, but for when their methods are made."""

import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
import re
import typing
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import pytest

import polynya
import polynya_live
from polynya_live import values
from polynya_live.events.request import Request
from polynya_live.values import patterns


def plain() -> Any:
    """Declare a class as any value is."""

    class Plain:
        """A page of a book."""

        is_shared: ClassVar[bool] = True
        title: str
        number: int = 1
        notes: list[str] = dataclasses.field(default_factory=list)
        secret: str = dataclasses.field(default="x", repr=False)
        seen: int = dataclasses.field(default=0, compare=False)
        known: dict[str, int] = dataclasses.field(default_factory=dict, init=False, repr=False, compare=False)

        def twice(self) -> str:
            return self.title * 2

    return Plain


def both(**flags: bool) -> tuple[Any, Any]:
    """Declare the class with `dataclasses` and with ours."""
    return dataclasses.dataclass(slots=True, **flags)(plain()), values.dataclass(slots=True, **flags)(plain())


FLAGS = [
    {"frozen": True, "kw_only": True},
    {"frozen": True, "kw_only": False},
    {"frozen": False, "kw_only": False},
]


@pytest.mark.parametrize("flags", FLAGS)
def test_a_value_does_what_a_dataclass_does(flags: dict[str, bool]) -> None:
    said = []
    for kind in both(**flags):
        one, same, other = kind(title="a"), kind(title="a", seen=2), kind(title="b", number=2, notes=["n"], secret="y")
        said.append(
            (
                repr(one),
                repr(other),
                one == same,
                one == other,
                one == ("a",),
                dataclasses.asdict(other),
                repr(dataclasses.replace(other, title="c")),
                [(f.name, f.default, f.init, f.repr, f.compare, f.kw_only) for f in dataclasses.fields(kind)],
                kind.__match_args__,
                kind.__slots__,
                kind.__doc__,
                kind.__qualname__,
                kind.is_shared,
                one.twice(),
                one.notes is same.notes,
                str(inspect.signature(kind.__init__)).replace("_self", "self").split(" -> ")[0].count(","),
                repr(copy.deepcopy(other)),
            )
        )

    assert said[0] == said[1]


def test_a_frozen_value_is_hashed_by_what_is_compared() -> None:
    theirs, ours = both(frozen=True, kw_only=True)

    hashes = [hash(kind(title="a", notes=(), seen=seen)) for kind in (theirs, ours) for seen in (0, 1)]

    assert len(set(hashes)) == 1


def test_one_that_can_change_has_no_hash() -> None:
    _, ours = both()

    with pytest.raises(TypeError, match="unhashable"):
        hash(ours("a"))


@pytest.mark.parametrize("name", ["title", "known"])
def test_a_frozen_value_says_that_it_is_fixed_in_the_same_words(name: str) -> None:
    for kind in both(frozen=True):
        one = kind("a")
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(one, name, "b")
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot delete field '{name}'"):
            delattr(one, name)


@pytest.mark.parametrize("given", [{}, {"title": "a", "nobody": 1}, {"title": "a", "known": {}}])
def test_what_is_missing_or_too_much_is_refused(given: dict[str, Any]) -> None:
    for kind in both(frozen=True, kw_only=True):
        with pytest.raises(TypeError, match=r"__init__\(\)"):
            kind(**given)


def test_a_value_that_holds_itself_can_be_shown() -> None:
    _, ours = both()
    one = ours("a")
    one.notes.append(one)

    assert repr(one).count("Plain(") == 1


def test_a_value_with_a_base_keeps_what_the_base_asks_for() -> None:
    class Rows(Mapping[str, int]):
        rows: dict[str, int]

        def __getitem__(self, key: str) -> int:
            return self.rows[key]

        def __iter__(self) -> Iterator[str]:
            return iter(self.rows)

        def __len__(self) -> int:
            return len(self.rows)

    made: Any = values.dataclass(slots=True)(Rows)

    assert dict(made({"a": 1})) == {"a": 1}


def all_values() -> Iterator[type]:
    """Find every value of both wings."""
    for package in (polynya, polynya_live):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.endswith("__main__"):
                continue
            for kind in vars(importlib.import_module(found.name)).values():
                if isinstance(kind, type) and kind.__module__ == found.name and "__dataclass_fields__" in vars(kind):
                    yield kind


def test_every_value_of_the_house_can_be_made_and_sent() -> None:
    for kind in all_values():
        assert "__hash__" not in vars(kind) or vars(kind)["__hash__"] is None or callable(vars(kind)["__hash__"])
        assert {field.name for field in dataclasses.fields(kind)} == set(kind.__slots__), kind
        with pytest.raises(TypeError):
            kind(**{"no such field": 1})
        if vars(kind).get("__getstate__"):
            empty = object.__new__(kind)
            for field in dataclasses.fields(kind):
                vars(kind)[field.name].__set__(empty, field.name)
            assert pickle.loads(pickle.dumps(empty)).__getstate__() == list(kind.__slots__), kind


def told(kind: Any) -> Iterator[object]:
    one, other = kind("a", [1]), kind(title="b", pages=[2], by=None)
    yield (one, other, one < other, hash(kind("c", 1)), one.by, one.twice(), one == ("a", [1], "nobody"), len(one))
    yield (repr(one), kind.__doc__, kind.__name__, kind.__match_args__, kind.__bases__, kind.title.__doc__)
    yield (kind._fields, kind._field_defaults, one._asdict(), one._replace(title="z"), kind._make(["x", 2, 3]))
    yield (copy.copy(one), copy.deepcopy(one), one.__getnewargs__(), type(copy.copy(one)) is kind, kind.__slots__)
    yield (kind.__new__.__name__, kind.__new__.__qualname__.rpartition("<locals>.")[2], kind("d", 1, by="e"))
    match other:
        case kind(title, pages):
            yield (title, pages)
    wrong: list[Any] = [
        kind,
        lambda: kind("a", 1, 2, 3),
        lambda: kind("a", 1, nobody=2),
        lambda: kind._make(["x"]),
        lambda: one._replace(nobody=1),
        lambda: setattr(one, "title", 1),
        lambda: setattr(one, "nobody", 1),
    ]
    for act in wrong:
        with pytest.raises((TypeError, ValueError, AttributeError)) as caught:
            act()
        yield str(caught.value).rpartition("<locals>.")[2]


def test_a_tuple_does_what_a_named_tuple_does() -> None:
    class Row(typing.NamedTuple):
        """A row of a list."""

        title: str
        pages: "list[Any]"
        by: str | None = "nobody"

        def twice(self) -> str:
            return self.title * 2

    theirs: Any = Row

    class Row(values.NamedTuple):  # type: ignore[no-redef]
        """A row of a list."""

        title: str
        pages: "list[Any]"
        by: str | None = "nobody"

        def twice(self) -> str:
            return self.title * 2

    assert [*told(Row)] == [*told(theirs)]


def test_a_tuple_can_be_sent() -> None:
    made = Request(*Request._fields)  # type: ignore[arg-type]

    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        sent = pickle.loads(pickle.dumps(made, protocol))
        assert (type(sent), sent) == (Request, Request._fields)


def test_a_late_pattern_finds_what_the_pattern_finds() -> None:
    plain, late = re.compile(r"(?P<word>\w+)", re.ASCII), patterns.late(r"(?P<word>\w+)", re.ASCII)

    assert [late.sub("x", "ä b"), late.pattern, late.groupindex, late.findall("a b")] == [
        plain.sub("x", "ä b"),
        plain.pattern,
        plain.groupindex,
        plain.findall("a b"),
    ]
    assert "match" not in vars(late)
    assert late.match("a") and "match" in vars(late)
    with pytest.raises(AttributeError):
        late.no_such_method  # type: ignore[attr-defined]  # noqa: B018

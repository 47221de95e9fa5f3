"""Named tuples that are declared in a tenth of the time that those of `typing` take (shared by both wings).

`typing.NamedTuple` compiles each annotation that is a text, and what makes a tuple, also for classes of which a run makes
none. What the tuples do is the same, and a test says so.
"""

from collections import _tuplegetter  # type: ignore[attr-defined]  # what `collections.namedtuple` takes
from collections.abc import Callable, Iterable
from typing import Any

from .making import compiled


class _Maker(type):
    """Makes a tuple of a class whose base is `NamedTuple`."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:  # Any: whatever a class has
        """Make it; it is a class like any other."""
        names = tuple(space.get("__annotations__", ()))
        defaults = {one: space.pop(one) for one in names if one in space}
        made: list[type] = []
        given = {
            "__new__": _later(names, defaults, made),
            "__slots__": (),
            "__match_args__": names,
            "_fields": names,
            "_field_defaults": defaults,
            **_OF_ALL,
            **{one: _tuplegetter(at, f"Alias for field number {at}") for at, one in enumerate(names)},
        }
        made.append(type(name, (tuple,), given | space))
        return made[0]


def _later(names: tuple[str, ...], defaults: dict[str, Any], made: list[type]) -> Callable[..., Any]:
    """Make what makes a tuple when it is first asked to. made: the class, as soon as there is one."""

    def new(cls: type, *values: Any, **named: Any) -> Any:
        heads = [f"{one}=_default_{one}" if one in defaults else one for one in names]
        line = f"return _new(_cls, ({''.join(f'{one}, ' for one in names)}))"
        known = {f"_default_{one}": value for one, value in defaults.items()}
        make = compiled("__new__", ["_cls", *heads], [line], _new=tuple.__new__, **known)
        make.__qualname__ = f"{made[0].__qualname__}.__new__"
        made[0].__new__ = staticmethod(make)  # type: ignore[method-assign]
        return make(cls, *values, **named)

    return new


def _make(cls: Any, iterable: Iterable[object]) -> Any:
    """Make a tuple of values in order. Raises TypeError for more or fewer than it has."""
    made = tuple.__new__(cls, iterable)
    if len(made) != len(cls._fields):
        raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
    return made


def _replace(self: Any, /, **values: object) -> Any:
    """Make a tuple with other values for some names. Raises ValueError for a name that it has not."""
    made = self._make(map(values.pop, self._fields, self))
    if values:
        raise ValueError(f"Got unexpected field names: {list(values)!r}")
    return made


def _asdict(self: Any) -> dict[str, Any]:
    """Give the values by name."""
    return dict(zip(self._fields, self, strict=True))


def _repr(self: Any) -> str:
    parts = ", ".join([f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True)])
    return f"{self.__class__.__name__}({parts})"


def _plain(self: Any) -> tuple[Any, ...]:
    """Give the values, for a copy or a pickle."""
    return tuple(self)


_OF_ALL = {
    "_make": classmethod(_make),
    "_replace": _replace,
    "_asdict": _asdict,
    "__repr__": _repr,
    "__getnewargs__": _plain,
}


class _Named:
    """What a class names as its base."""

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return (_BASE,)


_BASE = type.__new__(_Maker, "NamedTuple", (), {})
NamedTuple = _Named()

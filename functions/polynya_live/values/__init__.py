"""Values: dataclasses with slots, and tuples, whose methods are made when they are first called (shared by both wings).

`dataclasses.dataclass` compiles six methods for each class at once, half a millisecond at every start of a freeze or of a
function; of most classes a run calls none or one. What the methods do is the same, and a test says so.
"""

import sys
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal, TypeVar, dataclass_transform

from .making import Plan, is_of_class

if TYPE_CHECKING or sys.version_info >= (3, 14):  # which makes annotations late by itself
    from typing import NamedTuple
else:
    from .tuples import NamedTuple

__all__ = ["NamedTuple", "dataclass", "field"]

T = TypeVar("T")
_OF_EVERY_CLASS = ("__dict__", "__weakref__")


@dataclass_transform(field_specifiers=(field,))
def dataclass(*, slots: Literal[True], frozen: bool = False, kw_only: bool = False) -> Callable[[type[T]], type[T]]:
    """Make a dataclass with slots, as `dataclasses.dataclass` does. None of its bases is one."""

    def make(cls: type[T]) -> type[T]:
        own = {name: value for name, value in vars(cls).items() if name not in _OF_EVERY_CLASS}
        names = tuple([name for name, kind in cls.__annotations__.items() if not is_of_class(kind)])
        plan = Plan(names, {name: own.pop(name) for name in names if name in own}, frozen=frozen, kw_only=kw_only)
        methods: dict[str, Any] = {
            **plan.methods(),
            "__slots__": names,
            "__qualname__": cls.__qualname__,
        }  # Any: of a class
        kind: Any = type(cls)  # Any: its metaclass
        plan.cls = kind(cls.__name__, cls.__bases__, {**methods, **own})
        return plan.cls

    return make

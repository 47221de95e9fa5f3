"""Makes the methods of a value, each when it is first called (shared by both wings)."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from types import CodeType
from typing import Any, ClassVar, get_origin

Method = Callable[..., Any]  # Any: of whatever class


def is_of_class(kind: object) -> bool:
    """Whether an annotation is that of a class variable, which is no field."""
    return kind.startswith("ClassVar") if isinstance(kind, str) else kind is ClassVar or get_origin(kind) is ClassVar


class Plan:
    """What is known of a value's class when it is declared. given: defaults, or what `dataclasses.field` gave."""

    cls: type

    def __init__(self, names: tuple[str, ...], given: Mapping[str, Any], *, frozen: bool, kw_only: bool) -> None:
        self.names, self.given, self.frozen, self.kw_only = names, given, frozen, kw_only

    def methods(self) -> dict[str, Any]:
        """Give what the class gets: each method makes the true one and puts it in its place."""
        makers = {"__init__": self._init, "__repr__": self._repr, "__eq__": self._eq}
        if self.frozen:
            makers |= {"__hash__": self._hash, "__setattr__": self._setattr, "__delattr__": self._delattr}
            makers |= {"__getstate__": self._getstate, "__setstate__": self._setstate}
        found: dict[str, Any] = {name: self._later(name, make) for name, make in makers.items()}
        found["__match_args__"] = () if self.kw_only else tuple([name for name in self.names if self._is("init", name)])
        found |= {name: _OfTwin(self, name) for name in ("__dataclass_fields__", "__dataclass_params__")}
        return found if self.frozen else {**found, "__hash__": None}

    def _later(self, name: str, make: Callable[[], Method]) -> Method:
        def method(*values: Any, **named: Any) -> Any:
            made = make()
            made.__qualname__ = f"{self.cls.__qualname__}.{name}"
            setattr(self.cls, name, made)
            return made(*values, **named)

        return method

    def _is(self, what: str, name: str) -> bool:
        given = self.given.get(name)
        return getattr(given, what) is not False if isinstance(given, Field) else True

    def _compared(self, *whats: str) -> list[str]:
        return [name for name in self.names if all(self._is(what, name) for what in whats)]

    def _init(self) -> Method:
        known: dict[str, Any] = {"_NEW": MISSING}
        heads, lines = [], []
        for name in self.names:
            given = self.given.get(name, MISSING)
            is_field = isinstance(given, Field)
            default, factory = (given.default, given.default_factory) if is_field else (given, MISSING)
            value, head = name, name
            if factory is not MISSING:
                known[f"_new_{name}"] = factory
                value, head = f"_new_{name}() if {name} is _NEW else {name}", f"{name}=_NEW"
            elif default is not MISSING:
                known[f"_default_{name}"] = default
                head = f"{name}=_default_{name}"
            if self._is("init", name):
                heads.append(head)
            else:
                value = f"_new_{name}()" if factory is not MISSING else f"_default_{name}"
            known[f"_set_{name}"] = getattr(self.cls, name).__set__  # quicker than `object.__setattr__` with its name
            lines.append(f"_set_{name}(_self, {value})")
        star = ["*"] if self.kw_only and heads else []
        return compiled("__init__", ["_self", *star, *heads], lines or ["pass"], **known)

    def _repr(self) -> Method:
        parts = ", ".join(f"{name}={{self.{name}!r}}" for name in self._compared("repr"))
        line = f'return f"{{self.__class__.__qualname__}}({parts})"'
        return recursive_repr()(compiled("__repr__", ["self"], [line]))

    def _eq(self) -> Method:
        own, others = (_tuple(who, self._compared("compare")) for who in ("self", "other"))
        line = f"return {own} == {others} if other.__class__ is self.__class__ else NotImplemented"
        return compiled("__eq__", ["self", "other"], [line])

    def _hash(self) -> Method:
        line = f"return hash({_tuple('self', self._compared('compare', 'hash'))})"
        return compiled("__hash__", ["self"], [line])

    def _setattr(self) -> Method:
        def set_name(one: Any, name: str, value: object) -> None:
            self._stop(one, name, "assign to")
            object.__setattr__(one, name, value)

        return set_name

    def _delattr(self) -> Method:
        def delete_name(one: Any, name: str) -> None:
            self._stop(one, name, "delete")
            object.__delattr__(one, name)

        return delete_name

    def _stop(self, one: object, name: str, act: str) -> None:
        if type(one) is self.cls or name in self.names:
            raise FrozenInstanceError(f"cannot {act} field {name!r}")

    def _getstate(self) -> Method:
        names = self.names
        if len(names) < 2:  # then `attrgetter` gives no tuple
            return lambda one: [getattr(one, name) for name in names]
        get = attrgetter(*names)
        return lambda one: list(get(one))

    def _setstate(self) -> Method:
        setters = [getattr(self.cls, name).__set__ for name in self.names]

        def set_state(one: object, state: Iterable[object]) -> None:
            for put, value in zip(setters, state, strict=False):
                put(one, value)

        return set_state


class _OfTwin:
    """What `dataclasses` keeps of a class, asked of a twin made by it when somebody wants to know."""

    def __init__(self, plan: Plan, name: str) -> None:
        self._plan, self._name = plan, name

    def __get__(self, one: object, cls: type) -> Any:
        plan = self._plan
        kinds = {name: plan.cls.__annotations__[name] for name in plan.names}
        twin = type(plan.cls.__name__, (), {"__doc__": "A twin.", "__annotations__": kinds, **plan.given})
        dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=plan.kw_only)(twin)
        found = getattr(twin, self._name)
        setattr(plan.cls, self._name, found)
        return found


def _tuple(who: str, names: list[str]) -> str:
    return f"({''.join(f'{who}.{name}, ' for name in names)})" if names else "()"


codes: dict[str, CodeType] = {}
"""What sources of methods were compiled to; a start may bring what an earlier one found out."""


def compiled(name: str, heads: list[str], lines: list[str], **known: Any) -> Method:
    """Compile a function of one name, with what it takes, its lines, and what they know besides."""
    source = "\n ".join([f"def {name}({', '.join(heads)}):", *lines])
    code = codes.get(source)
    if code is None:
        code = codes[source] = compile(source, "<a method of a value>", "exec")
    exec(code, known)  # noqa: S102 -- as `dataclasses` does
    made: Method = known[name]
    return made

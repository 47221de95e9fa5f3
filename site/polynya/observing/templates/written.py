"""What the Python written for templates calls (build wing)."""

from collections.abc import Callable
from functools import partial
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2.runtime import Context
from markupsafe import Markup, escape

try:
    from markupsafe._speedups import _escape_inner as escaped
except ImportError:  # where there is no wheel with C in it
    from markupsafe._native import _escape_inner as escaped

__all__ = ["FunctionType", "bound", "escaped", "nowhere", "written"]

Vars = dict[str, Any] | None  # Any: whatever a template sets

_AROUND = ("_block_vars", "_loop_vars")
_CALLED = frozenset((BuiltinMethodType, FunctionType, MethodType, partial))
"""What is called as it is, unless it asks for the context; anything else is left to Jinja."""


nowhere = object()
"""What no attribute is."""


def written(value: object) -> str:
    """Write a value as it stands in HTML: `escape` without the Markup, for an output is only joined with others."""
    if type(value) is str:
        return escaped(value)
    return value if type(value) is Markup else escape(value)


def bound(context: Context, act: Any, *around: Vars) -> Callable[..., Any]:  # Any: whatever a template calls
    """Bind what is called to what `Context.call` gives it: nothing, for most. around: variables set in the block, the loop."""
    kind = type(act)
    if kind is BuiltinMethodType or (kind in _CALLED and not hasattr(act, "jinja_pass_arg")):
        return act  # type: ignore[no-any-return]
    return partial(context.call, act, **dict(zip(_AROUND, around, strict=False)))

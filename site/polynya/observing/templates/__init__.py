"""Jinja that notes each template it takes, also those that are kept from an earlier page (build wing)."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from ..noting import Key, note, note_all, notebook
from .taking_in import InliningLoader
from .writing import QuickGenerator


class WatchedTemplate(Template):
    """A template whose macros are made once; whoever uses them later has read what making them read."""

    _read: dict[Key, None]
    _names: frozenset[str]

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            with notebook() as keys:
                module = super()._get_default_module(ctx)
            self._read = keys if self._module is module else {}
            self._names = frozenset(self.globals)
            return module
        note_all(self._read)
        if ctx is None or ctx.globals_keys <= self._names:
            return self._module
        return super()._get_default_module(ctx)


class WatchedEnvironment(Environment):
    """Notes the name of every template that is asked for, there or not, and of those that were taken into it."""

    template_class = WatchedTemplate

    def __init__(self, *values: Any, **named: Any) -> None:  # Any: as Flask gives them
        super().__init__(*values, **named)
        self._known: dict[str, tuple[Template, dict[Key, None]]] = {}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002 -- Jinja's own name
        known = None if globals else self._known.get(name)
        if known is None:
            note(("template", name))  # also when it is not there
            found = super()._load_template(name, globals)
            taken = self.loader.taken.get(name, ()) if isinstance(self.loader, InliningLoader) else ()
            known = self._known[name] = found, dict.fromkeys(("template", one) for one in (name, *taken))
        note_all(known[1])
        return known[0]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Copy them: they are complete before a template is loaded, and a plain dictionary is walked sooner than a chain."""
        return {**self.globals, **(d or {})}


class QuickEnvironment(WatchedEnvironment):
    """Draws the same in fewer steps, from templates that other templates were taken into: its errors are elsewhere."""

    code_generator_class = QuickGenerator

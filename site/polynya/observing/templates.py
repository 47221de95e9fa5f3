"""Jinja that notes each template it takes, also those that are kept from an earlier page (build wing)."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from .noting import Key, note, notebook


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
        for key in self._read:
            note(key)
        if ctx is None or ctx.globals_keys <= self._names:
            return self._module
        return super()._get_default_module(ctx)


class WatchedEnvironment(Environment):
    """Notes the name of every template that is asked for, there or not."""

    template_class = WatchedTemplate

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002 -- Jinja's own name
        note(("template", name))
        return super()._load_template(name, globals)

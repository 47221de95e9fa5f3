"""Jinja that notes each template it takes, also those that are kept from an earlier page (build wing).

Pages are drawn by `QuickEnvironment`: `taking_in` puts what a template includes into its source, `writing` makes Python of
it, which calls `written` and `repeating`, and `kept` keeps that for later freezes. It may fail where Jinja does not, and then
the page is drawn again by `WatchedEnvironment`, from the templates as their author wrote them, which says where an error is;
but what it draws must never differ.
"""

from collections.abc import Callable, Mapping, MutableMapping
from functools import cache
from typing import TYPE_CHECKING, Any

from flask.templating import Environment
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context

from ..noting import Key, note, note_all, notebook
from .repeating import Kept
from .taking_in import InliningLoader

if TYPE_CHECKING:
    from .writing import QuickGenerator

_same: Callable[[frozenset[str]], frozenset[str]] = cache(lambda names: names)


class QuickContext(Context):
    """A context that looks names up in fewer steps."""

    def resolve(self, key: str) -> Any:  # Any: whatever a template was given
        """Find a variable by name; what is undefined when there is none."""
        if key in self.vars:
            return self.vars[key]
        try:
            return self.parent[key]
        except KeyError:
            return self.environment.undefined(name=key)


class WatchedTemplate(Template):
    """A template whose macros are made once; whoever uses them later has read what making them read."""

    _read: dict[Key, None]
    _names: frozenset[str] = frozenset()

    def render(self, *args: Any, **kwargs: Any) -> str:  # Any: as Jinja has it
        """Render: as Jinja does, but what is given is not copied first, for a context copies it anyway."""
        if kwargs or len(args) != 1 or type(args[0]) is not dict:
            return super().render(*args, **kwargs)
        try:
            return "".join(self.root_render_func(self.new_context(args[0])))
        except Exception:
            self.environment.handle_exception()

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 -- Jinja's own names
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> Context:
        """Make a context: as Jinja does, in fewer steps for a page."""
        if shared or locals:
            return super().new_context(vars, shared, locals)
        context = Context.__new__(self.environment.context_class)
        context.parent = {**self.globals, **vars} if vars else {**self.globals}
        context.vars, context.exported_vars = {}, set()
        context.environment, context.name = self.environment, self.name
        context.eval_ctx = EvalContext(self.environment, self.name)
        context.globals_keys = self._global_names()  # type: ignore[assignment]  # nobody adds to it
        context.blocks = {name: [block] for name, block in self.blocks.items()}
        return context

    def _global_names(self) -> frozenset[str]:
        """List what its globals are called; one object for all templates that have the same, so that a look compares them."""
        if len(self._names) != len(self.globals):  # some may be added, none is ever taken away
            self._names = _same(frozenset(self.globals))
        return self._names

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            with notebook() as keys:
                module = super()._get_default_module(ctx)
            self._read = keys if self._module is module else {}
            return module
        note_all(self._read)
        if ctx is None or ctx.globals_keys is (names := self._global_names()) or ctx.globals_keys <= names:
            return self._module
        return super()._get_default_module(ctx)


class WatchedEnvironment(Environment):
    """Notes the name of every template that is asked for, there or not, and of those that were taken into it."""

    template_class = WatchedTemplate

    def __init__(self, *values: Any, **named: Any) -> None:  # Any: as Flask gives them
        super().__init__(*values, **named)
        self._known: dict[str, tuple[Template, dict[Key, None]]] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja's own name
    ) -> Template:
        """Find a template; one that was asked for before, as most were, without a step more."""
        known = self._known.get(name) if globals is None and type(name) is str else None
        if known is None:
            return super().get_template(name, parent, globals)
        note_all(known[1])
        return known[0]

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
    """Draws the same in fewer steps, from templates that other templates were taken into: its errors are elsewhere.

    sure: what certainly has which attributes, by its name in the context: what lacks one all the same is drawn plainly.
    """

    context_class = QuickContext
    sure: Mapping[str, frozenset[str]] = {}

    def __init__(self, *values: Any, **named: Any) -> None:  # Any: as above
        super().__init__(*values, **named)
        self.kept: dict[object, Kept] = {}

    @property
    def code_generator_class(self) -> type["QuickGenerator"]:  # type: ignore[override]  # only read, and seldom
        """Import what writes the Python of templates: mostly it was kept."""
        from .writing import QuickGenerator  # noqa: PLC0415

        return QuickGenerator

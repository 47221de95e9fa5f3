"""Python that says in fewer steps what a template says; what it draws is the same to the byte (build wing).

Whatever fails in it is drawn again as Jinja writes it, which says where the error is: it may fail, and must not differ.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, optimizeconst
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.tests import test_defined

from .repeating import keep, kept_of, says_the_same
from .written import bound

_NAMES = "FunctionType, bound, escaped, nowhere, written"


class QuickGenerator(CodeGenerator):
    """Writes outputs into a list that is given in one, escapes them by `written` and calls what it can as it is."""

    def __init__(self, *values: Any, **named: Any) -> None:  # Any: as Jinja gives them
        super().__init__(*values, **named)
        self._outermost: Frame | None = None
        self._own: set[str] = set()
        self._macros = self._repeating = 0
        self._repeated: dict[int, tuple[str, str]] = {}
        self._sure: Mapping[str, frozenset[str]] = getattr(self.environment, "sure", {})

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 -- Jinja's own names
        self.writeline(f"from {bound.__module__} import {_NAMES}")
        self.writeline(f"from {keep.__module__} import {keep.__name__}, {kept_of.__name__}")
        super().visit_Template(node, frame)

    def enter_frame(self, frame: Frame) -> None:
        """Begin a list with the root or a block of a template."""
        super().enter_frame(frame)
        if frame.parent is None and frame.buffer is None:
            self.buffer(frame)
            self._outermost = frame
            self._own.add(str(frame.buffer))

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        if frame is self._outermost:
            self.writeline(f"yield concat({frame.buffer})")
            self._outermost = None
        super().leave_frame(frame, with_python_scope)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        if not node.with_context and frame.buffer in self._own:  # Jinja yields that past the list
            self.writeline(f"yield concat({frame.buffer})")
            self.writeline(f"{frame.buffer}.clear()")
        super().visit_Include(node, frame)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        """Write a loop; what it says of each item is kept where it always says the same."""
        item = says_the_same(node)
        if item and frame.buffer is not None and not frame.eval_ctx.volatile:
            self._repeating += 1
            known = f"kept_{self._repeating}"
            self._repeated[id(node.body)] = known, item
            self.writeline(f"{known} = kept_of(context, {self.name!r}, {self._repeating})")
        super().visit_For(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write the body of a loop: for an item that it was written for, what was kept."""
        known, name = self._repeated.pop(id(nodes), ("", ""))
        if not known:
            super().blockvisit(nodes, frame)
            return
        item, said = frame.symbols.ref(name), frame.buffer
        self.writeline(f"if id({item}) in {known}: {said}.append({known}[id({item})][1])")
        self.writeline("else:")
        self.indent()
        self.writeline(f"_at = len({said})")
        super().blockvisit(nodes, frame)
        self.writeline(f"keep({known}, {item}, {said}, start=_at)")
        self.outdent()

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if forward_caller or node.kwargs or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(_c if type(_c := ")
        self.visit(node.node, frame)
        self.write(") is FunctionType and not hasattr(_c, 'jinja_pass_arg') else bound(context, _c")  # most are
        self.write(", _block_vars" if frame.block_frame else ", None" if frame.loop_frame else "")
        self.write(", _loop_vars))(" if frame.loop_frame else "))(")
        for one in node.args:
            self.visit(one, frame)
            self.write(", ")
        self.write(")")

    def write_commons(self) -> None:
        """Resolve names to what is undefined, not to what is missing: so no use of one has to look for that."""
        super().write_commons()
        self.writeline("resolve = context.resolve")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802
        if self._is_resolved(node, frame):
            self.write(frame.symbols.ref(node.name))
        else:
            super().visit_Name(node, frame)

    def _is_resolved(self, node: nodes.Name, frame: Frame) -> bool:
        """Whether a name was looked up in the context, and stands where it is not forgotten yet: in no macro."""
        if node.ctx != "load" or self._macros:
            return False
        load = frame.symbols.find_load(frame.symbols.ref(node.name))
        return load is not None and load[0] == VAR_LOAD_RESOLVE

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        """Write a macro: it may be called when what is around it was left."""
        self._macros += 1
        try:
            return super().macro_body(node, frame)
        finally:
            self._macros -= 1

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Look an attribute up as it is; what has none is left to Jinja, which looks for an entry of that name."""
        of, name = node.node, node.attr
        if not isinstance(of, nodes.Name) or not self._is_resolved(of, frame):
            self.write("(_v if (_v := getattr((_o := ")
            self.visit(of, frame)
            self.write(f"), {name!r}, nowhere)) is not nowhere else environment.getattr(_o, {name!r}))")
            return
        ref = frame.symbols.ref(of.name)
        if name in self._sure.get(of.name, ()):
            self.write(f"{ref}.{name}")
        else:
            self.write(f"(_v if (_v := getattr({ref}, {name!r}, nowhere)) is not nowhere")
            self.write(f" else environment.getattr({ref}, {name!r}))")

    @optimizeconst
    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802
        if node.name != "defined" or self.environment.tests.get("defined") is not test_defined:
            super().visit_Test(node, frame)
            return
        self.write("(not isinstance(")
        self.visit(node.node, frame)
        self.write(", Undefined))")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: Any
    ) -> None:  # Any: a private kind of Jinja's
        if _is_plain(frame, finalize):
            self.write("(escaped(_v) if type(_v := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # Any: as above
        if _is_plain(frame, finalize):
            self.write(") is str else written(_v))")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_plain(frame: Frame, finalize: Any) -> bool:  # Any: as above
    """Whether an output is escaped and nothing more, as far as the compiler knows."""
    return not frame.eval_ctx.volatile and bool(frame.eval_ctx.autoescape) and finalize.src is None

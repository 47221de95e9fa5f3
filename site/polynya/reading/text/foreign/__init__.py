"""Finds what other generators would have acted on and here stays in the text: shortcodes, tags, imports (build wing)."""

from .gates import may_have_formulas, may_have_marks
from .telling import report_foreign_marks

__all__ = ["may_have_formulas", "may_have_marks", "report_foreign_marks"]

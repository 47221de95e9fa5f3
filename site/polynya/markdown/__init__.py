"""Markdown to HTML: CommonMark with the extensions authors know, fast and without a script (build wing)."""

from .directives import Directive
from .engine import Extras, Rendered, render
from .faults import Fault
from .finishing.pointing import ENDS
from .finishing.usual import Resolver
from .headings import Heading

__all__ = ["ENDS", "Directive", "Extras", "Fault", "Heading", "Rendered", "Resolver", "render"]

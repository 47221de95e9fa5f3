"""Markdown to HTML: CommonMark with the extensions authors know, fast and without a script (build wing)."""

from .engine import Rendered, render
from .headings import Heading

__all__ = ["Heading", "Rendered", "render"]

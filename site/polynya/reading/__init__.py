"""The reading room: `content/` -> Site, with every mistake as a problem at its place (build wing)."""

from .read import Reading, read_site

__all__ = ["Reading", "read_site"]

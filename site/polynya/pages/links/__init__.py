"""Links: what the frozen pages point at, and proof that every one leads somewhere: a frozen file or a live route (build wing)."""

from .broken import NO_SPOT, Broken, are_there, broken_links
from .page import PageLinks, links_of
from .parts import LinkReader

__all__ = ["NO_SPOT", "Broken", "LinkReader", "PageLinks", "are_there", "broken_links", "links_of"]

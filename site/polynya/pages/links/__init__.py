"""Links: what the frozen pages point at, and proof that every one leads somewhere: a frozen file or a live route (build wing).

`page.links_of` says what a page points at. `parts.LinkReader` gives the same for many pages without reading most of their
bytes: it knows the head, the navigation and the foot from the page before (`shared`), and the content from when that was
drawn. Where a page cannot be cut like that it asks `links_of`; the tests compare the two. `broken` judges what either found.
"""

from .broken import Broken, Fault, are_there, broken_links
from .page import PageLinks, links_of
from .parts import LinkReader

__all__ = ["Broken", "Fault", "LinkReader", "PageLinks", "are_there", "broken_links", "links_of"]

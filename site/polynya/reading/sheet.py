"""What is on the desk while one page is read: its text, its place, and what the site has declared (build wing)."""

from pathlib import Path

from polynya_live.values import NamedTuple, dataclass, field

from ..model import Collection, Settings
from .declarations.collection import Known
from .slugs import unnumbered
from .text.positions import Node, Table
from .text.source import Source


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands. folder: below content/; stem: its file name without suffix; index: it is the page of its folder.

    heads: it is the list page of `collection` itself.
    """

    folder: str
    stem: str
    collection: Collection
    index: bool = False
    heads: bool = False

    @property
    def plain_folder(self) -> str:
        """The folder without the numbers of Notion, as collections and addresses have it."""
        return unnumbered(self.folder)

    @property
    def plain_path(self) -> str:
        """The path of the page without suffix and those numbers; that of its folder when it is the page of it."""
        return unnumbered(self.folder if self.index else f"{self.folder}/{self.stem}".lstrip("/"))


@dataclass(frozen=True, slots=True)
class Desk:
    """What reading a page needs of the site. threads: collection -> forms with a thread on its pages.

    defaults: front matter for all pages of a folder and below it, by folder.
    foreign: where keys of other generators were met, by collection and key.
    """

    root: Path
    settings: Settings
    known: Known
    threads: dict[str, tuple[str, ...]]
    defaults: dict[str, dict[str, Node]] = field(default_factory=dict)
    foreign: dict[tuple[str, str], list[tuple[Source, int]]] = field(default_factory=dict)


class Sheet(NamedTuple):
    """One page being read. table: its front matter; body_at: the first character of its Markdown."""

    source: Source
    table: Table
    body_at: int
    place: Place
    desk: Desk

"""The files of the current release, listed once, so that a request can only ever name one of them (build wing)."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from polynya_live.values import dataclass, field

from ..delivery import is_fingerprinted, type_of
from ..places import Places
from ..releases import releases

STATIC = "static"
ENGINE = "pagefind/"
PACKED = "packed"
ENCODINGS = {".br": "br", ".gz": "gzip"}
LOST = "/404.html"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release. path: absolute, without links. tag: changes with its content. forever: see is_fingerprinted.

    search: whether it is part of the search. packed: its packed copies by encoding, each with its size.
    """

    path: str
    size: int
    type: str
    tag: str
    forever: bool
    search: bool = False
    packed: Mapping[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one release holds. release: its name, "" when nothing was ever frozen. files: by URL path, decoded."""

    release: str = ""
    files: Mapping[str, File] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)


class CurrentShelf:
    """The shelf of whatever `build/current` leads to; one look at that link per request, one walk per release."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._link = places.build / "current"
        self._target = ""
        self._shelf = Shelf()

    def now(self) -> Shelf:
        """Return the shelf of the current release."""
        try:
            target = os.readlink(self._link)  # noqa: PTH115 -- at every request: half the time of Path's
        except OSError:
            target = ""
        if target != self._target:
            self._shelf, self._target = read_shelf(self._places, target), target
        return self._shelf


def read_shelf(places: Places, target: str) -> Shelf:
    """List the files of a release, and the fingerprinted ones of the older releases that are kept.

    target: of the link `build/current`, "" for none. A page in a browser may still ask for the assets it was frozen with.
    """
    if not target:
        return Shelf()
    current = (places.build / target).resolve()
    files: dict[str, File] = {}
    for older in releases(places):
        files |= _files(older.resolve() / "site", STATIC)
    files = {path: file for path, file in files.items() if file.forever}
    own = _with_packed(_files(current / "site", ""), current / PACKED)
    return Shelf(current.name, files | own, _redirects(current / "live"))


def _files(site: Path, below: str) -> dict[str, File]:
    """List files by URL path. Neither dotfiles nor links: a release has none, and whatever put one there is not trusted."""
    try:
        return {f"/{name}": _file(name, entry) for name, entry in _walk(os.path.join(site, below), below)}  # noqa: PTH118
    except FileNotFoundError:  # no static files, or a release that was dropped a moment ago
        return {}


def _with_packed(files: dict[str, File], folder: Path) -> dict[str, File]:
    """Add to each file the copies of it that were packed ahead of time, the smallest kind first."""
    packed: dict[str, dict[str, tuple[str, int]]] = {}
    for name, copy in _files(folder, "").items():
        stem, suffix = name[:-3], name[-3:]
        if suffix in ENCODINGS and stem in files:
            packed.setdefault(stem, {})[ENCODINGS[suffix]] = copy.path, copy.size
    return files | {name: replace(files[name], packed=dict(sorted(those.items()))) for name, those in packed.items()}


def _walk(folder: str, name: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            inner = f"{name}/{entry.name}" if name else entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, inner)
            elif entry.is_file(follow_symlinks=False):
                yield inner, entry


def _file(name: str, entry: os.DirEntry[str]) -> File:
    found = entry.stat(follow_symlinks=False)
    # An unchanged file is a hard link into the release before, with its time: its tag stays from release to release.
    tag = f'"{found.st_mtime_ns:x}-{found.st_size:x}"'
    return File(entry.path, found.st_size, type_of(name), tag, is_fingerprinted(name), name.startswith(ENGINE))


def _redirects(live: Path) -> dict[str, str]:
    try:
        return dict(json.loads((live / "redirects.json").read_text("utf-8")))
    except FileNotFoundError:
        return {}

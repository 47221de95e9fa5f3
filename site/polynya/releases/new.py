"""A new release: a folder, made durable, then swapped in at once; readers see the old site or the new one, never half."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from ..crew.aside import aside
from ..durable import make_durable, opened, spread_folders, sync_disk, write_new
from ..places import UNFINISHED, Places
from .ahead import ahead_of, knows_links, link_ahead
from .behind import catch_up, catch_up_behind, is_owed, put_off
from .there import current_name, drop_old, next_number, releases, switch_to, too_old
from .tree import Tree

CONTRACT = "live/contract.json"
EARLY = "early.json"
"""In live/, when a release has pages that are not out yet: their ids. Such a release is to be looked at, not published."""
DIGEST = 12
FILE_DIGEST = 16  # bytes
TOGETHER = 1 << 20  # bytes, of small files that are written one after the other
VERY_MANY = 5_000  # files; fewer are linked in a tenth of a second
ONE_IN = 64  # files; where more are drawn, linking the others ahead would be in vain


class OutsideRelease(ValueError):
    """A file would be written outside of the release's folder."""


class NewRelease:
    """A release being written. Use it in a `with`: unless `publish` was called, nothing of it stays.

    A file that the current release has with the same bytes is taken over by a hard link.
    known: files of the current release and the digests of their bytes, so that they need not be read again. older: the same
    of older releases, by name; one that has to go is made into the new one, which takes less than linking every file.
    """

    def __init__(
        self,
        places: Places,
        *,
        known: Mapping[str, bytes] | None = None,
        older: Mapping[str, Mapping[str, bytes]] | None = None,
    ) -> None:
        self.places = places
        self.folder = places.releases / f"{UNFINISHED}{os.getpid()}"
        self._first = self.folder  # where files are written, also when an older release is made into this one
        self._current = places.releases / name if (name := current_name(places)) else None
        self._ahead = ahead_of(places, self._current.name if self._current else "")
        self._known, self._older = known or {}, older or {}
        self._put_off = False
        self._kept: list[str] = []
        self._tree = Tree(self.folder)
        self._second: Tree | None = None  # what the second release is made of, in the first
        self._written: list[str] = []
        self.files: dict[str, bytes] = {}

    def __enter__(self) -> "NewRelease":
        self.places.releases.mkdir(parents=True, exist_ok=True)
        spread_folders(self.places.releases)
        self.folder.mkdir()
        return self

    def __exit__(self, *error: object) -> None:
        for folder in self.places.releases.iterdir():
            if folder.name.startswith(self._first.name):
                shutil.rmtree(folder, ignore_errors=True)

    def write(self, name: str, content: bytes) -> bool:
        """Write one new file, for instance "site/books/dune/index.html"; say whether the current release lacks it as it is.

        Raises OutsideRelease, FileExistsError for a name that was written before (letter case aside on some disks), OSError.
        """
        [(digest, is_new)] = self.put([name], [content])
        self.register(name, digest, is_new=is_new)
        return is_new

    def write_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files as `write` does, small ones together, which takes a third of the time."""
        names, contents, size = list[str](), list[bytes](), 0
        for name, content in files:
            names.append(name)
            contents.append(content)
            size += len(content)
            if size > TOGETHER:
                self._write_together(names, contents)
                size = 0
        self._write_together(names, contents)

    def _write_together(self, names: list[str], contents: list[bytes]) -> None:
        for name, (digest, is_new) in zip(names, self.put(names, contents), strict=True):
            self.register(name, digest, is_new=is_new)
        names.clear()
        contents.clear()

    def put(self, names: Sequence[str], contents: Sequence[bytes]) -> list[tuple[bytes, bool]]:
        """Write files as `write` does, but only to the disk: what a worker does. Returns what `register` wants to know of each.

        Step by step for all of them: what is done for a file takes less when it was just done for another.
        """
        for name in names:
            if "/" not in name or name[0] == "/" or "\0" in name or (".." in name and ".." in name.split("/")):
                raise OutsideRelease(name)
        digests = [sha256(one).digest()[:FILE_DIGEST] for one in contents]  # most processors have an instruction for it
        with opened(self.folder) as at:
            self._tree.make_folders_of(names, at)
            are_new = [not self._take_over(*one) for one in zip(names, contents, digests, strict=True)]
            files = zip(names, contents, are_new, strict=True)
            write_new([(name, content) for name, content, is_new in files if is_new], at)
        if self._second:
            self._link_second(self._second, names)
        return list(zip(digests, are_new, strict=True))

    def register(self, name: str, digest: bytes, *, is_new: bool) -> None:
        """Count a file that `put` wrote as part of this release."""
        self.files[name] = digest
        if is_new:
            self._written.append(name)

    def keep(self, name: str) -> bool:
        """Take a file over from the current release, as it is; False when it is not there."""
        if self._current is None or name not in self._known or not os.path.isfile(f"{self._current}/{name}"):  # noqa: PTH113
            return False
        self._kept.append(name)
        self.files[name] = self._known[name]
        return True

    def keep_all(self, names: Iterable[str]) -> None:
        """Take files over as `keep` does, without a look at each; gathering fails when one is not there."""
        for name in names:
            self._kept.append(name)
            self.files[name] = self._known[name]

    def is_current(self, digest: str) -> bool:
        """Whether the current release has this digest."""
        return bool(self._current and self._current.name.endswith(f"-{digest}"))

    @contextmanager
    def linked_ahead(self, *, drawn: int) -> Iterator[None]:
        """Link all files of the current release beside what is done within, unless an older one can be made into this one.

        drawn: how many files will differ; for many it would be in vain.
        """
        current, names = self._current, list(self._known)
        if current is None or not 0 < drawn * ONE_IN <= len(names) or self._spare():
            yield
            return
        with aside(partial(link_ahead, self._ahead, current, names), tasks=len(names)):
            yield

    def gather(self) -> None:
        """Bring in what is kept of the current release; before this it is not in `folder`, and after it nothing is kept."""
        spare = self._spare()
        if spare is None or not self._written or len(self._written) > len(self._kept):  # or most of it would have to go
            self._link(self._kept)
        else:
            self._make_over(*spare)

    def put_off(self, *, files: int) -> bool:
        """Leave it to `settle` to make this durable, if it is the first release and has many files; say whether.

        With very many, each is also linked for the second release as it is written, which takes half of what it takes later.
        """
        self._put_off = not releases(self.places) and put_off(self.places, files=files)
        if self._put_off and files >= VERY_MANY:
            second = self.folder.with_name(f"{self.folder.name}-second")
            second.mkdir()
            self._second = Tree(second) if knows_links(second) else None
        return self._put_off

    @contextmanager
    def synced_ahead(self) -> Iterator[None]:
        """Begin to make what was written durable, when it is much, beside what is done within."""
        with aside(partial(sync_disk, self.folder), tasks=0 if self._put_off else len(self._written)):
            yield

    def settle(self) -> None:
        """Begin, behind the freeze, what was put off."""
        if self._put_off:
            catch_up_behind(self.places)

    def _spare(self) -> tuple[Path, Mapping[str, bytes]] | None:
        """Find a release that can be made into this one, and what is in it."""
        if self._ahead.is_dir():
            return self._ahead, self._known
        return next(((one, self._older[one.name]) for one in too_old(self.places) if one.name in self._older), None)

    def digest(self, more: bytes = b"") -> str:
        """Digest all names and contents written so far, and `more`."""
        names = sorted(self.files)
        lines = map("\0".join, zip(names, map(bytes.hex, map(self.files.__getitem__, names)), strict=True))
        return sha256("\n".join([*lines, ""]).encode() + more).hexdigest()[:DIGEST]

    def publish(self, digest: str) -> str:
        """Make everything durable, swap `build/current` to it and drop what is too old; return the release's name.

        digest: names the release. When the current release has this digest, it stays and the new folder goes.
        """
        if self._current and self.is_current(digest):
            return self._current.name
        if not self._put_off and not (is_owed(self.places) and catch_up(self.places)):
            make_durable(self.folder, written=self._written, names=self.files)
        name = f"{next_number(self.places):06d}-{digest}"
        self.folder.rename(self.places.releases / name)
        switch_to(self.places, name, durably=not self._put_off)
        drop_old(self.places, name)
        if self._second:
            with suppress(FileNotFoundError):  # a worker let go of it
                self._second.folder.rename(ahead_of(self.places, name))
        return name

    def _make_over(self, spare: Path, files: Mapping[str, bytes]) -> None:
        """Make the oldest release, or what was linked ahead, into this one: it differs in what few freezes changed."""
        there = dict(files)
        drawn = self.folder
        self.folder = self.folder.with_name(f"{self.folder.name}-spare")
        self._tree = Tree(self.folder)
        spare.rename(self.folder)  # from here on an interruption loses that oldest release, which was to go anyway
        for name in [name for name, digest in there.items() if self.files.get(name) != digest]:
            del there[name]
            self._tree.remove(name)
        self._link([name for name in self._kept if name not in there])
        new = self.files.keys() - there.keys() - set(self._kept)
        with opened(self.folder) as at:
            self._tree.make_folders_of(new, at)
        for name in new:
            os.replace(drawn / name, self.folder / name)  # noqa: PTH105
        shutil.rmtree(drawn)

    def _link_second(self, second: Tree, names: Sequence[str]) -> None:
        """Link files for the second release; where that fails once there is none, whichever process it fails in."""
        try:
            second.link_here(names, self.folder)
        except OSError:
            self._second = None
            with suppress(OSError):
                second.folder.rename(f"{second.folder}-in-part")

    def _link(self, names: Sequence[str]) -> None:
        self._tree.link(names, self._current or self.places.build / "current")  # which is not there, and that is told

    def _take_over(self, name: str, content: bytes, digest: bytes) -> bool:
        if self._current is None or self._known.get(name, digest) != digest:
            return False
        old = self._current / name
        try:
            if old.stat().st_size != len(content) or (name not in self._known and old.read_bytes() != content):
                return False
            os.link(old, self.folder / name, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # not there, or a file system without hard links: write it anew
            return False
        return True

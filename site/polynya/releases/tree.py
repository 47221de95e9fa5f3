"""The folders and files of a release on the disk: made, linked from another release, removed (build wing)."""

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from ..crew.share import WORTH_IT, WorkerLost, cores
from ..durable import folders_of, make_folder, opened

LINKED_TOGETHER = 250  # files


class Tree:
    """What lies below one folder, whose own folders are each made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: set[str] = set()

    def make_folders_of(self, names: Iterable[str], at: int) -> None:
        """Make the folders that files are to lie in. at: a descriptor of the tree's own folder. Raises OSError."""
        for name in names:
            if (path := name.rpartition("/")[0]) not in self._made:
                self._make(path, at)

    def link(self, names: Sequence[str], current: Path) -> None:
        """Link files of another release, or copy them where the disk knows no links. Raises OSError."""
        if len(names) >= WORTH_IT and cores() > 1:
            self._link_many(names, current)
        elif names:
            self.link_here(names, current)

    def link_here(self, names: Sequence[str], current: Path) -> None:
        """Link files as `link` does, by this process alone. Raises OSError."""
        self._make_all(names)
        self._link_all(names, current)

    def remove(self, name: str) -> None:
        """Remove a file if it is there, and the folders that are empty without it."""
        with suppress(FileNotFoundError):
            os.unlink(self.folder / name)  # noqa: PTH108
        for folder in folders_of(name):
            try:
                os.rmdir(self.folder / folder)  # noqa: PTH106
            except OSError:  # there is more in it
                return

    def _link_many(self, names: Sequence[str], current: Path) -> None:
        """Link files while folders for others are made: two cannot make folders in one folder at once."""
        from ..crew.relay import relay  # noqa: PLC0415 -- most freezes need none

        each = [names[at : at + LINKED_TOGETHER] for at in range(0, len(names), LINKED_TOGETHER)]
        try:
            relay(each, self._make_all, lambda those: self._link_all(those, current))
        except WorkerLost:  # what is wrong shows here
            self._link_all([name for name in names if not os.path.lexists(self.folder / name)], current)

    def _link_all(self, names: Iterable[str], current: Path) -> None:
        with opened(current) as old, opened(self.folder) as new:
            for name in names:
                try:
                    os.link(name, name, src_dir_fd=old, dst_dir_fd=new, follow_symlinks=False)
                except FileExistsError:
                    raise
                except OSError:  # a file system without hard links
                    shutil.copyfile(current / name, self.folder / name, follow_symlinks=False)

    def _make_all(self, names: Iterable[str]) -> None:
        with opened(self.folder) as at:
            self.make_folders_of(names, at)

    def _make(self, path: str, at: int) -> None:
        if path in self._made or not path:
            return
        try:
            make_folder(path, at)
        except FileNotFoundError:
            self._make(path.rpartition("/")[0], at)
            make_folder(path, at)
        self._made.add(path)

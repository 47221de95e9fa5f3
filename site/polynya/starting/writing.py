"""Writes new files, all or none, and never over one that is there (build wing)."""

from collections.abc import Mapping
from pathlib import Path


class AlreadyThere(Exception):
    """A file of this name exists; nothing was written."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def write_new(root: Path, files: Mapping[str, str]) -> list[str]:
    """Write text files below `root` and return their names, in order. Raises AlreadyThere before the first is written."""
    for name in files:
        if (root / name).exists() or (root / name).is_symlink():
            raise AlreadyThere(name)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return list(files)

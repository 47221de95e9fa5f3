"""Writes new files, all or none, and never over one that is there (build wing)."""

from collections.abc import Mapping
from pathlib import Path


class AlreadyThere(Exception):
    """A file of this name exists; nothing was written."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def write_new(root: Path, files: Mapping[str, str]) -> list[str]:
    """Write text files below `root` and return their names, in order.

    Raises AlreadyThere before the first is written, and OSError with none of them left, when the disk is full for instance.
    """
    for name in files:
        if (root / name).exists() or (root / name).is_symlink():
            raise AlreadyThere(name)
    written: list[Path] = []
    try:
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
    except OSError:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return list(files)

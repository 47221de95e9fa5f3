"""A mark of a SQLite store's file that every write changes, so that who waits for one need not read rows (shared)."""

import sqlite3
from pathlib import Path

SQLITE = "sqlite:///"

Mark = tuple[int, int]
"""The file's number and its data_version, which every commit of another connection changes."""


class StoreMark:
    """Tells whether a SQLite store may have changed, without reading a row; other stores have no such mark."""

    def __init__(self, address: str) -> None:
        self._file = Path(address.removeprefix(SQLITE)) if address.startswith(SQLITE) else None
        self._number = 0
        self._open: sqlite3.Connection | None = None

    def read(self) -> Mark | None:
        """Read the mark; None while there is no file, or it cannot be read."""
        if self._file is None:
            return None
        try:
            number = self._file.stat().st_ino
            if self._open is None or number != self._number:  # its first row, or a backup that was brought back
                self.close()
                self._open, self._number = sqlite3.connect(self._file, timeout=0), number
            return number, self._open.execute("PRAGMA data_version").fetchone()[0]
        except (OSError, sqlite3.Error):
            return None

    def close(self) -> None:
        """Let go of the file."""
        if self._open:
            self._open.close()
        self._open = None

"""Links the files of a release for the one that follows it, before that is begun (build wing).

A second freeze would else link every file while somebody waits; later ones are made of a release that is too old.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from ..places import AHEAD, Places
from .behind import boot

PART = "-part"


def ahead_of(places: Places, name: str) -> Path:
    """Say where the files of the release `name` are linked to; elsewhere after another boot, which may have lost some."""
    return places.releases / f"{AHEAD}{name}-{boot().decode()[:8] or os.getpid()}"


def link_ahead(ahead: Path, current: Path, names: Sequence[str]) -> None:
    """Link files of the current release; `ahead` is there when all are. Raises OSError."""
    from .tree import Tree  # noqa: PLC0415 -- where nothing changed, none is needed

    part = ahead.with_name(f"{ahead.name}{PART}")
    part.mkdir()
    try:
        Tree(part).link(names, current)
        part.rename(ahead)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def clear_away(places: Places) -> None:
    """Remove what was linked for a release that had no use for it."""
    for folder in places.releases.glob(f"{AHEAD}*"):
        shutil.rmtree(folder, ignore_errors=True)


def knows_links(folder: Path) -> bool:
    """Whether the disk of a folder, which is empty, knows hard links."""
    one, other = folder / "one", folder / "other"
    try:
        one.touch()
        os.link(one, other)
    except OSError:
        return False
    else:
        return True
    finally:
        one.unlink(missing_ok=True)
        other.unlink(missing_ok=True)

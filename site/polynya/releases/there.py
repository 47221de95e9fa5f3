"""The releases that are there: which one is served, switching to another, and dropping those that are too old."""

import re
import shutil
from pathlib import Path

from ..crew.ours import came_along, forget_strange, has_strange
from ..durable import point, sync
from ..places import UNFINISHED, Places
from .ahead import clear_away
from .behind import is_lost

OLDER_KEPT = 2
_NAME = re.compile(r"\d{6,15}-[0-9a-f]+", re.ASCII)
"""How a release is called. Nothing else is counted among them, for what is counted is removed one day."""
FORGET = "forget"  # beside the releases: somebody was erased who may be in them, so the next freeze removes older ones


def switch_to(places: Places, name: str, *, durably: bool = True) -> None:
    """Make the release `name` the one that is served, in one step, and see that `build/site` and `build/live` lead there."""
    if durably:
        sync(places.releases)
    for part in ("site", "live"):  # first, so that what is in their way is noticed before anything is switched
        point(places.build / part, f"current/{part}")
    point(places.build / "current", f"releases/{name}")
    if durably:
        sync(places.build)


def current_name(places: Places) -> str:
    """Name the release that is served; "" when there is none of our own, or none that the disk has as a whole."""
    name = _linked_name(places)
    return "" if not name or came_along(places.build, name) or is_lost(places, name) else name


def serve_no_stranger(places: Places) -> None:
    """Let go of a current release that came along with a site: who serves it would run it. Raises OSError."""
    if came_along(places.build, _linked_name(places)):
        (places.build / "current").unlink(missing_ok=True)


def _linked_name(places: Places) -> str:
    current = places.build / "current"
    return current.resolve().name if current.is_dir() else ""


def next_number(places: Places) -> int:
    """Count one on from the last release."""
    return 1 + max((int(r.name.partition("-")[0]) for r in releases(places)), default=0)


def releases(places: Places) -> list[Path]:
    """List the finished releases, oldest first."""
    if not places.releases.is_dir():
        return []
    found = [folder for folder in places.releases.iterdir() if _NAME.fullmatch(folder.name)]
    return sorted(found, key=lambda folder: int(folder.name.partition("-")[0]))


def too_old(places: Places) -> list[Path]:
    """List the releases that are too old once there is one more, the oldest last."""
    return releases(places)[:-OLDER_KEPT][::-1]


def drop_old(places: Places, current: str) -> None:
    """Remove the releases that are too old: when somebody was erased, or some came along, every one but the current."""
    strange = has_strange(places.build)
    mark, older = places.releases / FORGET, [folder for folder in releases(places) if folder.name != current]
    clear_away(places)
    for folder in older if strange or mark.exists() else older[:-OLDER_KEPT]:
        doomed = folder.with_name(f"{UNFINISHED}old-{folder.name}")
        folder.rename(doomed)  # so that a freeze killed here leaves no half of a release
        shutil.rmtree(doomed, ignore_errors=True)
    mark.unlink(missing_ok=True)
    if strange:
        forget_strange(places.build)

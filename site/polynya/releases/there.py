"""The releases that are there: which one is served, switching to another, and dropping those that are too old."""

import shutil
from pathlib import Path

from ..durable import point, sync
from ..places import AHEAD, UNFINISHED, Places

OLDER_KEPT = 2
FORGET = "forget"  # beside the releases: somebody was erased who may be in them, so the next freeze removes older ones


def switch_to(places: Places, name: str) -> None:
    """Make the release `name` the one that is served, in one step, and see that `build/site` and `build/live` lead there."""
    for part in ("site", "live"):  # first, so that what is in their way is noticed before anything is switched
        point(places.build / part, f"current/{part}")
    point(places.build / "current", f"releases/{name}")
    sync(places.build)


def current_name(places: Places) -> str:
    """Name the release that is served; "" when there is none."""
    current = places.build / "current"
    return current.resolve().name if current.is_dir() else ""


def next_number(places: Places) -> int:
    """Count one on from the last release."""
    return 1 + max((int(r.name.partition("-")[0]) for r in releases(places)), default=0)


def releases(places: Places) -> list[Path]:
    """List the finished releases, oldest first."""
    if not places.releases.is_dir():
        return []
    found = [folder for folder in places.releases.iterdir() if folder.name.partition("-")[0].isdigit()]
    return sorted(found, key=lambda folder: int(folder.name.partition("-")[0]))


def too_old(places: Places) -> list[Path]:
    """List the releases that are too old once there is one more, the oldest last."""
    return releases(places)[:-OLDER_KEPT][::-1]


def drop_old(places: Places, current: str) -> None:
    """Remove the releases that are too old: when somebody was erased, every one but the current."""
    mark, older = places.releases / FORGET, [folder for folder in releases(places) if folder.name != current]
    for ahead in places.releases.glob(f"{AHEAD}*"):
        shutil.rmtree(ahead, ignore_errors=True)
    for folder in older if mark.exists() else older[:-OLDER_KEPT]:
        doomed = folder.with_name(f"{UNFINISHED}old-{folder.name}")
        folder.rename(doomed)  # so that a freeze killed here leaves no half of a release
        shutil.rmtree(doomed, ignore_errors=True)
    mark.unlink(missing_ok=True)

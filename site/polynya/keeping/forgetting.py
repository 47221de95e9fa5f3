"""Forgets what earlier freezes wrote, once a person was erased: older releases, and what is kept of them (build wing)."""

import shutil

from ..observing.memory import NAME
from ..outputs import packing, search
from ..places import Places
from ..releases import FORGET, current_name, drop_old


def forget_freezes(places: Places) -> None:
    """Remove every release but the current one, and have the next freeze remove that one too. Inside `one_freeze` only.

    The current one goes on being served until then. Packed copies, the search index and the memory of pages are made anew.
    """
    if not places.releases.is_dir():
        return
    mark = places.releases / FORGET
    mark.touch()
    if name := current_name(places):
        drop_old(places, name)
    for kept in (packing.KEPT, search.KEPT):
        shutil.rmtree(places.root / kept, ignore_errors=True)
    (places.build / NAME).unlink(missing_ok=True)
    mark.touch()

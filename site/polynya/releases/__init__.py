"""Releases: what a freeze leaves below build/releases/, each a folder (build wing)."""

from .new import CONTRACT, EARLY, NewRelease, OutsideRelease
from .there import FORGET, current_name, drop_old, releases, switch_to

__all__ = [
    "CONTRACT",
    "EARLY",
    "FORGET",
    "NewRelease",
    "OutsideRelease",
    "current_name",
    "drop_old",
    "releases",
    "switch_to",
]

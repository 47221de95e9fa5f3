"""Bring frozen pages to the bucket and back, so that every link works at every moment (build wing).

`publish` and `roll_back` are the two acts; both make a `plan` and carry it out under a lock.
"""

from .act import NotOutYet, Stopped, fetch_contract, publish, roll_back
from .bucket import Bucket
from .cdn import Cdn
from .lock import Publishing
from .plan import PublishReport, TooManyPagesVanish
from .record import NoSuchRelease
from .shown import Published, read_published

__all__ = [
    "Bucket",
    "Cdn",
    "NoSuchRelease",
    "NotOutYet",
    "PublishReport",
    "Published",
    "Publishing",
    "Stopped",
    "TooManyPagesVanish",
    "fetch_contract",
    "publish",
    "read_published",
    "roll_back",
]

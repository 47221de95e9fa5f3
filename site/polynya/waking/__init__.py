"""Lets a start use what an earlier one found out about modules, expressions and methods (build wing).

See content/docs/decisions/waking.md. What is not kept, or is no longer so, Python finds out again.
"""

import os
import sys

from .methods import Methods
from .modules import Modules
from .patterns import Patterns
from .room import room

_awake: list[Methods | Modules | Patterns] = []


def wake() -> None:
    """Use what earlier starts kept; for a process that is all Polynya's own, before it imports anything else."""
    is_known = sys.implementation.name == "cpython" and all(map(os.path.isabs, sys.path))  # from wherever it is called
    if is_known and not _awake and (folder := room()):
        _awake.extend((Patterns(folder), Modules(folder), Methods(folder)))
        for one in _awake:
            one.use()


def keep() -> None:
    """Keep what this start found out; a process that did not `wake` has nothing to keep."""
    for one in _awake:
        one.keep()

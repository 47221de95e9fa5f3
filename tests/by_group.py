"""Gives the tests of one `xdist_group` to one worker: xdist 3.8 tells by `Item._nodeid`, which pytest 9.2 does not read."""

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

_GROUP = re.compile(r'xdist_group\("([a-z-]+)"\)')

_SERVER = re.compile(r"\[(?:.*-)?(moto|dynamodb-local|ministack|dynamo|bucket)\b")
"""Of stores and journals only the parameter says which server they ask; dynamo and bucket are moto's."""


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out tests one by one, but those of a file with a group as one piece with the rest of that group."""

    def _split_scope(self, nodeid: str) -> str:
        path, _, rest = nodeid.partition("::")
        if path.startswith(("tests/live/store", "tests/live/journal")) and (server := _SERVER.search(rest)):
            return server[1].replace("bucket", "moto") if server[1] != "dynamo" else "moto"
        return group_of(self.config.rootpath / path) or nodeid


@cache
def group_of(file: Path) -> str:
    """Read the group of a test file; "" when it has none."""
    found = _GROUP.search(file.read_text("utf-8"))
    return found[1] if found else ""

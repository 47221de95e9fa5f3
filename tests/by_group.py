"""Gives the tests of a file, or of an `xdist_group`, to one worker as one piece, and begins with the pieces that take longest.

One by one they would start each server and freeze each site of a file twice. xdist 3.8 tells groups by `Item._nodeid`, which
pytest 9.2 does not read.
"""

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]
from xdist.workermanage import WorkerController  # type: ignore[import-untyped]

_GROUP = re.compile(r'xdist_group\("([a-z-]+)"\)')

_SERVER = re.compile(r"\[(?:.*-)?(moto|dynamodb-local|ministack|dynamo|bucket)\b")
"""Of stores and journals only the parameter says which server they ask; dynamo and bucket are moto's."""

LONG = {
    "rehearsal": 100,
    "tests/build/outputs/test_demo.py": 120,
    "injections": 80,
    "moto": 60,
    "outside": 45,
    "tests/journeys/test_own.py": 45,
    "tests/journeys/test_inbox.py": 45,
    "tests/journeys/test_passkeys.py": 25,
    "tests/journeys/test_kinds.py": 25,
    "tests/journeys/test_review.py": 25,
    "tests/build/look/test_narrow.py": 25,
    "tests/build/cloud/test_pack.py": 15,
    "tests/build/test_freeze.py": 15,
    "dynamodb-local": 30,
    "ministack": 15,
    "lambda": 15,
    "template": 15,
}
"""Seconds of a processor, by group or file, of those that take more than ten; only their order matters."""
USUAL = 0.05
"""Seconds that another test takes."""


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out the tests of a file as one piece, and those of a group too; the longest pieces first."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        longest = max(self.workqueue, key=lambda scope: LONG.get(scope, len(self.workqueue[scope]) * USUAL))
        self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(self.config.rootpath, nodeid)


@cache
def scope_of(root: Path, nodeid: str) -> str:
    """Name what a test is handed out with: its server, its group or its file."""
    path, _, rest = nodeid.partition("::")
    if path.startswith(("tests/live/store", "tests/live/journal")) and (server := _SERVER.search(rest)):
        return "moto" if server[1] in ("dynamo", "bucket") else server[1]
    return group_of(root / path) or path


@cache
def group_of(file: Path) -> str:
    """Read the group of a test file; "" when it has none."""
    found = _GROUP.search(file.read_text("utf-8"))
    return found[1] if found else ""

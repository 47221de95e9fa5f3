"""Asks git when each file of a site was written and last changed, once for the whole site (build wing)."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from polynya_live.values import dataclass

MOST_DIGITS = 11  # of seconds since 1970, which are enough until the year 5138
_COMMIT = "\x01"
_KEPT = "build/cache/changes.json"


@dataclass(frozen=True, slots=True)
class Change:
    """When a file was first and last committed: seconds since 1970 UTC."""

    first: int
    last: int

    @property
    def written(self) -> datetime:
        """The moment of the first commit."""
        return datetime.fromtimestamp(self.first, UTC)

    @property
    def changed(self) -> datetime:
        """The moment of the last commit."""
        return datetime.fromtimestamp(self.last, UTC)


def changes_of(root: Path) -> Mapping[str, Change]:
    """List the committed files of a site by their path below `root`; nothing where there is no git, or half a history.

    The answer is kept below `build/` (when there is one) until the next commit.
    """
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return {}
    head = _git(root, "rev-parse", "HEAD", "--is-shallow-repository").split()
    if len(head) != 2 or head[1] != "false":
        return {}
    kept = _read(root / _KEPT, head[0])
    if kept is None:
        kept = _history(root)
        _keep(root, head[0], kept)
    return kept


def _history(root: Path) -> dict[str, Change]:
    shown = ("-z", "--no-renames", "--relative", "--name-only", "--no-show-signature", f"--format={_COMMIT}%ct")
    log = _git(root, "log", *shown, "--", "content")
    found: dict[str, Change] = {}
    for commit in log.split(_COMMIT)[1:]:
        written, *names = commit.replace("\n", "").split("\0")
        moment = _moment(written)
        for name in filter(None, names) if moment else ():
            known = found.get(name)
            found[name] = Change(moment, known.last if known else moment)
    return found


def _moment(written: str) -> int:
    """Read when a commit says that it was made; 0 for what no calendar of any time zone has, which git keeps as well."""
    return int(written) if written.isdecimal() and len(written) <= MOST_DIGITS else 0


def _git(root: Path, *arguments: str) -> str:
    """Run git without hooks, pagers or locks; "" when there is none, or it does not want to.

    A folder from elsewhere may bring a `.git/config` of its own. So no signature is checked, by a program that is named there,
    and nothing is fetched that lacks.
    """
    import subprocess  # noqa: PLC0415 -- only where git is asked

    alone = {"GIT_OPTIONAL_LOCKS": "0", "GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1"}
    environment = {**os.environ, **alone, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=False, env=environment, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.decode(errors="surrogateescape")


def _read(path: Path, head: str) -> dict[str, Change] | None:
    try:
        kept = json.loads(path.read_text("utf-8"))
        return {name: Change(*both) for name, both in kept["files"].items()} if kept["head"] == head else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(root: Path, head: str, found: Mapping[str, Change]) -> None:
    path = root / _KEPT
    if not (root / "build").is_dir():
        return
    path.parent.mkdir(exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(json.dumps({"head": head, "files": {name: (one.first, one.last) for name, one in found.items()}}))
    new.replace(path)

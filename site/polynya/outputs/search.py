"""Runs Pagefind over the drawn pages of a release, once for the same pages; the index is kept below build/cache (build wing)."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from ..problems import Problem, Severity

KEPT = "build/cache/search"
FOLDER = "pagefind"
ENTRY = "pagefind-entry.json"
OLDER_KEPT = 2
_OURS_INSTEAD = ("-ui.", "pagefind-highlight.js")  # the ready-made looks of Pagefind; pages/search.html is ours
_LONGEST_S = 600


class NoIndex(Exception):
    """Pagefind did not run. Its own words are the message."""


def index_files(site: Path, files: Mapping[str, bytes], root: Path, *, light: bool) -> Iterator[tuple[str, bytes]]:
    """Index the pages in the folder `site` and yield the files of the index: (path within the site, bytes).

    files: of the release, with their digests. light: the index of a freeze before will do. Raises NoIndex.
    """
    folder = _latest(root) if light else None
    folder = folder or _index(site, root / KEPT / _key(files))
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part in path.name for part in _OURS_INSTEAD):
            yield f"{FOLDER}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def no_index_problem(error: NoIndex) -> Problem:
    """Say that a site is frozen without its search."""
    return Problem(
        rule="no-search-index",
        path="content/site.yaml",
        fact=f"the pages could not be indexed: {error}",
        hint='install what is missing ("pip install pagefind[bin]"), or write "search: false".',
        severity=Severity.WARNING,
    )


def _key(files: Mapping[str, bytes]) -> str:
    pages = "".join(f"{name}\0{digest.hex()}\n" for name, digest in sorted(files.items()) if name.endswith(".html"))
    return sha256(f"{version('pagefind')}\n{pages}".encode()).hexdigest()[:16]


def _latest(root: Path) -> Path | None:
    kept = (root / KEPT).iterdir() if (root / KEPT).is_dir() else ()
    return max((one for one in kept if not one.name.startswith(".")), key=_age, default=None)


def _age(folder: Path) -> int:
    return folder.stat().st_mtime_ns


def _index(site: Path, folder: Path) -> Path:
    if folder.is_dir():
        folder.touch()
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.with_name(f".{folder.name}")
    shutil.rmtree(new, ignore_errors=True)
    _run(site, new)
    _put_in_order(new / ENTRY)
    new.replace(folder)
    for old in sorted((one for one in folder.parent.iterdir() if one != folder), key=_age)[:-OLDER_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def _put_in_order(entry: Path) -> None:
    """Sort the languages, which Pagefind lists in another order each time: the same pages give the same bytes."""
    found = json.loads(entry.read_bytes())
    entry.write_text(json.dumps(found, sort_keys=True, separators=(",", ":")), encoding="utf-8")


def _run(site: Path, to: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-path", str(to), "--silent"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LONGEST_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoIndex(str(error)) from error
    if done.returncode or not (to / "pagefind.js").is_file():
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NoIndex(said[-1] if said else f"Pagefind ended with {done.returncode}")

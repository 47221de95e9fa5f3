"""Runs Pagefind over the drawn pages of a release, once for the same pages; the index is kept below build/cache (build wing)."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

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
    folder = folder or _index(site, root / KEPT / _key(files), [name.removeprefix("site/") for name in _pages(files)])
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
    pages = "".join(f"{name}\0{files[name].hex()}\n" for name in _pages(files))
    return sha256(f"{version('pagefind')}\n{pages}".encode()).hexdigest()[:16]


def _pages(files: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in files if name.endswith(".html"))


def _latest(root: Path) -> Path | None:
    kept = (root / KEPT).iterdir() if (root / KEPT).is_dir() else ()
    return max((one for one in kept if not one.name.startswith(".")), key=_age, default=None)


def _age(folder: Path) -> int:
    return folder.stat().st_mtime_ns


def _index(site: Path, folder: Path, pages: Sequence[str]) -> Path:
    if folder.is_dir():
        folder.touch()
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.with_name(f".{folder.name}")
    shutil.rmtree(new, ignore_errors=True)
    with TemporaryDirectory(prefix=".pages-", dir=folder.parent) as in_order:
        _link_in_order(site, Path(in_order), pages)
        _run(Path(in_order), new)
    _put_in_order(new / ENTRY)
    new.replace(folder)
    for old in sorted((one for one in folder.parent.iterdir() if one != folder), key=_age)[:-OLDER_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def _link_in_order(site: Path, to: Path, pages: Sequence[str]) -> None:
    """Link pages into a folder one after the other.

    Pagefind numbers them as the disk lists them. Workers write them in another order each time, and some disks list them so.
    """
    for page in pages:
        (to / page).parent.mkdir(parents=True, exist_ok=True)
        try:
            (to / page).hardlink_to(site / page)
        except OSError:  # a file system without hard links
            shutil.copyfile(site / page, to / page)


def _put_in_order(entry: Path) -> None:
    """Sort the languages, which Pagefind lists in another order each time: the same pages give the same bytes."""
    found = json.loads(entry.read_bytes())
    entry.write_text(json.dumps(found, sort_keys=True, separators=(",", ":")), encoding="utf-8")


def _run(site: Path, to: Path) -> None:
    """Run Pagefind where only our pages lie: a `pagefind.yml` in the folder it is run in may name any file to be overwritten."""
    site, to = site.absolute(), to.absolute()
    command = [sys.executable, "-P", "-m", "pagefind", "--site", str(site), "--output-path", str(to), "--silent"]
    try:
        done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False, timeout=_LONGEST_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoIndex(str(error)) from error
    if done.returncode or not (to / "pagefind.js").is_file():
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NoIndex(said[-1] if said else f"Pagefind ended with {done.returncode}")

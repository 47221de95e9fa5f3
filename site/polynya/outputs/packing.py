"""Packs the texts of a release with Brotli and gzip ahead of time, each content once; kept below build/cache (build wing)."""

import gzip
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from ..releases.new import NewRelease

KEPT = "build/cache/packed"
PACKED = "packed"
SUFFIXES = frozenset((".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".webmanifest", ".xml"))
WORTH_IT = 600  # bytes: a smaller file fits into the first packet anyway
BROTLI_QUALITY, GZIP_LEVEL = 9, 9  # 11 takes ten times as long as 9 for 3 % less


def pack_release(release: NewRelease, root: Path) -> None:
    """Write `packed/<path>.br` and `.gz` beside the site of a release, for each text in it that gets smaller by it."""
    site = [name for name in release.files if name.startswith("site/") and PurePosixPath(name).suffix in SUFFIXES]
    with ThreadPoolExecutor(os.cpu_count() or 1) as packers:
        work = packers.map(lambda name: list(_packed(release, name, root)), site)
        for name, copies in zip(site, work, strict=True):
            for suffix, content in copies:
                release.write(f"{PACKED}/{name.removeprefix('site/')}.{suffix}", content)


def _packed(release: NewRelease, name: str, root: Path) -> Iterator[tuple[str, bytes]]:
    path = release.folder / name
    if path.stat().st_size < WORTH_IT:
        return
    for suffix, pack in _PACKERS.items():
        content = _kept(root, f"{release.files[name].hex()}.{suffix}", lambda pack=pack: pack(path.read_bytes()))  # type: ignore[misc]
        if len(content) < path.stat().st_size:
            yield suffix, content


def _kept(root: Path, name: str, pack: Callable[[], bytes]) -> bytes:
    kept = root / KEPT / name[:2] / name
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        pass
    content = pack()
    kept.parent.mkdir(parents=True, exist_ok=True)
    new = kept.with_name(f".{kept.name}.{os.getpid()}-{os.urandom(4).hex()}")
    new.write_bytes(content)
    new.replace(kept)
    return content


def _brotli(content: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 -- only where packing is asked for

    return bytes(brotli.compress(content, quality=BROTLI_QUALITY, mode=brotli.MODE_TEXT))


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, GZIP_LEVEL, mtime=0)


_PACKERS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gz": _gzip}

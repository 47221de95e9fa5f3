"""What the bucket remembers of its releases: the files of each, and the version of each file (build wing)."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict

from polynya_live.values import dataclass, field

from .bucket import Bucket

CURRENT = "current.json"
BEGUN = "begun.json"
CONTRACT = "contract.json"
"""The contract of the pages that were published last: the next freeze, on whatever machine, accepts what they post."""
HELD = "held.json"
"""Files that the deployed functions link to: they stay, however often pages are published without a deployment."""
RECORD_FORMAT = 1
HISTORY = 20  # releases that `freeze rollback` knows


class NoSuchRelease(Exception):
    """The bucket does not know this release, or can no longer bring it back. `known`: those it can, newest first."""

    def __init__(self, release: str, known: tuple[str, ...], why: str) -> None:
        super().__init__(why)
        self.release = release
        self.known = known


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as the bucket has it. digest: MD5, which is also its ETag. version: what S3 calls this state of it."""

    digest: str
    version: str
    content_type: str
    cache: str


@dataclass(frozen=True, slots=True)
class Record:
    """A release that was published completely. files: by path in the site. forms: the version of each form by name."""

    release: str
    files: Mapping[str, Kept]
    forms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begun:
    """What an unfinished publish may have left. paths: of all its files; changed: those it meant to send."""

    paths: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Memory:
    """All that a plan has to know of the past. history: names of releases, newest first; the first is current.

    held: paths that deployed functions link to.
    """

    current: Record | None = None
    begun: Begun = field(default_factory=Begun)
    history: tuple[str, ...] = ()
    held: frozenset[str] = frozenset()


def remember(bucket: Bucket) -> Memory:
    """Read what the bucket remembers."""
    begun = _read(bucket, BEGUN)
    current = _read(bucket, CURRENT)
    history = tuple(map(str, _list(current, "history")))
    return Memory(
        current=read_release(bucket, history[0]) if history else None,
        begun=Begun(frozenset(map(str, _list(begun, "paths"))), frozenset(map(str, _list(begun, "changed")))),
        history=history,
        held=read_held(bucket),
    )


def read_held(bucket: Bucket) -> frozenset[str]:
    """Read which files the deployed functions link to."""
    return frozenset(map(str, _list(_read(bucket, HELD), "paths")))


def write_held(bucket: Bucket, paths: Collection[str]) -> None:
    """Note which files the deployed functions link to."""
    bucket.write_note(HELD, json.dumps({"format": RECORD_FORMAT, "paths": sorted(paths)}))


def read_release(bucket: Bucket, release: str) -> Record | None:
    """Read the record of one release; None when there is none."""
    raw = _read(bucket, _key(release))
    files = raw.get("files")
    if not isinstance(files, dict) or raw.get("format") != RECORD_FORMAT:
        return None
    forms = raw.get("forms")
    return Record(
        release, {path: Kept(**kept) for path, kept in files.items()}, forms if isinstance(forms, dict) else {}
    )


def write_begun(bucket: Bucket, begun: Begun) -> None:
    """Note what is about to be sent, before the first file is."""
    text = {"format": RECORD_FORMAT, "paths": sorted(begun.paths), "changed": sorted(begun.changed)}
    bucket.write_note(BEGUN, json.dumps(text))


def write_finished(bucket: Bucket, record: Record, history: tuple[str, ...]) -> None:
    """Note a complete release: first its files, then that it is current, then that nothing is under way."""
    files = {path: asdict(kept) for path, kept in sorted(record.files.items())}
    text = {"format": RECORD_FORMAT, "files": files, "forms": dict(record.forms)}
    bucket.write_note(_key(record.release), json.dumps(text))
    names = [record.release, *(name for name in history if name != record.release)][:HISTORY]
    bucket.write_note(CURRENT, json.dumps({"format": RECORD_FORMAT, "history": names}))
    bucket.remove_note(BEGUN)


def _key(release: str) -> str:
    return f"releases/{release}.json"


def _read(bucket: Bucket, key: str) -> dict[str, object]:
    text = bucket.read_note(key)
    raw = json.loads(text) if text else {}
    return raw if isinstance(raw, dict) else {}


def _list(raw: Mapping[str, object], key: str) -> list[object]:
    value = raw.get(key)
    return value if isinstance(value, list) else []

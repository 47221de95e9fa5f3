"""Publish a release, or roll back to an earlier one (build wing).

Whatever stops it, at whatever file, every link of the site works; running it again finishes what was begun.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from polynya_live.contract import load

from ...observing.memory_file import write_whole
from ...observing.quick import NAME as SEEN
from ...places import PUBLISHED
from ...releases.new import EARLY
from .bucket import Bucket
from .cdn import Cdn
from .delivery import Delivery, delivery_of
from .lock import publishing_lock
from .plan import Plan, PublishReport, Wanted, make_plan, refuse_shrinking
from .record import CONTRACT, Kept, Memory, NoSuchRelease, Record, read_release, remember, write_begun, write_finished
from .sending import Send, Sending
from .shown import leave_shown


class NotOutYet(Exception):
    """The release was frozen with drafts or pages to come, to be looked at."""

    def __init__(self, release: str) -> None:
        super().__init__(f"the release {release} has pages that are not out yet")


class Stopped(Exception):
    """Somebody stopped it in the midst. sent, of: files of the release. before: what was live, "" for nothing."""

    def __init__(self, release: str, sent: int, of: int, *, before: str) -> None:
        super().__init__(
            f"stopped: {f'{sent} of {of}' if sent < of else 'all'} changed files of {release} are in the bucket"
        )
        self.before = before


Progress = Callable[[int, int], None]
"""Told after each file: how many are done, of how many."""


def publish(
    release: Path,
    bucket: Bucket,
    cdn: Cdn,
    *,
    now: int,
    dry_run: bool = False,
    allow_shrink: bool = False,
    progress: Progress | None = None,
) -> PublishReport:
    """Bring the pages of a release (a folder with `site/` in it) into the bucket.

    now: seconds since 1970. dry_run: only say what would be done.
    Raises Publishing, TooManyPagesVanish, NotOutYet, Stopped; botocore's errors when AWS cannot be reached.
    """
    if (release / "live" / EARLY).is_file():
        raise NotOutYet(release.name)
    folder = release / "site"
    wanted = dict(_read_site(folder))

    def send(path: str) -> str:
        return bucket.put(path, (folder / path).read_bytes(), wanted[path].delivery)

    with publishing_lock(bucket, now=now) if not dry_run else nullcontext(_nothing) as keep:
        memory = remember(bucket)
        plan = make_plan(release.name, wanted, there=bucket.listing(), memory=memory)
        plan = replace(plan, forms=forms_of(release))
        if not allow_shrink:
            refuse_shrinking(plan, memory.current)
        if dry_run:
            return _report(plan)
        act = _Act(bucket, cdn, now=now, keep=keep, progress=progress)
        with act.told_when_stopped(plan, memory):
            leave_shown(release, bucket)
            report = act.carry_out(plan, memory, send)
            _leave_contract(release, bucket)
        return report


def fetch_contract(bucket: Bucket, build: Path) -> None:
    """Bring the contract of the published pages into the folder `build`, so that a freeze knows what they ask for."""
    content, known = bucket.read_note(CONTRACT).encode(), build / PUBLISHED
    if content and not (known.is_file() and known.read_bytes() == content):
        write_whole(known, content)
        (build / SEEN).unlink(missing_ok=True)  # or the next freeze would say that nothing has changed


def _leave_contract(release: Path, bucket: Bucket) -> None:
    contract = release / "live/contract.json"
    if contract.is_file():
        bucket.write_note(CONTRACT, contract.read_text("utf-8"))
        write_whole(release.parents[1] / PUBLISHED, contract.read_bytes())


def roll_back(
    bucket: Bucket, cdn: Cdn, *, to: str = "", now: int, dry_run: bool = False, progress: Progress | None = None
) -> PublishReport:
    """Bring the pages of an earlier release back. to: its name; the one before the current one when "".

    Raises NoSuchRelease, Publishing, Stopped.
    """
    with publishing_lock(bucket, now=now) if not dry_run else nullcontext(_nothing) as keep:
        memory = remember(bucket)
        target = _chosen(bucket, memory, to)
        plan = _plan_back(bucket, memory, target)
        if dry_run:
            return _report(plan)

        def send(path: str) -> str:
            return bucket.restore(path, target.files[path].version)

        act = _Act(bucket, cdn, now=now, keep=keep, progress=progress)
        with act.told_when_stopped(plan, memory):
            return act.carry_out(plan, memory, send)


class _Act:
    """One run: sends in turns, tells the CDN, takes away what is old, and notes that it is done."""

    def __init__(
        self, bucket: Bucket, cdn: Cdn, *, now: int, keep: Callable[[], None], progress: Progress | None = None
    ) -> None:
        self._bucket = bucket
        self._cdn = cdn
        self._now = now
        self._keep = keep
        self._progress = progress
        self._sending: Sending | None = None

    @contextmanager
    def told_when_stopped(self, plan: Plan, memory: Memory) -> Iterator[None]:
        """Tell how far it came when somebody stops it, or something else does. Raises Stopped; other errors with a note."""
        try:
            yield
        except KeyboardInterrupt:
            raise self._stopped(plan, memory) from None
        except Exception as error:
            error.add_note(f"{self._stopped(plan, memory)}; every link works")
            raise

    def _stopped(self, plan: Plan, memory: Memory) -> Stopped:
        before = memory.current.release if memory.current else ""
        return Stopped(plan.release, self._sending.sent if self._sending else 0, len(plan.sent), before=before)

    def carry_out(self, plan: Plan, memory: Memory, send: Send) -> PublishReport:
        write_begun(self._bucket, plan.begun)
        versions: dict[str, str] = {}

        def told(sent: int) -> None:
            self._keep()
            if self._progress:
                self._progress(sent, len(plan.sent))

        self._sending = Sending(send, told)
        for turn in plan.turns:
            versions |= self._sending.all_of(turn)
        self._keep()
        self._cdn.forget(plan.addresses, reference=f"{plan.release}-{self._now}")
        self._bucket.remove(plan.removed)
        files = self._kept(plan.wanted, versions, memory)
        write_finished(self._bucket, Record(plan.release, files, plan.forms), memory.history)
        return _report(plan)

    def _kept(self, wanted: Mapping[str, Wanted], versions: Mapping[str, str], memory: Memory) -> dict[str, Kept]:
        before = memory.current.files if memory.current else {}
        same = (path for path in wanted.keys() & before.keys() if before[path].digest == wanted[path].digest)
        known = {path: before[path].version for path in same if path not in memory.begun.changed} | dict(versions)
        left = sorted(wanted.keys() - known)  # an interrupted run sent them
        known |= Sending(lambda path: self._bucket.version_of(path) or "", lambda _: self._keep()).all_of(left)
        return {
            path: Kept(file.digest, known[path], file.delivery.content_type, file.delivery.cache)
            for path, file in wanted.items()
        }


def _nothing() -> None:
    """Keep no lock."""


def forms_of(release: Path) -> dict[str, str]:
    """Name the version of each form that the pages of a release were drawn with."""
    contract = release / "live/contract.json"
    return {name: form.version for name, form in load(contract).forms.items()} if contract.is_file() else {}


def _read_site(folder: Path) -> Iterator[tuple[str, Wanted]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            path = file.relative_to(folder).as_posix()
            digest = hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()  # what S3 calls the ETag
            yield path, Wanted(digest, delivery_of(path))


def _chosen(bucket: Bucket, memory: Memory, release: str) -> Record:
    earlier = memory.history[1:]
    name = release or (earlier[0] if earlier else "")
    record = read_release(bucket, name) if name in memory.history else None
    if record is None:
        why = f'no release is called "{release}"' if release else "there is no release before this one"
        raise NoSuchRelease(release, memory.history, why)
    return record


def _plan_back(bucket: Bucket, memory: Memory, target: Record) -> Plan:
    wanted = {path: Wanted(kept.digest, Delivery(kept.content_type, kept.cache)) for path, kept in target.files.items()}
    plan = make_plan(target.release, wanted, there=bucket.listing(), memory=memory)
    there = Sending(lambda path: bucket.version_of(path, target.files[path].version) or "").all_of(plan.sent)
    gone = [path for path, version in there.items() if not version]
    if gone:
        why = f"the bucket no longer keeps {gone[0]} of that release ({len(gone)} files are gone)"
        raise NoSuchRelease(target.release, memory.history, why)
    return replace(plan, forms=target.forms)


def _report(plan: Plan) -> PublishReport:
    return PublishReport(
        release=plan.release,
        sent=plan.sent,
        removed=plan.removed,
        addresses=plan.addresses,
        files=len(plan.wanted),
    )

"""Decide what a publish sends, keeps and takes away, before anything is changed (build wing)."""

from collections.abc import Mapping

from polynya_live.values import dataclass, field

from .cdn import EVERYTHING, addresses_of
from .delivery import Delivery, Turn, delivery_of, is_page, turn_of
from .record import Begun, Memory, Record

MOST_VANISHING = 0.30  # of the pages; more looks like an empty folder or a wrong store


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as it shall be. digest: MD5."""

    digest: str
    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a publish is going to do. turns: paths to send, each group complete before the next begins."""

    release: str
    wanted: Mapping[str, Wanted]
    turns: tuple[tuple[str, ...], ...]
    removed: tuple[str, ...]
    addresses: tuple[str, ...]
    vanishing: tuple[str, ...]
    begun: Begun
    forms: Mapping[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> tuple[str, ...]:
        """All paths that are sent, in order."""
        return tuple(path for turn in self.turns for path in turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """What a publish did, or would do."""

    release: str
    sent: tuple[str, ...]
    removed: tuple[str, ...]
    addresses: tuple[str, ...]
    files: int


class TooManyPagesVanish(Exception):
    """More than 30 % of the published pages are not in the new release. `vanishing`: their paths; `of`: how many there are."""

    def __init__(self, vanishing: tuple[str, ...], of: int) -> None:
        super().__init__(f"{len(vanishing)} of {of} pages would vanish")
        self.vanishing = vanishing
        self.of = of


def make_plan(release: str, wanted: Mapping[str, Wanted], *, there: Mapping[str, str], memory: Memory) -> Plan:
    """Compare what shall be with what is. there: path to digest, as the bucket lists it."""
    sent = [path for path, file in wanted.items() if there.get(path) != file.digest or _headers_differ(path, memory)]
    removed = _removable(wanted, there, memory)
    old = {path: kept.digest for path, kept in memory.current.files.items()} if memory.current else {}
    changed = {path for path, file in wanted.items() if old.get(path) != file.digest}
    touched = changed | set(sent) | set(removed) | memory.begun.changed
    return Plan(
        release=release,
        wanted=wanted,
        turns=_turns(sent, wanted, there),
        removed=removed,
        addresses=addresses_of(touched) if memory.current else (EVERYTHING,),
        vanishing=tuple(sorted(path for path in old if is_page(path) and path not in wanted)),
        begun=Begun(memory.begun.paths | set(wanted), memory.begun.changed | set(sent)),
    )


def refuse_shrinking(plan: Plan, current: Record | None) -> None:
    """Refuse a plan that takes away a large part of the pages. Raises TooManyPagesVanish."""
    pages = sum(map(is_page, current.files)) if current else 0
    if len(plan.vanishing) > MOST_VANISHING * pages:
        raise TooManyPagesVanish(plan.vanishing, pages)


def _headers_differ(path: str, memory: Memory) -> bool:
    kept = memory.current.files.get(path) if memory.current else None
    return kept is not None and Delivery(kept.content_type, kept.cache) != delivery_of(path)


def _removable(wanted: Mapping[str, Wanted], there: Mapping[str, str], memory: Memory) -> tuple[str, ...]:
    # What the release before still had stays for one more: a page that is open in a browser, or in a cache, needs it.
    recent = set(memory.current.files) if memory.current else set()
    return tuple(sorted(set(there) - set(wanted) - recent - memory.begun.paths - memory.held))


def _turns(sent: list[str], wanted: Mapping[str, Wanted], there: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    folders = frozenset(_parent(_parent(path)) for path in wanted if is_page(path) and "/" in path)
    turn = {path: turn_of(path, new=path not in there, folders=folders) for path in sent}
    groups = (tuple(sorted(path for path in sent if turn[path] is one)) for one in Turn)
    return tuple(group for group in groups if group)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]

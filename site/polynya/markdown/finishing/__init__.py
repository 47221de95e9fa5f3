"""Finishes the engine's HTML: ids of headings, addresses, alerts, footnotes, tasks, cells, boxes of tables (build wing)."""

from collections.abc import Callable, Collection, Mapping

from polynya_live.values import NamedTuple

from ..headings import Heading, ids_of, number_headings, with_moved
from .tags import box_tables, finish_tags, has_tables
from .usual import Unusual, finish_usual


class Finished(NamedTuple):
    """HTML, and the headings in it. plain, addresses: as of `Rendered`, but for raw HTML, which has addresses of its own."""

    html: str
    headings: list[Heading]
    plain: bool
    addresses: list[str] | None


def finish(
    html: str,
    resolve: Callable[[str], str],
    words: Mapping[str, str],
    *,
    taken: Collection[str],
    title: str,
    boxes: bool,
) -> Finished:
    """Finish HTML, in one pass where it is usual. boxes: whether there may be tables; the others: as of `render`."""
    ids = ids_of(taken, title)
    try:
        label = words["table"] if boxes else ""
        html, headings, addresses = finish_usual(html, resolve, ids, label=label)
    except Unusual:
        html, headings = number_headings(html, taken, title)
        html = finish_tags(html, resolve=resolve, words=words)
        html = box_tables(html, words["table"]) if boxes and has_tables(html) else html
        return Finished(html, headings, plain=False, addresses=None)
    plain = addresses is not None and all(one.level > 1 for one in headings)
    if ids.moved:
        return Finished(with_moved(html, ids), headings, plain, addresses=None)
    return Finished(html, headings, plain, addresses)

"""What a form that keeps nothing has said before: carried by the page from post to post, stored nowhere (live wing).

With JavaScript the page itself grows; without, each answer is a new page, and the earlier answers travel in hidden fields.
"""

import json
from collections.abc import Iterator
from urllib.parse import quote_plus

from werkzeug.datastructures import MultiDict

from ...forms import MOST_SAID, SAID, DeclaredForm
from ...wing import wing
from ..post import Post

CARRIED_BYTES = 16 * 1024  # as a browser posts them; the rest of a body is for what is said now


def carry(post: Post, typed: MultiDict[str, str], *, with_this: bool) -> tuple[str, ...]:
    """Write what the next post carries, the newest first; what no longer fits is the oldest. with_this: what was just said."""
    this = [_write(post.bound, typed)] if with_this else []
    carried, left = [], CARRIED_BYTES
    for line in [*this, *typed.getlist(SAID)][:MOST_SAID]:
        left -= len(quote_plus(line))
        if left < 0:
            break
        carried.append(line)
    return tuple(carried)


def earlier(post: Post, typed: MultiDict[str, str]) -> Iterator[DeclaredForm]:
    """Read what was said before, the newest first: each like a post of its own, so that only what fits the form comes back."""
    for line in typed.getlist(SAID)[:MOST_SAID]:
        said = _read(line)
        if said is not None:
            bound = wing().form_classes[post.form.name](said)
            if bound.validate():
                yield bound


def _write(bound: DeclaredForm, typed: MultiDict[str, str]) -> str:
    asked = {name for control in bound.controls for name in control.inputs()}
    return json.dumps({name: words for name, words in typed.lists() if name in asked}, ensure_ascii=False)


def _read(line: str) -> MultiDict[str, str] | None:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    pairs = [(name, words) for name, words in said.items() if isinstance(words, list)]
    return MultiDict(
        (name, word) for name, words in pairs for word in words if isinstance(word, str) and _is_whole(word)
    )


def _is_whole(word: str) -> bool:
    """Tell whether a page can say it: JSON has an escape for half a pair of UTF-16, and no page has."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True

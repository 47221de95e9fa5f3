"""Brings comments and exported submissions into the store, and says what became of each (build wing)."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from polynya_live.contract import Field, Form
from polynya_live.forms.answers import Wrong, read_answer
from polynya_live.store import Full, KeyConflict, NoSuchSubmission, Store
from polynya_live.submissions import Submission, Value, digest_of
from polynya_live.values import dataclass, field

from .comments import Comment
from .match import Addresses

KEY_CHARACTERS = 32


@dataclass(slots=True)
class Report:
    """What became of a file. homeless: addresses without a page, how often; skipped: reasons, how often.

    placeless: keys of those brought in whose place somebody else has by now.
    """

    brought: int = 0
    known: int = 0
    differs: list[str] = field(default_factory=list)
    placeless: list[str] = field(default_factory=list)
    homeless: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


def submissions_of(
    comments: Iterable[Comment], form: Form, *, source: str, addresses: Addresses, report: Report
) -> Iterator[Submission]:
    """Make submissions of a form of what another system kept. source: its name, part of each key.

    The same file gives the same keys, so bringing it in again changes nothing.
    """
    fields = _fields(form)
    for comment in comments:
        page = addresses.page_of(comment.url)
        if comment.skip or not comment.text:
            report.skipped[comment.skip or "empty"] += 1
        elif page is None:
            report.homeless[comment.url] += 1
        else:
            yield _submission(comment, form, page=page, key=_key(source, comment), fields=fields)


def bring_in(rows: Iterable[Submission], store: Store | None, report: Report, *, now: int) -> Report:
    """Keep submissions that are not there yet. store: None to only count. now: milliseconds since 1970 UTC."""
    for row in rows:
        try:
            if store and store.get(row.key, now=now).digest != row.digest:
                report.differs.append(row.key)
            elif store:
                report.known += 1
            else:
                report.brought += 1
        except NoSuchSubmission:
            _keep(row, store, report)
    return report


def _keep(row: Submission, store: Store | None, report: Report) -> None:
    try:
        if store:
            _submit(row, store, report)
        report.brought += 1
    except KeyConflict:
        report.differs.append(row.key)


def _submit(row: Submission, store: Store, report: Report) -> None:
    try:
        store.submit(row)
    except Full:  # the site went on after the copy: both were thanked, and only a person can settle that
        store.submit(replace(row, claims=()))
        report.placeless.append(row.key)


def _key(source: str, comment: Comment) -> str:
    return hashlib.sha256(f"{source}\0{comment.id}\0{comment.url}".encode()).hexdigest()[:KEY_CHARACTERS]


def _fields(form: Form) -> dict[str, Field]:
    """Choose the field that takes each part of a comment: by type, and for the author the first plain text."""
    by_type: dict[str, Field] = {}
    for one in form.fields:
        by_type.setdefault(one.type, one)
    wanted = {"author": "text", "text": "textarea", "email": "email", "website": "url"}
    return {part: by_type[kind] for part, kind in wanted.items() if kind in by_type}


def _submission(comment: Comment, form: Form, *, page: str, key: str, fields: dict[str, Field]) -> Submission:
    parts = {"author": comment.author or "Anonymous", "text": comment.text}
    parts |= {"email": comment.email, "website": comment.website}
    values: dict[str, Value] = {
        fields[part].name: words for part, words in parts.items() if part in fields and _may_stand(fields[part], words)
    }
    return Submission(
        key=key,
        form=form.name,
        page=page,
        values=values,
        state=comment.state,
        received=comment.received,
        approved=comment.received,
        digest=digest_of(form.name, page, values),
        version=form.version,
    )


def _may_stand(field: Field, words: str) -> bool:
    """Tell whether words may come in: an address only when the form would take it, or a link could run a script."""
    if field.type not in ("email", "url"):
        return bool(words)
    try:
        return read_answer(field, [words]) == words
    except Wrong:
        return False

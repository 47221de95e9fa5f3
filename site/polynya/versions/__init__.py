"""Finds what the forms of earlier freezes asked for, so that a page which is still around can be posted (build wing)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from polynya_live.contract import CONTRACT_FORMAT, Contract, Earlier, Form, earlier_of, fields_of

from ..places import PUBLISHED, Places

Json = Mapping[str, Any]
"""A contract as JSON; Any: its parts are given their shape where they are read."""


def with_earlier(contract: Contract, places: Places, *, now: int) -> Contract:
    """Write into a contract the versions that pages may still show: what is published, and what was frozen before.

    now: milliseconds. At most three a form, none that was replaced more than seven days ago.
    """
    if not contract.forms:
        return contract
    published, before = _read(places.build / PUBLISHED), _read(places.live / "contract.json")
    found = {name: _versions(form, published, before, now=now) for name, form in sorted(contract.forms.items())}
    return replace(contract, earlier={name: versions for name, versions in found.items() if versions})


def _versions(form: Form, published: Json, before: Json, *, now: int) -> tuple[Earlier, ...]:
    from polynya_live.forms.versions import MOST_VERSIONS, is_accepted  # noqa: PLC0415 -- a site without forms needs none of it

    found: dict[str, Earlier] = {}
    for one in _known(form.name, published, before, now=now):
        if one.version != form.version and is_accepted(one, now=now):
            found.setdefault(one.version, one)
    return tuple(found.values())[:MOST_VERSIONS]


def _known(name: str, published: Json, before: Json, *, now: int) -> Iterator[Earlier]:
    """Yield versions, the most precious first: what visitors have before them is never pushed out by an author's tries."""
    for contract, until in ((published, 0), (before, now)):
        form = contract.get("forms", {}).get(name)
        if form:
            yield Earlier(version=form["version"], fields=fields_of(form), until=until)
    for contract in (before, published):
        yield from (replace(one, until=one.until or now) for one in earlier_of(contract).get(name, ()))


def _read(path: Path) -> Json:
    """Read a contract of before; nothing when there is none, or a version of Polynya wrote it that knew other fields."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        if not isinstance(raw, dict) or raw.get("format") != CONTRACT_FORMAT:
            return {}
        earlier_of(raw)
        for form in raw["forms"].values():
            fields_of(form)
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    return raw

"""Digests what pages may show, so that it is noticed when they would show something else (build wing)."""

import hashlib
from collections.abc import Iterable

from polynya_live.contract import Form
from polynya_live.submissions import REPLY

from ...refreeze import read_approved


def digest_of_shown(forms: Iterable[Form], address: str, *, now: int) -> bytes:
    """Digest what pages may show of these forms. now: ms. Raises ProblemsFound when the store cannot be read."""
    digest = hashlib.blake2b(digest_size=16)
    for name, pages in sorted(read_approved(forms, address, now=now).items()):
        for page, rows in sorted(pages.items()):
            for row in rows:
                shown = (name, page, row.key, str(row.cursor), sorted(row.values.items()), row.extra.get(REPLY))
                digest.update(repr(shown).encode("utf-8", "surrogatepass"))
    return digest.digest()

"""The honeypot: a field that people never see, so that only a machine fills it in (live wing)."""

from collections.abc import Mapping

from ..forms import TRAP

SPRUNG = "honeypot"


def sprung(posted: Mapping[str, str]) -> bool:
    """Tell whether the trap was filled in. Such a post is answered like any other, and held."""
    return bool(posted.get(TRAP))

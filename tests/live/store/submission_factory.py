"""Makes submissions for the tests of the stores; a test says only what differs."""

from itertools import count
from typing import Any

from polynya_live.submissions import Claim, State, Submission, ThreadId

NOW = 1_800_000_000_000
"""The clock of these tests, in milliseconds."""
DUNE = ThreadId("review", "books/dune")

_numbers = count(1)


def a_key() -> str:
    """Make a key that no other submission of this run has."""
    return f"{next(_numbers):08x}-0000-test-key"


def a_review(text: str = "A planet to believe in.", **differs: Any) -> Submission:
    values = {"author": "Ada", "rating": 5, "text": text}
    ordinary: dict[str, Any] = {
        "key": a_key(),
        "form": DUNE.form,
        "page": DUNE.page,
        "values": values,
        "state": State.PENDING,
        "received": NOW,
        "digest": f"digest of {text}",
        "version": "v1",
    }
    return Submission(**ordinary | differs)


def a_booking(*claims: Claim, **differs: Any) -> Submission:
    return a_review(**{"form": "event", "page": "", "state": State.PRIVATE, "claims": claims} | differs)

"""The proof of work: a sum that costs a browser a moment, for forms that ask for it with `proof_of_work` (live wing).

The challenge follows from the stamp alone, so nothing of it is kept, and a solution fits that one submission: posted again it
is a repeat of it. Solutions have the shape of https://altcha.org; a challenge is as old as its signed stamp, by our clock.
"""

import json

from ..contract import Form
from .signing import sign
from .stamps import MAX_AGE_MS

MOST_TRIES = 50_000  # SHA-256 digests: well below a second on a phone
SOLUTION_CHARACTERS = 1_000
MOST_DIGITS = 15  # of a moment in a stamp; int() raises for thousands of them


def challenge_for(form: Form, stamp: str, secret: str) -> str:
    """Write the challenge that goes with a stamp of ours as JSON, always the same; "" for a form that asks for none."""
    if not (form.proof_of_work and stamp):
        return ""
    from altcha.v1 import ChallengeOptions, create_challenge  # noqa: PLC0415 -- takes 40 ms, and few forms ask for it

    number = int.from_bytes(sign(secret, "challenge-number", form.name, stamp).encode()) % MOST_TRIES
    options = ChallengeOptions(
        algorithm="SHA-256",
        max_number=MOST_TRIES,
        salt=sign(secret, "challenge-salt", form.name, stamp),
        number=number,
        hmac_key=_key(form, stamp, secret),
    )
    return json.dumps(create_challenge(options).to_dict(), separators=(",", ":"))


def proven(form: Form, stamp: str, solution: str, *, secret: str, now: int) -> bool:
    """Tell whether a post has the proof that its form asks for: a right solution of the challenge of a stamp not too old.

    stamp: one that `read_stamp` knows as ours. now: milliseconds.
    """
    if not form.proof_of_work:
        return True
    if not 0 < len(solution) <= SOLUTION_CHARACTERS or now - _made(stamp) > MAX_AGE_MS:
        return False
    from altcha.v1 import verify_solution  # noqa: PLC0415

    try:
        right, _ = verify_solution(solution, _key(form, stamp, secret), check_expires=False)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return False  # JSON of another shape
    return right


def _made(stamp: str) -> int:
    made = stamp.split(".")[1:2]
    return int(made[0]) if made and made[0].isdecimal() and len(made[0]) <= MOST_DIGITS else 0


def _key(form: Form, stamp: str, secret: str) -> str:
    return sign(secret, "challenge", form.name, stamp)

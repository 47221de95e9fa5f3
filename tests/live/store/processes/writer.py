"""Submits and approves without end, and prints each key once the store has acknowledged it. Usage: writer.py ADDRESS."""

import sys
from uuid import uuid4

from live.store.submission_factory import a_review
from polynya_live.store import open_store
from polynya_live.submissions import State


def main(address: str) -> None:
    store = open_store(address)
    while True:
        row = store.submit(a_review(key=uuid4().hex, state=State.APPROVED))
        print(row.key, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

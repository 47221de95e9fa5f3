"""A crowd of visitors in a process of its own: they book places from many threads, and post again while no answer comes.

Usage: crowd.py ADDRESS COUNTER PLACES VISITORS; prints how many were booked and how many found it full.
"""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from live.store.submission_factory import a_booking
from polynya_live.store import Full, Store, StoreUnavailable, open_store
from polynya_live.submissions import Claim, Submission


def book(store: Store, row: Submission) -> str:
    while True:
        try:
            store.submit(row)
        except Full:
            return "full"
        except StoreUnavailable:
            continue
        return "booked"


def main(address: str, counter: str, places: int, visitors: int) -> None:
    store = open_store(address)
    rows = [a_booking(Claim(counter, 1, places), key=uuid4().hex) for _ in range(visitors)]
    with ThreadPoolExecutor(25) as threads:
        counted = Counter(threads.map(lambda row: book(store, row), rows))
    store.close()
    print(counted["booked"], counted["full"])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))

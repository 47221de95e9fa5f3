"""Pages and searches an inbox in which 10,000 submissions wait, on SQLite: `python bench/inbox.py`.

Prints the best of five runs of each, in milliseconds, for the store alone and for the whole screen.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from live.bookshop import DUNE, NOW, SITE_URL, a_contract, a_review, compile_templates, some_settings
from polynya_live.accounts.sessions import Sessions
from polynya_live.app import create_app
from polynya_live.store import Filter, Store, open_store
from polynya_live.submissions import State

ROWS = 10_000
RUNS = 5
OWNER = "owner@floe.example"
WORDS = (
    "sand",
    "of",
    "many",
    "a",
    "long",
    "night",
    "in",
    "the",
    "polar",
    "sea",
    "where",
    "ice",
    "opens",
    "and",
    "closes",
)


def fill(store: Store) -> None:
    """Let 10,000 reviews of some 120 words wait; every 97th was hasty."""
    chosen = random.Random(1)
    for nth in range(ROWS):
        values = {"author": f"Reader {nth}", "rating": nth % 5 + 1, "text": " ".join(chosen.choices(WORDS, k=120))}
        reasons = ("hasty",) if nth % 97 == 0 else ()
        row = a_review(
            key=f"{nth:024d}", page=DUNE if nth % 2 else f"books/{nth % 50}", state=State.PENDING, approved=0
        )
        store.submit(
            row.__class__(**{**_fields(row), "values": values, "reasons": reasons, "received": NOW - nth * 60_000})
        )


def _fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}  # type: ignore[attr-defined]


def best(run: Callable[[], object]) -> float:
    """Time a few runs and return the best, in milliseconds."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times) * 1000


def main() -> None:
    """Measure the store, then the screens."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compile_templates(folder / "templates")
        store = open_store(f"sqlite:///{folder / 'inbox.db'}")
        fill(store)
        waiting = frozenset({State.PENDING})
        asked = {
            "first page": Filter(states=waiting),
            "search, one hit at the end": Filter(states=waiting, text=f"reader {ROWS - 1}"),
            "search, nothing found": Filter(states=waiting, text="zebra"),
            "reason, nothing found": Filter(states=waiting, reason="honeypot"),
            "page, nothing found": Filter(states=waiting, page="books/none"),
        }
        for what, wanted in asked.items():
            print(f"store   {what:30} {best(lambda wanted=wanted: store.inbox(wanted, now=NOW)):7.1f} ms")
        settings = some_settings(folder, owners=(OWNER,))
        client = create_app(settings, a_contract(), store, clock=lambda: NOW).test_client()
        token = Sessions(store, settings).open(OWNER, now=NOW)
        client.set_cookie("__Host-polynya", token, domain="floe.example", secure=True)
        for query in ("", "?text=zebra", "?reason=hasty", "?state=all&form=review", f"?page={DUNE}"):
            screen = best(lambda query=query: client.get(f"/live/inbox/{query}", base_url=SITE_URL))
            print(f"screen  {query or 'as it opens':30} {screen:7.1f} ms")
        store.close()


if __name__ == "__main__":
    main()

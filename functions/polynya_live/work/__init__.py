"""What happens after the durable write: mail, at least once, and the purge (shared).

A submission says by its `due` when the worker has to look at it; the visitor's function sets it in the same write that
keeps the submission, so nothing is forgotten between the two. The worker sends what is due, notes in `extra["mail"]` what
became of each mail, and sets the next `due`, or 0. When it dies between sending and noting, it sends again: under the same
key, and so with the same Message-ID, of which a mail program shows one.

| | one machine | cloud |
|---|---|---|
| a first try | the thread of `rounds.py`, woken by each post | `handler.worker`, by the stream of the table |
| a later try | the same thread, which looks every second | `handler.worker`, by a schedule, from the index `work` |
| the purge | the same thread, every hour | the table's own TTL: to scan for what has expired would cost more |

Looking for what is due is one look at a small index, so it costs next to nothing while nothing is. This module imports
nothing: the visitor's function signs links with `links.py`, and must not wait for a mail library.
"""

"""The owner's inbox: what waits, what may be done with it, and the screens for it (live wing; actions, edits and history shared).

`actions.py` acts, on the store alone; `freeze inbox` and the links in mails act through it too. Everything else draws.
"""

"""Passkeys: a second way in for owners and moderators, beside the mailed link (live wing).

Only `ceremony.py` knows the library that checks them, which is large: it is imported when a passkey route is asked, and never
by the functions of visitors. `kept.py` is small, and anybody may import it.
"""

"""Gives memory that is free back to the system, so that other processes have it (build wing)."""

import ctypes


def give_room() -> None:
    """Give back what Python let go of, where the system's library can be asked to (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)

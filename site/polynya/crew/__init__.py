"""Shares work over the cores: forked workers, small results, the same order every time (build wing)."""

from .aside import aside
from .share import cores, share

__all__ = ["aside", "cores", "share"]

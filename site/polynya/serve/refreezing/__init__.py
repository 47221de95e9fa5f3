"""Freezes again when somebody has moderated: in the inbox, by a mailed link, or from another terminal (build wing)."""

from .task import Moderated, refreeze_when_moderated

__all__ = ["Moderated", "refreeze_when_moderated"]

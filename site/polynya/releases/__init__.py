"""Releases: what a freeze leaves below build/releases/, each a folder (build wing)."""

from .there import FORGET, current_name, drop_old, releases, serve_no_stranger, switch_to

__all__ = ["FORGET", "current_name", "drop_old", "releases", "serve_no_stranger", "switch_to"]

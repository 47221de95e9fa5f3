"""Retouches a release: only texts or templates of pages were edited, so the site need not be read again (build wing)."""

from .kept import Span, keep, remembered
from .retouch import Retouched, retouch
from .stock import kept_ahead

__all__ = ["Retouched", "Span", "keep", "kept_ahead", "remembered", "retouch"]

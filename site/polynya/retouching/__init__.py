"""Retouches a release: only texts or templates of pages were edited, so the site need not be read again (build wing)."""

from .kept import Span, keep, remembered
from .retouch import Retouched, retouch

__all__ = ["Retouched", "Span", "keep", "remembered", "retouch"]

"""Look a deployment over, before and after: tools, credentials, permissions, limits, and the worst bill (build wing)."""

from ..finding import Finding, Level
from .bill import Position, limits_of, prices, readers, worst_month
from .checks import look_over

__all__ = ["Finding", "Level", "Position", "limits_of", "look_over", "prices", "readers", "worst_month"]

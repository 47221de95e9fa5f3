"""Look a deployment over, before and after: tools, credentials, permissions, limits, and the worst bill (build wing)."""

from .bill import Position, limits_of, prices, readers, worst_month
from .checks import Finding, Level, look_over

__all__ = ["Finding", "Level", "Position", "limits_of", "look_over", "prices", "readers", "worst_month"]

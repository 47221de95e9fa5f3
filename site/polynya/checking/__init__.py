"""What `freeze check` looks at beyond a freeze: the drawn pages against the policy, the forms and each other (build wing)."""

from .inspector import Inspector

__all__ = ["Inspector"]

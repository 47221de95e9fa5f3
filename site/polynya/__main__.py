"""`python -m polynya` is `freeze` (build wing)."""

from .cli import main

main()

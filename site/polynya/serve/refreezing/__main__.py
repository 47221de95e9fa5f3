"""Freezes a site once any other freeze of it is over: `python -m polynya.serve.refreezing ROOT [--drafts]` (build wing)."""

import sys
from pathlib import Path

from ...cli.showing import show_problems
from ...places import Places
from ...problems import ProblemsFound
from ..watching import AGAIN, FROZEN, REFUSED, freeze_or_refuse

try:
    froze = freeze_or_refuse(Places(Path(sys.argv[1])), early="--drafts" in sys.argv)
except ProblemsFound as found:
    show_problems(found.problems, err=True)
    sys.exit(REFUSED)
sys.exit(FROZEN if froze else AGAIN)

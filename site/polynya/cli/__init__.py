"""The command line (build wing)."""

import atexit
import gc
import os
import sys
import threading
from contextlib import suppress

from ..waking import wake
from ..waking.late_imports import imported_late


def main() -> None:
    """Run the command line, and end without taking everything apart that it has in memory."""
    gc.disable()  # nearly all that a start makes stays
    try:
        with imported_late():
            wake()
            from .command import command  # noqa: PLC0415 -- what it imports is kept, too

            command(prog_name="freeze")
    except SystemExit as end:
        if threading.active_count() > 1 or not isinstance(end.code, int):
            raise
        atexit._run_exitfuncs()
        with suppress(OSError):  # nobody reads on
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(end.code)

"""A real `freeze serve` for tests, on a free port of this machine, and a copy of the demo for it to serve."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Timer

ROOT = Path(__file__).parents[1]
START_S = 300  # that a server may take on a busy machine; it takes a second, as its end does
END_S = 120


def copy_demo(to: Path) -> Path:
    """Copy the demo site into a folder that may be written to, and return the folder."""
    shutil.copytree(ROOT / "content", to / "content")
    if (ROOT / "functions/bookshop").is_dir():
        shutil.copytree(ROOT / "functions/bookshop", to / "functions/bookshop")
    return to


def frozen_demo(to: Path) -> Path:
    """Copy the demo after its first freeze, which is made once for all tests of a run: what it takes, most need not wait for."""
    made = Path(os.environ["XDG_CACHE_HOME"]).with_name("frozen-demo")
    with made.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)  # other workers want it too
        if not made.is_dir():
            draft = copy_demo(made.with_suffix(".draft"))
            freezing = [sys.executable, "-m", "polynya", "--root", str(draft)]
            subprocess.run(freezing, check=True, capture_output=True, env=_environment())
            draft.rename(made)
    shutil.copytree(made, to, symlinks=True, dirs_exist_ok=True)
    return to


@contextmanager
def serving(
    root: Path,
    *,
    watch: bool = False,
    refreeze: bool = False,
    host: str = "127.0.0.1",
    settings: dict[str, str] | None = None,
) -> Iterator[str]:
    """Run `freeze serve` for the site at `root` and yield its address, without a slash at the end.

    watch: with the preview. refreeze: what is moderated. settings: of the environment. The server has to
    end by itself, with 0, when told to.
    """
    options = ["--host", host, *([] if watch else ["--no-watch"]), *([] if refreeze else ["--no-refreeze"])]
    with start_server(root, *options, settings=settings) as process:
        stop_waiting = Timer(START_S, process.kill)
        stop_waiting.start()
        line = process.stdout.readline() if process.stdout else ""
        stop_waiting.cancel()
        if not line.startswith("Serving "):
            process.kill()
            raise RuntimeError(f"freeze serve did not start: {line}\n{log_of(root)}")
        try:
            yield line.split()[1].rstrip("/")
        finally:
            process.terminate()
            code = end_of(process)
        assert code == 0, f"freeze serve ended with {code}\n{log_of(root)}"


class Process(subprocess.Popen[str]):
    """A server that does not outlive a test that fails: leaving the block with an error ends it."""

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Wait for its end."""
        if error is not None:
            self.kill()
        super().__exit__(kind, error, trace)  # type: ignore[arg-type]


def start_server(root: Path, *options: str, settings: dict[str, str] | None = None) -> Process:
    """Start `freeze serve` on a free port; what it says on stderr goes to a file, see log_of."""
    command = [sys.executable, "-m", "polynya", "--root", str(root), "serve", "--port", "0", *options]
    with (root / "serve.log").open("w") as log:
        return Process(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env={**_environment(), **(settings or {})}
        )


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("POLYNYA_")}


def end_of(process: "subprocess.Popen[str]") -> int:
    """Wait for a server to end, and return its exit code."""
    try:
        return process.wait(END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def log_of(root: Path) -> str:
    """Read what the server of a site said on stderr."""
    return (root / "serve.log").read_text()

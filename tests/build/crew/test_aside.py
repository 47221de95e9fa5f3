"""What is done aside leaves its files, and is over when what it stood beside is."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from build.sites import a_site, write
from polynya.crew.aside import aside
from polynya.crew.share import WORTH_IT


def test_what_is_done_aside_is_there_at_the_end(tmp_path: Path) -> None:
    acting = (  # in a process of its own, for beside the threads of other tests nothing is done aside
        "import sys; from pathlib import Path; from polynya.crew.aside import aside; from polynya.crew.share import WORTH_IT\n"
        "with aside(lambda: Path(sys.argv[1]).write_text('made'), tasks=WORTH_IT): pass"
    )
    around = {**os.environ, "POLYNYA_WORKERS": "2"}
    subprocess.run([sys.executable, "-c", acting, str(tmp_path / "made")], check=True, timeout=300, env=around)

    assert (tmp_path / "made").read_text() == "made"


def test_nothing_is_done_aside_for_little_or_on_one_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for workers, tasks in (("2", 1), ("1", WORTH_IT)):
        monkeypatch.setenv("POLYNYA_WORKERS", workers)
        with aside(lambda: (tmp_path / "made").write_text("made"), tasks=tasks):
            pass

    assert not (tmp_path / "made").exists()


def test_what_fails_aside_or_beside_it_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYNYA_WORKERS", "2")

    with aside(lambda: 1 / 0, tasks=WORTH_IT):
        pass
    with pytest.raises(KeyError), aside(signal.pause, tasks=WORTH_IT):
        raise KeyError


ACTING = """
import sys
from polynya.crew.aside import Count, aside
count, heard = Count(), []
def work():
    for done in range(1, 100_001):  # more than a pipe holds
        count.tell(done, 100_000)
with aside(work, tasks=int(sys.argv[1])):
    count.follow(lambda done, total: heard.append((done, total)))
count.close()
assert heard == sorted(heard) and {total for _, total in heard} <= {100_000}
print(len(heard) > 0)
"""
FREEZING = """
import sys
from pathlib import Path
from polynya.freeze import PICTURES, freeze_site
from polynya.pages import drawing
drawing.SILENT_S = -1
told = []
freeze_site(Path(sys.argv[1]), progress=lambda *one: told.append(one))
pages = [one for one in told if one[2] != PICTURES]
pictures = told[len(pages):]
assert pages[-1][0] == pages[-1][1] == len(pages) and {one[2] for one in pictures} == {PICTURES}
assert pictures[-1][0] == pictures[-1][1] and pictures[-1][0] > 3
print(len(pages), len([one for one in pictures if one[0] == one[1]]))
"""


def said_by(script: str, *arguments: str, workers: int) -> str:
    """Run a script in a process of its own, for beside the threads of other tests nothing is done aside."""
    around = {**os.environ, "POLYNYA_WORKERS": str(workers)}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, check=True, timeout=300, env=around, stdout=subprocess.PIPE, text=True).stdout


@pytest.mark.parametrize(("tasks", "heard"), [(WORTH_IT, "True\n"), (1, "False\n")])
def test_how_far_it_is_is_heard_and_what_nobody_hears_keeps_it_from_nothing(tasks: int, heard: str) -> None:
    assert said_by(ACTING, str(tasks), workers=2) == heard


@pytest.mark.parametrize(("workers", "ends"), [(1, 1), (2, 2)])  # aside, and as they are brought into the release
def test_a_freeze_tells_of_pictures_after_its_pages(tmp_path: Path, workers: int, ends: int) -> None:
    pages = {f"p{n}": f"---\ntitle: Page {n}\n---\nText.\n" for n in range(WORTH_IT)}
    a_site(tmp_path, index="---\ntitle: Home\n---\nText.\n", **pages)
    write(tmp_path, {"content/site.yaml": "title: Ice\n"})
    Image.new("RGB", (1000, 10)).save(tmp_path / "content/boat.png")

    told = said_by(FREEZING, str(tmp_path), workers=workers)

    assert told.split()[1] == str(ends)

"""The page on growth says what the simulation says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]


def test_the_page_on_growth_holds_the_table_of_the_simulation() -> None:
    command = [sys.executable, str(ROOT / "bench/growth.py")]
    said, *table = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    page = (ROOT / "content/docs/growth.md").read_text()

    assert "\n".join(table) in page
    assert said.replace(":", " is").removesuffix(" kept").replace(", ", " and ") in page

"""Every site in tests/build/broken_pages/ reads well, and `freeze check` says exactly what is in its expected.txt."""

import re
import shutil
from pathlib import Path

import pytest

from build.sites import NOW
from polynya.checking.site import check_site
from polynya.problems import format_problem
from polynya.rules.of_checking import CHECKING
from polynya.rules.of_markdown import MARKDOWN

BROKEN = Path(__file__).parent / "broken_pages"
SITES = sorted(folder for folder in BROKEN.iterdir() if folder.is_dir())


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_a_broken_page_says_what_is_wrong_and_where(site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site")

    problems = check_site(tmp_path / "site", now=NOW)

    said = "".join(f"{one.severity}: {format_problem(one)}\n\n" for one in problems)
    assert said == (site / "expected.txt").read_text(encoding="utf-8")


def test_every_rule_of_markdown_and_of_checking_has_a_broken_page() -> None:
    shown = {rule for site in SITES for rule in re.findall(r"^rule: (\S+)$", (site / "expected.txt").read_text(), re.M)}

    assert {rule.name for rule in (*CHECKING, *MARKDOWN)} - shown == set()

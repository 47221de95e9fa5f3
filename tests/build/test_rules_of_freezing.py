"""Every rule that the freezing room reports is in the catalogue."""

import re
from pathlib import Path

import pytest

import polynya
from polynya.rules import RULES

HOUSE = Path(polynya.__file__).parent
MODULES = [
    *sorted((HOUSE / "pages").glob("*.py")),
    *(HOUSE / f"{m}.py" for m in ("assets", "compile", "disk", "refreeze")),
]
REPORTED = re.compile(
    r'(?:rule=|Meaning\(\s*|NoSuchName\(\s*|: \(|return |rule, fact, hint = )"([a-z0-9]+(?:-[a-z0-9]+)+)", '
)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.stem))
def test_every_rule_is_in_the_catalogue(module: Path) -> None:
    assert set(REPORTED.findall(module.read_text())) - set(RULES) == set()


def test_rules_are_found_at_all() -> None:
    found = {rule for module in MODULES for rule in REPORTED.findall(module.read_text())}

    assert {"broken-link", "undefined-name", "disk-full", "unknown-form"} <= found

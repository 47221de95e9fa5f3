"""Compare what the functions answer with what the published pages were drawn for (build wing)."""

from collections.abc import Mapping
from enum import StrEnum

from polynya_live.values import dataclass


class Drift(StrEnum):
    """How a form differs."""

    ONLY_PAGES = "the pages have it, the functions do not know it"
    ONLY_FUNCTIONS = "the functions know it, no page has it"
    OTHER_VERSION = "the pages have another version than the functions"


@dataclass(frozen=True, slots=True)
class Difference:
    """One form that is not the same on both sides."""

    form: str
    drift: Drift

    @property
    def harmful(self) -> bool:
        """Whether a visitor's post may be refused: not by a form that no page shows."""
        return self.drift is not Drift.ONLY_FUNCTIONS


def compare(pages: Mapping[str, str], functions: Mapping[str, str]) -> list[Difference]:
    """List the forms that differ, by name. Both sides: form to version."""
    found = []
    for form in sorted({*pages, *functions}):
        if form not in functions:
            found.append(Difference(form, Drift.ONLY_PAGES))
        elif form not in pages:
            found.append(Difference(form, Drift.ONLY_FUNCTIONS))
        elif pages[form] != functions[form]:
            found.append(Difference(form, Drift.OTHER_VERSION))
    return found

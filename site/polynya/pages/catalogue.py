"""What the documentation lists and nobody should have to copy: commands, rules and live routes (build wing)."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from polynya_live.routes import ROUTES, Route
from polynya_live.values import dataclass

from ..markdown import render

if TYPE_CHECKING:
    from ..rules import Rule


@dataclass(frozen=True, slots=True)
class Explained:
    """A rule of the catalogue. explanation: as HTML."""

    rule: "Rule"
    explanation: Markup


class Catalogue:
    """Given to templates as `catalogue`; each list is made when it is asked for."""

    @property
    def rules(self) -> Sequence[Explained]:
        """List every rule by its name."""
        return _rules()

    @property
    def routes(self) -> Sequence[Route]:
        """List every live route."""
        return ROUTES

    @property
    def commands(self) -> Mapping[str, str]:
        """List every command with its help in one line."""
        from ..cli.command import COMMANDS  # noqa: PLC0415 -- only a page that lists them needs the command line

        return {name: text for name, (_, text) in COMMANDS.items()}


@cache
def _rules() -> Sequence[Explained]:
    from ..rules import RULES  # noqa: PLC0415 -- only a page that lists them needs them

    return tuple(Explained(rule, Markup(render(rule.explanation).html)) for rule in RULES.values())  # noqa: S704 -- ours

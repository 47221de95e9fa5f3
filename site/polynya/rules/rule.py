"""What one rule of the catalogue says (build wing)."""

from polynya_live.values import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of mistake.

    name: kebab-case, never changes. summary: one line. explanation: why it matters and what to do, as Markdown.
    """

    name: str
    summary: str
    explanation: str

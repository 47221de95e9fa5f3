"""The catalogue of everything that freeze can complain about: one entry a rule, for the docs (build wing)."""

from .of_checking import CHECKING
from .of_freezing import FREEZING
from .of_markdown import MARKDOWN
from .of_reading import READING
from .rule import Rule

RULES: dict[str, Rule] = {
    rule.name: rule for rule in sorted((*READING, *MARKDOWN, *FREEZING, *CHECKING), key=lambda rule: rule.name)
}
"""Every rule by its name, in order."""

__all__ = ["RULES", "Rule"]

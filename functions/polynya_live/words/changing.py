"""Texts that change with the number in them, by the categories of CLDR: zero, one, two, few, many, other (shared).

The freeze writes which category each number of a language takes; here it is only looked up.
"""

from collections.abc import Mapping

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
SHAPE = ""
"""The key in the words of a language, which is no text, of the category of each number: see `category`."""
MILLION = 1_000_000

Said = str | Mapping[str, str]
"""What is said instead of a text: always, or by category."""


class Changing(str):
    """A text that changes with the number that is filled in; until then it is as with any other number.

    forms: one for each of CATEGORIES. shape: of its language. names: in its braces, below the one that counts before any other.
    """

    forms: tuple[str, ...]
    shape: str
    names: tuple[str, ...]

    def of(self, values: Mapping[str, object]) -> str:
        """Choose the form for the first whole number of those filled in; with none the one of any other number."""
        for name in self.names:
            value = values.get(name)
            if isinstance(value, int):
                return self.forms[int(category(value, self.shape))]
        return str(self)

    def format(self, *args: object, **values: object) -> str:
        """Fill in the form that the number takes."""
        return self.of(values).format(*args, **values)


def category(number: int, shape: str) -> str:
    """Look up which of CATEGORIES a number takes, from 0.

    shape: of each number below 100, of what a larger one has beyond its hundreds, and of whole millions.
    """
    number = abs(number)
    if number and not number % MILLION:
        return shape[-1]
    return shape[number if number < 100 else 100 + number % 100]


def with_forms(words: Mapping[str, Said]) -> dict[str, str]:
    """Make those of the words of a language that are said by category into texts that change."""
    shape = str(words.get(SHAPE, ""))
    texts = ((text, said) for text, said in words.items() if text != SHAPE)
    return {text: said if isinstance(said, str) else _changing(text, said, shape) for text, said in texts}


def _changing(text: str, said: Mapping[str, str], shape: str) -> Changing:
    usual = said.get("other") or [*said.values()][-1]
    made = Changing(usual)
    made.forms = tuple(said.get(name, usual) for name in CATEGORIES)
    made.shape = shape
    made.names = ("count", *(part.partition("}")[0] for part in text.split("{")[1:]))
    return made

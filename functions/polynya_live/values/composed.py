"""The compatible form of a text in a time that grows with it: what visitors write may be nothing but accents (live wing)."""

from unicodedata import combining, normalize

MOST_MARKS = 30
"""On one letter: more than any language has. https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format"""


def composed(text: str) -> str:
    """Write a text in its compatible form (NFKC), without what stands on a letter beyond 30 marks.

    To put marks in order takes the square of their number, and while that goes on nobody else is answered.
    """
    if text.isascii():
        return text
    apart, marks = [], 0
    for sign in "".join([normalize("NFKD", one) for one in text]):  # a sign alone may be several marks
        marks = marks + 1 if combining(sign) else 0
        if marks <= MOST_MARKS:
            apart.append(sign)
    return normalize("NFKC", "".join(apart))

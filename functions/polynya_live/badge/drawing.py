"""The lines of a badge: a star, and signs drawn as strokes, so that it looks the same wherever it is shown (live wing)."""

from collections.abc import Iterator
from functools import cache
from math import cos, pi, radians, sin

from ..values import dataclass

Point = tuple[float, float]
Line = tuple[Point, ...]

HEIGHT = 28
PADDING = 8
STAR = 20  # the width of a star's place
SIGN_TOP = 8
PEN = 1.8  # the width of a stroke
ROUNDING = 1.2  # of a star's points: the width of a stroke around it
GAP = 6
DEGREES = 24  # of an arc that are drawn as one straight line


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign in its place. x: of its left edge. soft: in the lighter ink."""

    character: str
    x: float
    soft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A badge to draw. lit: up to which x the stars shine. alt: what it says in signs that every language reads."""

    width: int
    stars: tuple[float, ...]
    lit: float
    signs: tuple[Sign, ...]
    alt: str
    height: int = HEIGHT

    @property
    def star_paths(self) -> list[str]:
        """The stars as SVG paths."""
        return [_path(tuple((x + star_x, y) for x, y in star())) + "z" for star_x in self.stars]

    def sign_path(self, *, soft: bool) -> str:
        """Write the signs of one ink as an SVG path."""
        lines = [_moved(line, sign.x) for sign in self.signs if sign.soft is soft for line in strokes(sign.character)]
        return "".join(map(_path, lines))


def draw(stars: int, share: float, *, average: str, count: str, alt: str) -> Badge:
    """Lay out a badge. share: of the stars that shine, 0 to 1."""
    places = tuple(float(PADDING + STAR * nth) for nth in range(stars))
    right = PADDING + STAR * stars
    signs, end = _row(average, right + GAP, soft=False)
    more, end = _row(count, end + GAP, soft=True)
    width = int(end + PADDING + 0.5)
    return Badge(width=width, stars=places, lit=PADDING + STAR * stars * share, signs=(*signs, *more), alt=alt)


@cache
def star() -> Line:
    """The corners of a star in a place of its own."""
    middle, outer, inner = STAR / 2, STAR * 0.44, STAR * 0.19
    points = []
    for nth in range(10):
        turn, reach = pi * nth / 5 - pi / 2, inner if nth % 2 else outer
        points.append((middle + reach * cos(turn), HEIGHT / 2 + 0.5 + reach * sin(turn)))
    return tuple(points)


@cache
def strokes(character: str) -> tuple[Line, ...]:
    """The strokes of a sign, its left edge at 0."""
    if character == "9":  # a 6 on its head
        turned = [tuple((8 - x, 12 - y) for x, y in line) for line in _STROKES["6"]]
    elif character == ")":
        turned = [tuple((3.5 - x, y) for x, y in line) for line in _STROKES["("]]
    else:
        turned = list(_STROKES[character])
    return tuple(tuple((x, y + SIGN_TOP) for x, y in line) for line in turned)


def _row(text: str, x: float, *, soft: bool) -> tuple[list[Sign], float]:
    """Put signs beside each other. Returns them and the right edge of the last."""
    signs = []
    for character in text:
        signs.append(Sign(character, x, soft))
        x += _WIDTHS.get(character, 8) + 1.5
    return signs, x - 1.5


def _moved(line: Line, by: float) -> Line:
    return tuple((x + by, y) for x, y in line)


def _path(line: Line) -> str:
    # A stroke without length is a dot only when its ends are round and it goes somewhere.
    first, *others = line if len(line) > 1 else (line[0], line[0])
    return f"M{_point(first)}" + "".join(f"L{_point(one)}" for one in others)


def _point(point: Point) -> str:
    return " ".join(f"{one:.2f}".rstrip("0").rstrip(".") for one in point)


def _arc(middle: Point, reach: Point, turns: tuple[int, int]) -> Iterator[Point]:
    """Yield the points of an arc. turns: degrees, clockwise from the right."""
    start, end = turns
    steps = max(2, abs(end - start) // DEGREES)
    for nth in range(steps + 1):
        turn = radians(start + (end - start) * nth / steps)
        yield middle[0] + reach[0] * cos(turn), middle[1] + reach[1] * sin(turn)


def _ring(middle: Point, reach: Point) -> Line:
    return tuple(_arc(middle, reach, (0, 360)))


_STROKES: dict[str, tuple[Line, ...]] = {
    "0": (_ring((4, 6), (3.2, 5.2)),),
    "1": (((1.8, 2.6), (4.6, 0.8), (4.6, 11.2)),),
    "2": ((*_arc((4, 3.8), (3.1, 3), (190, 395)), (0.9, 11.2), (7.2, 11.2)),),
    "3": ((*_arc((3.7, 3.5), (2.8, 2.7), (200, 450)), *_arc((3.7, 8.7), (3.2, 2.5), (270, 520))),),
    "4": (((5.4, 11.2), (5.4, 0.8), (0.8, 8.2), (7.4, 8.2)),),
    "5": (((6.6, 0.8), (1.9, 0.8), (1.4, 5.5), *_arc((3.8, 7.7), (3.2, 3.5), (225, 515))),),
    "6": (_ring((4, 7.8), (3.1, 3.4)), tuple(_arc((6.4, 7.8), (5.5, 7), (268, 180)))),
    "7": (((0.9, 0.8), (7.1, 0.8), (3.2, 11.2)),),
    "8": (_ring((4, 3.5), (2.6, 2.7)), _ring((4, 8.7), (3.2, 2.5))),
    ".": (((1, 11),),),
    "–": (((1, 6.4), (6, 6.4)),),
    "(": (tuple(_arc((3.8, 6), (2.8, 7.6), (240, 120))),),
}
_WIDTHS = {".": 2.0, "–": 7.0, "(": 3.5, ")": 3.5}

"""Reads the paths of a plain SVG drawing, as polygons with a colour: enough to draw an icon without a browser (build wing)."""

import math
from collections.abc import Iterator

from polynya_live.values import dataclass
from polynya_live.values.patterns import late

Point = tuple[float, float]

_VIEW = late(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"')
_SHAPE = late(r"<(?!/|svg\b|title\b|\?|!)(\w+)([^<>]*?)/?>")
_ATTRIBUTE = late(r'(\w+)="([^"]*)"')
_TOKEN = late(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
_COLOUR = late(r"#[0-9a-fA-F]{3,6}")
_STEPS = 16
_NEEDS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7}


class TooFancy(ValueError):
    """The drawing uses something that is not read here: a circle, a gradient, a curve of another kind."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One path. fill: "#rrggbb" or "#rgb"; rings: closed, in the units of the drawing."""

    fill: str
    rings: tuple[tuple[Point, ...], ...]


def read_drawing(text: str) -> tuple[float, list[Shape]]:
    """Read the side of a square drawing and its shapes, in order. Raises TooFancy."""
    view = _VIEW.search(text)
    if view is None or view[1] != "0" or view[2] != "0" or view[3] != view[4]:
        raise TooFancy('viewBox="0 0 n n" is needed')
    shapes = [_shape(tag, dict(_ATTRIBUTE.findall(rest))) for tag, rest in _SHAPE.findall(text)]
    return float(view[3]), shapes


def _shape(tag: str, attributes: dict[str, str]) -> Shape:
    fill = attributes.get("fill", "#000000")
    if tag != "path" or set(attributes) - {"fill", "d"} or not _COLOUR.fullmatch(fill):
        raise TooFancy(tag)
    return Shape(fill, tuple(tuple(ring) for ring in _rings(attributes.get("d", ""))))


def _rings(path: str) -> Iterator[list[Point]]:
    """Walk a path. https://www.w3.org/TR/SVG2/paths.html#PathData"""
    tokens = _TOKEN.findall(path)
    ring: list[Point] = []
    at, command, position = (0.0, 0.0), "", 0
    while position < len(tokens):
        if tokens[position].isalpha():
            command, position = tokens[position], position + 1
            if command in "zZ":
                at = ring[0] if ring else at
                continue
        needs = _NEEDS.get(command.upper())
        if needs is None:
            raise TooFancy(command)
        numbers = [float(one) for one in tokens[position : position + needs]]
        position += needs
        if command in "Mm" and ring:
            yield ring
            ring = []
        points = _step(command.upper(), at, _absolute(command, at, numbers))
        ring += points
        at = points[-1]
        command = {"M": "L", "m": "l"}.get(command, command)
    if ring:
        yield ring


def _absolute(command: str, at: Point, numbers: list[float]) -> list[float]:
    if command.isupper():
        return numbers
    if command == "v":
        return [numbers[0] + at[1]]
    first = 5 if command == "a" else 0
    return [n + (at[(i - first) % 2] if i >= first else 0) for i, n in enumerate(numbers)]


def _step(command: str, at: Point, numbers: list[float]) -> list[Point]:
    if command == "H":
        return [(numbers[0], at[1])]
    if command == "V":
        return [(at[0], numbers[0])]
    if command == "C":
        return [_bezier(at, numbers, step / _STEPS) for step in range(1, _STEPS + 1)]
    if command == "A":
        return _arc(at, numbers)
    return [(numbers[0], numbers[1])]


def _bezier(at: Point, numbers: list[float], t: float) -> Point:
    s = 1 - t
    x = s**3 * at[0] + 3 * s * s * t * numbers[0] + 3 * s * t * t * numbers[2] + t**3 * numbers[4]
    y = s**3 * at[1] + 3 * s * s * t * numbers[1] + 3 * s * t * t * numbers[3] + t**3 * numbers[5]
    return x, y


def _arc(at: Point, numbers: list[float]) -> list[Point]:
    """Walk along a circle. https://www.w3.org/TR/SVG2/implnote.html#ArcConversionEndpointToCenter"""
    radius, ry, _, large, sweep, x, y = numbers
    if radius != ry or radius <= 0:
        raise TooFancy("an ellipse")
    half_x, half_y = (at[0] - x) / 2, (at[1] - y) / 2
    half = math.hypot(half_x, half_y)
    if not half:
        return [(x, y)]
    radius = max(radius, half)
    off = math.sqrt(max(0.0, radius**2 / half**2 - 1)) * (-1 if large == sweep else 1)
    cx, cy = off * half_y + (at[0] + x) / 2, -off * half_x + (at[1] + y) / 2
    start, end = math.atan2(at[1] - cy, at[0] - cx), math.atan2(y - cy, x - cx)
    turn = (end - start) % math.tau if sweep else -((start - end) % math.tau)
    count = _STEPS * 2
    return [
        (cx + radius * math.cos(start + turn * i / count), cy + radius * math.sin(start + turn * i / count))
        for i in range(1, count + 1)
    ]

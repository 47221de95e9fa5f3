"""Draws a badge in pixels with smooth edges, and writes them as PNG: no library, some milliseconds (live wing)."""

import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from math import hypot

from .drawing import HEIGHT, PEN, ROUNDING, STAR, Badge, Line, Point, star, strokes

SCALE = 2  # pixels for each unit: sharp on most telephones
CORNER = 6
NARROWEST = 2 * CORNER + 2

PAPER, EDGE = (255, 255, 255), (200, 214, 220)
LIT, UNLIT = (196, 122, 10), (214, 224, 229)
INK, SOFT_INK = (20, 48, 61), (79, 107, 120)

Colour = tuple[int, int, int]
Mask = tuple[tuple[float, ...], ...]
"""How much of each pixel is covered, 0 to 1, row by row."""


@lru_cache(maxsize=64)
def as_png(badge: Badge) -> bytes:
    """Draw a badge as a PNG image, the same bytes for the same badge."""
    canvas = _Canvas(_stretched(row, badge.width * SCALE) for row in _card())
    lit = badge.lit * SCALE
    for x in badge.stars:
        canvas.paint(_star(), round(x * SCALE), lambda x: _mixed(UNLIT, LIT, min(1.0, max(0.0, lit - x))))
    for sign in badge.signs:
        canvas.paint(_sign(sign.character), round(sign.x * SCALE), _only(SOFT_INK if sign.soft else INK))
    return canvas.png()


class _Canvas:
    """Pixels of red, green, blue and opacity."""

    def __init__(self, rows: Iterable[bytes]) -> None:
        self.rows = [bytearray(row) for row in rows]

    def paint(self, mask: Mask, left: int, colour: Callable[[int], Colour]) -> None:
        """Lay a colour over the pixels of a mask. colour: by the pixel's x."""
        colours = [colour(left + nth) for nth in range(len(mask[0]))]
        for row, covered in zip(self.rows, mask, strict=True):
            for nth, share in enumerate(covered):
                at = (left + nth) * 4
                if share and 0 <= at < len(row):
                    row[at : at + 4] = _over(row[at : at + 4], colours[nth], share)

    def png(self) -> bytes:
        """Write the pixels. https://www.w3.org/TR/png-3/"""
        unfiltered = b"".join(b"\0" + row for row in self.rows)
        header = struct.pack(">IIBBBBB", len(self.rows[0]) // 4, len(self.rows), 8, 6, 0, 0, 0)  # 8 bits each of RGBA
        parts = ((b"IHDR", header), (b"IDAT", zlib.compress(unfiltered, 9)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _over(below: bytearray, colour: Colour, share: float) -> bytes:
    """Lay a colour over a pixel. share: how much of it is covered, 0 to 1."""
    if share >= 1:
        return bytes((*colour, 255))
    left = below[3] / 255 * (1 - share)
    whole = share + left
    return bytes(
        (
            *(round((over * share + under * left) / whole) for over, under in zip(colour, below[:3], strict=True)),
            round(whole * 255),
        )
    )


def _only(colour: Colour) -> Callable[[int], Colour]:
    return lambda _x: colour


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _mask(width: float, distance: Callable[[Point], float], rows: tuple[float, float] = (0, HEIGHT)) -> Mask:
    """Cover what is inside of a shape. distance: of a point from its edge, below 0 inside; rows: where it is; in units."""
    columns = range(round(width * SCALE))
    nothing = (0.0,) * len(columns)
    return tuple(
        tuple(min(1.0, max(0.0, 0.5 - SCALE * distance(((x + 0.5) / SCALE, (y + 0.5) / SCALE)))) for x in columns)
        if rows[0] <= y / SCALE < rows[1]
        else nothing
        for y in range(HEIGHT * SCALE)
    )


@cache
def _card() -> tuple[bytes, ...]:
    """Draw the sheet below the stars, as narrow as its round corners let it be."""
    canvas = _Canvas(bytes(NARROWEST * SCALE * 4) for _ in range(HEIGHT * SCALE))
    for inset, colour in ((0.0, EDGE), (1.0, PAPER)):
        canvas.paint(_sheet(inset), 0, _only(colour))
    return tuple(map(bytes, canvas.rows))


def _stretched(row: bytes, width: int) -> bytes:
    """Make a row of the sheet as wide as wanted, in pixels, by its middle."""
    half = len(row) // 8 * 4
    return row[:half] + row[half - 4 : half] * (width - len(row) // 4) + row[half:]


def _sheet(inset: float) -> Mask:
    def distance(point: Point) -> float:
        x = abs(point[0] - NARROWEST / 2) - (NARROWEST / 2 - CORNER)
        y = abs(point[1] - HEIGHT / 2) - (HEIGHT / 2 - CORNER)
        return hypot(max(x, 0), max(y, 0)) + min(max(x, y), 0) - CORNER + inset

    return _mask(NARROWEST, distance)


@cache
def _star() -> Mask:
    corners = star()
    edges = list(zip(corners, (*corners[1:], corners[0]), strict=True))

    def distance(point: Point) -> float:
        away = min(_away(point, start, end) for start, end in edges)
        return (-away if _is_inside(point, corners) else away) - ROUNDING / 2

    return _mask(STAR, distance, _rows(corners))


@cache
def _sign(character: str) -> Mask:
    lines = strokes(character)
    parts = [part for line in lines for part in zip(line, line[1:] or line, strict=False)]
    width = max(x for line in lines for x, _ in line) + PEN
    rows = _rows([point for line in lines for point in line])
    return _mask(width, lambda point: min(_away(point, start, end) for start, end in parts) - PEN / 2, rows)


def _rows(points: Sequence[Point]) -> tuple[float, float]:
    """Say between which heights a shape lies, its pen included."""
    heights = [y for _, y in points]
    return min(heights) - PEN, max(heights) + PEN


def _away(point: Point, start: Point, end: Point) -> float:
    """Measure how far a point is from a stretch."""
    (x, y), (dx, dy) = (point[0] - start[0], point[1] - start[1]), (end[0] - start[0], end[1] - start[1])
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, (x * dx + y * dy) / length)) if length else 0.0
    return hypot(x - along * dx, y - along * dy)


def _is_inside(point: Point, corners: Line) -> bool:
    inside = False
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (ay > point[1]) != (by > point[1]) and point[0] < (bx - ax) * (point[1] - ay) / (by - ay) + ax:
            inside = not inside
    return inside

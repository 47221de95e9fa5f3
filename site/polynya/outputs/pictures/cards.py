"""Draws the picture that a link to a page shows elsewhere: title, a line on it, the site's name and mark (build wing)."""

from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from polynya_live.contract import SiteFacts

from ...model import Page
from .icons import FAVICON, drawing
from .letters import BOLD, letters
from .made import Made, made

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630  # what Open Graph readers crop to
EDGE = 80
GROUND, INK, SOFT, EDGE_OF_ICE, SEA = "#f6fafb", "#10293a", "#4a626f", "#9cc5d5", "#17617c"
TITLE_SIZES = (84, 72, 60, 48)
_ICE = (
    (0, 520),
    (118, 512),
    (262, 528),
    (390, 514),
    (566, 538),
    (658, 528),
    (806, 510),
    (910, 532),
    (1098, 514),
    (1200, 522),
)
_WAY = "1"
_COLOURS = 64


def card_of(page: Page, site: SiteFacts, root: Path) -> Made:
    """Describe the card of a page, without drawing it."""
    mark = site.assets[FAVICON].integrity if FAVICON in site.assets else ""
    words = (page.title, page.description, site.title)
    return made("cards/card.png", "\0".join((_WAY, mark, *words)), partial(_draw, words, root))


def _draw(words: tuple[str, str, str], root: Path) -> bytes:
    from PIL import ImageDraw  # noqa: PLC0415 -- only when a card has to be drawn anew

    title, about, site = words
    picture = _ground(root, site).copy()
    pen = ImageDraw.Draw(picture)
    font, lines = _fitting(pen, title)
    pen.multiline_text((EDGE, EDGE), "\n".join(lines), fill=INK, font=font, spacing=12)
    end = EDGE + len(lines) * (font.size + 28) + 20
    small = letters(34)
    room = max(0, int((490 - end) // 46))
    pen.multiline_text((EDGE, end), "\n".join(_wrap(pen, about, small)[:room]), fill=SOFT, font=small, spacing=12)
    out = BytesIO()
    picture.quantize(_COLOURS).save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=2)
def _ground(root: Path, site: str) -> "Image":
    """Draw what all cards of a site have: the ice, the water, the mark and the name."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(picture)
    pen.polygon([*_ICE, (WIDTH, HEIGHT), (0, HEIGHT)], fill=EDGE_OF_ICE)
    pen.polygon([*((x, y + 18) for x, y in _ICE), (WIDTH, HEIGHT), (0, HEIGHT)], fill=SEA)
    mark = drawing(root, site, 56)
    picture.paste(mark, (EDGE, 556), mark)
    pen.text((EDGE + 76, 584), site, fill=GROUND, font=letters(36), anchor="lm")
    return picture


def _fitting(pen: "ImageDraw", title: str) -> "tuple[FreeTypeFont, list[str]]":
    """Choose the largest size in which a title takes at most three lines; what is longer yet is cut."""
    for size in TITLE_SIZES:
        font = letters(size, BOLD)
        lines = _wrap(pen, title, font)
        if len(lines) <= 3:
            return font, lines
    return font, [*lines[:2], f"{lines[2]} …"]


def _wrap(pen: "ImageDraw", text: str, font: "FreeTypeFont") -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pen.textlength(longer, font) <= WIDTH - 2 * EDGE:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines

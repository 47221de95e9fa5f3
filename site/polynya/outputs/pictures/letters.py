"""Finds the letters that pictures are drawn with: Open Sans, which has Latin, Greek, Cyrillic and Hebrew (build wing)."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

NORMAL, BOLD = 400, 650
_WIDTH = 100


@lru_cache(maxsize=16)
def letters(size: int, weight: int = NORMAL) -> "FreeTypeFont":
    """Load the font in a size (pixels) and a weight (300 to 800)."""
    from importlib.resources import as_file, files  # noqa: PLC0415 -- only when a picture has to be drawn anew

    from PIL import ImageFont  # noqa: PLC0415

    with as_file(files("fontpkg_open_sans") / "files/OpenSans[wdth,wght].ttf") as path:
        font = ImageFont.truetype(path, size)
    font.set_variation_by_axes([weight, _WIDTH])
    return font

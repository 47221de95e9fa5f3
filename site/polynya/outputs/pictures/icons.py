"""Draws the site's icon in the sizes that home screens want, from its favicon.svg (build wing)."""

import json
from collections.abc import Mapping
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from polynya_live.contract import SiteFacts

from ...places import Places, kit_folder
from .letters import BOLD, letters
from .made import Made, made
from .svg import TooFancy, read_drawing

if TYPE_CHECKING:
    from PIL.Image import Image

    from ...pages.sheet import Sheet

FAVICON = "images/favicon.svg"
PAPER, WATER = "#f6fafb", "#0b3a50"
MASKED = 0.62  # of the side: what any mask leaves visible, https://w3c.github.io/manifest/#icon-masks
FINER = 4
_WAY = "3"
_DRAWN = Path(__file__).parent / "drawn"
_SIZES = {
    "icon-192.png": (192, 1.0, ""),
    "icon-512.png": (512, 1.0, ""),
    "icon-maskable-512.png": (512, MASKED, PAPER),
    "apple-touch-icon.png": (180, 0.8, PAPER),
}


def icons_of(site: SiteFacts, root: Path) -> Mapping[str, Made]:
    """Describe the icons of a site by their name; nothing where there is no favicon.svg."""
    asset = site.assets.get(FAVICON)
    return _icons(asset.integrity, site.title, root) if asset else {}


@lru_cache(maxsize=4)  # every page asks
def _icons(integrity: str, title: str, root: Path) -> Mapping[str, Made]:
    return {
        name: made(f"icons/{name}", f"{_WAY} {integrity} {title[:1]}", partial(icon, root, title, name))
        for name in _SIZES
    }


def web_manifest(sheet: "Sheet") -> str:
    """Write the web manifest. https://www.w3.org/TR/appmanifest/"""
    site = sheet.contract.site
    icons = [
        {"src": icon.address, "type": "image/png", "sizes": f"{_SIZES[name][0]}x{_SIZES[name][0]}"}
        | ({"purpose": "maskable"} if "maskable" in name else {})
        for name, icon in icons_of(site, sheet.site.root).items()
        if name.startswith("icon-")
    ]
    whole = {
        "name": site.title,
        "short_name": site.title[:12].strip(),
        "description": site.description,
        "lang": site.language,
        "id": "/",
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return json.dumps({name: value for name, value in whole.items() if value}, ensure_ascii=False, indent=1) + "\n"


def icon(root: Path, title: str, name: str) -> bytes:
    """Draw an icon. Those of the kit's own favicon lie beside this module: Pillow and drawing take a tenth of a second."""
    if is_drawn(root):
        return (_DRAWN / name).read_bytes()
    return draw(root, title, name)


def is_drawn(root: Path) -> bool:
    """Whether the icons of the site are those that were drawn before."""
    return _favicon(root).is_relative_to(kit_folder("static"))


def draw(root: Path, title: str, name: str) -> bytes:
    """Draw an icon anew."""
    from PIL import Image  # noqa: PLC0415 -- only when an icon has to be drawn anew

    side, share, ground = _SIZES[name]
    picture = Image.new("RGBA", (side, side), ground or (0, 0, 0, 0))
    inner = drawing(root, title, round(side * share))
    edge = (side - inner.width) // 2
    picture.alpha_composite(inner, (edge, edge))
    out = BytesIO()
    picture.save(out, "PNG")  # `optimize` takes four times as long, for no fewer bytes
    return out.getvalue()


def drawing(root: Path, title: str, side: int) -> "Image":
    """Draw favicon.svg in a square; the first letter of the site where that has more in it than plain paths."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    large = Image.new("RGBA", (side * FINER, side * FINER), (0, 0, 0, 0))
    pen = ImageDraw.Draw(large)
    try:
        unit, shapes = read_drawing(_favicon(root).read_text("utf-8"))
        for shape in shapes:
            for ring in shape.rings:
                pen.polygon([(x * side * FINER / unit, y * side * FINER / unit) for x, y in ring], fill=shape.fill)
    except TooFancy:
        edge = side * FINER - 1
        pen.ellipse((0, 0, edge, edge), fill=WATER)
        font = letters(round(edge * 0.6), BOLD)
        pen.text((edge / 2, edge / 2), title[:1].upper(), fill=PAPER, font=font, anchor="mm")
    return large.reduce(FINER)


def _favicon(root: Path) -> Path:
    folders = Places(root).static
    return next(path for folder in folders if (path := folder / FAVICON).is_file())

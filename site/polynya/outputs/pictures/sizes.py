"""Gives the author's pictures in smaller sizes and lighter formats, and says in the page how large they are (build wing)."""

import re
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from hashlib import sha256
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from polynya_live.values import dataclass
from polynya_live.values.patterns import late

from ...model import Site
from ...problems import Problem, ProblemsFound, Severity
from .made import Made, made

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

WIDTHS = (480, 960, 1440)
WIDEST = 1920
FORMATS = {
    "avif": (57, WIDEST, {"speed": 9, "max_threads": 1}),
    "webp": (78, WIDTHS[-1], {"method": 4}),
}
"""The quality of each, alike to the eye, its widest copy, and how it is encoded.

AVIF at speed 9 takes a third of the time of speed 8 and 8 % more bytes, which the quality makes up for. Wider than 1440 asks only
who has more than two dots for a pixel, and hardly any of them a browser without AVIF.
"""
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
_READ = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
"""What is read as a picture, whatever its file is called: Pillow would have Ghostscript run the programs in PostScript."""
SHOWN = "(min-width: 48rem) 44rem, 94vw"  # how wide the text column of layout.css shows a picture
_HIGHEST = 16383  # of WebP, in pixels; AVIF can have more
_GAP = 3  # how much more than a copy is read with care, in each direction
_WAY = "4"
_IMAGE = late(r"<picture\b.*?</picture>|<img\b(?P<rest>[^<>]*?)\s*/?>", re.DOTALL)
_SOURCE = late(r'\ssrc="([^"]*)"')
_SIZES = late(r'\ssizes="([^"]*)"')
_LONG = 2  # so many times as wide as high: where pictures are cut to fit, more of it is left out than is shown


@dataclass(frozen=True, slots=True)
class _Source:
    """A file of the author with a picture. digest: of its bytes; told: its path as messages have it."""

    path: Path
    digest: str
    told: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the author. width, height: as it is shown; sources: for each format the addresses by width."""

    width: int
    height: int
    sources: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()


def picture_of(root: Path, path: str) -> Picture | None:
    """Say how large the picture at `path` (relative to `root`) is and in what sizes it comes; None for what is no picture."""
    found = _read(root, path)
    if found is None:
        return None
    width, height, _ = found
    by_format: dict[str, list[tuple[str, int]]] = {}
    for one, kind, wide in _variants(root, path):
        by_format.setdefault(kind, []).append((one.address, wide))
    return Picture(width, height, tuple((kind, tuple(those)) for kind, those in by_format.items()))


def variants_of(site: Site) -> Iterator[Made]:
    """Describe every size and format of every picture that lies beside the pages."""
    for path in _pictures(site):
        yield from (one for one, _, _ in _variants(site.root, path))


def picture_problems(site: Site) -> Iterator[Problem]:
    """Say which files are called pictures and are none."""
    for path in _pictures(site):
        if _read(site.root, path) is None:
            yield _unreadable(path, Severity.WARNING, too_large=_is_too_large(site.root / path))


def with_sizes(html: str, find: Callable[[str], Picture | None]) -> str:
    """Write sizes, formats and lazy loading into the images of a page's text; the first is loaded at once.

    An image that has `sizes`, as those of a gallery, is shown so wide; another one as wide as the text.
    find: gives the picture at an address, None for one that is not ours.
    """
    count = 0

    def write(found: re.Match[str]) -> str:
        nonlocal count
        source = _SOURCE.search(found["rest"] or "")
        if source is None:
            return found[0]
        count += 1
        return _image(found["rest"], find(unquote(unescape(source[1]))), first=count == 1)

    return _IMAGE.sub(write, html)


def _image(rest: str, picture: Picture | None, *, first: bool) -> str:
    more, shown = "" if first or " loading=" in rest else ' loading="lazy"', SHOWN
    if " srcset=" not in rest and (given := _SIZES.search(rest)):
        rest = rest.replace(given[0], "")  # it belongs to the sources
        shown = given[1] if picture and picture.width < _LONG * picture.height else SHOWN
    if picture is None:
        return f"<img{rest}{more}>"
    if " width=" not in rest and " height=" not in rest:
        more += f' width="{picture.width}" height="{picture.height}"'
    image = f'<img{rest}{more} decoding="async">'
    if not picture.sources or " srcset=" in rest:
        return image
    sources = "".join(
        f'<source type="image/{kind}" srcset="{", ".join(f"{url} {wide}w" for url, wide in those)}" sizes="{shown}">'
        for kind, those in picture.sources
    )
    return f"<picture>{sources}{image}</picture>"


def _pictures(site: Site) -> list[str]:
    return [path for path in site.files.values() if path.lower().endswith(SUFFIXES)] if site.settings.pictures else []


def _variants(root: Path, path: str) -> Iterator[tuple[Made, str, int]]:
    found = _read(root, path)
    if found is None:
        return
    width, height, digest = found
    if not digest:
        return
    name = re.sub(r"[^a-z0-9]+", "-", Path(path).stem.lower()).strip("-") or "picture"
    for wide in (*(one for one in WIDTHS if one < width), min(width, WIDEST)):
        if height * wide > _HIGHEST * width:
            return
        for kind in [one for one, (_, widest, _) in FORMATS.items() if wide <= widest]:
            ingredients = f"{_WAY} {digest} {wide} {kind}"
            act = partial(_make, _Source(root / path, digest, path), wide, kind)
            called = f"pictures/{name}-{wide}.{kind}"
            yield made(called, ingredients, act, source=digest, effort=width * height), kind, wide


def _read(root: Path, path: str) -> tuple[int, int, str] | None:
    """Read width, height and digest of a picture, "" for one that moves; None when it is none."""
    if not path.lower().endswith(SUFFIXES):
        return None
    found = (root / path).stat()
    return _measured(str(root / path), found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4096)
def _measured(path: str, _changed: int, _size: int) -> tuple[int, int, str] | None:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 -- only where there are pictures

    content = Path(path).read_bytes()
    try:
        with _open(BytesIO(content)) as picture:
            # the further pictures in a JPEG, "MPO", are a depth map or the other eye's view: phones write them, none is shown
            moves = picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1
            width, height = picture.size if moves else _upright(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return width, height, "" if moves else sha256(content).hexdigest()


def _open(file: Path | BytesIO) -> "ImageFile":
    """Open a picture of up to 179 megapixels; Pillow warns of half as many, which cameras have."""
    from PIL import Image  # noqa: PLC0415

    warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
    return Image.open(file, formats=_READ)


def _upright(picture: "Image") -> tuple[int, int]:
    """Say how wide and high a picture is shown, which EXIF's orientation may turn by a quarter."""
    return picture.size[::-1] if picture.getexif().get(0x0112, 1) >= 5 else picture.size


def _is_too_large(path: Path) -> bool:
    from PIL import Image  # noqa: PLC0415

    try:
        _open(path).close()
    except Image.DecompressionBombError:
        return True
    except (OSError, ValueError, SyntaxError):
        pass
    return False


def _make(source: _Source, wide: int, kind: str) -> bytes:
    quality, _, options = FORMATS[kind]
    out = BytesIO()
    picture = _resized(source, wide)
    picture.save(out, kind.upper(), quality=quality, icc_profile=picture.info.get("icc_profile"), **options)
    return out.getvalue()


@lru_cache(maxsize=1)  # every format of a size is made in turn
def _resized(source: _Source, wide: int) -> "Image":
    from PIL.Image import Resampling  # noqa: PLC0415

    picture = _opened(source)
    height = max(1, round(picture.height * wide / picture.width))
    return picture.resize((wide, height), Resampling.LANCZOS, reducing_gap=_GAP)  # as good to the eye as without


@lru_cache(maxsize=1)  # every size of a picture is made in turn
def _opened(source: _Source) -> "Image":
    """Open a picture the right way up and without what a camera noted: place and time of the shot."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    try:
        with _open(source.path) as opened:
            part = max(1, _upright(opened)[0] // WIDEST)  # a JPEG can be read in a half, a quarter or an eighth
            opened.draft(None, (opened.width // part, opened.height // part))
            opened.load()
            ImageOps.exif_transpose(opened, in_place=True)  # a copy of a hundred megapixels takes 400 MB
            plain = _plain(opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ProblemsFound([_unreadable(source.told, Severity.ERROR)]) from error
    spare = plain.width // (WIDEST * _GAP)
    return plain.reduce(spare) if spare > 1 else plain


def let_go() -> None:
    """Let go of the picture that was opened last."""
    _resized.cache_clear()
    _opened.cache_clear()


def _plain(picture: "Image") -> "Image":
    """Give what is shown, with the colours it was meant to have: photographs of phones have more than sRGB."""
    if picture.mode.startswith("I"):  # grey in 16 bits, which Pillow would cut off at 255
        picture.info.clear()
        picture = picture.point(lambda grey: grey * (1 / 256)).convert("L")
    mode, profile = "RGBA" if picture.has_transparency_data else "RGB", picture.info.get("icc_profile") or b""
    plain = picture if picture.mode == mode else picture.convert(mode)
    plain.info.clear()
    if picture.mode in ("RGB", "RGBA", "P") and b"sRGB" not in profile:  # sRGB is what is taken for granted
        plain.info["icc_profile"] = profile
    return plain


def _unreadable(path: str, severity: Severity, *, too_large: bool = False) -> Problem:
    until = "; until then it is published as it is, in one size" if severity == Severity.WARNING else ""
    fact = "has more than 178 megapixels" if too_large else "is called a picture, and cannot be read as one"
    return Problem(
        rule="unreadable-picture",
        path=path,
        fact=fact,
        hint=f"export it {'smaller' if too_large else 'anew as JPEG or PNG'}{until}.",
        severity=severity,
    )

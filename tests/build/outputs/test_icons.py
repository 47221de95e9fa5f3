"""The icons of a site: drawn from its favicon.svg, and those of the kit's own as they were drawn before."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from polynya.outputs.pictures.icons import FAVICON, draw, icon


def seen(png: bytes) -> tuple[tuple[int, int], bytes]:
    """What a picture shows; its bytes depend on the library that packed it."""
    with Image.open(BytesIO(png)) as picture:
        return picture.size, picture.convert("RGBA").tobytes()


@pytest.mark.parametrize("name", ["icon-192.png", "icon-512.png", "icon-maskable-512.png", "apple-touch-icon.png"])
def test_the_kits_own_icons_are_what_would_be_drawn(name: str, tmp_path: Path) -> None:
    """When the kit's favicon.svg changes, write what `draw` gives into `outputs/pictures/drawn/`."""
    assert seen(icon(tmp_path, "Corpus", name)) == seen(draw(tmp_path, "Corpus", name))


def test_a_favicon_of_the_site_is_drawn(tmp_path: Path) -> None:
    own = tmp_path / "static" / FAVICON
    own.parent.mkdir(parents=True)
    own.write_text('<svg viewBox="0 0 8 8"><path fill="#123456" d="M0 0h8v8h-8z"/></svg>')

    drawn = icon(tmp_path, "Corpus", "icon-192.png")

    assert drawn == draw(tmp_path, "Corpus", "icon-192.png") != icon(tmp_path / "none", "Corpus", "icon-192.png")

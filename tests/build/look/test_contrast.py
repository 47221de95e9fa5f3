"""Text reaches 4.5:1 on each surface it stands on, by day and by night; outlines and edges reach 3:1."""

import re
from itertools import product
from pathlib import Path

import pytest

from polynya.places import kit_folder

CSS = kit_folder("static") / "css"
TEXT = 4.5
OUTLINE = 3.0
SURFACES = ("paper", "raised", "sunken")
WORDS = ("ink", "soft", "sea", "sea-strong", "glow", "good", "bad", "violet")
CODE = ("code-word", "code-name", "code-text", "code-value", "soft", "good", "bad")
SCHEMES = ("day", "night")
_TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")

PAIRS = (
    *((word, surface, TEXT) for word, surface in product(WORDS, SURFACES)),
    *((word, "sunken", TEXT) for word in CODE),
    ("on-sea", "sea", TEXT),
    ("on-sea", "sea-strong", TEXT),
    ("on-deep", "deep", TEXT),
    ("ink", "sky", TEXT),
    ("ink", "far", TEXT),
    ("ink", "ice", TEXT),
    ("ink", "marked", TEXT),
    ("sea", "sky", TEXT),
    *((edge, surface, OUTLINE) for edge, surface in product(("focus", "edge"), SURFACES)),
)


def luminance(colour: str) -> float:
    """Compute the relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, tuple[str, str]]:
    """Read the colours of tokens.css: name to (day, night)."""
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    return {name: (day, night) for name, day, night in _TOKEN.findall(text)}


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("word", "surface", "least"), PAIRS, ids=str)
def test_colours_can_be_told_apart(word: str, surface: str, least: float, scheme: str) -> None:
    colours = tokens()
    at = SCHEMES.index(scheme)

    found = contrast(colours[word][at], colours[surface][at])

    assert found >= least, f"--{word} on --{surface} by {scheme}: {found:.2f}"


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_style_uses_only_names_that_tokens_declare(sheet: Path) -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in CSS.glob("*.css"))
    declared = set(re.findall(r"(--[\w-]+):", everything))

    used = set(re.findall(r"var\((--[\w-]+)", sheet.read_text(encoding="utf-8")))

    assert used <= declared


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_style_keeps_the_house_rules(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")

    assert f"@layer {sheet.stem} {{" in text
    assert "!important" not in text
    assert not re.search(r"#(?![0-9a-f]{3,8}\b)[a-z]", text), "an id in a selector"
    assert "url(" not in text, "a file that the fingerprints would miss"


def test_style_stays_small() -> None:
    lines = {path.stem: path.read_text(encoding="utf-8").count("\n") for path in CSS.glob("*.css")}

    assert lines.pop("inbox") <= 100  # owners alone load it
    assert lines.pop("feed") <= 20  # and this only who opens a feed in a browser
    assert sum(lines.values()) <= 450

"""Pictures beside pages: sizes, formats, what is said of them in the page, and what a camera noted."""

import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zlib import crc32

import pytest
from PIL import Image

from build.sites import NOW, files_below, frozen, problems_of_freezing, write
from polynya.freeze import freeze_site

FREEZING = """
import sys
from pathlib import Path
from polynya.freeze import PICTURES, freeze_site
from polynya.pages import drawing
drawing.SILENT_S = -1
told = []
freeze_site(Path(sys.argv[1]), progress=lambda *one: told.append(one), now=0)
pages = [one for one in told if one[2] != PICTURES]
pictures = told[len(pages):]
assert pages[-1][:2] == (len(pages), len(pages)) and {one[2] for one in pictures} == {PICTURES}
print(*(one[0] for one in pictures), "of", *{one[1] for one in pictures})
"""
"""Freezes a site and prints how many pictures were told of in turn."""

MAKING = r"""
import re, sys
from pathlib import Path
from polynya.outputs.pictures.sizes import _variants
next(_variants(Path(sys.argv[1]), "ice.png"))[0].make()
print(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1])
"""
"""Makes a copy of a picture and prints how much memory that took, in KB; getrusage would count whoever began it, too."""


def a_picture(width: int, height: int, kind: str = "JPEG", *, orientation: int = 1) -> bytes:
    picture = Image.new("RGB", (width, height), "#17617c")
    picture.paste("#f6b756", (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Brand of camera"
    out = BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def a_page(root: Path, body: str, **pictures: bytes) -> Path:
    beside = {f"content/trip/{name.replace('_', '.')}": content for name, content in pictures.items()}
    return write(root, {"content/trip/index.md": f"# Trip\n\n{body}\n", **beside})


def test_a_picture_comes_in_sizes_and_formats_with_its_measures(tmp_path: Path) -> None:
    freeze_site(a_page(tmp_path, "![Ice](ice.jpg)\n\n![More](ice.jpg)", ice_jpg=a_picture(1200, 800)), now=NOW)

    html = frozen(tmp_path, "trip/index.html")
    assert html.count("<picture>") == 2
    assert 'width="1200" height="800"' in html
    assert html.count('loading="lazy"') == 1  # the first picture is seen at once
    for kind in ("avif", "webp"):
        [srcset, _] = re.findall(rf'type="image/{kind}" srcset="([^"]*)"', html)
        for one in srcset.split(", "):
            url, wide = one.split()
            with Image.open(tmp_path / f"build/site{url}") as picture:
                assert picture.format == kind.upper() and f"{picture.width}w" == wide
                assert picture.height == round(picture.width * 2 / 3)
        assert [one.split()[1] for one in srcset.split(", ")] == ["480w", "960w", "1200w"]


def test_a_picture_is_put_upright_and_forgets_its_camera(tmp_path: Path) -> None:
    freeze_site(a_page(tmp_path, "![Ice](ice.jpg)", ice_jpg=a_picture(600, 400, orientation=6)), now=NOW)

    assert 'width="400" height="600"' in frozen(tmp_path, "trip/index.html")
    made = files_below(tmp_path / "build/site/static/pictures")
    assert made
    for content in made.values():
        with Image.open(BytesIO(content)) as picture:
            assert picture.height > picture.width
            assert not picture.getexif() and b"Brand of camera" not in content


def test_pictures_are_encoded_once_and_after_a_stop_only_those_that_lack(tmp_path: Path) -> None:
    root = a_page(tmp_path, "![Ice](ice.png)", ice_png=a_picture(500, 300, "PNG"))
    freeze_site(root, now=NOW)
    kept = {path: path.stat().st_mtime_ns for path in (root / "build/cache/made").rglob("*")}

    write(root, {"content/trip/index.md": "# Trip\n\nAnother text. ![Ice](ice.png)\n"})
    freeze_site(root, now=NOW)

    assert {path: path.stat().st_mtime_ns for path in (root / "build/cache/made").rglob("*")} == kept

    lost = next(path for path in kept if path.is_file())
    lost.unlink()  # as if the freeze had been stopped before it
    freeze_site(root, now=NOW, full=True)
    after = [path.stat().st_mtime_ns for path in kept if path.is_file() and path != lost]
    assert lost.exists() and set(after) <= {*kept.values()}


def test_a_picture_is_opened_once_for_all_its_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, really = [], Image.open
    monkeypatch.setattr(Image, "open", lambda one, *more, **named: opened.append(one) or really(one, *more, **named))
    monkeypatch.setenv("POLYNYA_WORKERS", "1")

    ice, sea = a_picture(1000, 600), a_picture(1000, 700)
    freeze_site(a_page(tmp_path, "", ice_jpg=ice, sea_jpg=sea, again_jpg=ice, more_jpg=ice), now=NOW)

    names = [one.name for one in opened if isinstance(one, Path)]
    assert names == ["sea.jpg", "again.jpg"]  # the larger one first, and one of those with the same bytes
    assert len(copies(tmp_path, "*.webp")) == 12
    assert [one.tobytes() for one in copies(tmp_path, "more-*")] == [one.tobytes() for one in copies(tmp_path, "ice-*")]


def test_a_large_jpeg_is_read_in_part_and_its_copies_show_the_whole(tmp_path: Path) -> None:
    freeze_site(a_page(tmp_path, "![Ice](ice.jpg)", ice_jpg=a_picture(4100, 3900, orientation=6)), now=NOW)

    [srcset] = re.findall(r'type="image/avif" srcset="([^"]*)"', frozen(tmp_path, "trip/index.html"))
    widest = srcset.split(", ")[-1].split()[0]
    with Image.open(tmp_path / f"build/site{widest}") as picture:
        assert picture.size == (1920, 2018)
        bright = [picture.getpixel((x, y))[0] > 0x80 for x, y in ((9, 9), (1910, 9), (950, 1000), (970, 1000))]
    assert bright == [False, True, False, True]  # turned by a quarter


def test_a_jpeg_is_read_only_as_large_as_its_widest_copy_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, really = set(), Image.Image.resize
    monkeypatch.setattr(
        Image.Image, "resize", lambda one, *how, **named: read.add(one.size) or really(one, *how, **named)
    )

    freeze_site(
        a_page(tmp_path, "", ice_jpg=a_picture(4000, 3000), sea_jpg=a_picture(3000, 4000, orientation=6)), now=NOW
    )

    assert read == {(2000, 1500)}  # of both, for the one on its side is turned


def test_webp_ends_where_only_more_than_two_dots_for_a_pixel_ask_for_more(tmp_path: Path) -> None:
    freeze_site(a_page(tmp_path, "![Ice](ice.jpg)", ice_jpg=a_picture(2400, 300)), now=NOW)

    widths = {
        kind: re.findall(r" (\d+)w", srcset)
        for kind, srcset in re.findall(r'type="image/(\w+)" srcset="([^"]*)"', frozen(tmp_path, "trip/index.html"))
    }
    assert widths == {"avif": ["480", "960", "1440", "1920"], "webp": ["480", "960", "1440"]}


def test_over_the_cores_the_same_pictures_are_made_and_told_of_after_the_pages(tmp_path: Path) -> None:
    made, told = [], []
    for workers in ("1", "3"):  # each in a process of its own, for beside the threads of other tests nothing is shared
        root = a_page(tmp_path / workers, "", **{f"p{one}_png": a_picture(500, 300 + one, "PNG") for one in range(3)})
        command, around = [sys.executable, "-c", FREEZING, str(root)], {**os.environ, "POLYNYA_WORKERS": workers}
        told.append(subprocess.run(command, check=True, timeout=300, env=around, stdout=subprocess.PIPE).stdout)
        made.append(files_below(root / "build/site/static/pictures"))

    assert made[0] == made[1] and len(made[0]) == 12
    assert told[0] == told[1] and told[0].endswith(b"4 8 12 13 14 15 16 of 16\n")


def test_a_changed_picture_changes_the_page(tmp_path: Path) -> None:
    root = a_page(tmp_path, "![Ice](ice.png)", ice_png=a_picture(500, 300, "PNG"))
    freeze_site(root, now=NOW)
    before = frozen(root, "trip/index.html")

    a_page(root, "![Ice](ice.png)", ice_png=a_picture(700, 300, "PNG"))
    freeze_site(root, now=NOW)

    assert 'width="700"' in frozen(root, "trip/index.html") != before


def test_what_an_author_wrote_in_html_stays(tmp_path: Path) -> None:
    given = '<img src="ice.png" alt="" width="50" height="30">'
    body = f'<picture><img src="ice.png" alt="Ice" width="20" height="10"></picture>\n\n{given}'
    freeze_site(a_page(tmp_path, body, ice_png=a_picture(500, 300, "PNG")), now=NOW)

    html = frozen(tmp_path, "trip/index.html")
    assert html.count("<picture>") == 2
    assert 'width="50" height="30"' in html and 'width="500"' not in html


@pytest.mark.parametrize(
    "content", [b"", b"no picture", a_picture(50, 50)[:40]], ids=["empty", "text", "cut-in-its-head"]
)
def test_what_is_no_picture_is_told_and_published_as_it_is(tmp_path: Path, content: bytes) -> None:
    report = freeze_site(a_page(tmp_path, "![Ice](ice.jpg)", ice_jpg=content), now=NOW)

    assert [(w.rule, w.path) for w in report.warnings] == [("unreadable-picture", "content/trip/ice.jpg")]
    assert (tmp_path / "build/site/trip/ice.jpg").read_bytes() == content
    assert "<picture>" not in frozen(tmp_path, "trip/index.html")


def test_what_is_too_large_to_be_read_is_told_so(tmp_path: Path) -> None:
    head = b"\0\0\0\rIHDR" + (20_000).to_bytes(4) * 2 + b"\x08\x02\0\0\0"
    bomb = b"\x89PNG\r\n\x1a\n" + head + crc32(head[4:]).to_bytes(4) + b"\0\0\0\x08IDAT"
    report = freeze_site(a_page(tmp_path, "![Ice](ice.png)", ice_png=bomb), now=NOW)

    assert [one.fact for one in report.warnings] == ["has more than 178 megapixels"]
    assert "<picture>" not in frozen(tmp_path, "trip/index.html")


def test_halves_of_pictures_stop_the_freeze_and_each_is_named_once(tmp_path: Path) -> None:
    half = a_picture(1500, 1500)[:-4000]
    told = [(one.path, one.rule) for one in problems_of_freezing(a_page(tmp_path, "", ice_jpg=half, sea_jpg=half))]

    assert told == [(f"content/trip/{name}.jpg", "unreadable-picture") for name in ("ice", "sea")]


def test_half_a_picture_stops_the_freeze_over_the_cores_too(tmp_path: Path) -> None:
    beside = {f"p{one}_jpg": a_picture(500 + one, 500) for one in range(4)}
    root = a_page(tmp_path, "", ice_jpg=a_picture(1500, 1500)[:-4000], **beside)
    command, around = [sys.executable, "-m", "polynya", "--root", str(root)], {**os.environ, "POLYNYA_WORKERS": "3"}

    done = subprocess.run(command, check=False, timeout=300, env=around, stderr=subprocess.PIPE, text=True)

    assert done.returncode == 1 and done.stderr.endswith(
        "content/trip/ice.jpg: is called a picture, and cannot be read as one\n"
        "hint: export it anew as JPEG or PNG.\n"
        "rule: unreadable-picture\n\n1 problem\n"
    )


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_what_moves_stays_as_it_is_and_nothing_is_told(tmp_path: Path, kind: str) -> None:
    moving = two_pictures(kind)
    report = freeze_site(a_page(tmp_path, f"![Ice](ice.{kind.lower()})", **{f"ice_{kind.lower()}": moving}), now=NOW)

    assert report.warnings == []
    html = frozen(tmp_path, "trip/index.html")
    assert "<picture>" not in html and 'width="600" height="400"' in html
    assert (tmp_path / f"build/site/trip/ice.{kind.lower()}").read_bytes() == moving


def test_a_photograph_of_a_phone_with_a_second_picture_in_it_is_its_first(tmp_path: Path) -> None:
    report = freeze_site(a_page(tmp_path, "![Ice](ice.jpg)", ice_jpg=two_pictures("MPO")), now=NOW)

    assert report.warnings == []
    [copy] = copies(tmp_path, "*-480.*.webp")
    assert copy.size == (480, 320) and copy.getpixel((9, 9))[0] > 0x80


def two_pictures(kind: str) -> bytes:
    first, second, out = Image.open(BytesIO(a_picture(600, 400))), Image.new("RGB", (600, 400), "#17617c"), BytesIO()
    first.save(out, kind, save_all=True, append_images=[second])
    return out.getvalue()


def copies(root: Path, name: str) -> list[Image.Image]:
    return [Image.open(BytesIO(path.read_bytes())) for path in sorted((root / "build/site/static/pictures").glob(name))]


def test_grey_of_sixteen_bits_stays_grey(tmp_path: Path) -> None:
    out = BytesIO()
    Image.new("I;16", (500, 300), 0x8000).save(out, "PNG")
    freeze_site(a_page(tmp_path, "![Ice](ice.png)", ice_png=out.getvalue()), now=NOW)

    for copy in copies(tmp_path, "*-500.*"):
        assert copy.getpixel((9, 9)) == pytest.approx((0x80, 0x80, 0x80), abs=2)


def test_colours_beyond_srgb_stay_what_they_are(tmp_path: Path) -> None:
    wide, usual = BytesIO(), BytesIO()
    plain = Image.new("RGB", (500, 300), "#f00")
    plain.save(wide, "JPEG", icc_profile=b"Display P3")
    plain.save(usual, "JPEG", icc_profile=b"sRGB IEC61966")
    freeze_site(a_page(tmp_path, "", wide_jpg=wide.getvalue(), usual_jpg=usual.getvalue()), now=NOW)

    assert {copy.info.get("icc_profile") for copy in copies(tmp_path, "wide-*")} == {b"Display P3"}
    assert {copy.info.get("icc_profile") for copy in copies(tmp_path, "usual-*")} == {None}


def test_a_picture_of_a_whole_long_page_has_the_sizes_that_its_formats_can_have(tmp_path: Path) -> None:
    freeze_site(a_page(tmp_path, "![Ice](ice.png)", ice_png=a_picture(1000, 17000, "PNG")), now=NOW)

    html = frozen(tmp_path, "trip/index.html")
    assert 'width="1000" height="17000"' in html
    assert re.findall(r"-(\d+)\.\w+\.webp", html) == ["480", "960"]


def test_a_picture_of_a_hundred_megapixels_is_read_without_a_word_and_is_in_memory_once(tmp_path: Path) -> None:
    Image.new("RGB", (10000, 10000)).save(tmp_path / "ice.png")

    command = [sys.executable, "-c", MAKING, str(tmp_path)]
    done = subprocess.run(command, check=True, timeout=300, capture_output=True)

    assert not done.stderr
    assert int(done.stdout) < 700_000  # KB, of which it has 400,000


def test_sizes_can_be_turned_off(tmp_path: Path) -> None:
    root = a_page(tmp_path, "![Ice](ice.png)", ice_png=a_picture(500, 300, "PNG"))
    freeze_site(write(root, {"content/site.yaml": "title: Floe\npictures: false\n"}), now=NOW)

    assert not (root / "build/site/static/pictures").exists()
    assert "<picture>" not in frozen(root, "trip/index.html")

"""A gallery shows the pictures of a folder, and follows what is laid there."""

import re
from io import BytesIO
from pathlib import Path

from PIL import Image

from build.sites import NOW, frozen, write
from polynya.freeze import freeze_site


def a_picture(width: int = 600) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, 400), (20, 90, 160)).save(file, "JPEG")
    return file.getvalue()


def shown(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<li><a href="([^"]*)">.*?<img src="[^"]*" alt="([^"]*)"', html, re.DOTALL)


def test_a_gallery_follows_its_folder(tmp_path: Path) -> None:
    pictures = {
        f"content/{name}": a_picture() for name in ("trip/Match 10.JPG", "trip/Match 2.JPG", "trip/old/a_b.jpg")
    }
    text = '# Trip\n\n::gallery\n\n## Old\n\n::gallery{of="old"}\n\n::gallery{of="none"}\n'
    write(
        tmp_path,
        {**pictures, "content/index.md": "# Home\n", "content/trip/index.md": text, "content/trip/notes.txt": "-"},
    )

    freeze_site(tmp_path, now=NOW)
    before = frozen(tmp_path, "trip/index.html")
    write(tmp_path, {"content/trip/Match 3.jpg": a_picture()})
    freeze_site(tmp_path, now=NOW)

    assert shown(before) == [
        ("/trip/Match%202.JPG", "Match 2"),
        ("/trip/Match%2010.JPG", "Match 10"),
        ("/trip/old/a_b.jpg", "A b"),
    ]
    assert [words for _, words in shown(frozen(tmp_path, "trip/index.html"))] == [
        "Match 2",
        "Match 3",
        "Match 10",
        "A b",
    ]
    assert before.count("<picture>") == 3
    assert before.count("Nothing here yet.") == 1


def test_pictures_of_a_gallery_are_asked_for_as_small_as_they_are_shown(tmp_path: Path) -> None:
    pictures = {"content/trip/a.jpg": a_picture(), "content/trip/long.jpg": a_picture(900)}
    drawing = {"content/trip/b.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}
    text = '# Trip\n\n![A](a.jpg)\n\n<img src="a.jpg" alt="" sizes="50vw">\n\n::gallery\n'
    write(tmp_path, {**pictures, **drawing, "content/trip/index.md": text})

    freeze_site(tmp_path, now=NOW)

    html = frozen(tmp_path, "trip/index.html")
    usual = "(min-width: 48rem) 44rem, 94vw"
    gallery = "(min-width: 48rem) 16rem, (min-width: 32rem) 47vw, 94vw"
    assert re.findall(r'<source type="image/avif"[^>]* sizes="([^"]*)"', html) == [usual, "50vw", gallery, usual]
    assert not re.findall("<img[^>]* sizes=", html)  # where no srcset is

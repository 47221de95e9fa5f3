"""A site's own logo, style sheets, scripts and footer are on every page and in every answer, without a template."""

import re
from pathlib import Path

from build.look.test_same_frame import SITE, answered, frame_of
from build.sites import NOW, frozen, problems_of_freezing, shown, write
from polynya.freeze import freeze_site

LOOK = """\
logo: images/logo.svg
styles: [css/club.css, /static/css/print.css]
scripts: club.js
footer:
  - {title: Imprint, url: /imprint/}
  - {title: Only here, url: https://example.org/}
  - {title: Later, url: /later/}
"""
OWN = {
    **SITE,
    "content/site.yaml": SITE["content/site.yaml"] + LOOK,
    "content/imprint.md": "# Imprint\n\nFloe.\n",
    "content/imprint.de.md": "# Impressum\n\nFloe.\n",
    "content/later.md": "---\ndraft: true\n---\n# Later\n",
    "static/images/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "static/css/club.css": ":root { --sea: #c8102e; }",
    "static/css/print.css": "@media print { p { color: black; } }",
    "static/club.js": "1;\n",
}


def test_they_are_in_frozen_pages_and_live_answers_after_those_of_the_kit(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, OWN), now=NOW)

    page = frozen(tmp_path, "books/dune/index.html")
    answer = answered(tmp_path, "/live/forms/review", page="books/dune", author="")
    for html in (page, answer):
        sheets = re.findall(r'<link rel="stylesheet" href="/static/css/(\w+)\.', html)
        assert sheets == ["tokens", "base", "layout", "parts", "code", "club", "print"]
        assert re.findall(r'<script src="/static/(\w+)\.', html) == ["htmx", "live", "club"]
        assert re.search(r'<img class="mark" src="/static/images/logo\.\w+\.svg" alt="">', html)
    assert frame_of(answer) == frame_of(page)


def test_a_slip_in_the_name_of_a_file_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    files = {"content/site.yaml": "url: https://t.example\nstyles: clubb.css\n", "content/index.md": "# Home\n"}
    write(tmp_path, {**files, "static/css/club.css": "", "static/club.js": ""})

    [problem] = problems_of_freezing(tmp_path)

    assert problem.hint == 'did you mean "css/club.css"?'


def test_the_footer_leads_to_translations_and_leaves_out_what_is_not_out(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, OWN), now=NOW)

    footers = [frame_of(frozen(tmp_path, f"{start}books/dune/index.html"))[2] for start in ("", "de/")]
    assert [re.findall(r'<li><a href="([^"]*)">([^<]*)', one) for one in footers] == [
        [("/imprint/", "Imprint"), ("https://example.org/", "Only here")],
        [("/de/imprint/", "Impressum"), ("https://example.org/", "Only here")],
    ]


def test_a_file_that_is_not_there_is_told_where_it_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": "# Home\n", "content/site.yaml": "title: T\nurl: https://t.example\n"})
    with (tmp_path / "content/site.yaml").open("a") as settings:
        settings.write("styles: [css/../../secret.css]\nfooter: Imprint\n")

    assert shown(problems_of_freezing(tmp_path)) == (
        'content/site.yaml:3:10: there is no file "css/../../secret.css" in static/\n'
        "  3 | styles: [css/../../secret.css]\n"
        "    |          ^\n"
        "hint: put the file there, for example as static/css/club.css, and write styles: css/club.css.\n"
        "rule: wrong-type\n\n"
        "content/site.yaml:4:9: an entry of the footer has a title and a url\n"
        "  4 | footer: Imprint\n"
        "    |         ^\n"
        "hint: write {title: Books, url: /books/}.\n"
        "rule: wrong-shape"
    )

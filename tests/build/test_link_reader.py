"""Reading links quickly finds what plain expressions find, on any text."""

import re
from html import unescape
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from build.sites import NOW, SHOP, a_site, write
from polynya.freeze import freeze_site
from polynya.freezer import file_of, files_of
from polynya.pages.links import LinkReader, PageLinks, are_there, broken_links, links_of

URL = "https://floe.example"
PIECES = [
    "<title>Ice",
    "</title>",
    '<link rel="icon" href="/icon.svg">',
    '<link rel="canonical" href="https://floe.example/ice/">',
    "<body>",
    '<main id="main">',
    "</main>",
    '<a href="/ice/">',
    '<a href="#main">',
    '<a href="&#35;main">',
    '<a href="&#35;text">',
    '<a href="&num;two">',
    '<a\nclass="x"\thref="https://else.example/">',
    '<a href="HTTPS://FLOE.example/other/">',
    '<a data-href="/no/" xhref="/no/" href="">',
    '<a href="/a&amp;b/#x">',
    "<a href='/single/' id='one'>",
    "<a HREF=/bare/ name=two>",
    '<h2 id="x&quot;y">',
    '<meta name="viewport" content="width=1">',
    '<img src="/a.png" srcset="/a.png 1x, /b.png 2x">',
    '<form action="/live/x" hx-post="/live/x">',
    '<div hx-get="/live/more">',
    '<textarea name="words">',
    "</textarea>",
    '<script src="/live.js">',
    "</script>",
    "<!-- ",
    " -->",
    "&lt;a href=",
    "&amp;" * 9,
    '"',
    "'",
    "<",
    ">",
    " ",
    "=",
    ' href="/text',
    ' src="/text"',
    ' id="text"',
    "words ",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def plainly(html: str) -> PageLinks:
    """Read the links attribute by attribute, with one expression each."""
    text = html
    if "<!--" in html or "<textarea" in html:
        text = re.sub(r"<!--.*?-->|<(script|style|textarea)\b.*?</\1>", "", html, flags=re.DOTALL)
    value, end = ('[^"<>]*', "[^<>]*>") if "&lt;" in text else ('[^"]*', "")
    found = PageLinks()
    for name in ("href", "src"):
        found.targets += [(name, unescape(one)) for one in re.findall(rf'(?=\s{name}="({value})"{end})', text)]
    found.spots |= {unescape(one) for one in re.findall(r'(?=\s(?:id|name)="([^"]*)")', text)}
    rare = [(m[1], m[2]) for m in re.finditer(r'\s(srcset|action|hx-(?:get|post|put|delete|patch))="([^"]*)"', text)]
    bare = r"\s(href|src|srcset|action|id|name)=(?:'([^']*)'|([^\s\"'<>=`]+))(?=[^<>]{0,500}>)"
    rare += [(m[1].lower(), m[3] if m[2] is None else m[2]) for m in re.finditer(bare, text, re.IGNORECASE)]
    for name, address in rare:
        if name in ("id", "name"):
            found.spots.add(unescape(address))
        else:
            each = [one.split()[0] for one in address.split(",") if one.strip()] if name == "srcset" else [address]
            found.targets += [(name, unescape(one)) for one in each]
    return found


@given(TEXTS)
@example('<a href="one href="/two/">"')
@example('<p>&lt;p title=" href="/a/"&gt; <a href="/b/">')
def test_links_are_those_that_plain_expressions_find(html: str) -> None:
    assert links_of(html) == plainly(html)


@given(st.lists(TEXTS, min_size=1, max_size=4))
@example(['<title><link rel="icon"<link rel="canonical" href="/x<body>"<main id="a"></main></main>'])
@example(['<a href="&#35;x"><main id="x">'])
@example(['<main id="x"></main href="/a/">', '<main id="x"></main href="/a/"= id=x>', '<main></main href="/a/"'])
@example(["<main <!-- </main --> ", '<main id="b</main"'])
def test_pages_read_part_by_part_give_what_they_give_when_read_whole(pages: list[str]) -> None:
    reader = LinkReader(URL)

    for html in pages * 2:
        whole = links_of(html)
        assert reader.read(html) == (tuple(whole.far_targets(URL)), whole.lines_of_spots())


def test_frozen_pages_are_read_part_by_part_as_when_read_whole(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    a_site(tmp_path, about="[Dune](books/dune.md) [me](#ice)\n\n## Ice\n\n`<a href='/no/'>` <!-- [no](/no/) -->\n")
    freeze_site(tmp_path, now=NOW)
    pages = [path.read_text() for path in sorted((tmp_path / "build/site").rglob("*.html"))]
    reader = LinkReader(URL)

    for html in pages:
        whole = links_of(html)
        assert reader.read(html) == (tuple(whole.far_targets(URL)), whole.lines_of_spots())

    assert len(pages) > 3


def test_an_address_is_one_object_on_all_pages() -> None:
    reader = LinkReader(URL)

    ((first,), _), ((second,), _) = (reader.read(f'<p id="{one}"><a href="/ice/">') for one in "ab")

    assert first is second


ADDRESSES = st.one_of(
    st.sampled_from(
        ["/", "/ice/", "/ice/index.html", "/a.css", f"{URL}/ice/", f"{URL}/", URL, "/live/", "/no/", "/.ice/"]
    ),
    st.text("/ic.%#\n é-", max_size=6).map("/{}".format),
    st.text("/ice.%#\n é-", max_size=6),
)


@given(st.lists(ADDRESSES, max_size=5))
def test_many_addresses_have_the_files_that_each_has(urls: list[str]) -> None:
    assert files_of(urls) == [file_of(url) for url in urls]


@given(st.lists(st.tuples(st.sampled_from(["href", "src", "action"]), ADDRESSES), max_size=4))
@example([("href", "/ice/\n/ice/")])
def test_targets_are_there_only_when_each_of_them_is(targets: list[tuple[str, str]]) -> None:
    files = {"index.html", "ice/index.html", "a.css", "live/index.html", ".ice/index.html"}
    broken = [*broken_links({"/": PageLinks(targets)}, files, site_url=URL, forms=())]
    each = [are_there([one], files, site_url=URL) for one in targets]

    assert are_there(targets, files, site_url=URL) == all(each)
    assert not (all(each) and broken)


def test_plain_addresses_are_there() -> None:
    files = {"index.html", "ice/index.html", "a.css"}

    for address in ("/", "/ice/", "/ice/index.html", "/a.css", f"{URL}/", f"{URL}/ice/"):
        assert are_there([("href", address), ("href", "/")], files, site_url=URL)

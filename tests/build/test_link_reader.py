"""Reading links quickly finds what plain expressions find, on any text."""

import re
from html import unescape
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from build.sites import NOW, SHOP, a_site, write
from polynya.freeze import freeze_site
from polynya.freezer import file_of, files_of
from polynya.markdown import Extras, Resolver, render
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
        text = re.sub(r"<!--.*?(?:-->|\Z)|<(script|style|textarea)\b.*?</\1>", "", html, flags=re.DOTALL)
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


def in_order(read: tuple[tuple[tuple[str, str], ...], str]) -> tuple[list[tuple[str, str]], str]:
    targets, spots = read
    return sorted(targets), spots


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
        assert in_order(reader.read(html)) == (sorted(whole.far_targets(URL)), whole.lines_of_spots())


BODIES = st.lists(
    st.sampled_from(
        (
            "## A b\n\n", "# One\n\n", "## A `b`\n\n", "### A & b {#own}\n\n", "[a](b.md)", "[c](/d/#e)", "[f](#a-b)", "[g](#no)",
            "[h](https://else.example/?id=1)", "[i](HTTPS://FLOE.example/)", f"[j]({URL}/ice/)", '[k](/l/ "m=n")', "![o](/p.png)",
            "[q](/r?s=t&u=v)", "[w]()", " href=", ' href="/x/"', " href='/y/'", " hr*ef*='/z/'", " id\\=one", " name=two ",
            ' src=""', "hx\\-get=", '="', "=", "'", '"', "<b id=three>", "<!-- ", " -->", "<textarea>", "&#61;", "&lt;",
            " & ", "{.a #four}",
            "{href}", "\n\n", "\n", "| a | b |\n|---|--:|\n| c | d |\n\n", "```py\na = b href=c\n```\n\n", "- [x] y\n\n",
            "    z id=\n\n", "[^1]\n\n[^1]: a\n\n", "> [!NOTE]\n> b\n\n", "https://else.example/ ", "$a$", "[[toc]]\n\n",
            "# title\n\n",
        )
    ),
    max_size=9,
).map("".join)  # fmt: skip
AROUND = st.lists(
    st.sampled_from((*PIECES, '<p title="', '"">', 'href="/x/">', "src=x>", 'ame="y">', "=x>")), max_size=5
).map("".join)


@settings(max_examples=300)
@given(BODIES, st.tuples(AROUND, AROUND), st.booleans())
@example("## A b\n\n[c](#a-b) [d](&num;a-b)", ('<link rel="icon"><body><main id="m">', "</main>"), False)
@example("a", ('<a href="', '"/>'), False)
@example("a", ("<a href=", "/x/>"), False)
@example('a href\\="/x/"', ("", ""), False)
@example('a href&#61;"/x/"', ("", ""), False)
@example("[a](b.md){.c #four}", ("", ""), False)
@example("a", ("<main>", 'href="/x/">'), False)
@example("a", ('&lt;<a href="/x/"', ">"), False)
def test_what_the_content_points_at_needs_not_be_read(body: str, around: tuple[str, str], typographic: bool) -> None:
    content = render(
        body,
        resolve=lambda address: address.replace(".md", "/"),
        taken=["title", "taken"],
        extras=Extras(math=typographic, typography=typographic),
    )
    html = around[0] + content.html + around[1]
    reader, whole = LinkReader(URL), links_of(html)

    for _ in range(2):
        assert in_order(reader.read(html, content)) == (sorted(whole.far_targets(URL)), whole.lines_of_spots())


def test_of_a_usual_text_is_known_what_it_points_at() -> None:
    found = render(
        "## A b\n\n[c](d.md) [e](https://else.example/?f=g)\n\n```py\nh = 1\n```\n", resolve=lambda one: f"/{one}&"
    )

    assert found.addresses == ["/d.md&amp;", "/https://else.example/?f=g&amp;"]
    assert render("<b id=a>").addresses is None
    assert render("a hr*ef*=b").addresses == []


@given(BODIES)
def test_what_is_kept_is_as_when_it_was_asked_for(body: str) -> None:
    kept = ("https://", "#", "/")

    def resolve(address: str) -> str:
        return address if address.startswith(kept) else f'/{address}"'

    assert render(body, resolve=Resolver(resolve, kept)) == render(body, resolve=resolve)


def test_frozen_pages_are_read_part_by_part_as_when_read_whole(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    a_site(tmp_path, about="[Dune](books/dune.md) [me](#ice)\n\n## Ice\n\n`<a href='/no/'>` <!-- [no](/no/) -->\n")
    freeze_site(tmp_path, now=NOW)
    pages = [path.read_text() for path in sorted((tmp_path / "build/site").rglob("*.html"))]
    reader = LinkReader(URL)

    for html in pages:
        whole = links_of(html)
        assert in_order(reader.read(html)) == (sorted(whole.far_targets(URL)), whole.lines_of_spots())

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


def test_what_follows_a_comment_that_nobody_ends_is_no_link() -> None:
    assert links_of('<a href="/ice/"><!-- <a href="/no/">' + "<!--" * 100_000).targets == [("href", "/ice/")]

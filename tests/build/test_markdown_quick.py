"""What most texts need is done a quicker way, which gives the same HTML as the way for all."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from polynya.markdown import attributes, autolinks, code, directives, engine, headings
from polynya.markdown.finishing import tags, usual
from polynya.markdown.words import words_of

PIECES = (
    "## A heading\n", "## A & b `c`\n", "### Again\n### Again\n", "# Ünïcode – dash\n", "<h2>raw</h2>\n", "<hr>\n",
    "<h2>open\n\n", "## [linked](b.md) {#own}\n", "## A [link](c.md)\n", "## A ![picture](d.png)\n", "<h2>a</h3>\n", "</h2>\n",
    '<h3 class="x" id="y">given</h3>\n', "<header>no heading</header>\n", "[a](b.md) [c](https://d.example/?e=1&f=2)\n",
    '<a href="g>h.md">i</a>\n', '<a class="j" href="k.md">l</a>\n', '<a href="open.md\n', "![m](n.md)\n", '<img src="a>b.md">\n',
    '<img class="c" src="d.md">\n', '<video src="e.md">\n', "|a|b|c|\n|:-|-:|:-:|\n|1|2|[3](4.md)|\n", "||a|\n|-|-|\n|b|c|\n",
    "|a||\n|-|-:|\n|b|c|\n", "<table><thead><tr><th></th></tr></thead></table>\n", "<table><thead>\n", "</table>\n",
    "<th></th>\n",
    '<table><thead><tr><th class="align-left"></th></tr></table>\n', '<table><thead><tr><th class="other"></th></tr></table>\n',
    '<p style="text-align: right">o</p><td style="text-align: justify">p</td>\n', "- [x] done\n", "> [!NOTE]\n> q\n",
    '<td style="text-align: left" id="x">y</td>\n', "r[^1]\n\n[^1]: s\n", "```\nt\n```\n", "    u\n", "```python\nv = {}\n```\n",
    "<article><abbr>v</abbr></article>\n",
)  # fmt: skip
ADDRESSES = ("https://a.example", "[a](https://b.example)", "[b](http://c.example)", "www.d.example", "[c](//www.e.example)",
    "f@g.example", "[d](mailto:h@i.example)", "j: k", "l @ m", "`https://n.example`", "[e](o.md)")  # fmt: skip
BRACES = ("{", "}", "{.a}", "[a](b)", "[a](b){.c}", "![a](b){.c}", "\n", "{.d}", "\n{.e}\n\n", "`{f}`", "g {.h} i")
FENCES = ("```", "~~~", "`", "~", "py", "{hl=2}", " {a b}", "{", "}", "\n", "> ", "- ", "x")
COLONS = ("a", ":", "::", "\n", "b: c", ":: d", "https://e.example")


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_one_pass_gives_what_three_give(pieces: list[str]) -> None:
    html = engine._html("\n".join(pieces), engine._engine(False, False), engine.NONE)
    ids = headings.ids_of(["taken", "again"], "title")
    wanted, there = headings.number_headings(html, ["taken", "again"], "title")
    wanted = tags.box_tables(tags.finish_tags(wanted, resolve=_resolve, words=words_of("en")), "Table")

    with suppress(usual.Unusual):
        found, listed, _ = usual.finish_usual(html, _resolve, ids, label="Table")

        assert (headings.with_moved(found, ids), listed) == (wanted, there)


@given(
    st.lists(
        st.sampled_from((*PIECES, "::form[x]\n", "# Own {#a}\n", "www.d.example <https://e.example>\n")), max_size=5
    )
)
def test_what_is_plain_has_no_picture_and_no_first_heading(pieces: list[str]) -> None:
    found = engine.render("\n".join(pieces), draw_form=lambda name: f"<h1>{name}</h1><img>")

    assert not found.plain or ("<img" not in found.html and "<h1" not in found.html)


def test_a_text_of_words_is_plain() -> None:
    assert engine.render("## A\n\nb [c](d.md)\n\n|e|\n|-|\n|f|\n").plain
    assert not engine.render("# A\n").plain
    assert not engine.render("![a](b.png)\n").plain


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_each_address_is_asked_for_once(pieces: list[str]) -> None:
    html = engine._html("\n".join(pieces), engine._engine(False, False), engine.NONE)
    quick, asked = list[str](), list[str]()
    tags.finish_tags(html, resolve=lambda address: asked.append(address) or address, words=words_of("en"))

    with suppress(usual.Unusual):
        usual.finish_usual(html, lambda address: quick.append(address) or address, headings.ids_of(), label="Table")

        assert quick == asked
        return
    assert quick == []


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_usual_headings_are_numbered_as_any(pieces: list[str]) -> None:
    html = engine._html("\n".join(pieces), engine._engine(False, False), engine.NONE)

    assert headings.number_headings(html, ["taken"]) == headings._number_any(html, headings.ids_of(["taken"]))


def test_a_usual_text_takes_one_pass() -> None:
    usually = "# A\n\n## B c\n\n[d](e.md) ![f](g.md)\n\n|h||\n|-|-:|\n|i|j|\n\n```\nk\n```\n"
    html = engine._html(usually, engine._engine(False, False), engine.NONE)

    found, listed, _ = usual.finish_usual(html, _resolve, headings.ids_of(), label="Table")

    assert [one.id for one in listed] == ["a", "b-c"]
    assert '<a href="e/&quot;">' in found
    assert '<td class="align-right"></td>' in found
    assert '<pre tabindex="0"><code>' in found


@given(st.lists(st.sampled_from(ADDRESSES), max_size=6))
def test_where_no_bare_address_is_seen_there_is_none(pieces: list[str]) -> None:
    html = engine._html(" ".join(pieces), engine._engine(False, False), engine.NONE)
    bare = any(one in pieces for one in ("https://a.example", "www.d.example", "f@g.example"))

    assert (autolinks.link_bare_addresses(html) != html) == bare


@given(st.lists(st.sampled_from(BRACES), max_size=7))
def test_where_no_attribute_is_seen_there_is_none(pieces: list[str]) -> None:
    html = engine._engine(False, False).html("".join(pieces))

    seen = attributes.may_have_attributes(html)
    assert seen == any(before.endswith(("/>", "</a>", "\n")) for before in html.split("{")[:-1])
    assert seen or attributes.set_attributes(html) == html


@given(st.lists(st.sampled_from(FENCES), max_size=7))
def test_where_no_options_are_seen_there_are_none(pieces: list[str]) -> None:
    body = "".join(pieces)

    assert code.may_have_options(body) or code.hide_spaces(body) == body


@given(st.lists(st.sampled_from(COLONS), max_size=7))
def test_two_colons_in_a_row_are_seen(pieces: list[str]) -> None:
    body = "".join(pieces)

    assert directives.may_have_directives(body) == ("::" in body)


def _resolve(address: str) -> str:
    return address.replace(".md", '/"')

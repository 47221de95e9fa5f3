"""What most texts need is done a quicker way, which gives the same HTML as the way for all."""

from hypothesis import given
from hypothesis import strategies as st

from polynya.markdown import engine, finish, headings
from polynya.markdown.words import words_of

PIECES = (
    "## A heading\n", "## A & b `c`\n", "### Again\n### Again\n", "# Ünïcode – dash\n", "<h2>raw</h2>\n", "<hr>\n",
    "<h2>open\n\n",
    '<h3 class="x" id="y">given</h3>\n', "<header>no heading</header>\n", "[a](b.md) [c](https://d.example/?e=1&f=2)\n",
    '<a href="g>h.md">i</a>\n', '<a class="j" href="k.md">l</a>\n', "![m](n.png)\n", "|a|b|c|\n|:-|-:|:-:|\n|1|2|[3](4.md)|\n",
    '<p style="text-align: right">o</p><td style="text-align: justify">p</td>\n', "- [x] done\n", "> [!NOTE]\n> q\n",
    "r[^1]\n\n[^1]: s\n", "```\nt\n```\n", "    u\n", "<article><abbr>v</abbr></article>\n",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_the_quick_ways_give_what_the_slow_ones_give(pieces: list[str]) -> None:
    html = engine._html("\n".join(pieces), engine._engine(False, False), engine.NONE)
    words, resolve = words_of("en"), lambda address: address.replace(".md", '/"')
    numbered, there = headings._number_any(html, headings._Ids(["taken"]))
    assert headings.number_headings(html, ["taken"]) == (numbered, there)
    quick = finish.finish_usual(html, resolve)
    if quick is not None:
        slow = finish.finish_tags(numbered, resolve=resolve, words=words)
        assert headings.number_headings(quick, ["taken"])[0] == slow

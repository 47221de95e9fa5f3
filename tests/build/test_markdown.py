"""Markdown as authors know it: the whole of CommonMark and its usual extensions, and nothing that a bomb can stop."""

import re
import time
from pathlib import Path

import pytest

from polynya.markdown import render

SPEC = Path(__file__).parents[2] / "node_modules/commonmark-spec/spec.txt"
OURS = re.compile(
    r' <a class="anchor"[^>]*>#</a>|(?<=<h[1-6]) id="[^"]*"|(?<=<pre) tabindex="0"|(?<=<pre) class="highlight" tabindex="0"'
    r'|<span class="[^"]*">|</span>'
)
WANTED = 640
ALL = 652


def test_commonmark_passes() -> None:
    examples = re.findall(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", SPEC.read_text(), flags=re.DOTALL | re.MULTILINE)

    passed = [plain(render(text.replace("→", "\t")).html) == plain(html.replace("→", "\t")) for text, html in examples]

    assert len(passed) == ALL
    assert sum(passed) >= WANTED


def plain(html: str) -> str:
    """Take out what we add to CommonMark, and write quotes in text one way."""
    return OURS.sub("", html).replace("&quot;", '"').replace("<li>\n<pre", "<li><pre")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("| a | b |\n|:-:|---|\n| 1 | 2 |\n", '<th class="align-center">a</th><th>b</th>'),
        ("- [x] done\n- [ ] open\n", '<input type="checkbox" disabled checked aria-label="done">'),
        ("~~gone~~\n", "<del>gone</del>"),
        ("Ice[^1]\n\n[^1]: Cold.\n", '<a href="#fn-1" id="fnref-1" role="doc-noteref">1</a>'),
        ("Ice[^1]\n\n[^1]: Cold.\n", '<div class="footnote-definition" id="fn-1">'),
        ("Floe\n: Ice that drifts.\n", "<dt>Floe</dt>\n<dd>Ice that drifts.</dd>"),
        ("Done\n:tada: at last\n", "<p>Done\n:tada: at last</p>"),
        ("- Done\n  ::today:: it was\n", "::today:: it was"),
        ("Floe\n: Ice.\n\n```\na\n:b\n```\n`c\n:d`\n", "a\n:b\n</code></pre>\n<p><code>c :d</code></p>"),
        ("> [!WARNING]\n> Thin ice.\n", '<p class="markdown-alert-title">Warning</p>'),
        (
            "## Thin *ice* {#thin .cold}\n",
            '<h2 id="thin" class="cold">Thin <em>ice</em> <a class="anchor" href="#thin"',
        ),
        ("## Ice & sea!\n", '<h2 id="ice--sea">'),
        ("## A\n\n## A\n", '<h2 id="a-1">'),
        ("See https://example.org/a_(b)?c=d&e. Or not.\n", '<a href="https://example.org/a_(b)?c=d&amp;e">'),
        ("`https://example.org` <!-- https://example.org -->\n", "<code>https://example.org</code>"),
        (
            "```python\nx = 1\n```\n",
            '<pre class="highlight" tabindex="0"><code class="language-python"><span class="n">x',
        ),
        ("```nonsense\n<b>\n```\n", '<code class="language-nonsense">&lt;b&gt;'),
        ("{{ 7*7 }} {% raw %}\n", "<p>{{ 7*7 }} {% raw %}</p>"),
    ],
)
def test_extensions(text: str, html: str) -> None:
    assert html in render(text).html


def test_nothing_needs_an_inline_style() -> None:
    assert "style=" not in render("|a|b|c|\n|:-|:-:|-:|\n|1|2|3|\n\n```css\na { color: red }\n```\n").html


def test_addresses_of_links_and_pictures_are_resolved() -> None:
    html = render("[a](b.md#c) ![d](e.png) <img src='raw.png'> <a href=\"f.md\">f</a>", resolve="/here/{}".format).html

    assert 'href="/here/b.md#c"' in html
    assert 'src="/here/e.png"' in html
    assert 'href="/here/f.md"' in html


def test_headings_are_listed_in_order() -> None:
    headings = render("# One\n\n## Two & a *half*\n").headings

    assert [(heading.level, heading.id, heading.text) for heading in headings] == [
        (1, "one", "One"),
        (2, "two--a-half", "Two & a half"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "::form[a]",
        "before\n::form[a]\nafter",
        "> ::form[a]",
        "- item\n\n  ::form[a]",
        "[a]: /url\n\n::form[a]",
        "ünï\n\n::form[a]   \n",
    ],
)
def test_a_form_stands_on_a_line_of_its_own(text: str) -> None:
    html = render(text, draw_form="<form>{}</form>".format).html

    assert "<form>a</form>" in html
    assert "::form" not in html
    assert "<p><form>" not in html


@pytest.mark.parametrize(
    "text", ["```\n::form[a]\n```", "    ::form[a]", "say ::form[a] here", "<pre>\n::form[a]\n</pre>"]
)
def test_a_form_in_code_or_in_a_sentence_is_text(text: str) -> None:
    html = render(text, draw_form="<form>{}</form>".format).html

    assert "<form>" not in html
    assert "::form[a]" in html


N = 20_000
BOMBS = {
    "quotes": "> " * N,
    "brackets": "[" * N + "a" + "]" * N,
    "links": "[a](" * N,
    "pictures": "![[" * 5000,
    "emphasis": "*a **b " * N,
    "backticks": "".join("`" * n + "a" for n in range(300)),
    "angles": "<" * N,
    "lists": "- " * N,
    "nested list": "\n".join(" " * n + "- a" for n in range(1000)),
    "footnotes": "[^1]" * N + "\n\n[^1]: a",
    "definitions": "a\n: b\n" * N,
    "headings": "# a\n" * N,
    "open headings": "<div>\n" + "<h1>" * N,
    "open comments": "<div>\n" + "<!--" * N + " https://a.b",
    "open tags": "<div>\n" + "<a " * N + "\n<a " + " src" * N,
    "closing brackets": "https://a" + ")" * N,
    "trailing dots": "https://a" + "." * N + "b",
    "forms": "::form[a]\n" * N,
    "code": "```python\n" + "(" * N + "\n```",
    "table": "|" * N + "\n|-|\n",
    "spaces": "a" + " " * N + "\n" + "\t" * N,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_parser_bomb_ends_within_a_second(bomb: str) -> None:
    started = time.process_time()

    render(BOMBS[bomb], draw_form=str)

    assert time.process_time() - started < 1

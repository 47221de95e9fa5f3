"""What Markdown alone does not have: code with lines, contents, formulas, typography, attributes, components, footnotes."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from build.sites import NOW, a_site, frozen, shown, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.markdown import Directive, Extras, Fault, render

MATH = Extras(math=True)


def text(body: str, **more: object) -> str:
    """Render `body` and take the highlighter's own spans out."""
    html = render(body, **more).html  # type: ignore[arg-type]
    return re.sub(r'<span class="[a-z0-9]{1,3}">([^<]*)</span>', r"\1", html)


def box(directive: Directive) -> str:
    return f"<{directive.name} {directive.attributes}>{directive.inner}</{directive.name}>"


def test_a_code_block_has_a_file_name_numbers_and_marked_lines() -> None:
    html = text('```python {title="app.py" hl="2-3" numbers start=9}\na = 1\nb = 2\nc = 3\n```\n')

    assert '<figure class="listing"><figcaption>app.py</figcaption>' in html
    assert (
        '<code class="language-python"><span class="line"><span class="line-number" aria-hidden="true">9</span>a = 1'
        in html
    )
    assert html.count('<span class="line marked">') == 2
    assert "style=" not in html


def test_a_token_over_several_lines_is_closed_in_each() -> None:
    html = render('```python {numbers}\nx = """a\nb\n"""\n```\n').html

    for line in re.findall(r'<span class="line">.*?\n</span>', html):
        assert line.count("<span") == line.count("</span>")


def test_other_generators_mark_lines_in_braces_too() -> None:
    assert render("```js {1,3-4}\na\nb\nc\nd\n```\n").html.count("line marked") == 3


@pytest.mark.parametrize(
    "written", ['title="a b.ts"', "title='a b.ts' {2}", 'showLineNumbers {2} title="a b.ts"', 'title="a b.ts" live']
)
def test_a_title_needs_no_braces(written: str) -> None:
    html = render(f'```ts {written}\na\nb\n```\n\n> ```js title="c"\n> d\n> ```\n').html

    assert re.findall("<figcaption>([^<]*)</figcaption>", html) == ["a b.ts", "c"]
    assert re.findall('<code class="([^"]*)">', html) == ["language-ts", "language-js"]
    assert html.count("line marked") == written.count("{2}")
    assert html.count("line-number") == 2 * written.count("showLineNumbers")


@pytest.mark.parametrize(
    "body",
    [
        '````md\n```python title="a b"\n````\n',
        '``` title="`\n',
        'say title="a b"\n',
        '````md\n```python {title="a b"}\n````\n',
        "``` `x` {a b}\n",
        "text\n~~~ {not closed\n",
        '<pre>\n```py {title="a b"}\n</pre>\n',
    ],
)
def test_what_looks_like_a_fence_and_is_none_keeps_its_spaces(body: str) -> None:
    assert "\ue020" not in render(body).html


def test_the_contents_list_the_headings_below_the_title() -> None:
    html = render("[[toc]]\n\n## A & b\n\n### C\n\n## D\n\n#### Not this\n").html

    contents = html[: html.index("</nav>")]
    assert contents.startswith(
        '<nav class="contents" aria-label="On this page">\n<ul>\n<li><a href="#a--b">A &amp; b</a><ul>'
    )
    assert contents.count("<li>") == contents.count("</li>") == 3
    assert contents.count("<ul>") == contents.count("</ul>") == 2
    assert "Auf dieser Seite" in render("::toc\n\n## A\n", draw_component=lambda _: None, language="de").html
    assert "[[toc]]" in render("`[[toc]]`\n\n## A\n").html


def test_formulas_become_mathml_without_a_script() -> None:
    html = render("The $x^2$ and\n\n$$\n\\frac{a}{b}\n$$\n", extras=MATH).html

    assert '<p>The <math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><semantics><mrow><msup>' in html
    assert '\n<div class="scroll" role="group" aria-label="Formula" tabindex="0"><math xmlns=' in html
    assert 'display="block"><semantics>' in html and "</math></div>" in html
    assert 'aria-label="Formel"' in render("$$x$$\n", extras=MATH, language="de").html
    assert '<annotation encoding="application/x-tex">x^2</annotation>' in html


@pytest.mark.parametrize("body", ["It costs $20-$30.", "$5 and $6", "`$x$`", "\\$x\\$", "a $ b $ c"])
def test_money_and_code_are_no_formulas(body: str) -> None:
    assert "<math" not in render(body, extras=MATH).html


def test_formulas_are_text_unless_asked_for() -> None:
    assert "$x$" in render("$x$").html


@pytest.mark.parametrize("formula", ["x_1_2", "\\nonsense x", "\\text{<script>}", "\\href{javascript:a}{x}"])
def test_a_formula_that_cannot_be_read_is_told_with_its_line(formula: str) -> None:
    faults: list[Fault] = []

    html = render(f"One.\n\nTwo ${formula}$\n", extras=MATH, fault=faults.append).html

    assert [(fault.rule, fault.line, fault.column) for fault in faults] == [("formula", 3, 6)]
    assert "<math" not in html and "<script>" not in html


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("en", "“I don’t”, she said – ‘no’ … “x"),
        ("de", "„I don’t“, she said – ‚no‘ … “x"),
        ("de-AT", "„I don’t“, she said – ‚no‘ … “x"),
        ("fr", "«\u202fI don’t\u202f», she said – ‹no› … “x"),
        ("sv", "”I don’t”, she said – ’no’ … “x"),
    ],
)
def test_punctuation_is_set_by_language_and_the_authors_own_stays(language: str, html: str) -> None:
    body = '"I don\'t", she said -- \'no\' ... “x\n\n`"code"`\n'

    assert (
        text(body, language=language, extras=Extras(typography=True)) == f'<p>{html}</p>\n<p><code>"code"</code></p>\n'
    )
    assert "&quot;" in render('say "x"').html or '"x"' in render('say "x"').html


def test_attributes_of_pictures_links_and_paragraphs() -> None:
    html = render('![a](b.png){width=300 .wide} [c](d){hreflang="de"}\n\nWords.\n{#spot .lead}\n').html

    assert '<img src="b.png" alt="a" width="300" class="wide" />' in html
    assert '<a href="d" hreflang="de">c</a>\n' not in html and '<a href="d" hreflang="de">c</a></p>' in html
    assert '<p id="spot" class="lead">Words.</p>' in html


@pytest.mark.parametrize(
    "body", ["[a](b){onclick=x}", "[a](b){style='x'}", "![a](b){what is this}", "[a](b){}", "[a](b){{c}}"]
)
def test_what_may_not_be_set_stays_text(body: str) -> None:
    assert "{" in render(body).html


def test_footnotes_stand_at_the_end_in_their_order() -> None:
    html = render("A[^b] c[^a]\n\n[^a]: Alpha.\n\n    ```\n    <div>\n    ```\n\n[^b]: Beta.\n\nLast.\n").html

    assert html.index("Last.") < html.index('<section class="footnotes"') < html.index("Beta.") < html.index("Alpha.")
    assert html.endswith("</section>\n")
    assert html.count("<div") == html.count("</div>")


def test_a_table_scrolls_in_a_box_that_the_keyboard_reaches() -> None:
    html = render("|a|b|\n|-|-|\n|1|2|\n\n<table><tr><td>raw</td></tr></table>\n").html

    assert html.startswith('<div class="scroll" role="group" aria-label="Table" tabindex="0"><table><thead>')
    assert html.count("</table></div>") == 1
    assert "<table><tr><td>raw" in html


def test_a_heading_never_takes_the_id_of_something_else() -> None:
    assert [one.id for one in render("## Review\n\n## Review\n", taken={"review"}).headings] == ["review-1", "review-2"]


def test_components_are_nested_and_their_text_is_markdown() -> None:
    html = render(
        'Before.\n:::a{key="v w"}\n**b** [r]\n\n:::c\n- d\n:::\n\n::e{n=1}\n:::\nAfter.\n\n[r]: /r\n',
        draw_component=box,
    ).html

    inner = '<p><strong>b</strong> <a href="/r">r</a></p>\n<c {}><ul>\n<li>d</li>\n</ul>\n</c>'
    assert f"<a {{'key': 'v w'}}>{inner}<e {{'n': '1'}}></e></a>" in html
    assert html.startswith("<p>Before.</p>") and html.endswith("<p>After.</p>\n")


@pytest.mark.parametrize(
    "body", ["```\n:::a\nx\n:::\n```", "    :::a\n    :::", "<pre>\n::a\n</pre>", "say ::a here", "`::a`"]
)
def test_components_in_code_are_text(body: str) -> None:
    html = render(body, draw_component=box).html

    assert "<a {" not in html and "::a" in html


@pytest.mark.parametrize(
    ("body", "place"),
    [(":::a\nx", (1, 4)), ("x\n\n:::", (3, 4)), ("- :::a\n\n:::", (3, 4)), (":::a\n\n> :::\n", (3, 6))],
)
def test_a_component_that_never_ends_is_told(body: str, place: tuple[int, int]) -> None:
    faults: list[Fault] = []

    render(body, draw_component=box, fault=faults.append)

    assert faults[0].rule == "component-end"
    assert place in [(fault.line, fault.column) for fault in faults]


@pytest.mark.parametrize(("name", "warns"), [("tip", True), ("danger", True), ("note", True), ("card", False)])
def test_a_note_that_never_ends_keeps_no_page_from_going_out(name: str, warns: bool) -> None:
    faults: list[Fault] = []

    html = render(f"Ice.\n\n:::{name} Mind\n\nThe tea is hot.", draw_component=box, fault=faults.append).html

    assert "<p>The tea is hot.</p>" in html
    assert [fault.warns for fault in faults] == [warns]


@pytest.mark.parametrize(
    ("body", "warns"),
    [
        ("Ice.\n\n:::\n\nTea.", [True]),
        (":::tip\nIce.\n\n> :::\n\nTea.", [True, True]),
        (":::card\nIce.\n\n> :::\n\nTea.", [False, False]),
    ],
)
def test_an_end_that_ends_nothing_keeps_no_page_from_going_out(body: str, warns: list[bool]) -> None:
    faults: list[Fault] = []

    html = render(body, draw_component=box, fault=faults.append).html

    assert "Ice." in html
    assert "<p>Tea.</p>" in html
    assert ":::\n" not in html
    assert [fault.warns for fault in faults] == warns


def test_marks_never_reach_a_page() -> None:
    for body in ("x\n    ::a\n", "- x\n      ::a\n", "\ue000\n\n::a\n\n    ::b", "# h\n::a\n===\n"):
        assert "\ue0000\ue000" not in render(body, draw_component=lambda _: None).html


def test_a_site_draws_its_components(tmp_path: Path) -> None:
    body = ':::box{title="Two <words>"}\nSome *text* with [a link](about.md).\n\n:::details{summary=More}\nInner.\n:::\n:::\n'
    a_site(tmp_path, index=body, about="About.\n")
    write(tmp_path, {"templates/components/box.html": '<div class="box"><b>{{ title }}</b>{{ inner }}</div>\n'})

    freeze_site(tmp_path, now=NOW)

    html = frozen(tmp_path, "index.html")
    assert (
        '<div class="box"><b>Two &lt;words&gt;</b><p>Some <em>text</em> with <a href="/about/">a link</a>.</p>' in html
    )
    assert '<details class="details">\n<summary>More</summary>\n<p>Inner.</p>' in html


@pytest.mark.parametrize(
    ("written", "kind", "title"),
    [
        (":::tip", "tip", "Tip"),
        ("::: warning Mind the <ice>", "warning", "Mind the &lt;ice&gt;"),
        (":::danger[Thin ice]", "caution", "Thin ice"),
        ("::::info", "note", "Note"),
        (":::note A word", "note", "A word"),
        ("::: {.callout-note}", "note", "Note"),
        ('::: {.callout-important title="Mind" collapse="true"}', "important", "Mind"),
        (":::{warning} Mind the <ice>", "warning", "Mind the &lt;ice&gt;"),
        ("::::{admonition} Ice", "note", "Ice"),
        (":::{seealso}", "note", "Note"),
        ("::: tip {no-title}", "tip", "Tip"),
        (":::{tip} A\n:class: dropdown\n:name: a-tip", "tip", "A"),
    ],
)
def test_notes_of_other_generators_are_notes(tmp_path: Path, written: str, kind: str, title: str) -> None:
    a_site(tmp_path, index=f"{written}\n\nInner.\n\n:::\n")

    freeze_site(tmp_path, now=NOW)

    aside = (
        f'<aside class="markdown-alert markdown-alert-{kind}">\n<p class="markdown-alert-title">{title}</p>\n<p>Inner.'
    )
    assert aside in frozen(tmp_path, "index.html")


def test_details_need_no_title(tmp_path: Path) -> None:
    a_site(tmp_path, index="::: details\nInner.\n:::\n")

    freeze_site(tmp_path, now=NOW)

    assert "<summary>Details</summary>\n<p>Inner.</p>" in frozen(tmp_path, "index.html")


def test_a_component_of_another_generator_with_the_name_of_one_is_a_box(tmp_path: Path) -> None:
    a_site(tmp_path, index=":::{table} Of ice\nInner.\n:::\n")

    report = freeze_site(tmp_path, now=NOW)

    assert [one.rule for one in report.warnings] == ["unknown-component"]
    assert '<div class="table">\n<p>Inner.</p>\n</div>' in frozen(tmp_path, "index.html")


def test_a_figure_of_another_generator_is_told_with_the_line_for_its_picture(tmp_path: Path) -> None:
    a_site(tmp_path, index=":::{figure} bay.png\nThe bay.\n:::\n")

    [problem] = freeze_site(tmp_path, now=NOW).warnings

    assert problem.fact == "{figure} is the directive of another generator, and only what is in it is shown"
    assert "![what it shows](bay.png) below it" in problem.hint


@pytest.mark.parametrize("tags", ["<div>\nInner.\n</div>", '<img src="/a.png" alt="">', "<Tabs>\n\nInner.\n\n</Tabs>"])
def test_a_component_ends_right_below_tags(tmp_path: Path, tags: str) -> None:
    html = render(f":::box\n{tags}\n:::\n\nMore.\n", draw_component=lambda one: f"[{one.inner}]").html

    assert html.endswith("]<p>More.</p>\n")
    assert ":::" not in html


@pytest.mark.parametrize("text", ["<!--\n:::\n-->", "<pre>\n:::\n</pre>", "<script>\n:::\n</script>", "```\n:::\n```"])
def test_what_ends_components_is_shown_in_code(tmp_path: Path, text: str) -> None:
    assert ":::" in render(f"{text}\n", draw_component=lambda one: one.inner).html


@pytest.mark.parametrize("more", ["", " {open}"])
def test_details_may_be_named_in_their_line(tmp_path: Path, more: str) -> None:
    a_site(tmp_path, index=f"::: details More about ice{more}\nInner.\n:::\n")

    freeze_site(tmp_path, now=NOW)

    assert "<summary>More about ice</summary>\n<p>Inner.</p>" in frozen(tmp_path, "index.html")


def test_boxes_of_pandoc_keep_what_they_hold(tmp_path: Path) -> None:
    a_site(tmp_path, index=":::: {#a .columns}\n::: {.column width=40%}\nOne.\n:::\n::: {#fig}\nTwo.\n:::\n::::\n")

    report = freeze_site(tmp_path, now=NOW)

    assert [problem.fact.rpartition(" ")[2] for problem in report.warnings] == ['"columns"', '"column"', '"div"']
    assert "or take its first and its last line out" in report.warnings[0].hint
    assert '<div class="columns">\n<div class="column">\n<p>One.</p>\n</div>\n<div class="div">\n<p>Two.' in frozen(
        tmp_path, "index.html"
    )


def test_blocks_that_other_generators_have_do_not_stop_a_freeze(tmp_path: Path) -> None:
    a_site(tmp_path, index="::::: columns\n::: {.column}\nOne.\n:::\n:::::\n\n::: theorem\nTwo.\n:::\n")

    report = freeze_site(tmp_path, now=NOW)

    assert [problem.hint.partition(".html")[0] for problem in report.warnings] == [
        f"write templates/components/{name}" for name in ("columns", "column", "theorem")
    ]


def test_a_line_of_colons_may_be_as_long_as_pandoc_draws_it() -> None:
    drawn = render(
        "::: warning ::::::::\nThin\n::::::::::::::::::::\n", draw_component=lambda one: f"{one.name}|{one.label}"
    )

    assert drawn.html == "warning|"


def test_what_another_generator_means_by_a_name_does_not_stop_the_freeze(tmp_path: Path) -> None:
    a_site(tmp_path, index="::: code-group\nInner.\n:::\n")

    report = freeze_site(tmp_path, now=NOW)

    assert [problem.rule for problem in report.warnings] == ["unknown-component"]
    assert '<div class="code-group">\n<p>Inner.</p>\n</div>' in frozen(tmp_path, "index.html")


def test_an_empty_corner_of_a_table_heads_nothing() -> None:
    html = render("| | a |\n|:--|---|\n| b | 1 |\n").html

    assert '<tr><td class="align-left"></td><th>a</th></tr>' in html


def test_an_unknown_component_is_told_whole(tmp_path: Path) -> None:
    a_site(tmp_path, index="---\ntitle: Home\n---\nText.\n\n  :::detials{summary=x}\nInner.\n  :::\n")

    assert shown(check_site(tmp_path, now=NOW)) == (
        'content/index.md:6:6: no component is called "detials"\n'
        "  6 |   :::detials{summary=x}\n"
        "    |      ^\n"
        'hint: did you mean "details"? There are: card, commands, details, facts, '
        "figure, gallery, head, note, pages, routes, rules, table, terms, toc.\n"
        "rule: unknown-component"
    )


def test_what_a_component_needs_and_was_not_given_is_told(tmp_path: Path) -> None:
    a_site(tmp_path, index=":::figure\nInner.\n:::\n")

    told = shown(check_site(tmp_path, now=NOW))

    assert "content/index.md:1:4: the component \"figure\" cannot be drawn: 'caption' is undefined" in told
    assert ':::figure{caption="…"}' in told


def test_a_page_asks_for_formulas_itself(tmp_path: Path) -> None:
    a_site(tmp_path, index="---\nmath: true\n---\n$x$\n", about="$x$\n")

    freeze_site(tmp_path, now=NOW)

    assert "<math" in frozen(tmp_path, "index.html")
    assert "$x$" in frozen(tmp_path, "about/index.html")


def test_a_page_without_formulas_never_imports_the_converter() -> None:
    code = "import sys; from polynya.markdown import Extras, render; render('# a $', extras=Extras(math=True)); \
print([m for m in sys.modules if 'latex' in m or 'pygments' in m])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said == "[]\n"


N = 20_000
BOMBS = {
    "components": ":::a\n" * N,
    "ends": ":::\n" * N,
    "pairs": ":::a\n:::\n" * (N // 4),
    "deep": "".join(" " * (n % 40) + ":::a\n" for n in range(N)),
    "braces": "[a](b){" * N,
    "attributes": "![a](b){" + "a=b " * N + "}",
    "dollars": "$" * N + "$a$" * 2000,
    "formulas": "$a$ " * 2000,
    "formulas alone": "$$+" * 2000,
    "formulas and links": "$$[[" * 2000,
    "colons before code": ":```js {1-9}\n" * 5000,
    "quotes": "\"'" * N,
    "fences": '```a {b="c"}\n' * N,
    "tables": "|a|\n|-|\n\n" * 2000,
    "divs": "a[^1]\n\n[^1]: b\n\n" + "<div>\n" * N,
    "lines": '```a {numbers hl="1-99999"}\n' + "x\n" * N + "```",
    "contents": "[[toc]]\n\n" * 500 + "## a\n" * 50,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_of_extras_ends_within_a_second(bomb: str) -> None:
    started = time.process_time()

    render(BOMBS[bomb], draw_form=str, draw_component=box, extras=Extras(math=True, typography=True))

    assert time.process_time() - started < 1


def test_a_fence_that_is_shown_keeps_its_spaces() -> None:
    html = render('````md\n```python {title="app.py" numbers} \nx\n```\n````\n\n``` python {numbers}\ny\n```\n').html

    assert "```python {title=" in re.sub(r"<[^<>]*>", "", html).replace("&quot;", '"')
    assert 'class="language-python"' in html


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("See www.example.org/ice?a=1, and more.", ["http://www.example.org/ice?a=1"]),
        ("Write to mara@floe.example.", ["mailto:mara@floe.example"]),
        (
            "(anders.o+tea@floe.example) or www.floe.example!",
            ["mailto:anders.o+tea@floe.example", "http://www.floe.example"],
        ),
        (
            "https://user@floe.example/ and https://floe.example/@mara",
            ["https://user@floe.example/", "https://floe.example/@mara"],
        ),
        ("`www.floe.example` and `mara@floe.example`", []),
        ("www. alone, www.alone, a@b, @mara, git@floe.example:kit.git, x@floe_.-, awww.floe.example", []),
        (
            "[mara@floe.example](mailto:mara@floe.example) www.floe.example",
            ["mailto:mara@floe.example", "http://www.floe.example"],
        ),
        ("a" * 40_000 + "@" + "b" * 40_000, []),
    ],
    ids=["web", "mail", "both", "in addresses", "code", "none", "linked", "long"],
)
def test_bare_addresses_without_a_scheme_are_links(body: str, links: list[str]) -> None:
    assert re.findall(r'href="([^"]*)"', render(body).html) == links


def test_the_kit_draws_a_collection_a_taxonomy_a_data_file_and_front_matter(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "content/site.yaml": "taxonomies: [tags]\n",
            "content/data/hours.csv": "day,from\nSunday,12\n",
            "content/teas/_collection.yaml": "sort: title\nfields:\n  price: money\n",
            "content/teas/green.md": "---\ntitle: Green\nprice: 3.40\ntags: [Hot]\n---\n",
            "content/teas/smoky.md": "---\ntitle: Smoky\nprice: 3.60\n---\n",
        },
    )
    a_site(
        tmp_path,
        index='::pages{of="teas" count=1}\n\n::terms{of="tags"}\n\n::table{of="hours"}\n\n::facts{of="teas/green"}\n',
    )

    freeze_site(tmp_path, now=NOW)

    html = frozen(tmp_path, "index.html")
    assert '<li><a href="/teas/green/">Green</a></li>' in html and "/teas/smoky/" not in html
    assert '<a class="tag" href="/tags/hot/">Hot</a>' in html
    assert "<th>day</th><th>from</th>" in html and "<td>Sunday</td><td>12</td>" in html
    assert "<dt>price</dt>\n<dd>340</dd>" in html


@pytest.mark.parametrize(
    "written", ["rust,ignore", "rust,linenos,hl_lines=1", "rust:line-numbers", "rust:line-numbers {1}"]
)
def test_code_is_coloured_whatever_stands_behind_its_language(written: str) -> None:
    html = render(f"```{written}\nfn ice() {{}}\n```\n").html

    assert '<code class="language-rust">' in html
    assert '<span class="k">fn</span>' in html

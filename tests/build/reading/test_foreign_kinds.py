"""Each construct of another generator is told with the line that takes its place; what is plain Markdown never is."""

from pathlib import Path

import pytest

from build.reading.contents import HOME, reading
from polynya.problems import Problem

HEAD = "---\ntitle: Home\n---\n"


def marks(root: Path, text: str, *, name: str = "index.md", head: str = HEAD) -> list[Problem]:
    read = reading(root, {**HOME, name: head + text})
    return [one for one in read.problems if one.rule == "foreign-shortcode"]


KINDS = {
    "note of MkDocs": ("!!! note\n\n    Mind.", "!!! note", 'write "> [!NOTE]"'),
    "note with a title": ('!!! warning "Thin ice"\n    x', "!!! warning", 'write "> [!WARNING] Thin ice"'),
    "note of a kind of its own": ("!!! example inline end\n    x", "!!! example", 'write "> [!example]"'),
    "folded note": ('??? tip "More"\n    x', "??? tip", 'write "> [!TIP]- More"'),
    "open note": ("- a\n\n  ???+ danger\n      x", "???+ danger", 'write "> [!danger]+"'),
    "block of MkDocs": ("Text\n\n/// tip | Mind\n\nx\n\n///", "/// tip", 'write ":::tip Mind" instead, and ":::" instead'),
    "block of another kind": ("Text\n\n/// details\n\nx\n\n///", "/// details", 'write ":::details" instead, and ":::"'),
    "snippet in a brace": ("Text\n\n{* ../a.py hl[1] *}", "{* … *}", "copy the text"),
    "tab of MkDocs": ('=== "pip"\n\n    x', '=== "…"', 'write "**pip**"'),
    "snippet of MkDocs": ('--8<-- "a.md"', "--8<--", "copy the text"),
    "snippet of VitePress": ("<<< @/snippets/a.js{2}", "<<<", "three backticks"),
    "include of VitePress": ("<!--@include: ./a.md-->", "<!-- @include -->", "copy the text"),
    "include of mdBook": ("{{#include a.rs:3}}", "{{ #include }}", "copy the text"),
    "label of MyST": ("(ice)=\n## Ice", "(label)=", "{#ice}"),
    "module of mkdocstrings": ("::: floe.client\n    options:", "::: with the name of a module", "write down"),
    "contents": ("[TOC]", "[TOC]", "[[toc]]"),
    "contents of GitLab": ("[[_TOC_]]", "[[_TOC_]]", "[[toc]]"),
    "contents of kramdown": ("* TOC\n{:toc}", "{:toc}", "[[toc]]"),
    "attributes of kramdown": ('Ice\n{: .lead #a title="b c"}', "{: …}", 'write "{.lead #a title="b c"}", without'),
    "attributes of a heading": ("## Ice\n{: .lead}", "{: …}", "at the end of the heading, without"),
    "style in attributes": ('Ice\n{: style="color:red"}', "{: …}", "style sheet"),
    "comment of kramdown": ("{::comment}\nx\n{:/comment}", "{::comment}", "<!-- … -->"),
    "key of Logseq": ("type:: note\n\n- x", "key::", '"type: …"'),
    "export of MDX": ("export const a = 1;", '"export"', "take it out"),
    "comment of MDX": ("{/* no */}", "{/* … */}", "<!-- … -->"),
    "directive of MyST": ("```{note}\nx\n```", "```{note}", 'write "> [!NOTE]"'),
    "figure of MyST": ("- a\n\n  ```{figure} a.png\n  x\n  ```", "```{figure}", "![what it shows](a.png)"),
    "code block of MyST": ("~~~{code-block} python\nx\n~~~", "```{code-block}", 'write "```python"'),
    "code of R Markdown": ("```{r plot, echo=FALSE}\nx\n```", "```{r}", 'write "```r"'),
    "cell of Jupyter": ("```{code-cell} python\nx\n```", "```{code-cell}", 'write "```python"'),
    "role of MyST": ("See {ref}`ice`.", "{ref}", "page.md#its-id"),
    "key in a role": ("Press {kbd}`F1`.", "{kbd}", "<kbd>F1</kbd>"),
    "variable of Jinja": ("It is {{ version }}.", "{{ version }}", "nothing in a page is filled in"),
    "address of Jekyll": ("[a]({{ site.baseurl }}/a/)", "{{ site.baseurl }}", "such as /about/"),
    "shortcode of Zola": ('{{ youtube(id="x") }}', "{{ youtube }}", "link to it"),
    "words of Vue": ("# {{ $frontmatter.title }}", "{{ $frontmatter.title }}", "write the words"),
    "span of Pandoc": ("[small]{.smallcaps #s}", "[…]{…}", '<span id="s" class="smallcaps">small</span>'),
    "source of Pandoc": ("See [@knuth84, p. 3].", "[@…]", "[^1]"),
    "note of Pandoc": ("Ice^[of the sea] floats.", "^[…]", "[^1]"),
    "marked": ("It is ==thin==.", "==…==", "<mark>thin</mark>"),
    "inserted": ("It is ^^thin^^.", "^^…^^", "<ins>thin</ins>"),
    "edited": ("It is {++thin++} and {--thick--}.", "{++…++}", "<ins>thin</ins>"),
    "below": ("H~2~O", "~…~", "<sub>2</sub>"),
    "above": ("2^10^ floes", "^…^", "<sup>10</sup>"),
    "emoji": ("Ice :tada:", ":tada:", "🎉"),
    "icon": (":material-clock-fast:{ .lg }", ":material-…:", "write a sign"),
    "link of Zola": ("[b](@/blog/b.md#c)", "@/", '"/blog/b.md#c"'),
    "link of Pelican": ("[b]({filename}b.md)", "{filename}", "write the path alone: b.md"),
    "tag of Pelican": ("[b]({tag}pack)", "{tag}", "write /tags/pack/, which taxonomies: [tags]"),
    "category of Pelican": ("[b]({category}Ice)", "{category}", "write /category/ice/, which"),
    "front page of Pelican": ("[b]({index})", "{index}", "write /, the address"),
    "code of Pelican": ("Text\n\n    :::python\n    a = 1\n", ":::python", 'between a line "```python" and'),
    "name of a block": ("It costs. ^cost-block", "^cost-block", '"{#cost-block}" below'),
    "number of a block": ("- a\n- b\n\n^a1b2c3\n", "^a1b2c3", "take it out"),
    "query of Obsidian": ("```dataview\nLIST\n```", "```dataview", '::pages{of="folder"}'),
    "drawing of Excalidraw": ("```compressed-json\nN4Kg\n```", "```compressed-json", "export it as SVG"),
    "comment of Obsidian": ("Ice %%not yet\n\nsaid%% floats.", "%%…%%", "<!-- … -->"),
    "notice of Hugo": ("{{% notice tip %}}\nx\n{{% /notice %}}", "{{% notice", '"> [!TIP]"'),
    "callout of Hugo": ('{{< callout type="warning" >}}', "{{< callout", '"> [!WARNING]"'),
    "figure of Hugo": ('{{< figure src="a.jpg" title="Ice" >}}', "{{< figure", "write ![Ice](a.jpg)"),
    "reference of Hugo": ('[a]({{< relref "/b.md#c" >}})', "{{< relref", "[its title](/b.md#c)"),
    "reference of Jekyll": ("[a]({% post_url 2020-01-01-a %})", "{% post_url %}", "[its title](2020-01-01-a.md)"),
    "include of Jekyll": ("{% include nav.html x=1 %}", "{% include %}", "templates/components/nav.html"),
    "loop of Jekyll": ("{% for post in site.posts %}\nx\n{% endfor %}", "{% for %}", "::pages{of="),
    "hint of GitBook": ('{% hint style="danger" %}\nx\n{% endhint %}', "{% hint %}", '"> [!CAUTION]"'),
    "component that the kit has": ('<Card title="a">\n\nx\n\n</Card>', "<Card>", ':::card{title="Its title"}'),
    "component in capitals": ('a <VPTeam size="small" /> b', "<VPTeam>", ":::vpteam"),
    "diagram": ("```mermaid\ngraph LR\n```", "```mermaid", "export it as SVG"),
    "attribute of MkDocs": ("![a](a.png){ align=left width=300 }", "{…}", "take align out; there may be: class"),
    "attributes of Quarto": ("![a](a.png){#fig-a fig-alt=b}", "{…}", "take fig-alt out"),
    "attributes with a colon": ("![a](a.png){#fig:a width=50%}", "{…}", 'write it as {#id .class key="value"}'),
    "abbreviation": ("*[HTML]: Hyper Text", "*[…]:", '<abbr title="Hyper Text">HTML</abbr>'),
    "key on the board": ("Press ++ctrl+alt++.", "++…++", "<kbd>ctrl+alt</kbd>"),
    "heading without a space": ("##Ice of the sea", "##", '"## Ice of the sea"'),
    "quote of Org": ("Text\n\n#+BEGIN_QUOTE\nx\n#+END_QUOTE", "#+BEGIN_", '"> [!NOTE]"'),
    "caption of WordPress": ('[caption id="a"]<img src="/a.png" alt="">Ice[/caption]', "[caption]", ":::figure"),
    "caption that an export escaped": ('\\[caption id="a" width="3"\\]![b](b.png) Ice\\[/caption\\]', "[caption]", ":::figure"),
    "form of WordPress": ('[contact-form-7 id="1"]', "[contact-form-7]", "::form[contact]"),
    "box of a page builder": ("[vc_row]Ice[/vc_row]", "[vc_row]", 'take it out, and "[/vc_row]" as well'),
    "any other of WordPress": ('[button link="/a/"]Ice[/button]', "[button]", 'take it out, and "[/button]" as well'),
    "address with a space": ("[a](my notes/a b.md#c)", "](", "write ](<my notes/a b.md#c>) or ](my%20notes/a%20b.md#c)"),
    "width behind words": ("![the bay|300x20](a.png)", "|300x20", "write ![the bay](a.png){width=300 height=20}"),
    "width alone": ("![|300](a.png)", "|300", "write ![what it shows](a.png){width=300}"),
    "box that is half done": ("- [/] rope", "[/]", '"[ ]" or "[x]"'),
    "words of Templater": ("Today <% tp.date.now() %>", "<% … %>", "write the words"),
    "remark of an editor": ("Ice {>>really?<<} floats.", "{>>…<<}", "<!-- … -->"),
    "replacement of an editor": ("{~~cold~>icy~~}", "{~~…~>…~~}", "write ~~cold~~ <ins>icy</ins>"),
    "address of Liquid": ('![a]({{ "/a.png" | relative_url }})', '{{ "…" }}', "write the address alone: /a.png."),
    "chapter of iA Writer": ("/chapters/one.md", "a path on a line of its own", "copy the text"),
    "picture of iA Writer": ("Text\n\n/bay.png 'The bay'", "a path on a line of its own", "write ![The bay](bay.png)."),
    "table of iA Writer": ("/stars.csv", "a path on a line of its own", '::table{of="stars"}'),
    "table in a grid": ("+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+", "+---+", "|---|---|"),
    "raw HTML of Pandoc": ("```{=html}\n<b>x</b>\n```", "```{=html}", "take both fences out"),
    "link in a link": ("[a]([[b/c]])", "](", "write [[b/c|the words of the link]]"),
    "size of Logseq": ("![a](a.png){:height 20, :width 30}", "{: …}", 'write "{height=20 width=30}"'),
    "page of Logseq": ("{{embed [[Ice]]}}", "{{ embed }}", "copy the text"),
    "query of Logseq": ("{{query (task TODO)}}", "{{ query }}", "::pages{of="),
    "film of Logseq": ("{{video https://a.example/b}}", "{{ video }}", "link to it"),
    "file of Quarto": ("{{< include _a.qmd >}}", "{{< include", "copy the text"),
    "file of GitBook": ('{% include "../.gitbook/includes/a.md" %}', "{% include %}", "copy the text"),
    "page of GitBook": ('{% content-ref url="a/b.md" %}\nx\n{% endcontent-ref %}', "{% content-ref %}", "[its title](a/b.md)"),
    "site of GitBook": ('{% embed url="https://a.example/" %}', "{% embed %}", "[its title](https://a.example/)"),
    "picture of Jekyll": ('{% include figure.html src="/a.png" caption="Ice" %}', "{% include %}", "write ![Ice](/a.png)"),
    "link without words": ("See [](b.md) and ![](a.png)", "[]", "write its words: [its title](b.md)."),
    "tag that is none": ("Give it <file> or Array<string>.", "<file>", "`<file>`"),
    "Markdown among tags": ("<aside>\nMind **this**.\n\n</aside>", "Markdown among tags", "leave a line empty"),
    "link among tags": ('<div class="a">\nSee\n[this](b.md)\n</div>', "Markdown among tags", "leave a line empty"),
    "Markdown in HTML": ('<div class="a" markdown>\n**b**\n</div>', 'the attribute "markdown"', "leave a line empty below <div>"),
    "field within a line": ("- [[a|b]] (due:: 2024-05-01)", "(key:: …)", "write the words alone: 2024-05-01"),
    "field with a link": ("It is [up:: [[Home]]].", "(key:: …)", "write the words alone: [[Home]]"),
    "field of several words": ("Due Date:: 2024-05-01", "key::", '"Due Date: …"'),
    "bold field": ("**Rating**:: 5", "key::", '"Rating: …"'),
    "note in a fence": ("```ad-tip\ntitle: x\n```", "```ad-tip", 'write "> [!TIP]"'),
    "note of another kind in a fence": ("````ad-quote\nx\n````", "```ad-quote", 'write "> [!quote]"'),
    "formula in a fence": ("```math\na\n```", "```math", 'write "$$" instead of both fences'),
    "chart of Obsidian": ("```chart\ntype: bar\n```", "```chart", "export it as a picture"),
    "diagram of HackMD": ("```flow\na\n```", "```flow", "export it as SVG"),
    "diagram of GitBook": ('{% @mermaid/diagram content="a" %}', "{% @mermaid/diagram %}", "export it as SVG"),
    "size of HackMD": ("![a](/b.png =200x300)", "=200x300", "![a](/b.png){width=200 height=300}"),
    "role of reStructuredText": ("See :ref:`ice`.", ":ref:`…`", "link to the Markdown file"),
    "simple table of Pandoc": ("  Floe     Size\n-------   ------\n  one       12\n", "--- ---", "|---|---|"),
    "citation of LaTeX": ("As \\citep[p. 3]{berg} says.", "\\citep{…}", "[^1]"),
    "reference of LaTeX": ("See \\ref{sec:ice}.", "\\ref{…}", "(#its-id)"),
    "formula of LaTeX": ("So \\(a_1 < b^2\\) here.", "\\(…\\)", "write $a_1 < b^2$, and math: true"),
    "large formula of LaTeX": ("\\[\n\\frac{a}{b}\n\\]", "\\[…\\]", "write $$\\frac{a}{b}$$"),
    "figure of Quarto": ("See @fig-map.", "@fig:…", "[Figure 1](#fig-map)"),
    "figure of bookdown": ("See \\@ref(fig:map).", "@fig:…", "[Figure 1](#fig-map)"),
    "anchor of Word": ("[]{#_Toc1 .anchor}Ice", "[…]{…}", '<span id="_Toc1" class="anchor"></span>'),
    "style of Word": ('[Ice]{custom-style="Strong"}', "[…]{…}", "write <span>Ice</span>"),
    "title in curly quotes": ("[a](https://a.example “The ice”)", "](", 'write ](https://a.example "The ice")'),
    "language of code": ("`print`{.python}", "`…`{…}", "take the braces out"),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_each_is_told_with_what_takes_its_place(tmp_path: Path, name: str) -> None:
    text, shown, hint = KINDS[name]

    told = marks(tmp_path, text)

    assert [one.fact.startswith(f"{shown} ") for one in told][:1] == [True], told
    assert hint in told[0].hint
    assert told[0].line >= 4
    assert told[0].source


def test_the_number_of_a_block_is_told_where_the_text_has_other_marks(tmp_path: Path) -> None:
    """It would cost every text too much to look for."""
    told = marks(tmp_path, "((63f1a2b3-1111-2222)) is it\n\n!!! note\n")

    assert any("by its path" in one.hint for one in told)


PLAIN = (
    "Wow!!! note this. Really??? Yes.\n\n=== \n\na == b, i++ and ++j, x^2 and ~5, ~~gone~~, 10:30:15, a::b",
    "$\\frac{{a}}{b}$ and $x^{{n}}$\n\n$$\n{{ a }}_{b}^{c}\n$$",
    "Ice {#a} and ![a](a.png){.b} [c](/d/){.e}\n\n::toc\n\n:::note\nx\n:::\n\nTerm\n: what it is",
    "`!!! note` `{{ a }}` `==a==` `:tada:`\n\n    !!! note\n\n```\n=== \"a\"\n{: .b}\n[TOC]\n{{ a }}\n:tada: ==a==\n```",
    "````md\n```{note}\nx\n```\n````\n\n```python {title=\"a.py\" hl=\"1\" numbers}\nx\n```\n\n``` {title=\"b\"}\nx\n```",
    "Setext\n===\n\n(a)= b (c) [d]: e\n\n[toc]: /x/\n[wiki]: /y/\n\n[[wiki]] [npm-url]:https://example.org a:b:c",
    "[[toc]]\n\nSee [@home](/a/) or tea@floe.example. An export of ice; import duties.\nexport default is a word",
    "<fullname>Ice</fullname> <https://example.org/a_(b)> a \\<file> <br> <my-element> <svg><path d=\"\"/></svg>",
    ":::{tip} A\n:class: b\n\nx\n:::\n\n::: {.callout-note}\nx\n:::",
    "<div>\n\n**b** and [c](d.md)\n\n</div>\n\n<b>x</b>\n**y** <pre>\n**z**\n</pre>\n\n<!--\n**a**\n-->",
    "Up to 10 ^2\nand 3^4 is [[@mara]] ^\n\n    ^cost-block\n\n```text\ndataview\n^cost-block\n```\n\n`^a1b2c3`\n",
    "100%% sure, 5%% more, %% and % %d %%a, `%%b%%` \\%%c%%\n\n    %%d%%\n\n- a\n\n  :::note\n  b\n  :::",
    "[x] [a b=c] input[type=\"a\"] [d e=\"f\"](/g/) a/b.md\n/a/b.md is it {a.b} 1+2",
    "- [ ] a\n- [x] b\n\n+ c\n+--d\n\n![e f](g.png)",
    "| a | :--: |\n|---|:---:|\n| {b} | {1,3} |\n\n[^1] and [^a]\n\n[^1]: x\n[^a]: y\n",
    "std::vector (a::b) c::d [x](a::b) (a ::b)\n\n--flag --other\n\n- - -\n\n-----\n\na -- b --- c\n\n| --- | --- |\n| c | d |\n",
    "\\[x\\] \\(see \\[1\\]\\) \\(a\\) \\(my\\_file\\) \\*a\\* $\\ref{x}$ me@fig-x.org @marit (b =3) a = 2) `c` {.d}",
    "```\n--- ---\nx  y\n(due:: x)\n\\cite{x}\n\\(a^2\\)\n@fig:a\n![a](b.png =2x3)\n```\n\n```mathematica\nx\n```",
)  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_plain_markdown_is_never_told(tmp_path: Path, text: str) -> None:
    assert marks(tmp_path, text) == []


def test_a_capital_makes_a_component_of_any_tag_of_mdx(tmp_path: Path) -> None:
    assert [one.fact.split()[0] for one in marks(tmp_path, "<Aside>x</Aside> <BR>", name="a.mdx")] == ["<Aside>"]


@pytest.mark.parametrize("text", ["![me](/me.png){: .avatar}", "![me]({{ site.baseurl }}/me.png)"])
def test_one_mark_is_told_once(tmp_path: Path, text: str) -> None:
    assert len(marks(tmp_path, text)) == 1


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Title: Ice\nText\n", 'leave a line empty above "Text".'),
        ("\nTitle: Ice\n\nText\n", "take the empty lines above them out."),
        ("\nslug: ice\ntags: a, b\n\n# Ice\n", 'write a line "---" above the first of them'),
        ("title: Ice\nslug: ice\n---\nText\n", 'write a line "---" above the first of them, too.'),
        ("slug: ice\nText\n", 'write a line "---" above the first of them'),
    ],
)
def test_keys_without_their_lines_are_told(tmp_path: Path, text: str, hint: str) -> None:
    told = marks(tmp_path, text, head="")

    assert [one.line for one in told] == [2 if text.startswith("\n") else 1]
    assert hint in told[0].hint


NUMBER = " 0123456789abcdef0123456789abcdef.md"


def test_properties_of_notion_below_the_title_are_told(tmp_path: Path) -> None:
    text = "# Boat\n\nStatus: Done\nDue date: 5 May\n\nWe build.\n"

    told = marks(tmp_path, text, name=f"Boat{NUMBER}", head="")

    assert [(one.line, one.column, one.hint.partition(",")[0]) for one in told] == [
        (3, 1, "move them to the top of the file")
    ]
    assert marks(tmp_path / "plain", text, name="boat.md", head="") == []
    assert marks(tmp_path / "other", "# Boat\n\nNote: it leaks\nmuch.\n", name=f"Boat{NUMBER}", head="") == []


MATH = ("$$x^2$$", "So is $\\frac{a}{b}$ here.", "a\n\n$$\nx_1\n$$\n")


@pytest.mark.parametrize("text", MATH)
def test_a_formula_that_nobody_asked_for_is_told(tmp_path: Path, text: str) -> None:
    told = [one for one in reading(tmp_path, {**HOME, "ice.md": HEAD + text}).problems if one.rule == "formula-as-text"]

    assert [one.hint.partition(" into")[0] for one in told] == ["write math: true"]
    assert told[0].source.count("$") >= 2


@pytest.mark.parametrize("text", [*MATH, "`$$x$$`, $20 or $30 \\and $5, \\$\\$, C:\\$x, ```echo $$```", "    $$a$$\n"])
def test_formulas_that_are_asked_for_and_sums_of_money_are_not_told(tmp_path: Path, text: str) -> None:
    asks = "---\ntitle: Ice\nmath: true\n---\n" if text in MATH else HEAD

    assert not [
        one for one in reading(tmp_path, {**HOME, "ice.md": asks + text}).problems if one.rule == "formula-as-text"
    ]
    reading(tmp_path, {**HOME, "site.yaml": "math: true\n", "ice.md": HEAD + text})


@pytest.mark.parametrize("text", ["Note: the ice is thin.\n", "Title: how to find one\n======\n\nText\n"])
def test_text_that_begins_with_a_word_and_a_colon_is_text(tmp_path: Path, text: str) -> None:
    assert marks(tmp_path, text, head="") == []


def test_what_stands_in_braces_is_computed_in_mdx_alone(tmp_path: Path) -> None:
    assert [one.fact.split()[0] for one in marks(tmp_path, "A {props.name}", name="a.mdx")] == ["{props.name}"]


def test_properties_of_logseq_are_told_with_one_colon(tmp_path: Path) -> None:
    told = marks(tmp_path, "title:: Ice\n\n- x", head="")

    assert any('with one colon each: "title: Ice"' in one.hint for one in told)


def test_the_list_by_which_other_generators_order_pages_is_told(tmp_path: Path) -> None:
    text = "# Summary\n\n* [One](one.md)\n  * [Two](two.md)\n\n[Three](three.md)\n"

    told = marks(tmp_path / "list", text, name="SUMMARY.md", head="")

    assert [(one.line, one.column) for one in told] == [(3, 1)]
    assert "navigation:" in told[0].hint
    assert marks(tmp_path / "words", "# Summary\n\nIt is [thin](ice.md).\n", name="SUMMARY.md", head="") == []
    assert marks(tmp_path / "links", text, name="links.md", head="") == []


@pytest.mark.parametrize(
    ("text", "was"), [("Café is CafÃ©", "é"), ("ice\n\nItâ€™s", "’"), ("a \u00e2\u20ac\u201c b", "–")]
)
def test_letters_that_were_broken_are_told_with_what_they_were(tmp_path: Path, text: str, was: str) -> None:
    [problem] = reading(tmp_path, {**HOME, "ice.md": HEAD + text}).problems

    assert (problem.rule, problem.line) == ("not-utf8", 3 + text.count("\n") + 1)
    assert problem.fact.endswith(f'was "{was}"')


@pytest.mark.parametrize("text", ["SÃO PAULO, NÃO, MÃE, â é", "`CafÃ©`\n\n    CafÃ©\n"])
def test_letters_that_are_as_they_were_written_are_not_told(tmp_path: Path, text: str) -> None:
    assert reading(tmp_path, {**HOME, "ice.md": HEAD + text}).problems == []

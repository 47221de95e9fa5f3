"""What other generators would have acted on is told where it stands, and never in code."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.sites import NOW, a_site, frozen, shown, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.problems import Problem
from polynya.reading.text.foreign import may_have_marks
from polynya.reading.text.foreign.gates import is_open
from polynya.reading.text.foreign.marks import KINDS
from polynya.reading.text.foreign.telling import marks_in
from polynya.reading.text.foreign.words import OF_HTML

PIECES = (
    "{", "%", " ref", "%}", "{{< x >}}", "{% y %}", "[", "[[", "Wiki", "]]", "<Tabs", ">", "<b>", "\n", "import A from 'b'",
    "import", ' "c"', "é", "%%", "    :::a",
)  # fmt: skip

MORE = (
    "!!!", "???", "+", " ", "note", "[/]", "- ", "===", '"', "==", "a", "@fig:", "[@", "[-@", "\\@ref(", ":", "kbd", "++",
    "[youtube", "[contact-form", "=1]", "x://", "</Foo>", "<Foo", "/>", "<foo>", "```", "~~~", "{", "}", "--", "-" * 200, "\t",
)  # fmt: skip

HEAD = "---\ntitle: Home\n---\n"


def marks(root: Path, text: str) -> list[Problem]:
    a_site(root, index=HEAD + text)
    return [one for one in check_site(root, now=NOW) if one.rule == "foreign-shortcode"]


def test_a_shortcode_is_told_whole(tmp_path: Path) -> None:
    a_site(tmp_path, index=f'{HEAD}Über {{{{< qr id="x" >}}}}\n')

    assert shown(check_site(tmp_path, now=NOW)) == (
        "content/index.md:4:6: {{< qr means nothing here and stays in the text\n"
        '  4 | Über {{< qr id="x" >}}\n'
        "    |      ^\n"
        "hint: write a component, :::qr and templates/components/qr.html; in backticks it is shown as it is.\n"
        "rule: foreign-shortcode"
    )


@pytest.mark.parametrize(
    "told",
    [
        ("{{% notice tip %}}\nMind\n{{% /notice %}}", "{{% notice", (4, 1), "> [!TIP]"),
        ("a\n\n{% include nav.html %}", "{% include %}", (6, 1), ":::nav"),
        ("{%- highlight ruby -%}\nputs\n{% endhighlight %}", "{% highlight %}", (4, 1), "fenced code"),
        ("See [it]({% post_url 2020-01-01-a %}).", "{% post_url %}", (4, 10), "by its path"),
        ("import Tabs from '@theme/Tabs';\n\nText", '"import"', (4, 1), "take the line out"),
        ('Text\n\nimport {A, B} from "./x"', '"import"', (6, 1), "take the line out"),
        ("<Tabs>\n\ntext\n\n</Tabs>", "<Tabs>", (4, 1), "heading"),
        ("<Chart>\n\ntext\n\n</Chart>", "<Chart>", (4, 1), ":::chart"),
        ("Use <Icon.Home /> here", "<Icon.Home>", (4, 5), ":::icon-home"),
    ],
)
def test_each_kind_has_its_place_and_a_way_out(tmp_path: Path, told: tuple[str, str, tuple[int, int], str]) -> None:
    text, shown_as, at, hint = told
    [problem] = marks(tmp_path, text)

    assert problem.fact.startswith(f"{shown_as} means nothing")
    assert (problem.line, problem.column) == at
    assert hint in problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "`{{< x >}}` and ``{% x %}`` and `<Tabs>`, `import A from 'b'`",
        "é\n\n```\n{{< x >}}\n<Tabs>\nimport A from 'b'\n```\n\n~~~js\n{% x %}\n~~~",
        "    {{< x >}}\n\n- a\n\n      {% x %}",
        "<!-- {{< x >}} {% x %} <Tabs> -->",
        "<pre><code>{{< x >}} <Tabs></code></pre>\n\nand <code>{% x %}</code>",
        "<svg><linearGradient/><Foo/></svg> <Table> <Br/> \\<Tabs> <Https://example.org>",
        "import this from that; {{ 7*7 }} 50 {%} a <B c",
        "import os\nimport sys",
    ],
)
def test_code_and_plain_words_are_never_told(tmp_path: Path, text: str) -> None:
    assert marks(tmp_path, text) == []


def test_a_mark_is_told_once_a_page_and_the_page_is_frozen(tmp_path: Path) -> None:
    write(tmp_path, {"content/a.mdx": f"{HEAD}<Tabs>\n\n`<Tabs>`\n\n</Tabs>\n\n<Tabs>\n"})

    report = freeze_site(a_site(tmp_path, index="[a](a.mdx)\n"), now=NOW)

    assert [(one.rule, one.path, one.line) for one in report.warnings] == [("foreign-shortcode", "content/a.mdx", 4)]
    assert "<Tabs>" in frozen(tmp_path, "a/index.html")


def test_a_page_full_of_marks_is_read_at_once(tmp_path: Path) -> None:
    assert len(marks(tmp_path, "`{{< x >}}` {{< x >}} <!-- <code> " * 3000)) == 1


@given(st.lists(st.sampled_from(PIECES), max_size=7))
def test_where_no_mark_may_be_there_is_none(pieces: list[str]) -> None:
    body = "".join(pieces)

    assert may_have_marks(body) or not list(marks_in(body, weak=False))


@given(st.lists(st.sampled_from((*PIECES, *MORE)), max_size=9))
def test_the_gate_of_a_mark_is_open_wherever_it_stands(pieces: list[str]) -> None:
    body = "".join(pieces)

    gated = [kind for kind in KINDS if kind.gates and kind.sign in body]
    there = [(kind, one) for kind in gated for one in kind.pattern.finditer(body)]
    meant = [kind for kind, one in there if kind.sign != "<" or one["name"].lower() not in OF_HTML]
    assert [kind.gates for kind in meant if not any(is_open(gate, body) for gate in kind.gates)] == []


def test_a_mark_of_wordpress_alone_in_a_text_is_told(tmp_path: Path) -> None:
    [problem] = marks(tmp_path, "See [youtube https://example.org/v].")

    assert problem.fact.startswith("[youtube")

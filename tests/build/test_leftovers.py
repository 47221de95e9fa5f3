"""Marks that stay in the text are told, each with what was meant; marks that are meant to be read are not."""

from pathlib import Path

import pytest

from build.sites import NOW, a_site, frozen
from polynya.freeze import freeze_site
from polynya.markdown import Extras, Fault, render


def told(text: str, **more: Extras) -> list[Fault]:
    found: list[Fault] = []
    render(text, fault=found.append, **more)
    return [one for one in found if one.rule == "mark-as-text"]


LEFT = {
    "space in stars": ("A **bold **word", "**bold **word", 'write "**bold**", with no space inside'),
    "spaces in stars": ("** bold ** word", "** bold ** word", "no space inside"),
    "no space behind": ("- **Note:**words", "**Note:**words", 'write "**Note:** "'),
    "table without its line": ("> | a | b |\n> | 1 | 2 |", "| a | b |", "|---|---|"),
    "table with too few cells": ("| a | b |\n|---|\n| 1 | 2 |", "| a | b |", "|---|---|"),
    "verse": ("| Roses\n|   Violets", "| Roses", 'end each line but the last with a "\\"'),
    "bullets": ("• one\n• two", "• one", 'write "- one"'),
    "dashes": ("– one\n– two", "– one", 'write "- one"'),
    "bullets of Japan": ("・一\n・二", "・一", 'write "- 一"'),
    "space that does not break": ("#\u00a0Ice", "#\u00a0Ice", 'type it anew: "# Ice"'),
    "item with such a space": ("-\u00a0Ice", "-\u00a0Ice", "this is no list"),
    "wide space": ("##\u3000氷", "##\u3000氷", 'type it anew: "## 氷"'),
    "sign that nobody sees": ("\u200b# Ice", "\u200b# Ice", "U+200B"),
    "numbers in brackets": ("(1) one\n(2) two", "(1) one", 'write "1."'),
    "letters": ("a. one\nb. two", "a. one", '<ol type="a">'),
    "list of Pandoc": ("#. one\n#. two", "#. one", 'write "1."'),
    "title block of Pandoc": ("% Ice\n% Marit\n\nText", "% Ice", '"title: Ice"'),
    "comment of MyST": ("Text\n\n% not yet", "% not yet", "<!-- … -->"),
    "break of MyST": ("Text\n\n+++\n\nText", "+++", "take the line out"),
    "caption of Pandoc": ("| a |\n|---|\n| b |\n\n: Ice", ": Ice", 'take the colon out: "Ice"'),
    "attributes of a table": ("| a |\n|---|\n\n{.wide}", "{.wide}", "lists and tables take none"),
    "tags": ("#ice #sea/north", "#ice #sea/north", '"tags: [ice, sea]"'),
    "heading of a wiki": ("== Ice ==\n\nText", "== Ice ==", 'write "## Ice"'),
    "note of reStructuredText": (".. note::\n\n   Mind", ".. note::", 'write "> [!NOTE]"'),
    "formula of LaTeX": ("\\begin{equation}\na\n\\end{equation}", "\\begin{equation}", '"$$"'),
    "page of LaTeX": ("Text\n\n\\newpage", "\\newpage", "take it out"),
    "component without its brace": ("::table{of=hours", ":table{of=hours", "close it on the same line"),
    "component on many lines": ("::card[Ice]{\n  wide=yes\n}", ":card[Ice]{", "close it on the same line"),
    "form without its bracket": ("::form[order\n\nText", ":form[order", "does not end on its line"),
    "reference": ("See [the ice][Methods].", "[the ice][Methods].", '"[Methods]: its address"'),
    "reference by its words": ("See [Methods][].", "[Methods][].", "[Methods](its address)"),
    "footnote": ("Ice[^9] floats", "[^9] floats", '"[^9]: the words"'),
}


@pytest.mark.parametrize("name", LEFT)
def test_a_mark_that_stays_is_told_where_it_stands(name: str) -> None:
    text, starts, meant = LEFT[name]
    above = "" if "title block" in name else "Some words: é.\n\n"

    [fault] = told(above + text)

    line = (above + text).split("\n")[fault.line - 1]
    assert line[fault.column - 1 :].startswith(starts)
    assert fault.source == line
    assert meant in f"{fault.fact}; {fault.hint}"
    assert fault.warns


PLAIN = (
    "a **b** c, **b**, (**b**) 2 ** 3 ** 4, src/**/*.py and **/*.md, Price** and size** of it\n",
    "`**b **c` \\**b **c \\[a][b] `[aa][bb]`\n\n    | a | b |\n    | c | d |\n\n```\n• a\n• b\n% c\n[dd][ee]\n```\n",
    "| a | b |\n|---|:-:|\n| **c** | d |\n\n| a |\n|---|\n\na | b\n--|--\nc | d\n",
    "::before is a pseudo-element\n\n::std::move {x\n\n:::warn\n\n::x(a\n\n:a{b\n",
    "|x| < 1 and |y|\n|z|\n\n| alone |\n\n100 %\n% b, %d\n\n%PATH% is\n\n% 5\n",
    "Term\n: what it is\n: and this\n\n- – a\n- • b\n\n— One  \n— two\n\n– alone\n\nA. Smith wrote it.\n\na. long\nstory\n",
    "#1 of them\n\n#ice is thin\n\n# \u00a0Ice\n\n1. one\n2. two\n\n+ a\n+ b\n\n{x}\n\n{1, 2}\n\nA {.b}\n\n`{.c}`\n",
    "[a](b)[c](d) [e][f] [1][2] x[ii][jj] [[aa][bb]] [name=\"a\"][b=\"c\"] [gg][hh] [^a-z] [^k]\n\n[hh]: /x/\n[^k]: y\n",
    "Ice == water == steam\n\n...and so on\n\n(1) alone\n\n(a) alone\n\n\\(x\\) \\# a\n\n<p>| a | b |\n| c | d |</p>\n",
)  # fmt: skip


@pytest.mark.parametrize("text", PLAIN, ids=range(len(PLAIN)))
def test_marks_that_are_meant_to_be_read_are_not_told(text: str) -> None:
    assert told(text) == []
    assert told(text, extras=Extras(math=True, typography=True)) == []


def test_stars_that_became_emphasis_are_not_told() -> None:
    assert told("は**「氷」**が **bold **word")[0].source == "は**「氷」**が **bold **word"


def test_each_kind_is_told_once_a_page_also_when_nothing_changed(tmp_path: Path) -> None:
    a_site(tmp_path, index="# Home\n\n:::note\n\n• a\n• b\n\n:::\n\n• c\n• d\n\n**ee ff **g\n")

    first, again = (freeze_site(tmp_path, now=NOW) for _ in range(2))

    assert [(one.rule, one.line, one.column) for one in first.warnings] == [
        ("mark-as-text", 5, 1),
        ("mark-as-text", 13, 1),
    ]
    assert again.warnings == first.warnings
    assert "**ee ff **g" in frozen(tmp_path, "index.html")


def test_a_long_text_of_other_letters_is_read_through_soon() -> None:
    assert len(told("é **bb **c\n\n| ü | a |\n| b | c |\n\n" * 5_000)) == 2

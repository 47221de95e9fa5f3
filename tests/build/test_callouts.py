"""Callouts as Obsidian writes them are alerts, and those that fold are details."""

import pytest

from polynya.markdown import render


def quote(kind: str, title: str) -> str:
    return f'<blockquote class="markdown-alert markdown-alert-{kind}">\n<p class="markdown-alert-title">{title}</p>\n'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> [!NOTE] My *title*\n> a\n> b\n", quote("note", "My <em>title</em>") + "<p>a\nb</p>\n</blockquote>"),
        ("> [!info]\n> a\n", quote("note", "Info") + "<p>a</p>\n</blockquote>"),
        ("> [!Danger|wide] Thin ice\n>\n> - a\n", quote("caution", "Thin ice") + "<ul>"),
        ("> [!my-own] \n> a\n", quote("note", "My-own") + "<p>a</p>"),
        ("> [!tip]\n> a\n", quote("tip", "Tip") + "<p>a</p>"),
    ],
)
def test_a_kind_or_a_title_makes_an_alert(text: str, html: str) -> None:
    assert html in render(text).html


@pytest.mark.parametrize(("sign", "is_open"), [("-", ""), ("+", " open")])
def test_a_callout_folds(sign: str, is_open: str) -> None:
    html = render(f"> [!warning]{sign} Mind\n> a\n>\n> > b\n>\n> > [!tip]-\n> > c\n\nafter\n").html

    assert f'<details class="details markdown-alert markdown-alert-warning"{is_open}>\n<summary' in html
    assert "<blockquote>\n<p>b</p>\n</blockquote>" in html
    assert html.endswith("<p>c</p>\n</details>\n</details>\n<p>after</p>\n")


def test_a_kind_that_has_no_title_is_called_in_the_language_of_the_page() -> None:
    assert ">Warnung</summary>" in render("> [!warning]-\n> a\n", language="de").html


@pytest.mark.parametrize(
    "text", ["> a [!note]\n", "> [!a](b)\n", "`<blockquote>\n<p>[!a]`\n", "[!note] a\n", "> [!NOTE] *a\n> b*\n"]
)
def test_what_only_looks_like_a_callout_stays(text: str) -> None:
    assert "markdown-alert" not in render(text).html


def test_a_thousand_open_ones_end_in_time() -> None:
    assert render("> [!a] " * 2000 + "\n" + "<blockquote>\n<p>[!" * 20_000).html

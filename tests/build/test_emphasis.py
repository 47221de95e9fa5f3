"""Emphasis begins and ends beside letters of scripts that set no spaces between words."""

import pytest

from polynya.markdown import render

TIGHT = {
    "brackets": (
        "**「強調」**だ。これは**「大事」**です。",
        "<strong>「強調」</strong>だ。これは<strong>「大事」</strong>です。",
    ),
    "full stop": ("彼は**大事です。**と言った。", "彼は<strong>大事です。</strong>と言った。"),
    "colons of both widths": ("**注意：**这是**注意:**这", "<strong>注意：</strong>这是<strong>注意:</strong>这"),
    "particles": ("**'강조'**는 **강조(强調)**를", "<strong>'강조'</strong>는 <strong>강조(强調)</strong>를"),
    "Thai": ("คำ**“สำคัญ”**มาก", "คำ<strong>“สำคัญ”</strong>มาก"),
    "Latin beside": ("word**「A」**word", "word<strong>「A」</strong>word"),
    "one star and three": ("は*「斜」*も***「両」***だ", "は<em>「斜」</em>も<em><strong>「両」</strong></em>だ"),
    "struck out": ("だ~~「消」~~す", "だ<del>「消」</del>す"),
    "link": ("は**[氷](b.md)**が", 'は<strong><a href="b.md">氷</a></strong>が'),
    "code within": ("は**`a`**が", "は<strong><code>a</code></strong>が"),
    "cell": ("| **「あ」**い |\n|---|\n", "<th><strong>「あ」</strong>い</th>"),
    "usual": ("「**だ**」と **「x」** y", "「<strong>だ</strong>」と <strong>「x」</strong> y"),
}


@pytest.mark.parametrize("name", TIGHT)
def test_stars_beside_letters_without_spaces_are_emphasis(name: str) -> None:
    text, html = TIGHT[name]

    assert html in render(text).html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`**「x」**だ`", "<code>**「x」**だ</code>"),
        ("\\**「だ」\\**だ", "**「だ」**だ"),
        ("a**(b)**c だ", "a**(b)**c だ"),
        ("「\ue0f4」**「x」**だ", "「\ue0f4」**「x」**だ"),
        ("だ_「x」_だ", "だ_「x」_だ"),
    ],
)
def test_other_stars_stay_as_they_are(text: str, html: str) -> None:
    assert html in render(text).html


def test_code_with_such_letters_keeps_its_own() -> None:
    assert "\ue0f4" not in render("だ**「x」**だ\n\n    は**「x」**だ\n").html
    assert "は**「x」**だ\n</code>" in render("だ**「x」**だ\n\n    は**「x」**だ\n").html

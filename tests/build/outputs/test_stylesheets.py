"""Style sheets lose what only people read, and nothing else."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from build.sites import NOW, SHOP, files_below, write
from polynya.freeze import freeze_site
from polynya.outputs.stylesheets import squeeze

KIT = Path(__file__).parents[3] / "site/static/css"


@pytest.mark.parametrize(
    ("written", "squeezed"),
    [
        ("a {\n  color: red;\n}\n", "a{color: red}\n"),
        ("/* why */ a , b { }", "a,b{}\n"),
        ('a::before { content: " /* kept */  ; "; }', 'a::before{content: " /* kept */  ; "}\n'),
        ("a { width: calc(1px + 2px); }", "a{width: calc(1px + 2px)}\n"),
        ("a :hover, a:hover { margin: 0 -1px }", "a :hover,a:hover{margin: 0 -1px}\n"),
        ("a { background: url(data:image/svg+xml;utf8,x  y) }", "a{background: url(data:image/svg+xml;utf8,x  y)}\n"),
        (r"a { content: 'it\'s  { ; }' }", "a{content: 'it\\'s  { ; }'}\n"),
        ("@media (width > 40rem) and (hover) { a { b: c } }", "@media (width > 40rem) and (hover){a{b: c}}\n"),
    ],
)
def test_comments_and_spaces_go(written: str, squeezed: str) -> None:
    assert squeeze(written) == squeezed


def test_the_kits_style_sheets_mean_the_same_to_a_browser(chromium: Browser) -> None:
    page = chromium.new_page()
    rules = r"css => { const s = new CSSStyleSheet(); s.replaceSync(css); return [...s.cssRules].map(RULE); }"
    rules = rules.replace("RULE", r"rule => rule.cssText.replace(/\s+/g, '')")  # a value with var() keeps its spaces
    for file in sorted(KIT.glob("*.css")):
        css = file.read_text("utf-8")
        assert page.evaluate(rules, squeeze(css)) == page.evaluate(rules, css), file.name
        assert len(squeeze(css)) < len(css)
    page.close()


def test_minify_can_be_turned_off(tmp_path: Path) -> None:
    site = {**SHOP, "static/css/code.css": "/* mine */\n"}
    freeze_site(write(tmp_path, site), now=NOW)
    assert not any(b"mine" in css for css in files_below(tmp_path / "build/site/static/css").values())

    write(tmp_path, {"content/site.yaml": f"{SHOP['content/site.yaml']}minify: false\n"})
    freeze_site(tmp_path, now=NOW)
    assert any(b"mine" in css for css in files_below(tmp_path / "build/site/static/css").values())

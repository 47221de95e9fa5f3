"""Every page of the demo, and a torture page of plain Markdown, as a narrow screen shows it."""

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from polynya.freeze import freeze_site

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "content"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
ADDRESS = "http://site.example"
TORTURE = f"""---
math: true
---
# {"Supercalifragilistic" * 4}

{"word" * 60} `{"identifier_" * 20}` <https://example.org/{"path/" * 30}>

| {" | ".join(f"A rather long heading {n}" for n in range(12))} |
|{"---|" * 12}
| {" | ".join("cell" for _ in range(12))} |

```python
{"argument, " * 40}
```

$$
{" + ".join("abcdefghijklmnop")} = \\sum_{{i=0}}^n i^2 {"+ x " * 20}
$$

- [ ] {"task" * 40}
  - > {"quoted" * 30}
    > 1. {"deep" * 30}

> [!WARNING]
> {"alarm" * 40}

Term{"term" * 30}
: {"meaning" * 30}

A note.[^1]

[^1]: {"foot" * 60}
"""

TOO_SMALL = """() => {
  const touched = "a[href], button, input:not([type=hidden], :disabled), select, textarea, summary";
  const boxes = [...document.querySelectorAll(touched)]
    .filter((one) => !one.closest("[aria-hidden=true], [hidden], .trap") && one.checkVisibility() && !one.matches(".skip"))
    .map((one) => ({ one, box: (one.closest("label") ?? one).getBoundingClientRect() }));
  const inSentence = (one) => {
    if (getComputedStyle(one).display !== "inline") return false;
    let block = one.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return block.textContent.trim().length > one.textContent.trim().length + 1;
  };
  return boxes
    .filter(({ one, box }) => Math.min(box.width, box.height) < 23.9 && !inSentence(one))
    .map(({ one, box }) => `${one.outerHTML.slice(0, 90)}: ${Math.round(box.width)} x ${Math.round(box.height)}`);
}"""
"""What fingers miss, by WCAG 2.2, 2.5.8: smaller than 24 px, unless it stands in a sentence."""


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, frozen, with a torture page in it."""
    root = tmp_path_factory.mktemp("look")
    copytree(DEMO, root / "content")
    (root / "content/torture.md").write_text(TORTURE, encoding="utf-8")
    freeze_site(root, now=0)
    return root / "build/site"


@pytest.fixture
def narrow(chromium: Browser, frozen: Path) -> Iterator[Page]:
    """A tab 320 px wide that finds the frozen files at ADDRESS."""
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    context.route(f"{ADDRESS}/**", lambda route: _answer(route, frozen))
    yield context.new_page()
    context.close()


def _answer(route: Route, frozen: Path) -> None:
    path = frozen / unquote(urlsplit(route.request.url).path).lstrip("/")
    path = path / "index.html" if path.is_dir() else path
    if path.is_file():
        route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(path)[0] or "text/plain")
    else:
        route.fulfill(status=404, body="")


def _addresses(frozen: Path) -> list[str]:
    files = (path for path in sorted(frozen.rglob("*.html")) if b'http-equiv="refresh"' not in path.read_bytes())
    pages = (path.relative_to(frozen).as_posix() for path in files)
    return [f"{ADDRESS}/{page.removesuffix('index.html')}" for page in pages]


def test_nothing_scrolls_sideways_at_320_px_nor_when_text_is_twice_as_large(narrow: Page, frozen: Path) -> None:
    too_wide = []

    for address in _addresses(frozen):
        narrow.goto(address)
        for size in ("100%", "200%"):
            measured = "size => (document.documentElement.style.fontSize = size, document.documentElement.scrollWidth)"
            width = narrow.evaluate(measured, size)
            if width > 320:
                too_wide.append((address, size, width))

    assert not too_wide


def test_dishes_keep_their_words_whole_when_text_is_twice_as_large(narrow: Page) -> None:
    narrow.goto(f"{ADDRESS}/menu/")
    lines = """() => {
      document.documentElement.style.fontSize = "200%";
      const names = document.querySelectorAll(".dish h3, .counts label");
      return [...names].map((one) => [one.textContent.trim().split(/\\s+/).length, one.clientHeight / 1.1 /
        parseFloat(getComputedStyle(one).lineHeight)]);
    }"""

    assert [pair for pair in narrow.evaluate(lines) if pair[1] > pair[0] + 1] == []


def test_a_word_that_has_no_end_stays_in_its_field(narrow: Page) -> None:
    narrow.goto(f"{ADDRESS}/books/dune/")

    narrow.get_by_label("Your review").fill("https://example.org/" + "a-long-path/" * 20)

    assert narrow.evaluate("document.documentElement.scrollWidth") == 320


def test_whatever_is_touched_is_24_px_wide_and_high(narrow: Page, frozen: Path) -> None:
    narrow.set_viewport_size({"width": 390, "height": 800})
    too_small = {}

    for address in _addresses(frozen):
        narrow.goto(address)
        if found := narrow.evaluate(TOO_SMALL):
            too_small[address] = found

    assert not too_small


def test_a_wide_table_scrolls_in_its_own_box(narrow: Page) -> None:
    narrow.goto(f"{ADDRESS}/torture/")

    inside, outside = narrow.locator(".scroll:has(> table)").evaluate("box => [box.scrollWidth, box.clientWidth]")

    assert inside > outside


def test_no_form_repeats_the_heading_of_its_page(narrow: Page, frozen: Path) -> None:
    twice = "[...document.querySelectorAll('h2')].some(one => one.innerText === document.querySelector('h1').innerText)"

    assert [address for address in _addresses(frozen) if narrow.goto(address) and narrow.evaluate(twice)] == []


def test_what_a_form_has_not_worked_out_yet_takes_no_room(narrow: Page) -> None:
    narrow.goto(f"{ADDRESS}/parrot/")
    rest = "form => form.getBoundingClientRect().bottom - form.querySelector('button').getBoundingClientRect().bottom"
    inside = "form => parseFloat(getComputedStyle(form).paddingBottom) + 1"

    form = narrow.locator("#parrot")

    assert form.evaluate(rest) == pytest.approx(form.evaluate(inside), abs=0.5)


def test_answers_to_choose_from_stand_below_each_other(narrow: Page) -> None:
    narrow.set_viewport_size({"width": 1280, "height": 800})
    narrow.goto(f"{ADDRESS}/quiz/")

    boxes = [one.bounding_box() or {} for one in narrow.locator(".field-radio").last.locator(".choice").all()]

    assert len({box["x"] for box in boxes}) == 1 and len({box["y"] for box in boxes}) == 3


def test_the_way_to_order_leads_to_the_form_and_colours_nothing(narrow: Page) -> None:
    narrow.goto(f"{ADDRESS}/menu/")

    narrow.get_by_role("link", name="Order ahead").click()

    assert narrow.url.endswith("#order")
    assert narrow.locator("#order").evaluate("form => getComputedStyle(form).backgroundColor") == "rgb(255, 255, 255)"


def test_the_list_of_events_says_when_they_are(narrow: Page) -> None:
    narrow.goto(f"{ADDRESS}/events/")

    assert narrow.locator(".page-list .soft").first.inner_text() == "12 February 2027, 19:00 to 21:30"


def test_first_stop_of_the_keyboard_leads_to_the_text(narrow: Page) -> None:
    narrow.goto(f"{ADDRESS}/about/")

    narrow.keyboard.press("Tab")
    link = narrow.locator(":focus")

    assert link.get_attribute("href") == "#main"
    assert (link.bounding_box() or {"y": -1})["y"] >= 0
    assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"


def test_style_and_scripts_load_with_their_hashes(narrow: Page) -> None:
    blamed: list[str] = []
    narrow.on("console", lambda message: blamed.append(message.text) if message.type == "error" else None)

    narrow.goto(f"{ADDRESS}/books/dune/")

    assert not blamed
    assert narrow.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")
    assert narrow.evaluate("typeof htmx") == "object"


def test_no_page_has_style_or_script_of_its_own(frozen: Path) -> None:
    inline = re.compile(r"<style|<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\")|\sstyle=|\son\w+=")

    found = {path: inline.findall(path.read_text(encoding="utf-8")) for path in frozen.rglob("*.html")}

    assert not [path for path, faults in found.items() if faults]


@pytest.mark.parametrize("path", ["books/dune/", "menu/", "docs/", ""])
def test_on_paper_there_is_nothing_to_click_and_dark_mode_is_light(narrow: Page, path: str) -> None:
    narrow.emulate_media(media="print", color_scheme="dark")

    narrow.goto(f"{ADDRESS}/{path}")

    for gone in ("form", ".site-header nav", "button", ".button", ".steps", ".site-footer"):
        assert [one.is_visible() for one in narrow.locator(gone).all()].count(True) == 0, gone
    assert narrow.locator("h1").is_visible()
    assert narrow.evaluate("getComputedStyle(document.body).color") == "rgb(16, 41, 58)"


def test_paper_cuts_nothing_off_and_folds_nothing_away(narrow: Page) -> None:
    narrow.set_viewport_size({"width": 794, "height": 1123})  # A4
    narrow.emulate_media(media="print")

    narrow.goto(f"{ADDRESS}/torture/")
    assert narrow.locator(".scroll:has(> table)").evaluate("box => box.scrollWidth <= box.clientWidth")

    narrow.goto(f"{ADDRESS}/docs/writing/components/")
    folded = narrow.locator("details.details > p").last
    assert folded.evaluate("text => text.checkVisibility({contentVisibilityAuto: true}) && text.offsetHeight > 0")


def test_where_one_is_shows_without_colours_of_ours(narrow: Page) -> None:
    narrow.emulate_media(forced_colors="active")

    narrow.goto(f"{ADDRESS}/menu/")

    line, background = (
        "link => getComputedStyle(link).borderBlockEndColor",
        "getComputedStyle(document.body).backgroundColor",
    )
    links = narrow.locator(".site-header nav[aria-label='Main'] a").all()
    underlined = [link.inner_text() for link in links if link.evaluate(line) != narrow.evaluate(background)]
    assert underlined == ["Menu"]


def test_words_of_a_visitor_run_as_their_script_does(narrow: Page) -> None:
    narrow.goto(f"{ADDRESS}/books/dune/")

    put = "thread => thread.innerHTML = '<article class=submission><p class=value>مرحبا C++.</p><p class=value>Hi.</p>'"
    narrow.locator(".submissions").first.evaluate(put)
    ends = """text => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const [words, line] = [range.getBoundingClientRect(), text.getBoundingClientRect()];
      return words.left - line.left > 1 ? "right" : "left";
    }"""
    assert [text.evaluate(ends) for text in narrow.locator(".value").all()] == ["right", "left"]


def test_axe_finds_nothing_on_a_page_of_all_that_markdown_can(narrow: Page) -> None:
    narrow.goto(f"{ADDRESS}/torture/")
    narrow.add_script_tag(path=AXE)

    violations = narrow.evaluate("async () => (await axe.run(document)).violations")

    assert [f"{one['id']}: {node['html']}" for one in violations for node in one["nodes"]] == []

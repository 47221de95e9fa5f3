"""Every page of the demo: valid by the Nu HTML checker, no finding by axe-core, and feeds and JSON-LD that parse."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import feedparser
import pytest
from playwright.sync_api import Browser

from build.outputs.vnu import JAR, faults_of, find_java
from build.sites import NOW, a_review, files_below, store_of
from polynya.freeze import freeze_site
from polynya_live.submissions import State
from serving import copy_demo, serving

AXE = Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js"
# Colours that fade into others are looked at when they have.
VIOLATIONS = """async (chosen) => {
  await Promise.all(document.getAnimations().map((one) => one.finished));
  return (await axe.run(document, { resultTypes: ["violations"], ...chosen })).violations;
}"""
SCHEMES: dict[Literal["light", "dark"], dict[str, list[str]]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_demo(tmp_path_factory.mktemp("demo"))
    store = store_of(root)
    store.submit(a_review())
    store.moderate("review-of-dune-01", State.APPROVED, now=NOW)
    store.close()
    freeze_site(root, now=NOW)
    return root


@pytest.fixture(scope="module")
def served(demo: Path) -> Iterator[str]:
    with serving(demo) as url:
        yield url


def pages_of(root: Path) -> list[Path]:
    return sorted((root / "build/site").resolve().rglob("*.html"))


def test_every_page_is_valid_html(demo: Path) -> None:
    pages = pages_of(demo)
    if find_java() is None or not JAR.is_file():
        pytest.fail(f"NOT RUN: the Nu HTML checker, on {len(pages)} pages: no Java or no vnu-jar on this machine")

    assert faults_of(pages, (demo / "build/site").resolve()) == []
    assert len(pages) > 40


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text('<!doctype html><html lang="en"><head><title>A</title></head><body><p id=a><p id=a></body></html>')

    [fault] = [one for one in faults_of([wrong], tmp_path) if "error" in one]

    assert "Duplicate ID" in fault


def test_axe_finds_nothing_on_any_page(demo: Path, served: str, chromium: Browser) -> None:
    """By every rule in light colours, and by those about colours in dark ones: nothing else differs there."""
    context = chromium.new_context(bypass_csp=True)
    context.add_init_script(path=AXE)
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for file in pages_of(demo):
        path = file.relative_to((demo / "build/site").resolve()).as_posix().removesuffix("index.html")
        if leads_to := re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', file.read_text()):
            page.route(f"{served}{leads_to[1]}", lambda route: route.fulfill(status=204))  # so that it stays
        page.goto(f"{served}/{path}")
        for scheme, chosen in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            for one in page.evaluate(VIOLATIONS, chosen):
                words = f"/{path} {scheme} {one['nodes'][0]['html'][:120]}"
                found.setdefault(f"{one['id']}: {one['help']}", []).append(words)
        page.unroute_all()
    context.close()

    assert found == {}


def test_feeds_and_structured_data_parse(demo: Path) -> None:
    files = files_below(demo / "build/site")
    feeds = [name for name in files if name.endswith(("feed.xml", "rss.xml"))]
    assert len(feeds) >= 6
    for name in feeds:
        parsed = feedparser.parse(files[name])
        assert not parsed.bozo and parsed.version in ("atom10", "rss20"), name
    for name, content in files.items():
        if name.endswith(".html"):
            scripts = re.findall(rb'<script type="application/ld\+json">(.*?)</script>', content)
            leads_on = b'http-equiv="refresh"' in content  # the page of an alias
            assert len(scripts) == (name != "404.html" and not leads_on), name
            for script in scripts:
                assert json.loads(script)["@context"] == "https://schema.org"


def test_what_lacks_an_answer_as_what_was_brought_along_may_is_shown(tmp_path: Path) -> None:
    root = copy_demo(tmp_path / "demo")
    store = store_of(root)
    store.submit(replace(a_review(), values={"author": "Mara", "text": "Brought along."}))
    store.moderate("review-of-dune-01", State.APPROVED, now=NOW)
    sheet = replace(a_review("quiz-without-name"), form="quiz", page="", values={"polynya": "water"})
    store.submit(replace(sheet, state=State.APPROVED))
    store.close()

    freeze_site(root, now=NOW)

    assert "<td>–</td>" in (root / "build/site/quiz/index.html").read_text()
    page, books = ((root / "build/site" / name / "index.html").read_text() for name in ("books/dune", "books"))
    assert "Brought along." in page
    assert "No stars yet" in page
    assert '<span class="soft">(' not in books


def test_two_clean_freezes_of_the_demo_give_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    other = copy_demo(tmp_path / "other")
    store = store_of(other)
    store.submit(a_review())
    store.moderate("review-of-dune-01", State.APPROVED, now=NOW)
    store.close()

    freeze_site(other, now=NOW)

    one, two = (files_below((root / "build/current").resolve()) for root in (demo, other))
    assert {name for name in one | two if one.get(name) != two.get(name)} == set()

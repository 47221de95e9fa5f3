"""A page that is written from right to left: programs in it stay as they are, and marks stand where its lines begin."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from build.sites import write
from serving import serving

TEXT = "# بحر\n\n`f(1)` ثلج\n\n```python\nprint(1)\n```\n\n::form[b]\n"
ARABIC = {
    "content/site.yaml": "language: ar\ntitle: بحر\n",
    "content/index.md": TEXT,
    "content/forms/b.yaml": "title: رأي\nfields: [{name: a, label: الاسم, required: true}]\n",
}


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(write(tmp_path_factory.mktemp("arabic"), ARABIC)) as url:
        yield url


@pytest.fixture
def page(chromium: Browser, arabic: str) -> Iterator[Page]:
    page = chromium.new_page()
    page.goto(arabic)
    yield page
    page.close()


def test_programs_are_read_from_left_to_right(page: Page) -> None:
    assert page.locator("p code").evaluate("one => getComputedStyle(one).direction") == "ltr"
    block = page.locator("pre")
    line = block.locator("span", has_text="print").first
    assert block.evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert line.bounding_box()["x"] - block.bounding_box()["x"] < 60  # type: ignore[index]  # both are drawn


def test_a_field_that_needs_another_look_is_marked_where_its_line_begins(page: Page) -> None:
    field = page.get_by_label("الاسم")

    field.evaluate("one => one.setAttribute('aria-invalid', 'true')")

    assert " -3px 0px 0px 0px inset" in field.evaluate("one => getComputedStyle(one).boxShadow")

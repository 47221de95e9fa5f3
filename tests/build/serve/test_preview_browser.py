"""The preview in a real browser: an author edits, errs, looks at the last good release, and mends."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from build.sites import SHOP, write
from serving import log_of, serving

DUNE = "content/books/dune.md"


def test_the_browser_follows_the_author(chromium: Browser, tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    context = chromium.new_context()
    tab = context.new_page()
    refused: list[str] = []
    tab.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    with serving(tmp_path, watch=True) as url:
        tab.goto(f"{url}/books/dune/")
        expect(tab.get_by_text("Sand.")).to_be_visible()

        write(tmp_path, {DUNE: "---\ntitle: Dune\n---\nWind.\n"})
        expect(tab.get_by_text("Wind.")).to_be_visible()

        write(tmp_path, {DUNE: "---\ntitle: [\n---\nStorm.\n"})
        expect(tab.get_by_role("heading", name="Something to mend")).to_be_visible()
        expect(tab.get_by_text("content/books/dune.md:")).to_be_visible()

        tab.get_by_role("link", name="Show the last good release").click()
        expect(tab.get_by_text("Wind.")).to_be_visible()
        tab.go_back()
        expect(tab.get_by_role("heading", name="Something to mend")).to_be_visible()

        write(tmp_path, {DUNE: "---\ntitle: Dune\n---\nCalm.\n"})
        expect(tab.get_by_text("Calm.")).to_be_visible()
        assert tab.url == f"{url}/books/dune/"
    context.close()
    assert refused == []


def test_the_preview_says_which_pages_wait_for_their_date_until_that_was_read(
    chromium: Browser, tmp_path: Path
) -> None:
    write(tmp_path, {**SHOP, "content/later.md": "---\ndate: 2999-01-10\n---\n# Later\n"})
    context = chromium.new_context()
    tab = context.new_page()
    refused: list[str] = []
    tab.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    with serving(tmp_path, watch=True) as url:
        tab.goto(f"{url}/later/")
        expect(tab.get_by_text("1 page is not shown yet")).to_contain_text("content/later.md); freeze again then")
        tab.get_by_role("button", name="Close").click()
        expect(tab.get_by_text("not shown yet")).to_have_count(0)
        tab.goto(f"{url}/books/dune/")
        expect(tab.get_by_text("not shown yet")).to_have_count(0)

        write(tmp_path, {"content/more.md": "---\ndate: 2999-01-11\n---\n# More\n"})
        expect(tab.get_by_text("2 pages are not shown yet")).to_be_visible()

        write(tmp_path, {"content/later.md": "# Now\n", "content/more.md": "# Now\n"})
        expect(tab.get_by_text("not shown yet")).to_have_count(0)
    context.close()
    assert refused == []
    assert "next due: 2999-01-10" in log_of(tmp_path)


def test_more_tabs_than_a_browser_has_connections_can_be_open(chromium: Browser, tmp_path: Path) -> None:
    context = chromium.new_context()
    with serving(write(tmp_path, SHOP), watch=True) as url:
        for _ in range(8):
            tab = context.new_page()
            tab.goto(f"{url}/books/dune/")
            tab.evaluate("""() => {
                Object.defineProperty(document, 'visibilityState', {value: 'hidden'});
                document.dispatchEvent(new Event('visibilitychange'));
            }""")
        expect(tab.get_by_text("Sand.")).to_be_visible()
    context.close()

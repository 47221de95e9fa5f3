"""Asks axe-core what stands in the way of people on the page that is open."""

from pathlib import Path

from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"


def findings(browser: Browser, visitor: Page) -> list[str]:
    """List what axe-core finds on the page as it is: its HTML is drawn again where axe may run, without JavaScript of its own."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    address, content = visitor.url, visitor.content()
    page.route(address, lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"))
    page.goto(address)
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    context.close()
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:120]}" for one in found]

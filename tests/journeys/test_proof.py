"""A form that asks for a proof of work: the browser works it out by itself, and without JavaScript the post is held."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from journeys.axe import findings
from polynya_live.store import Filter, open_store
from serving import frozen_demo, serving

ASKED = "{per_visitor: 5/hour, proof_of_work: true}"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = frozen_demo(tmp_path_factory.mktemp("shop"))
    form = root / "content/forms/newsletter.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("{per_visitor: 5/hour}", ASKED), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def url(shop: Path) -> Iterator[str]:
    with serving(shop, settings={"POLYNYA_STORE": store_of(shop)}) as address:
        yield address


def store_of(shop: Path) -> str:
    return f"sqlite:///{shop / 'posts.db'}"


def reasons(shop: Path, email: str) -> tuple[str, ...]:
    """Say why the submission of one address is held."""
    store = open_store(store_of(shop))
    rows = store.inbox(Filter(), now=int(time.time() * 1000)).rows
    store.close()
    [row] = [row for row in rows if row.values["email"] == email]
    return row.reasons


def test_a_quick_post_waits_for_its_proof(chromium: Browser, shop: Path, url: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.goto(f"{url}/newsletter/")
    assert findings(chromium, page) == []
    page.get_by_label("Your e-mail").fill("ida@example.org")
    with page.expect_request("**/live/forms/newsletter") as posted:
        page.get_by_role("button", name="Subscribe").click()

    assert "altcha=ey" in (posted.value.post_data or "")
    expect(page.get_by_role("status")).to_be_visible()
    assert "unproven" not in reasons(shop, "ida@example.org")
    assert refused == []
    context.close()


def test_a_form_that_comes_back_is_proven_again(chromium: Browser, shop: Path, url: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{url}/newsletter/")
    page.locator("form#newsletter").evaluate("form => { form.noValidate = true; }")
    page.get_by_label("Your e-mail").fill("nobody")
    page.get_by_role("button", name="Subscribe").click()
    expect(page.locator("form#newsletter .error").first).to_be_visible()
    page.get_by_label("Your e-mail").fill("una@example.org")
    page.get_by_role("button", name="Subscribe").click()

    expect(page.get_by_role("status")).to_be_visible()
    assert "unproven" not in reasons(shop, "una@example.org")
    context.close()


def test_without_javascript_the_post_is_held(chromium: Browser, shop: Path, url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/newsletter/")
    page.get_by_label("Your e-mail").fill("ole@example.org")
    page.get_by_role("button", name="Subscribe").click()

    expect(page.get_by_role("status")).to_be_visible()
    assert reasons(shop, "ole@example.org") == ("unproven",)
    context.close()

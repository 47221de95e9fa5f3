"""Signing in by mail and signing out, in a real browser, with JavaScript and without."""

from pathlib import Path

from playwright.sync_api import Page, expect

from journeys.signing_in import ADDRESS, fits, keep_picture, link_mailed
from serving import frozen_demo, serving


def test_a_visitor_signs_in_and_out(visitor: Page, scripted: bool, tmp_path: Path) -> None:
    root = frozen_demo(tmp_path)
    with serving(root) as url:
        visitor.set_viewport_size({"width": 390, "height": 844})
        visitor.goto(url + "/account/")
        keep_picture(visitor, f"account-{scripted}")
        assert fits(visitor)
        assert visitor.context.cookies() == []
        visitor.get_by_label("Your e-mail address").fill(ADDRESS)
        visitor.get_by_role("button", name="Mail me a link").click()
        expect(visitor.get_by_text("is on its way")).to_be_visible()
        keep_picture(visitor, f"sent-{scripted}")

        visitor.goto(link_mailed(visitor, root, url))
        keep_picture(visitor, f"enter-{scripted}")
        visitor.get_by_role("button", name="Yes, sign in").click()
        expect(visitor.get_by_text(f"You are signed in as {ADDRESS}.")).to_be_visible()
        keep_picture(visitor, f"in-{scripted}")
        assert fits(visitor)
        visitor.goto(url + "/account/")
        expect(visitor.get_by_text("Hello, ada")).to_have_count(1 if scripted else 0)
        keep_picture(visitor, f"hello-{scripted}")

        visitor.goto(url + "/live/account/")
        visitor.get_by_role("button", name="Sign out", exact=True).click()
        expect(visitor.get_by_label("Your e-mail address")).to_be_visible()
        assert visitor.context.cookies() == []


def test_a_site_without_an_account_page_asks_where_it_answers(visitor: Page, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/index.md").write_text("# Notes\n")
    with serving(tmp_path) as url:
        visitor.goto(url + "/live/account/")
        visitor.get_by_label("Your e-mail address").fill(ADDRESS)
        visitor.get_by_role("button", name="Mail me a link").click()
        expect(visitor.get_by_text("is on its way")).to_be_visible()
        visitor.goto(link_mailed(visitor, tmp_path, url))
        visitor.get_by_role("button", name="Yes, sign in").click()
        visitor.get_by_role("button", name="Sign out", exact=True).click()
        expect(visitor.get_by_label("Your e-mail address")).to_be_visible()
        visitor.goto(url + "/live/account/delete")
        expect(visitor.get_by_label("Your e-mail address")).to_be_visible()

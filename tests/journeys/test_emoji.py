"""A text of emoji is as long for the server as for the browser that lets it pass."""

from pathlib import Path

from playwright.sync_api import Page, expect

from serving import serving

NOTE = """title: A note
fields: [{name: note, label: Your note, type: text, required: true, min: 4, max: 6}]
thanks: "We have {note}."
"""


def test_what_the_browser_takes_for_long_enough_the_server_does_too(tmp_path: Path, visitor: Page) -> None:
    (tmp_path / "content/forms").mkdir(parents=True)
    (tmp_path / "content/index.md").write_text("# Notes\n\n::form[note]\n")
    (tmp_path / "content/forms/note.yaml").write_text(NOTE)
    with serving(tmp_path) as url:
        visitor.goto(url)
        visitor.get_by_label("Your note").press_sequentially("\U0001f427\U0001f427")
        visitor.get_by_role("button", name="Send").click()

        expect(visitor.get_by_text("We have \U0001f427\U0001f427.")).to_be_visible()

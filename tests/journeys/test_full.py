"""A form without a place left says so where it stands, and is back when there is one, in a real browser."""

from pathlib import Path

from playwright.sync_api import Page, expect

from build.sites import store_of
from polynya_live.submissions import State
from serving import serving

SEAT = """title: Keep a seat
fields: [{name: who, label: Your name, type: text, required: true}]
submit: Keep it
moderation: none
limits: {capacity: 1}
"""


def test_a_full_form_says_so_and_is_back_when_a_place_is_free(tmp_path: Path, visitor: Page, scripted: bool) -> None:
    (tmp_path / "content/forms").mkdir(parents=True)
    (tmp_path / "content/index.md").write_text("# Tonight\n\n::form[seat]\n")
    (tmp_path / "content/forms/seat.yaml").write_text(SEAT)
    with serving(tmp_path) as url:
        name, told = visitor.get_by_label("Your name"), visitor.locator("#left-seat")
        visitor.goto(url)
        expect(told).to_have_text("1 of 1 places left" if scripted else "1 place in all")
        another = visitor.context.new_page()
        another.goto(url)
        another.get_by_label("Your name").fill("Ida")
        another.get_by_role("button", name="Keep it").click()
        if not scripted:
            another.get_by_role("button", name="Keep it").click()
        expect(another.get_by_role("status")).to_be_visible()

        name.fill("Teo")  # from before: told by the answer, with the words
        visitor.get_by_role("button", name="Keep it").click()
        if not scripted:
            visitor.get_by_role("button", name="Keep it").click()
        expect(visitor.get_by_text("no room left for this")).to_be_visible()
        expect(name).to_have_value("Teo")
        visitor.goto(url)
        expect(name).to_be_visible(visible=not scripted)
        expect(told).to_have_text("All places are taken" if scripted else "1 place in all")

        store = store_of(tmp_path)
        [row] = store.export(now=0)
        store.moderate(row.key, State.REJECTED, now=0)
        store.close()
        visitor.goto(url)
        expect(name).to_be_visible()

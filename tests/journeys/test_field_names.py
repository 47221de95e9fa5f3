"""A field may have the name of nearly anything that a form itself has; labels still find it, and scripts still post it."""

from pathlib import Path

from playwright.sync_api import Page, expect

from serving import serving

NAMES = (
    "action", "attributes", "blur", "children", "click", "dataset", "focus", "hidden", "id", "lang", "length", "method",
    "name", "normalize", "number", "parent", "replace", "reset", "slot", "style", "submit", "target", "title",
)  # fmt: skip


def test_names_that_a_form_has_of_its_own_are_posted_like_others(tmp_path: Path, visitor: Page) -> None:
    (tmp_path / "content/forms").mkdir(parents=True)
    (tmp_path / "content/index.md").write_text("# Names\n\n::form[odd]\n")
    fields = "".join(f"  - {{name: {name}, label: The {name} field, type: text, required: true}}\n" for name in NAMES)
    declared = f"title: Odd names\nfields:\n{fields}thanks: 'Thank you for {{title}}, {{number}} and {{submit}}.'\n"
    (tmp_path / "content/forms/odd.yaml").write_text(declared)
    with serving(tmp_path) as url:
        visitor.goto(url)
        for name in NAMES:
            visitor.get_by_label(f"The {name} field").fill(f"a {name}")
        visitor.get_by_role("button", name="Send").click()

        expect(visitor.get_by_text("Thank you for a title, a number and a submit.")).to_be_visible()

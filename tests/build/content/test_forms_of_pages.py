"""What a page that names a form draws beside it, whatever its collection is: answers, or what is counted."""

from pathlib import Path

from build.sites import NOW, frozen, write
from polynya.freeze import freeze_site

FIELDS = "fields:\n  - {name: answer, label: Answer, type: radio, required: true, options: [Good, Bad]}\n"
SITE = {
    "content/site.yaml": "title: Club\nurl: https://club.example\n",
    "content/index.md": "# Club\n",
    "content/days/_collection.yaml": "title: Days\nforms: [asked]\n",
    "content/days/may.md": "---\ntitle: May\n---\n",
}


def drawn(root: Path, form: str) -> str:
    freeze_site(write(root, SITE | {"content/forms/asked.yaml": f"title: Asked\n{FIELDS}{form}"}), now=NOW)
    return frozen(root, "days/may/index.html")


def test_a_form_that_counts_answers_has_its_bars_and_no_list_of_single_words(tmp_path: Path) -> None:
    page = drawn(tmp_path, "thread: days\nshow: [answer]\ntally: answer\n")

    assert 'hx-get="/live/tally/asked/days/may"' in page
    assert '<meter aria-label="Good"' in page
    assert 'id="island-asked"' not in page

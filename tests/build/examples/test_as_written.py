"""What README and documentation show of a site freezes as it stands there, in a site that is not the demo."""

import re
from pathlib import Path

from build.sites import NOW, write
from polynya.checking.site import check_site

ROOT = Path(__file__).parents[3]
DUNE = "---\ntitle: Dune\nauthor: Frank Herbert\nprice: 12.50\n---\nSand.\n"


def shown_in(path: str, begin: str) -> str:
    """Read the one example on a page that has a line like this."""
    blocks = re.findall(r"^```.*\n((?:.*\n)*?)```$", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    [found] = [block for block in blocks if begin in block]
    return found


def test_the_page_the_collection_and_the_form_of_the_readme_freeze_as_they_stand(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "content/site.yaml": "url: https://floe.example\n",
            "content/index.md": "# Floe\n\n[Winter](winter.md), [books](books/dune.md)\n",
            "content/menu.md": "# Menu\n",
            "content/winter.md": shown_in("README.md", "title: Winter"),
            "content/books/_collection.yaml": shown_in("README.md", "title: Books"),
            "content/books/dune.md": DUNE,
            "content/forms/review.yaml": shown_in("README.md", "title: Write a review"),
        },
    )

    assert check_site(tmp_path, now=NOW) == []


def test_the_collection_of_the_documentation_freezes_as_it_stands(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "content/site.yaml": "url: https://floe.example\n",
            "content/index.md": "# Floe\n\n[Dune](posts/dune.md)\n",
            "content/posts/_collection.yaml": shown_in("content/docs/writing/collections.md", "title: Posts"),
            "content/posts/dune.md": DUNE.replace("price: 12.50\n", "series: Sand\nshelf: Sand\n"),
        },
    )

    assert check_site(tmp_path, now=NOW) == []

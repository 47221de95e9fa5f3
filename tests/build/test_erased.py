"""Who is erased is gone: from the store's file, the outbox, and with the next freeze from everything that is published."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from build.sites import NOW, REVIEW, SHOP, run, store_of, write
from polynya.freeze import freeze_site
from polynya_live.app import create_app
from polynya_live.contract import load
from polynya_live.guards.stamps import make_stamp
from polynya_live.settings import Settings
from polynya_live.store import Store
from polynya_live.submissions import State
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once

SECRET = "a secret of thirty-two characters"
FORGOTTEN = ("Quendresa", "quendresa@example.org", "extraordinarily", "pyrotechnical")
"""Of the one who is erased: her name, her address, a word of her review, and one of what was held back."""
STAYS = "Wilhelmina"
SITE = "title: Floe Books\nurl: https://floe.example\nsearch: true\ncompress: true\n"
FORM = (
    REVIEW.replace("submit:", "  - {name: email, label: E-mail, type: email}\nsubmit:")
    + "notify: owner\nreceipt: email\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write(tmp_path / "site", SHOP | {"content/site.yaml": SITE, "content/forms/review.yaml": FORM})
    (root / "var").mkdir()
    freeze_site(root, now=NOW)
    return root


@pytest.fixture
def store(root: Path) -> Iterator[Store]:
    opened = store_of(root)
    yield opened
    opened.close()


def post(root: Path, store: Store) -> None:
    """Let two readers write: one thing that is approved, one that waits, and the mails of both."""
    live = root / "build/live"
    mail = f"outbox:{root / 'var/outbox'}"
    settings = Settings(
        contract=live,
        store="",
        secret=SECRET,
        site_url="https://floe.example",
        mail=mail,
        owners=("owner@floe.example",),
    )
    app = create_app(settings, load(live / "contract.json"), store, clock=lambda: NOW)
    name, email, shown, held = FORGOTTEN
    for author, address, text in ((name, email, shown), (name, email.upper(), held), (STAYS, "w@example.org", "Sand.")):
        words = {"page": "books/dune", "author": author, "email": address, "rating": "5", "text": f"{text} sand."}
        stamp = make_stamp(SECRET, "review", now=NOW - 9_000)
        headers = {"Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
        answer = app.test_client().post("/live/forms/review", data={**words, "stamp": stamp}, headers=headers)
        assert answer.status_code == 200
    work_once(office_of(app), now=NOW)
    for row in store.export(now=NOW):
        if held not in str(row.values["text"]):
            store.moderate(row.key, State.APPROVED, now=NOW)


def holding(folder: Path, *words: str) -> list[str]:
    """List the files below a folder that hold one of some words, packed or not."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            text = unpacked(path)
            found += (
                [path.relative_to(folder).as_posix()] if any(word.lower().encode() in text for word in words) else []
            )
    return found


def unpacked(path: Path) -> bytes:
    """Read a file, out of its packing where it has one. Letters are small ones."""
    content = path.read_bytes()
    if path.suffix == ".br":
        content = brotli.decompress(content)
    elif content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    return content.lower()


def test_who_is_erased_is_in_no_file_any_more(root: Path, store: Store) -> None:
    post(root, store)
    freeze_site(root, now=NOW)
    before = holding(root, *FORGOTTEN)
    assert {"site/books/dune/index.html", "site/feeds/review/feed.xml", "packed/books/dune/index.html.br"} <= {
        name.split("/", 3)[-1] for name in before if name.startswith("build/releases/")
    }
    assert any(name.startswith("var/outbox/") for name in before)
    assert any(name.startswith("var/polynya.db") for name in before)
    assert any("pagefind" in name for name in before)

    done = run(root, "erase", "--email", FORGOTTEN[1])
    assert done.returncode == 0, done.stderr
    assert [name for name in holding(root, *FORGOTTEN) if not name.startswith("build/")] == []
    freeze_site(root, now=NOW)

    assert holding((root / "build/current").resolve(), *FORGOTTEN) == []
    assert holding(root, *FORGOTTEN) == []
    assert holding((root / "build/current").resolve(), STAYS)
    assert holding(root / "var", STAYS)

"""What is kept of a site is put away beside other work, and is then the same as what is put away at the end."""

import subprocess
import sys
from pathlib import Path

import pytest

from build.sites import NOW, SHOP, release_files, write
from polynya.freeze import freeze_site
from polynya.observing.marks import look
from polynya.observing.memory_file import unpickled
from polynya.places import Places
from polynya.retouching import kept_ahead, remembered, stock
from polynya.retouching.kept import keep, load

LEFT = "build/cache/pages.pickle.of-a-freeze-that-was-ended"
PLAIN = {**SHOP, "content/site.yaml": "title: Tea\nurl: https://tea.example\ncards: false\npictures: false\n"}
PAGES = {f"content/teas/tea-{at}.md": f"---\ntitle: Tea {at}\n---\nLeaves.\n" for at in range(240)}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """Freeze a site of which a lot is kept."""
    monkeypatch.setattr(stock, "OF_A_TASK", 1)
    monkeypatch.setenv("POLYNYA_WORKERS", "2")
    freeze_site(write(tmp_path, {**PLAIN, **PAGES}), now=NOW)
    return Places(tmp_path)


def test_a_stock_that_was_put_away_ahead_is_what_is_put_away_at_the_end(places: Places) -> None:
    acting = "import sys; from build.observing.test_stock import put_away_twice; put_away_twice(sys.argv[1])"
    tests = Path(__file__).parents[
        2
    ]  # in a process of its own, for beside the threads of other tests nothing is done aside
    subprocess.run([sys.executable, "-c", acting, str(places.root)], check=True, timeout=300, cwd=tests)


def put_away_twice(root: str) -> None:
    """Put the same stock away ahead and at the end, and compare."""
    stock.OF_A_TASK, places = 1, Places(Path(root))
    found, seen = load(places), look(places)
    assert found is not None
    kept, memory = found[0], remembered(places)
    (places.root / LEFT).touch()
    with kept_ahead(places, kept.stock.site, kept.stock.rows, traces=memory.traces, seen=seen) as ahead:
        assert load(places) is not None  # until it is taken over, the one before counts
    assert unpickled(ahead.path) == ahead.token
    for each in (ahead, None):
        keep(places, memory, kept.stock.site, seen=seen, span=kept.ends.span, warnings=[], ahead=each)
        new = load(places)
        assert new is not None
        (its, ends), _ = new
        assert (ends.token == ahead.token) is (each is ahead)
        assert its.site == kept.stock.site
        assert dict(its.rows.by_path) == dict(kept.stock.rows.by_path)
        names = ("seen", "readers", "spots", "told")
        assert [getattr(its, name) for name in names] == [getattr(kept.stock, name) for name in names]
        assert ends._replace(token="") == kept.ends._replace(token="")
        assert [one.name for one in (places.build / "cache").glob("*pages.pickle*")] == ["pages.pickle"]


def test_a_title_that_was_edited_is_frozen_from_what_was_linked_ahead(
    places: Places, tmp_path_factory: pytest.TempPathFactory
) -> None:
    texts = PAGES | {"content/teas/tea-9.md": "---\ntitle: Nine\n---\nLeaves.\n"}
    (places.root / "content/teas/tea-9.md").write_text(texts["content/teas/tea-9.md"])
    freeze_site(places.root, now=NOW)
    clean = write(tmp_path_factory.mktemp("clean"), {**PLAIN, **texts})
    freeze_site(clean, now=NOW)
    assert release_files(places.root) == release_files(clean)


def test_what_fails_beside_it_leaves_what_was_kept(places: Places) -> None:
    found = load(places)
    assert found is not None
    kept, memory = found[0], remembered(places)
    with (
        pytest.raises(RuntimeError),
        kept_ahead(places, kept.stock.site, kept.stock.rows, traces=memory.traces, seen=kept.stock.seen),
    ):
        raise RuntimeError
    again = load(places)
    assert again is not None
    assert again[0].ends.token == kept.ends.token


def test_a_site_whose_stock_was_put_away_ahead_is_retouched(
    places: Places, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tea = places.root / "content/teas/tea-7.md"
    tea.write_text(tea.read_text() + "\nMore.\n")
    assert freeze_site(places.root, now=NOW).changed == 1
    (places.root / "content/teas/new.md").write_text("---\ntitle: New\n---\nSprouts.\n")
    assert freeze_site(places.root, now=NOW).changed > 1
    texts = {path: (places.root / path).read_text() for path in PAGES}
    new = {"content/teas/new.md": "---\ntitle: New\n---\nSprouts.\n"}
    clean = write(tmp_path_factory.mktemp("clean"), {**PLAIN, **texts, **new})
    freeze_site(clean, now=NOW)
    assert release_files(places.root) == release_files(clean)

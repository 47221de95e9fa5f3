"""What one freeze keeps for the next is made of bytes only when it is asked for, and is what it was."""

import pickle
from pathlib import Path

from polynya.observing.memory import Details, Pack
from polynya.observing.memory_file import pickle_whole
from polynya.reading.read import read_site
from polynya.reading.late import LatePage, reduce_lately

TEXT = "---\ntitle: Tea\ndate: 2024-01-31\ntags: [green, hot]\nfrom: China\n---\n\nLeaves and water.\n"


def test_a_page_that_is_kept_is_made_when_a_field_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "content/teas").mkdir(parents=True)
    (tmp_path / "content/teas/tea.md").write_text(TEXT, encoding="utf-8")
    site = read_site(tmp_path).site
    assert site is not None
    page = site.pages["teas/tea"]
    assert isinstance(page, LatePage)
    file = tmp_path / "kept"
    pickle_whole(file, [page, page], ways={LatePage: reduce_lately})
    first, second = pickle.loads(file.read_bytes())
    assert first is second
    assert first.url == page.url
    assert first.digest == page.digest
    assert first.fields["from"] == "China"
    assert first == page
    assert first.place == page.place
    assert not hasattr(first, "nothing")
    assert pickle.loads(pickle.dumps(first)) == page


def test_details_are_packed_and_found_again() -> None:
    tea, mate = ("body", "tea.md"), ("body", "mate.md")
    all_details = [
        Details((tea, mate), (("href", "/mate/"),), "top\nleaves", (("/mate/", "mate.md"),)),
        Details((mate,), (("href", "/mate/"), ("src", "/m.png")), "", ()),
        Details(),
    ]
    pack = pickle.loads(pickle.dumps(Pack(all_details, lambda key: b"known" if key == tea else None)))
    assert [pack.details(at) for at in range(3)] == all_details
    assert pack.digests == {tea: b"known", mate: None}
    assert pack.targets == [("href", "/mate/"), ("src", "/m.png")]
    assert pickle.loads(pack.spots) == ["top\nleaves", "", ""]

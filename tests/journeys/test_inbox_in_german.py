"""The inbox of a German site in a real browser: its screens are German, valid, and fit a phone and a desktop."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from build.outputs.vnu import JAR, faults_of, find_java
from build.sites import REVIEW, SHOP, write
from journeys.signing_in import keep_picture
from journeys.test_inbox import OWNERS, SECRET, Office, complaints, desk, empty, row_of
from live.accounts.test_in_german import english_in
from polynya_live.store import open_store
from serving import serving

__all__ = ["desk", "empty"]

NOT_THERE = "/live/inbox/?text=nichts"
IN_GERMAN = {
    **SHOP,
    "content/site.yaml": "title: Scholle\nlanguage: de\nurl: https://floe.example\ncards: false\ncompress: false\n",
    "content/index.md": "# Scholle\n\nZur [Düne](books/dune.md).\n",
    "content/books/dune.md": "---\ntitle: Die Düne\nauthor: Marit Solheim\n---\nSand.\n",
    "content/forms/review.yaml": REVIEW.replace("Write a review", "Ihre Meinung")
    .replace("Your name", "Ihr Name")
    .replace("label: Rating", "label: Sterne")
    .replace("Your review", "Ihre Worte")
    .replace("Post review", "Abschicken")
    .replace("Thank you for your review, {author}.", "Danke, {author}."),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    root = write(tmp_path_factory.mktemp("eingang"), IN_GERMAN)
    address = f"sqlite:///{root / 'inbox.db'}"
    settings = {"POLYNYA_OWNERS": ",".join(OWNERS), "POLYNYA_SECRET": SECRET, "POLYNYA_STORE": address}
    store = open_store(address)
    with serving(root, settings=settings) as url:
        yield Office(url, root, store)
    store.close()


class Reader:
    """Looks at each screen: English words, what axe finds, and its HTML for the checker."""

    def __init__(self, page: Page, folder: Path, *, width: int) -> None:
        self.page, self.folder, self.width = page, folder, width
        self.found: list[str] = []
        self.files: list[Path] = []

    def read(self, name: str) -> None:
        html = self.page.content()
        assert '<html lang="de">' in html
        self.files.append(self.folder / f"{name}.html")
        self.files[-1].write_text(html)
        self.found += english_in(self.page.locator("body").inner_text()) + complaints(self.page)
        keep_picture(self.page, f"eingang-{name}-{self.width}")


@pytest.mark.parametrize("width", [390, 1280])
def test_every_screen_is_german_and_valid(desk: Page, office: Office, width: int, tmp_path: Path) -> None:
    rows = [
        office.waiting("Sand, und zwar viel.", nth=nth, page="books/dune", reasons=why)
        for nth, why in enumerate([("hasty", "honeypot"), ("unproven",), ()])
    ]
    reader = Reader(desk, tmp_path, width=width)
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(office.url + "/live/inbox/")
    reader.read("liste")
    desk.get_by_text("Tasten").first.click()
    reader.read("tasten")
    row_of(desk, rows[0]).get_by_role("link", name="Bearbeiten oder antworten").click()
    expect(desk.get_by_label("Ihre Antwort")).to_be_visible()
    desk.get_by_label("Ihr Name").evaluate("field => field.removeAttribute('required')")
    desk.get_by_label("Ihr Name").fill("")
    desk.get_by_role("button", name="Änderung speichern").click()
    expect(desk.locator("[aria-invalid=true]").first).to_be_visible()
    reader.read("falsch")
    row_of(desk, rows[0]).get_by_role("button", name="Freigeben").click()
    expect(desk.get_by_role("button", name=re.compile("Zurücknehmen"))).to_be_visible()
    reader.read("freigegeben")
    for name, path in {
        "eine": f"/live/inbox/{rows[0].key}",
        "leer": NOT_THERE,
        "alle": "/live/inbox/?state=all",
    }.items():
        desk.goto(office.url + path)
        reader.read(name)
    desk.context.clear_cookies()
    row_of(desk, rows[1]).get_by_role("button", name="Ablehnen").click()
    expect(desk.get_by_role("status")).to_contain_text("Anmeldung ist abgelaufen")
    reader.read("abgelaufen")

    assert reader.found == []
    if find_java() is None or not JAR.is_file():
        pytest.fail("NOT RUN: the Nu HTML checker: no Java or no vnu-jar on this machine")
    assert faults_of(reader.files, tmp_path) == []

"""The whole story of the inbox in a real browser, with JavaScript and without: what an owner sees, presses and undoes."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.test_account import fits, keep_picture
from live.bookshop import a_review, some_settings
from polynya_live.accounts.sessions import Sessions
from polynya_live.store import Store, open_store
from polynya_live.submissions import State, Submission
from serving import frozen_demo, serving

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
OWNERS = ("owner@floe.example", "other@floe.example")
SECRET = "a secret that the server and the test both know"
NASTY = '<img src=x onerror="alert(1)"><script>alert(2)</script><b hx-get="/live/health" hx-trigger="load">'
PAGE = "books/python-for-beginners"


class Office:
    """A served demo whose store and owners are known."""

    def __init__(self, url: str, root: Path, store: Store) -> None:
        self.url, self.store = url, store
        self._sessions = Sessions(store, some_settings(root, secret=SECRET, owners=OWNERS))

    def sign_in(self, page: Page, email: str = OWNERS[0]) -> None:
        token = self._sessions.open(email, now=now())
        page.context.add_cookies([{"name": "polynya", "value": token, "url": self.url}])

    def waiting(self, text: str, *, nth: int = 0, **changes: object) -> Submission:
        values = {"author": "Mara", "rating": 4, "text": text, "email": "mara@example.org"}
        row = {"key": f"{nth:04d}{'k' * 20}", "page": PAGE, "state": State.PENDING, "approved": 0, "values": values}
        return self.store.submit(a_review(**{**row, "received": now() - nth * 60_000, **changes}))

    def state(self, row: Submission) -> State:
        return self.store.get(row.key, now=now()).state


def now() -> int:
    return int(time.time() * 1000)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    root = frozen_demo(tmp_path_factory.mktemp("inbox"))
    address = f"sqlite:///{root / 'inbox.db'}"
    settings = {"POLYNYA_OWNERS": ",".join(OWNERS), "POLYNYA_SECRET": SECRET, "POLYNYA_STORE": address}
    store = open_store(address)
    with serving(root, settings=settings) as url:
        yield Office(url, root, store)
    store.close()


@pytest.fixture(autouse=True)
def empty(office: Office) -> None:
    """Each story begins with nothing."""
    office.store.erase([row.key for row in office.store.export(now=now())])


def row_of(visitor: Page, row: Submission) -> "Page":
    return visitor.locator(f"#row-{row.key}")  # type: ignore[return-value]  # a locator finds as a page does


def test_an_owner_approves_undoes_edits_and_replies(visitor: Page, scripted: bool, office: Office) -> None:
    row = office.waiting("Sand, all of it.", reasons=("hasty",))
    visitor.set_viewport_size({"width": 390, "height": 844})
    stranger = visitor.goto(office.url + "/live/inbox/")
    assert stranger is not None and stranger.status == 404

    office.sign_in(visitor)
    visitor.goto(office.url + "/live/inbox/")
    expect(visitor.get_by_text("Held: sent faster than people type")).to_be_visible()
    assert fits(visitor)
    keep_picture(visitor, f"inbox-{scripted}")
    row_of(visitor, row).get_by_role("button", name="Approve").click()
    expect(visitor.get_by_role("status")).to_contain_text("approved")
    assert office.state(row) is State.APPROVED
    assert visitor.url.endswith("/live/inbox/") == scripted

    visitor.get_by_role("button", name="Undo").click()
    expect(visitor.get_by_role("status")).to_contain_text("Taken back")
    assert office.state(row) is State.PENDING

    row_of(visitor, row).get_by_role("link", name="Edit or reply").click()
    visitor.get_by_label("Your review").fill("Sand and spice.")
    keep_picture(visitor, f"inbox-open-{scripted}")
    assert fits(visitor)
    visitor.get_by_role("button", name="Keep the edit").click()
    expect(visitor.get_by_role("status")).to_contain_text("edited")
    expect(row_of(visitor, row)).to_contain_text("Sand and spice.")

    row_of(visitor, row).get_by_role("link", name="Edit or reply").click()
    visitor.get_by_label("Your reply").fill("We have more of it.")
    visitor.get_by_role("button", name="Reply").click()
    expect(visitor.get_by_role("status")).to_contain_text("Your reply")
    row_of(visitor, row).get_by_role("button", name="Approve").click()
    expect(visitor.get_by_role("status")).to_contain_text("approved")

    answer = visitor.request.get(f"{office.url}/live/newer/review/{PAGE}?after=")
    assert "Sand and spice." in answer.text() and "We have more of it." in answer.text()
    visitor.goto(office.url + "/live/inbox/?state=approved")
    expect(row_of(visitor, row)).to_contain_text("Live: the page loads it")


def test_the_second_of_two_owners_hears_what_the_first_did(visitor: Page, office: Office) -> None:
    row = office.waiting("Both of us see this.")
    office.sign_in(visitor)
    visitor.goto(office.url + "/live/inbox/")
    other = visitor.context.new_page()
    other.goto(office.url + "/live/inbox/")

    row_of(other, row).get_by_role("button", name="Reject").click()
    expect(other.get_by_role("status")).to_contain_text("rejected")
    row_of(visitor, row).get_by_role("button", name="Approve").click()

    expect(visitor.get_by_role("status")).to_contain_text("Somebody else was faster: this is rejected now")
    assert office.state(row) is State.REJECTED


def test_several_are_found_ticked_and_approved(visitor: Page, office: Office) -> None:
    rows = [office.waiting(f"Wanted {n}", nth=n) for n in range(2)]
    rest = office.waiting("Something else", nth=2)
    office.sign_in(visitor)
    visitor.goto(office.url + "/live/inbox/")
    visitor.get_by_label("Words").fill("wanted")
    visitor.get_by_role("button", name="Find").click()
    expect(visitor.locator(".inbox-row")).to_have_count(2)

    for row in rows:
        row_of(visitor, row).get_by_role("checkbox").check()
    visitor.locator("#inbox-several").get_by_role("button", name="Approve").click()

    expect(visitor.get_by_role("status")).to_contain_text("2 submissions: approved")
    assert [office.state(row) for row in (*rows, rest)] == [State.APPROVED, State.APPROVED, State.PENDING]


def test_what_a_visitor_wrote_is_text_and_nothing_else(visitor: Page, office: Office) -> None:
    row = office.waiting(NASTY, values={"author": NASTY, "rating": 1, "text": NASTY})
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.on("dialog", lambda dialog: asked.append(dialog.message))
    office.sign_in(visitor)

    for path in ("/live/inbox/", f"/live/inbox/{row.key}", f"/live/inbox/?text={NASTY}"):
        visitor.goto(office.url + path)
        assert row_of(visitor, row).locator("img, script, b[hx-get]").count() == 0
    expect(row_of(visitor, row).locator("dd").first).to_have_text(NASTY)
    assert not [url for url in asked if url.endswith(("/x", "/live/health", "1", "2"))]


@pytest.fixture
def desk(chromium: Browser, office: Office) -> Iterator[Page]:
    """The inbox in a browser with JavaScript and the keys of a keyboard."""
    context = chromium.new_context()
    page = context.new_page()
    office.sign_in(page)
    yield page
    context.close()


def test_the_keyboard_does_it_all_and_the_focus_stays(desk: Page, office: Office) -> None:
    first, second = (office.waiting(f"Row {n}", nth=n) for n in range(2))
    desk.goto(office.url + "/live/inbox/")

    desk.keyboard.press("j")
    expect(row_of(desk, first)).to_be_focused()
    desk.keyboard.press("a")
    expect(desk.get_by_role("status")).to_contain_text("approved")
    expect(row_of(desk, first)).to_be_focused()
    desk.keyboard.press("j")
    desk.keyboard.press("r")
    expect(desk.get_by_role("status")).to_contain_text("rejected")
    expect(row_of(desk, second)).to_be_focused()
    desk.keyboard.press("u")
    expect(desk.get_by_role("status")).to_contain_text("Taken back")
    assert (office.state(first), office.state(second)) == (State.APPROVED, State.PENDING)

    desk.keyboard.press("k")
    desk.keyboard.press("e")
    expect(desk.get_by_label("Your reply")).to_be_focused()
    desk.keyboard.type("jar?/")
    expect(desk.get_by_label("Your reply")).to_have_value("jar?/")
    desk.keyboard.press("Escape")
    desk.keyboard.press("e")
    expect(desk.get_by_label("Your reply")).to_have_count(0)
    desk.keyboard.press("?")
    expect(desk.get_by_text("next, one before")).to_be_visible()
    switch = desk.get_by_label("Keys do something")
    assert switch.evaluate("box => box.closest('label').offsetHeight") >= 24
    switch.uncheck()
    desk.reload()
    desk.keyboard.press("/")
    expect(desk.get_by_label("Words")).not_to_be_focused()


def test_the_undo_is_in_sight_however_far_down_one_presses(desk: Page, office: Office) -> None:
    rows = [office.waiting(f"Row {n}", nth=n) for n in range(12)]
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(office.url + "/live/inbox/")

    row_of(desk, rows[-1]).get_by_role("button", name="Approve").click()

    expect(desk.get_by_role("button", name=re.compile("Undo"))).to_be_in_viewport()
    expect(row_of(desk, rows[-1])).to_be_focused()


def test_a_session_that_is_over_is_said_and_changes_nothing(desk: Page, office: Office) -> None:
    row = office.waiting("Too late.")
    desk.goto(office.url + "/live/inbox/")
    desk.context.clear_cookies()

    row_of(desk, row).get_by_role("button", name="Approve").click()

    expect(desk.get_by_role("status")).to_contain_text("your session is over")
    expect(row_of(desk, row)).to_contain_text("Too late.")
    assert office.state(row) is State.PENDING


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_any_screen(desk: Page, office: Office, scheme: str, width: int) -> None:
    row = office.waiting("Sand, all of it.", reasons=("hasty", "honeypot"))
    desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(office.url + "/live/inbox/")
    found = complaints(desk)
    row_of(desk, row).get_by_role("link", name="Edit or reply").click()
    expect(desk.get_by_label("Your reply")).to_be_visible()
    desk.get_by_label("Your name").evaluate("field => field.removeAttribute('required')")
    desk.get_by_label("Your name").fill("")
    desk.get_by_role("button", name="Keep the edit").click()
    expect(desk.locator("[aria-invalid=true]").first).to_be_visible()
    found += complaints(desk)
    keep_picture(desk, f"inbox-wrong-{scheme}-{width}")
    row_of(desk, row).get_by_role("button", name="Approve").click()
    expect(desk.get_by_role("button", name=re.compile("Undo"))).to_be_visible()
    found += complaints(desk)
    keep_picture(desk, f"inbox-undo-{scheme}-{width}")
    for path in (f"/live/inbox/{row.key}", "/live/inbox/?text=nothing-like-this", "/live/inbox/?state=all"):
        desk.goto(office.url + path)
        found += complaints(desk)

    assert found == []


def complaints(page: Page) -> list[str]:
    assert fits(page)
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {node['html'][:200]}" for one in result["violations"] for node in one["nodes"]]

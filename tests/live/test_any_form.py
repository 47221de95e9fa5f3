"""Any form that can be declared is frozen, drawn, answered and kept, on one machine and in the cloud alike."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build.sites import frozen, write
from live.any_form import MENU, NEVER, Answers, AnyForm, forms
from live.bookshop import NOW, sent, some_settings
from live.conftest import Clock
from live.event_factory import SHAPES, an_event, as_received
from live.moto_server import forget
from live.store.conftest import REGION, create_table
from polynya.freeze import freeze_site
from polynya_live.app import create_app
from polynya_live.contract import load
from polynya_live.events import make_handler
from polynya_live.store import Store, open_store
from polynya_live.submissions import Value

Ask = Callable[..., tuple[int, str]]
Values = dict[str, dict[str, Value]]
FORM = ("Content-Type", "application/x-www-form-urlencoded")
NEVER_ASKED = "never_asked"
LITTLE = "title: Any\nurl: https://floe.example\ncards: false\nfeeds: false\njson: false\ntwins: false\n"
_sites = count(1)


@pytest.fixture(scope="module")
def cloud(moto: str) -> Iterator[str]:
    yield moto
    forget(moto)


class Typed(HTMLParser):
    """What a browser would post of the forms on a page, but for what every post carries."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.pairs: list[tuple[str, str]] = []
        self._area = self._select = ""
        self._words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = self._select if tag == "option" else told.get("name", "")
        if tag == "select":
            self._select = name
        if not name.startswith(("field_", NEVER_ASKED)) or name.endswith(".prices"):
            return
        self.names.add(name)
        if tag == "textarea":
            self._area, self._words = name, []
        chosen = "selected" in told if tag == "option" else "checked" in told
        if tag == "option" or told.get("type") in ("radio", "checkbox"):
            self.pairs += [(name, told["value"])] if chosen else []
        elif tag == "input":
            self.pairs.append((name, told["value"]))

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.pairs.append((self._area, "".join(self._words).removeprefix("\n")))
            self._area = ""
        if tag == "select":
            self._select = ""


@settings(max_examples=8)
@given(st.lists(forms(), min_size=1, max_size=6), st.sampled_from(SHAPES))
def test_a_valid_form_takes_what_fits_and_gives_back_what_does_not(
    cloud: str, tmp_path_factory: pytest.TempPathFactory, declared: list[AnyForm], shape: str
) -> None:
    root = a_site(tmp_path_factory.mktemp("any"), declared)
    table = f"any-{next(_sites)}"
    create_table(cloud, table)
    stores = (f"sqlite:///{root / 'any.db'}", f"dynamodb://{table}?region={REGION}&endpoint={cloud}&budget=30")

    kept = [kept_by(address, root, declared, shape=shape) for address in stores]

    assert kept[0] == kept[1]
    for nth, form in enumerate(declared):
        assert kept[0][f"form-{nth}"].keys() >= {re.sub(r"\[.*", "", name) for name, _ in form.fits}


def a_site(root: Path, declared: Iterable[AnyForm]) -> Path:
    """Freeze a site with a page for each form, and look at how each is drawn there."""
    menu = {f"content/{row}.md": f"---\ntitle: {row}\nprice: {cents / 100}\n---\n" for row, cents in MENU.items()}
    files = {"content/site.yaml": LITTLE, "content/index.md": "# Any\n", **menu}
    files["content/menu/_collection.yaml"] = "fields:\n  price: {type: money, required: true}\n"
    for nth, form in enumerate(declared):
        files[f"content/forms/form-{nth}.yaml"] = json.dumps(form.declared, ensure_ascii=False)
        files[f"content/page-{nth}.md"] = f"---\ntitle: Page\nforms: [form-{nth}]\n---\n"
    freeze_site(write(root, files), now=NOW)
    for nth, form in enumerate(declared):
        drawn = Typed(frozen(root, f"page-{nth}/index.html"))
        assert {name for name, _ in form.fits} <= drawn.names
        assert {words for _, words in drawn.pairs} <= {""}
    return root


def kept_by(address: str, root: Path, declared: Iterable[AnyForm], *, shape: str) -> Values:
    """Post each form badly, then well, and return what is kept of it; in an event of this shape where a table keeps it."""
    store, clock = open_store(address), Clock()
    live = root / "build/live"
    app = create_app(some_settings(live), load(live / "contract.json"), store, clock=clock, pause=lambda _: None)
    handler = make_handler(app)

    def ask(method: str, path: str, posted: Answers = ()) -> tuple[int, str]:
        headers, body = [*sent().items(), FORM], urlencode(posted)
        if address.startswith("sqlite"):
            answer = app.test_client().open(path, method=method, headers=dict(headers), data=body)
            return answer.status_code, answer.text
        event = an_event(shape, method=method, path=path, headers=headers, body=body)
        received = as_received(shape, handler(event, None))
        return received.status, received.body.decode()

    try:
        for nth, form in enumerate(declared):
            post_both(ask, f"form-{nth}", form, clock)
        return values_of(store)
    finally:
        store.close()


def post_both(ask: Ask, name: str, form: AnyForm, clock: Clock) -> None:
    """Post what does not fit and see every word again, then what does."""
    found = re.search(r'name="stamp" value="([^"]+)"', ask("GET", f"/live/stamp/{name}")[1])
    assert found
    clock.wait(20)
    unknown: Answers = () if form.broken else ((NEVER_ASKED, 'words <&> "words"'),)

    status, back = ask("POST", f"/live/forms/{name}", (*form.wrong, *unknown, ("stamp", found[1])))

    assert status == 422, back
    assert back.startswith("<form") and 'role="alert"' in back
    again = Typed(back)
    for typed in form.wrong:
        assert typed in again.pairs or typed[1] == NEVER, (typed, again.pairs)
    if form.broken:
        assert f'id="{name}-{form.broken}-error"' in back
    else:
        assert "words &lt;&amp;&gt;" in back

    status, thanks = ask("POST", f"/live/forms/{name}", (*form.fits, ("stamp", found[1])))

    assert (status, "Thank you." in thanks) == (200, True), thanks


def values_of(store: Store) -> Values:
    """Read what is kept, by form; each has one submission."""
    rows = list(store.export(now=NOW))
    assert len({row.form for row in rows}) == len(rows)
    return {row.form: dict(row.values) for row in rows}

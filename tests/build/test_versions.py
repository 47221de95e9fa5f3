"""What pages that are still around post: each freeze knows the versions of before, and nothing typed into them is lost."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from build.sites import NOW, SHOP, write
from polynya.freeze import freeze_site
from polynya.keeping.erasing import written_by
from polynya.places import PUBLISHED
from polynya_live.app import create_app
from polynya_live.contract import Contract, load
from polynya_live.forms.versions import ACCEPTED_MS, CHANGED, LACKING
from polynya_live.settings import Settings
from polynya_live.store import open_store
from polynya_live.submissions import State, Submission
from polynya_live.work.lines import lines_of

OURS = {"Sec-Fetch-Site": "same-origin"}
HTMX = OURS | {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Source": "form#review"}
DAY_MS = 86_400_000

AUTHOR = "{name: author, label: Your name, required: true, max: 60}"
TEXT = "{name: text, label: Your review, type: textarea, required: true, max: 2000}"
DAY = "{name: day, label: Day, type: select, options: {mo: Monday, su: Sunday}}"
PHONE = "{name: phone, label: Telephone}"
FIRST = (AUTHOR, TEXT, DAY, PHONE)
TYPED = {"author": "Mara", "text": "Sand. " * 300, "day": "su", "phone": "+47 <b>555</b>"}
WORDS = ("Mara", "Sand. " * 299 + "Sand.", "Sunday", "+47 <b>555</b>")


def declared(*fields: str, more: str = "") -> str:
    lines = "\n".join(f"  - {field}" for field in fields)
    return f"title: Write a review\nthread: books\nfields:\n{lines}\nmoderation: none\nshow: [author, text]\n{more}"


def frozen_with(root: Path, form: str, *, now: int = NOW) -> Contract:
    write(root, {**SHOP, "content/forms/review.yaml": form})
    freeze_site(root, now=now, light=True)
    return load(root / "build/live/contract.json")


def test_what_a_newer_version_of_polynya_froze_is_no_hindrance(tmp_path: Path) -> None:
    """Who goes back to an older version freezes again, and loses no more than the versions of before."""
    frozen_with(tmp_path, declared(*FIRST))
    contract = tmp_path / "build/live/contract.json"
    contract.write_text(contract.read_text().replace('"required_for"', '"unheard_of": 1, "required_for"'))
    with pytest.raises(ValueError, match=r"another version of Polynya wrote it .*unheard_of.*; freeze the site again"):
        load(contract)

    assert frozen_with(tmp_path, declared(*FIRST[:2]), now=NOW + 1).earlier == {}


class Inputs(HTMLParser):
    """Finds what a browser without JavaScript posts of the form of a page that nobody has typed into."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.posted: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("input", "textarea", "select") and told.get("name"):
            self.posted[told["name"] or ""] = told.get("value") or ""


def app_of(root: Path, now: int) -> Flask:
    settings = Settings(contract=root / "build/live", store="", secret="s" * 32, site_url="https://floe.example")
    store = open_store(f"sqlite:///{root / 'test.db'}")
    return create_app(settings, load(root / "build/live/contract.json"), store, clock=lambda: now)


def rows_of(root: Path) -> list[Submission]:
    store = open_store(f"sqlite:///{root / 'test.db'}")
    try:
        return list(store.export(now=NOW))
    finally:
        store.close()


def stamped(client: Any, typed: dict[str, str]) -> dict[str, str]:
    found = re.search(r'name="stamp" value="([^"]+)"', client.get("/live/stamp/review").text)
    assert found
    return {**typed, "stamp": unescape(found[1])}


@pytest.mark.parametrize("headers", [OURS, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    ("second", "held"),
    [
        ((AUTHOR, TEXT, DAY), False),
        ((AUTHOR, TEXT, DAY.replace(", su: Sunday", ""), PHONE), False),
        ((AUTHOR, TEXT.replace("2000", "100"), DAY, PHONE), False),
        ((AUTHOR, TEXT, DAY, PHONE, "{name: town, label: Your town, required: true}"), True),
        ((AUTHOR, TEXT, DAY, PHONE.replace("Telephone", "Telephone, type: number, required: true")), True),
        ((AUTHOR, "{name: body, label: Your review, type: textarea}"), False),
    ],
    ids=["removed field", "removed option", "smaller max", "newly required", "other type", "renamed"],
)
def test_a_page_of_before_posts_as_it_was_drawn(
    tmp_path: Path, second: tuple[str, ...], headers: dict[str, str], *, held: bool
) -> None:
    frozen_with(tmp_path, declared(*FIRST))
    page = (tmp_path / "build/site/books/dune/index.html").read_text()
    frozen_with(tmp_path, declared(*second).replace("show: [author, text]", "show: [author]"), now=NOW + 1)
    client = app_of(tmp_path, NOW + DAY_MS).test_client()

    typed = {**Inputs(page).posted, **TYPED}
    if headers is OURS:  # the page that asks for one more step still draws the form as it was
        asked = client.post("/live/forms/review", data=typed, headers=headers)
        assert asked.status_code == 422 and 'name="phone"' in asked.text and "Sunday" in asked.text
        typed["stamp"] = Inputs(asked.text).posted["stamp"]
        assert Inputs(asked.text).posted["form_version"] == typed["form_version"]
    else:
        typed = stamped(client, typed)
    answer = client.post("/live/forms/review", data=typed, headers=headers)

    assert answer.status_code == (200 if headers is HTMX else 303), answer.text
    [row] = rows_of(tmp_path)
    kept = "\n".join([*(str(value) for value in row.values.values()), *row.extra.get(CHANGED, [])])  # type: ignore[list-item]
    told = "\n".join("Sunday" if line == "su" else line for line in kept.split("\n"))
    assert all(word in told for word in WORDS)
    assert set(row.extra.get(CHANGED, [])) <= {
        line.text for line in lines_of(row, load(tmp_path / "build/live/contract.json"))
    }  # type: ignore[arg-type]
    form = (tmp_path / "content/forms/review.yaml").read_text()
    assert ("Day: Sunday" in kept) == ("name: day" in form and "Sunday" not in form)
    assert (LACKING in row.reasons, row.state is State.PENDING and held) == (held, held)


def test_what_has_to_be_there_for_a_place_is_asked_for_anew(tmp_path: Path) -> None:
    frozen_with(tmp_path, declared(*FIRST))
    page = (tmp_path / "build/site/books/dune/index.html").read_text()
    frozen_with(
        tmp_path, declared(*FIRST, "{name: seat, label: Seat, required: true}", more="unique: [seat]\n"), now=NOW + 1
    )
    client = app_of(tmp_path, NOW + DAY_MS).test_client()

    answer = client.post("/live/forms/review", data={**Inputs(page).posted, **TYPED}, headers=HTMX)

    assert answer.status_code == 422 and 'name="seat"' in answer.text and "+47 &lt;b&gt;555" in answer.text
    assert rows_of(tmp_path) == []


def test_a_version_is_known_for_seven_days_and_three_at_a_time(tmp_path: Path) -> None:
    versions = []
    for nth in range(6):
        contract = frozen_with(
            tmp_path, declared(*FIRST[: 2 + nth % 3], more=f"edit: {nth + 1} minutes\n"), now=NOW + nth
        )
        versions.append(contract.forms["review"].version)

    assert versions[:3] == versions[3:] and len(set(versions)) == 3
    assert [one.version for one in contract.earlier["review"]] == [versions[1], versions[0]]
    again = frozen_with(tmp_path, declared(*FIRST[:4], more="edit: 6 minutes\n"), now=NOW + ACCEPTED_MS)
    assert again.earlier == contract.earlier
    assert (
        frozen_with(tmp_path, declared(*FIRST[:4], more="edit: 7 minutes\n"), now=NOW + 9 + ACCEPTED_MS).earlier == {}
    )


def test_too_old_or_invented_is_the_form_of_now(tmp_path: Path) -> None:
    frozen_with(tmp_path, declared(*FIRST))
    page = (tmp_path / "build/site/books/dune/index.html").read_text()
    frozen_with(tmp_path, declared(AUTHOR, TEXT), now=NOW + 1)
    typed = {**Inputs(page).posted, **TYPED}

    late = app_of(tmp_path, NOW + 1 + ACCEPTED_MS).test_client().post("/live/forms/review", data=typed, headers=HTMX)
    invented = {**typed, "form_version": "ffffffffffff"}
    other = app_of(tmp_path, NOW + 2).test_client().post("/live/forms/review", data=invented, headers=HTMX)

    for answer in (late, other):
        assert answer.status_code == 422 and "+47 &lt;b&gt;555&lt;/b&gt;" in answer.text
    assert rows_of(tmp_path) == []


def test_what_is_published_is_not_pushed_out_by_tries(tmp_path: Path) -> None:
    first = frozen_with(tmp_path, declared(AUTHOR, TEXT))
    (tmp_path / "build" / PUBLISHED).write_bytes((tmp_path / "build/live/contract.json").read_bytes())
    for nth in range(5):
        more = f"{{name: field{nth}, label: More}}"
        contract = frozen_with(tmp_path, declared(AUTHOR, TEXT, more), now=NOW + nth)

    assert len(contract.earlier["review"]) == 3
    assert (contract.earlier["review"][0].version, contract.earlier["review"][0].until) == (
        first.forms["review"].version,
        0,
    )
    late = app_of(tmp_path, NOW + 10 * ACCEPTED_MS).test_client()
    assert (
        late.post(
            "/live/forms/review",
            data=stamped(
                late,
                {
                    "page": "books/dune",
                    "author": "Mara",
                    "text": "Sand.",
                    "form_version": first.forms["review"].version,
                },
            ),
            headers=HTMX,
        ).status_code
        == 200
    )


def test_a_freeze_again_is_the_same_release(tmp_path: Path) -> None:
    frozen_with(tmp_path, declared(*FIRST))
    frozen_with(tmp_path, declared(AUTHOR, TEXT), now=NOW + 1)
    first = freeze_site(tmp_path, now=NOW + 2, light=True, full=True).release

    assert freeze_site(tmp_path, now=NOW + 9, light=True, full=True).release == first


def test_an_address_in_a_field_that_is_of_another_type_now_is_found_to_be_erased(tmp_path: Path) -> None:
    frozen_with(tmp_path, declared(*FIRST))
    page = (tmp_path / "build/site/books/dune/index.html").read_text()
    frozen_with(tmp_path, declared(AUTHOR, TEXT, DAY, "{name: phone, label: Telephone, type: number}"), now=NOW + 1)
    client = app_of(tmp_path, NOW + 2).test_client()

    typed = stamped(client, {**Inputs(page).posted, **TYPED, "phone": "Mara@floe.example"})
    assert client.post("/live/forms/review", data=typed, headers=HTMX).status_code == 200

    assert len(list(written_by(rows_of(tmp_path), "mara@floe.example"))) == 1

"""An export that another declaration was filled in by comes in, what does not fit is told, and every page can be drawn."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from build.sites import NOW, REVIEW, SHOP, frozen, store_of, write
from polynya.cli.bring import command
from polynya.freeze import freeze_site
from polynya.importing.fitting import Fitting
from polynya.importing.lines import is_answer
from polynya.places import Places
from polynya_live.store.rows import dump
from polynya_live.submissions import State, Submission, digest_of

GOOD = {"author": "Mara", "rating": 4, "text": "Sand, all of it."}
MORE = "  - {name: site, label: Site, type: url}\n  - {name: mood, label: Mood, type: select, options: [dry, wet]}\n"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("POLYNYA_STORE", raising=False)
    form = REVIEW.replace("submit:", f"{MORE}submit:").replace("show: [", "show: [site, mood, ")
    return write(tmp_path, {**SHOP, "content/forms/review.yaml": form})


NOTES = '"history", "mail" and "prices" in "extra" have to be as an export writes them'


def a_line(nth: int = 0, *, values: Any = GOOD, **differs: Any) -> str:  # Any: JSON
    """Write an approved review as `freeze export` does. differs: whatever somebody made of it since."""
    row = Submission(
        key=f"review-of-dune-{nth:02}",
        form="review",
        page="books/dune",
        values=GOOD,
        state=State.APPROVED,
        received=NOW - 5000,
        digest=digest_of("review", "books/dune", GOOD),
    )
    return json.dumps({**json.loads(dump(row)), "values": values, **differs}) + "\n"


def bring(root: Path, *lines: str, more: tuple[str, ...] = ()) -> Result:
    (root / "in.jsonl").write_text("".join(lines))
    return CliRunner().invoke(command, [str(root / "in.jsonl"), *more], obj=Places(root))


def kept(root: Path, nth: int = 0) -> Submission:
    store = store_of(root)
    row = store.get(f"review-of-dune-{nth:02}", now=NOW)
    store.close()
    return row


def test_what_fits_is_brought_in_without_a_word(shop: Path) -> None:
    done = bring(shop, a_line(), a_line(1))

    assert done.stdout == "brought in 2; there already: 0\n"
    assert kept(shop).values == GOOD


@pytest.mark.parametrize(
    ("name", "value", "fact"),
    [
        ("author", "M" * 80, "the form says “Please write at most 60 characters: this has 80.”"),
        ("author", "Ma\nra", "the form says “Please write this on one line.”"),
        ("mood", "sandy", "the form says “Please choose one of the answers offered.”"),
        ("town", "Oslo", "the form has no such field"),
    ],
)
def test_what_an_older_form_took_stays_and_is_told_by_line_and_field(
    shop: Path, name: str, value: str, fact: str
) -> None:
    done = bring(shop, a_line(), a_line(1, values={**GOOD, name: value}))

    assert done.exit_code == 0
    told = done.stdout.splitlines()[1]
    assert told.startswith(f"line 2: review.{name}: {fact}") and told.endswith("(kept as it is)")
    assert kept(shop, 1).values == {**GOOD, name: value}
    freeze_site(shop, now=NOW)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("rating", "five", "Rating: five"),
        ("rating", ["4", "5"], "Rating: 4, 5"),
        ("rating", 9, "Rating: 9"),
        ("rating", 4.5, "Rating: 4.5"),
        ("rating", True, "Rating: yes"),
        ("author", 7, "Your name: 7"),
        ("text", {"sand": 2}, "Your review: 2 × sand"),
        ("site", "javascript:alert(1)", "Site: javascript:alert(1)"),
    ],
)
def test_what_no_page_could_draw_truly_is_put_aside_for_the_owner(
    shop: Path, name: str, value: object, words: str
) -> None:
    done = bring(shop, a_line(values={**GOOD, name: value}))

    assert done.exit_code == 0
    assert f"line 1: review.{name}: " in done.stdout and "(on no page; the inbox has the words)" in done.stdout
    assert kept(shop).values == {key: said for key, said in GOOD.items() if key != name}
    assert kept(shop).extra["earlier"] == [words]
    freeze_site(shop, now=NOW)
    assert "javascript:" not in frozen(shop, "books/dune/index.html")


@pytest.mark.parametrize("value", [None, [1], {"sand": "two"}, {"sand": {}}, float("inf"), float("nan"), 10**400])
def test_what_is_no_answer_is_left_out_and_told(shop: Path, value: object) -> None:
    done = bring(shop, a_line(values={**GOOD, "rating": value}))

    assert done.exit_code == 0
    assert "line 1: review.rating: " in done.stdout and "(left out)" in done.stdout
    assert kept(shop).values == {"author": "Mara", "text": "Sand, all of it."}
    freeze_site(shop, now=NOW)
    assert "Sand, all of it." in frozen(shop, "books/dune/index.html")


@pytest.mark.parametrize(
    ("differs", "fact"),
    [
        ({"received": "yesterday"}, '"received" has to be a whole number'),
        ({"received": True}, '"received" has to be a whole number'),
        ({"received": -1}, '"received" has to be a whole number'),
        ({"received": 10**13}, '"received" has to be a whole number'),
        ({"approved": None}, '"approved" has to be a whole number'),
        ({"page": None}, '"page" has to be a text'),
        ({"values": ["Mara"]}, '"values" has to be a mapping'),
        ({"expires": "never"}, '"expires" has to be null'),
        ({"extra": {"reply": {"en": "Yes"}}}, '"extra" has to be a mapping'),
        ({"reasons": [7]}, '"reasons" has to be a list'),
        ({"claims": [{"name": "place", "amount": "2", "most": 3}]}, '"claims" has to be a list'),
        ({"extra": {"history": ["approved by Mara"]}}, NOTES),
        ({"extra": {"history": ['{"act": "approve"}']}}, NOTES),
        ({"extra": {"history": ['{"act": "approve", "at": "now", "who": "mara"}']}}, NOTES),
        ({"extra": {"history": ['{"act": "edit", "at": 1, "who": "mara", "values": {"text": {"a": "b"}}}']}}, NOTES),
        ({"extra": {"history": ['{"act": "reject", "at": 1, "who": "mara", "state": "shown"}']}}, NOTES),
        ({"extra": {"mail": ["sent"]}}, NOTES),
        ({"extra": {"prices": ["menu/tea"]}}, NOTES),
    ],
    ids=repr,
)
def test_a_line_that_no_store_gives_is_told_with_what_is_wrong(shop: Path, differs: Any, fact: str) -> None:
    done = bring(shop, a_line(), a_line(1, **differs))

    assert done.exit_code == 1
    assert f"in.jsonl:2: {fact}" in done.stderr and "hint: nothing after this point" in done.stderr
    freeze_site(shop, now=NOW)


def test_a_form_and_a_page_that_are_gone_are_told_and_kept(shop: Path) -> None:
    lines = (a_line(), a_line(1, page="books/gone"), a_line(2, form="survey"), a_line(3, form="survey"))

    done = bring(shop, *lines)

    assert done.stdout.splitlines() == [
        "brought in 4; there already: 0",
        'line 2: review.page: no page has the id "books/gone" (kept as it is)',
        'line 3 and 1 more: no form is called "survey" (kept as it is)',
    ]
    freeze_site(shop, now=NOW)


def test_bringing_in_twice_changes_nothing_whatever_was_put_aside(shop: Path) -> None:
    line = a_line(values={**GOOD, "rating": "five"})
    bring(shop, line)
    before = kept(shop)

    assert bring(shop, line).stdout.startswith("brought in 0; there already: 1\n")
    assert kept(shop) == before


def test_machines_are_told_each_line(shop: Path) -> None:
    lines = [a_line(nth, values={**GOOD, "town": "Oslo"}) for nth in range(3)]

    told = json.loads(bring(shop, *lines, more=("--json", "--dry-run")).stdout)

    assert told["brought"] == 3
    assert told["unfit"] == [
        {
            "form": "review",
            "field": "town",
            "fate": "kept",
            "fact": "the form has no such field",
            "lines": [1, 2, 3],
        }
    ]
    assert not (shop / "var").exists()


def test_a_site_that_cannot_be_read_takes_its_backup_and_says_that_it_did_not_compare(shop: Path) -> None:
    write(shop, {"content/books/bad.md": "---\ntitle: [\n---\n"})

    done = bring(shop, a_line(values={**GOOD, "rating": "five"}), a_line(1, values={**GOOD, "rating": None}))

    assert done.stdout.startswith("brought in 2;") and "cannot be read now" in done.stderr
    assert kept(shop).values["rating"] == "five"
    write(shop, {"content/books/bad.md": "---\ntitle: Good\n---\n"})
    freeze_site(shop, now=NOW)
    assert '<p class="value rating">five</p>' in frozen(shop, "books/dune/index.html")


def test_a_field_that_became_stars_or_a_link_draws_what_was_typed_before_as_words(shop: Path) -> None:
    store = store_of(shop)
    values = {"author": "Mara", "rating": "five", "site": "javascript:alert(1)", "text": "Sand."}
    row = Submission(
        key="review-of-dune-01",
        form="review",
        page="books/dune",
        values=values,
        state=State.APPROVED,
        received=NOW,
        digest="d",
    )
    store.submit(row)
    store.close()

    freeze_site(shop, now=NOW)

    page = frozen(shop, "books/dune/index.html")
    assert '<p class="value rating">five</p>' in page
    assert '<p class="value site">javascript:alert(1)</p>' in page and 'href="javascript' not in page


def test_numbers_that_no_store_keeps_exactly_are_no_answers() -> None:
    assert is_answer(10**15 - 1) and is_answer(-4.5) and is_answer({"a": 1}) and is_answer([])
    assert not any(map(is_answer, (10**15, float("nan"), [None], {"a": 1.5}, b"bytes")))


def test_without_a_site_nothing_is_told_of_its_forms() -> None:
    row = kept_nowhere()

    fitting = Fitting(None)

    assert list(fitting.fit([(1, row)])) == [row]
    assert fitting.unfit == []


def kept_nowhere() -> Submission:
    return Submission(
        key="k" * 24, form="gone", page="", values={"a": "b"}, state=State.PRIVATE, received=1, digest="d"
    )

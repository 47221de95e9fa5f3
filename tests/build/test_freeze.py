"""A freeze from Markdown to files: what is written, what is said, what stays."""

import shutil
from pathlib import Path

import pytest

from build.sites import (
    NOW,
    SHOP,
    a_review,
    a_site,
    files_below,
    frozen,
    problems_of_freezing,
    release_files,
    run,
    shown,
    store_of,
    write,
)
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.problems import ProblemsFound
from polynya_live.contract import Contract, load
from polynya_live.submissions import State

DEMO = Path(__file__).parents[2]


def test_a_single_markdown_file_becomes_a_site(tmp_path: Path) -> None:
    a_site(tmp_path, hello="# Hello\n\nIce and *water*.\n")

    report = freeze_site(tmp_path, now=NOW)

    assert "<em>water</em>" in frozen(tmp_path, "hello/index.html")
    assert 'href="/hello/"' in frozen(tmp_path, "index.html")
    assert "<h1>" in frozen(tmp_path, "404.html")
    assert "Disallow: /live/" in frozen(tmp_path, "robots.txt")
    assert (report.pages, report.changed, report.warnings) == (3, 3, [])


def test_the_demo_freezes_without_a_warning_and_checks_clean(tmp_path: Path) -> None:
    for name in ("content", "functions"):
        shutil.copytree(DEMO / name, tmp_path / name)

    report = freeze_site(tmp_path, now=NOW)

    assert shown(report.warnings) == ""
    assert shown(check_site(tmp_path, now=NOW)) == ""
    assert '<form id="review"' in frozen(tmp_path, "books/python-for-beginners/index.html")


def test_what_looks_like_a_template_prints_as_typed(tmp_path: Path) -> None:
    a_site(tmp_path, index="{{7*7}} {% raw %} {{ site.title }} `{{ config }}`\n")

    freeze_site(tmp_path, now=NOW)

    assert "{{7*7}} {% raw %} {{ site.title }} <code>{{ config }}</code>" in frozen(tmp_path, "index.html")


def test_two_clean_freezes_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a/shop", SHOP), write(tmp_path / "b/shop", SHOP)

    for root, seed in ((first, "1"), (second, "2")):
        assert run(root, PYTHONHASHSEED=seed).returncode == 0

    assert release_files(first) == release_files(second)
    assert (first / "build/current").resolve().name == (second / "build/current").resolve().name


def test_the_frozen_contract_is_what_the_live_wing_loads(tmp_path: Path) -> None:
    write(tmp_path, SHOP)

    report = freeze_site(tmp_path, now=NOW)

    contract: Contract = load(tmp_path / "build/live/contract.json")
    assert report.release.endswith(contract.release)
    assert set(contract.pages) == {"books/dune"}
    assert contract.forms["review"].thread == "books"
    for asset in contract.site.assets.values():
        assert (tmp_path / "build/site" / asset.url.lstrip("/")).is_file()


def test_a_freeze_that_changes_nothing_keeps_the_release(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    before = freeze_site(tmp_path, now=NOW)

    after = freeze_site(tmp_path, now=NOW)

    assert (after.release, after.changed) == (before.release, 0)
    assert [folder.name for folder in (tmp_path / "build/releases").iterdir()] == [before.release]


def test_only_changed_pages_count_and_the_others_are_taken_over(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    freeze_site(tmp_path, now=NOW)
    before = (tmp_path / "build/site/404.html").stat().st_ino

    write(tmp_path, {"content/books/dune.md": "---\ntitle: Dune\n---\nWind.\n"})
    report = freeze_site(tmp_path, now=NOW)

    assert report.changed == 1
    assert (tmp_path / "build/site/404.html").stat().st_ino == before


@pytest.mark.parametrize(("reviews", "there"), [(5, False), (6, True)])
def test_past_many_reviews_a_link_leads_to_the_form(tmp_path: Path, reviews: int, there: bool) -> None:
    write(tmp_path, SHOP)
    store = store_of(tmp_path)
    for number in range(reviews):
        store.submit(a_review(f"review-of-dune-{number:02}"))
        store.moderate(f"review-of-dune-{number:02}", State.APPROVED, now=NOW)
    store.close()

    freeze_site(tmp_path, now=NOW)

    page = frozen(tmp_path, "books/dune/index.html")
    assert ('<a class="button quiet" href="#review">' in page) == there
    assert '<form id="review"' in page


def test_approved_reviews_are_in_the_page_and_waiting_ones_are_not(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    store = store_of(tmp_path)
    store.submit(a_review("shown-to-everybody", text="Sand & <b>wind</b>."))
    store.submit(a_review("waits-for-the-owner", text="Not yet."))
    shown_one = store.moderate("shown-to-everybody", State.APPROVED, now=NOW - 1000)
    store.close()

    freeze_site(tmp_path, now=NOW)

    page = frozen(tmp_path, "books/dune/index.html")
    assert "Sand &amp; &lt;b&gt;wind&lt;/b&gt;." in page
    assert "Not yet." not in page
    assert f"after={shown_one.cursor}" in page


def test_a_store_that_cannot_be_read_stops_the_freeze_and_keeps_the_release(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    freeze_site(tmp_path, now=NOW)
    before = release_files(tmp_path)
    write(tmp_path, {"var/polynya.db": b"no database, " * 1000, "content/index.md": "changed"})

    [problem] = problems_of_freezing(tmp_path)

    assert problem.rule == "store-unavailable"
    assert release_files(tmp_path) == before


def test_without_a_store_the_site_freezes_and_none_is_made(tmp_path: Path) -> None:
    write(tmp_path, SHOP)

    freeze_site(tmp_path, now=NOW)

    assert not (tmp_path / "var").exists()


def test_every_problem_of_reading_is_told_at_once_and_the_release_stays(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    freeze_site(tmp_path, now=NOW)
    before = release_files(tmp_path)
    write(tmp_path, {"content/books/dune.md": "---\nforms: [reviw]\n---\n", "content/bad.md": "---\ntitle: [\n---\n"})

    problems = problems_of_freezing(tmp_path)

    assert {problem.path for problem in problems} == {"content/books/dune.md", "content/bad.md"}
    assert release_files(tmp_path) == before


def test_checking_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    before = files_below(tmp_path)

    check_site(tmp_path, now=NOW)

    assert files_below(tmp_path) == before


@pytest.mark.parametrize("slug", ["../../../x", "..", "/etc/x", "a/../../x", "%2e%2e/x"])
def test_no_slug_leaves_the_release(tmp_path: Path, slug: str) -> None:
    root = a_site(tmp_path / "deep/er/site", index="Home\n", page=f'---\nslug: "{slug}"\n---\nOut\n')

    try:
        freeze_site(root, now=NOW)
    except ProblemsFound as found:
        assert any(problem.path == "content/page.md" for problem in found.problems)

    outside = [path for path in tmp_path.rglob("*") if path.is_file() and root not in path.parents]
    assert outside == []


def test_a_form_is_drawn_where_the_text_asks_for_it(tmp_path: Path) -> None:
    form = (
        "title: Write to us\nfields:\n  - {name: words, label: Words, type: textarea}\nsubmit: Send\nthanks: Thanks.\n"
    )
    write(tmp_path, {"content/forms/contact.yaml": form})
    a_site(tmp_path, index="Write:\n::form[contact]\nThe end.\n\n```\n::form[contact]\n```\n")

    freeze_site(tmp_path, now=NOW)

    page = frozen(tmp_path, "index.html")
    assert page.count('<form id="contact"') == 1
    assert page.count("::form[contact]") == 1


def test_a_form_nobody_declared_is_told_with_its_line(tmp_path: Path) -> None:
    a_site(tmp_path, index="---\ntitle: Home\n---\nWrite:\n\n::form[contct]\n")

    problems = problems_of_freezing(tmp_path)

    assert (problems[0].rule, problems[0].path, problems[0].line, problems[0].column) == (
        "unknown-form",
        "content/index.md",
        6,
        8,
    )

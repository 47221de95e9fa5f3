"""Pages come and go by their dates; what is not out yet is shown to its author alone."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from build.sites import frozen, release_files, run, shown, write
from polynya.checking.site import check_site
from polynya.cloud.publishing import Bucket, Cdn, NotOutYet, publish
from polynya.freeze import freeze_site

OSLO = {"content/site.yaml": "title: Floe\nurl: https://floe.example\ntimezone: Europe/Oslo\n"}
HOME = {"content/index.md": "# Floe\nRead [the news](news.md) and [again](/news/).\n"}


def at(text: str) -> int:
    """Give a moment of UTC as milliseconds."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def a_news_site(root: Path, front: str) -> Path:
    return write(root, {**OSLO, **HOME, "content/news.md": f"---\n{front}\n---\n# News\nTea is back.\n"})


def pages_at(root: Path, moment: str) -> set[str]:
    freeze_site(root, now=at(moment))
    return {name for name in release_files(root) if name.endswith("news/index.html")}


def test_a_page_comes_out_at_its_moment_in_the_time_zone_of_the_site(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "date: 2027-01-10 08:00")

    assert pages_at(root, "2027-01-10 06:59") == set()
    assert pages_at(root, "2027-01-10 07:00") == {"site/news/index.html"}


def test_a_day_without_a_time_begins_at_midnight_there(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "date: 2027-07-10")

    assert pages_at(root, "2027-07-09 21:59") == set()
    assert pages_at(root, "2027-07-09 22:00") == {"site/news/index.html"}


def test_a_moment_may_bring_its_own_zone(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "date: 2027-01-10 08:00 -05:00")

    assert pages_at(root, "2027-01-10 12:59") == set()
    assert pages_at(root, "2027-01-10 13:00") == {"site/news/index.html"}


def test_the_day_on_which_a_page_expires_belongs_to_it(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "expires: 2027-01-10")

    assert pages_at(root, "2027-01-10 22:59") == {"site/news/index.html"}
    assert pages_at(root, "2027-01-10 23:00") == set()


def test_a_file_named_by_a_day_to_come_waits_for_it(tmp_path: Path) -> None:
    write(tmp_path, {**OSLO, "content/index.md": "# Floe\n", "content/posts/2027-01-10-news.md": "Tea.\n"})

    assert pages_at(tmp_path, "2027-01-09 12:00") == set()
    assert pages_at(tmp_path, "2027-01-10 12:00") == {"site/posts/news/index.html"}


def test_a_link_to_what_is_not_out_becomes_text_and_a_warning(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "date: 2027-01-10 08:00")

    report = freeze_site(root, now=at("2026-12-01 12:00"))

    assert "<p>Read the news and again.</p>" in frozen(root, "index.html")
    assert "Read the news and again." in frozen(root, "index.md")
    assert shown(report.warnings).startswith(
        "content/index.md:2:17: content/news.md is not out before 2027-01-10 08:00, so this link is text\n"
        "  2 | Read [the news](news.md) and [again](/news/).\n"
        "    |                 ^\n"
        "hint: nothing has to be done; it becomes a link when the page is there.\n"
        "rule: not-out\n"
    )
    assert [warning.column for warning in report.warnings] == [17, 38]
    assert [problem.severity for problem in check_site(root, now=at("2026-12-01 12:00"))] == ["warning", "warning"]


def test_the_link_comes_back_with_the_page_though_its_source_is_as_it_was(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "date: 2027-01-10 08:00")
    freeze_site(root, now=at("2026-12-01 12:00"))

    report = freeze_site(root, now=at("2027-01-11 12:00"))

    assert 'Read <a href="/news/">the news</a> and' in frozen(root, "index.html")
    assert report.warnings == []


def test_the_freeze_says_when_the_next_page_is_due(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "date: 2027-01-10 08:00\nexpires: 2027-02-01")

    before, between, after = (freeze_site(root, now=at(f"2027-{day} 12:00")) for day in ("01-01", "01-11", "02-02"))

    assert (before.next_due, before.next_page) == ("2027-01-10T08:00:00+01:00", "content/news.md")
    assert (between.next_due, between.next_page) == ("2027-02-02T00:00:00+01:00", "content/news.md")
    assert (after.next_due, after.next_page) == (None, "")


@pytest.mark.parametrize("key", ["date", "expires"])
def test_the_last_moment_of_a_calendar_may_be_a_day_later_elsewhere(tmp_path: Path, key: str) -> None:
    root = a_news_site(tmp_path, f"{key}: 9999-12-31 23:59:59-14:00")

    assert freeze_site(root, now=at("2027-01-01 12:00")).next_due == "9999-12-31T23:59:59-14:00"


def test_the_command_line_says_it_to_people_and_to_schedulers(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "date: 2999-01-10")

    assert "next due: 2999-01-10T00:00:00+01:00 (content/news.md); freeze again then\n" in run(root).stdout
    assert json.loads(run(root, "--json").stdout)["next_due"] == "2999-01-10T00:00:00+01:00"


def test_a_freeze_counts_the_pages_that_wait_for_their_date(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "date: 2999-01-10")
    one = run(root).stdout
    again = run(root).stdout  # nothing has changed, and the page waits all the same
    write(
        root,
        {"content/later.md": "---\ndate: 2999-02-10\n---\n# Later\n", "content/idea.md": "---\ndraft: true\n---\n"},
    )
    two = run(root).stdout
    early = run(root, "--drafts").stdout

    line = (
        "1 page is not shown yet, for its date is still to come; `freeze serve --drafts` shows what will be\nnext due: "
    )
    assert line in one and line in again
    assert "\n2 pages are not shown yet, for their dates are still to come; " in two
    assert "not shown yet" not in early
    assert json.loads(run(root, "--json").stdout)["coming"] == 2


def test_two_pages_may_take_turns_at_one_address(tmp_path: Path) -> None:
    turns = {"winter": "expires: 2027-03-31", "summer": "date: 2027-04-01"}
    write(tmp_path, {**OSLO, "content/index.md": "# Floe\n"})
    write(
        tmp_path,
        {f"content/{name}.md": f"---\nurl: /hours/\n{front}\n---\n# {name}\n" for name, front in turns.items()},
    )

    freeze_site(tmp_path, now=at("2027-03-01 12:00"))
    assert ">winter</h1>" in frozen(tmp_path, "hours/index.html")

    freeze_site(tmp_path, now=at("2027-04-01 12:00"))
    assert ">summer</h1>" in frozen(tmp_path, "hours/index.html")


def test_a_clash_is_told_before_the_page_is_out(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "date: 2027-01-10")
    write(root, {"content/other.md": "---\nurl: /news/\n---\n# Other\n"})

    assert [problem.rule for problem in check_site(root, now=at("2026-12-01 12:00"))] == ["url-clash"]


@pytest.mark.parametrize(
    ("front", "said"), [("draft: true", "is a draft"), ("date: 2027-01-10", "is not out before 2027-01-10")]
)
def test_drafts_shows_what_is_not_out_with_a_badge(tmp_path: Path, front: str, said: str) -> None:
    root = a_news_site(tmp_path, front)

    report = freeze_site(root, now=at("2026-12-01 12:00"), early=True)

    page = frozen(root, "news/index.html")
    assert f'<p class="early" role="note"><strong>Not out yet:</strong> this page {said}.</p>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'class="early"' not in frozen(root, "index.html")
    assert report.early == 1


def test_a_release_with_drafts_is_never_published(tmp_path: Path) -> None:
    root = a_news_site(tmp_path, "draft: true")
    freeze_site(root, early=True)

    with pytest.raises(NotOutYet):
        publish((root / "build/current").resolve(), Bucket(None, ""), Cdn(None, ""), now=0)


def test_serve_takes_drafts_on_request(tmp_path: Path) -> None:
    assert "--drafts" in run(a_news_site(tmp_path, "draft: true"), "serve", "--help").stdout

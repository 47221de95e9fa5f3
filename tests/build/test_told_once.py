"""A habit of a whole folder is told once, whatever each of its lines names; what differs is told apart."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from build.sites import NOW, write
from polynya.checking.site import check_site
from polynya.cli.showing import problems_as_json
from polynya.freeze import freeze_site
from polynya.problems import Problem, together

LETTERS = "abcde"
MENU = "# Menu\n\n## Tea a\n\n## Tea b\n\n## Tea c\n\n## Tea d\n\n## Tea e\n"
SITE = {
    "content/site.yaml": "title: Ice\nurl: https://ice.example\n",
    "content/index.md": "# Ice\n\n[Menu](menu.md)\n",
    "content/menu.md": MENU,
    "content/own.md": "---\nid: own\n---\n# Own\n",
    **{f"content/en/{letter}.md": f"# In English: {letter}\n" for letter in LETTERS},
}


def told(root: Path, rule: str, body: str, *, of: Iterable[str] = LETTERS) -> list[Problem]:
    """Check a site with a page of each name in `posts`, on which {} is its name; list what is told of a rule."""
    posts = {f"content/posts/{one}.md": body.replace("{}", one) for one in of}
    return [one for one in together(check_site(write(root, {**SITE, **posts}), now=NOW)) if one.rule == rule]


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("formula-as-text", "So $\\alpha_{{}}$ it is.\n"),
        ("unknown-component", "::zyxw[{}]\n"),
        ("unknown-template", "---\ntemplate: splash\n---\n{}\n"),
        ("foreign-shortcode", "{{< gallery {} >}}\n"),
        ("foreign-shortcode", "It is :ice_{}: cold\n"),
        ("bad-alias", "---\naliases: [/old {}/]\n---\n{}\n"),
        ("page-clash", "---\nid: own\n---\n{}\n"),
        ("wrong-type", "---\nmath: perhaps {}\n---\n{}\n"),
        ("link-by-name", "See [[Nothing {}]].\n"),
        ("csp-blocked", '<img src="https://pictures.example/{}.png" alt="">\n'),
        ("broken-link", "[Old](/old/)\n"),
        ("broken-link", "[No route](/live/nothing)\n"),
        ("broken-link", "[No language](/{}/)\n"),
        ("broken-link", "[A version](/v2/en/{}/)\n"),
        ("broken-link", "[Ids](/menu/#tea{})\n"),
        ("broken-link", "[Ids](../menu.md#Tea_{})\n"),
    ],
)
def test_a_habit_is_told_once_whatever_each_line_names(tmp_path: Path, rule: str, body: str) -> None:
    [first] = told(tmp_path, rule, body)

    assert first.path == "content/posts/a.md"
    assert " 4 more li" in first.hint


@pytest.mark.parametrize(
    ("rule", "body", "count"),
    [
        ("foreign-shortcode", "It is :ice:\n\n[[TOC]]\n\n:ref:`{}`\n", 3),
        ("wrong-type", "---\nmath: perhaps\ntags: {a: b}\n---\n{}\n", 2),
        ("link-by-name", "See [[Nothing {}]], ![[Menu]].\n", 2),
        ("csp-blocked", '<img src="https://one.example/{}" alt=""><img src="https://two.example/{}" alt="">\n', 2),
        ("broken-link", "[A spot](#gone)\n", 5),
        ("broken-link", "[Near](/en/{}x/)\n", 5),
        ("broken-link", "[Old](/old/) and [else](/else/)\n", 2),
    ],
)
def test_what_differs_is_told_apart(tmp_path: Path, rule: str, body: str, count: int) -> None:
    assert len(told(tmp_path, rule, body)) == count


def test_a_relative_address_that_leads_elsewhere_from_each_folder_is_told_for_each(tmp_path: Path) -> None:
    assert len(told(tmp_path, "broken-link", "[Old](old.html)\n", of=[f"{one}/page" for one in LETTERS])) == 5


@pytest.mark.parametrize(
    ("address", "below"),
    [("/assets/2024/{}.png", "/assets/"), ("/menu/#part.{}", "/menu/#")],
    ids=["files", "spots"],
)
def test_many_addresses_below_one_that_was_not_brought_are_told_once(tmp_path: Path, address: str, below: str) -> None:
    [first] = told(tmp_path, "broken-link", f"[It]({address})\n", of=[f"p{number:02}" for number in range(30)])

    assert f"29 more links lead below {below}, such as" in first.hint


def test_what_is_wrong_with_several_style_sheets_is_told_once(tmp_path: Path) -> None:
    wrong = '@import "https://fonts.example/{}";\np { background: url(../gone.png) }\n'
    sheets = {f"static/{one}/look.css": wrong.replace("{}", one) for one in LETTERS}

    found = [one for one in together(check_site(write(tmp_path, {**SITE, **sheets}), now=NOW)) if one.line]

    assert [one.rule for one in found] == ["csp-blocked", "broken-link"]
    assert {one.path for one in found} == {"static/a/look.css"}


def test_machines_are_told_each_without_what_folds_them(tmp_path: Path) -> None:
    root = write(tmp_path, {**SITE, **{f"content/{one}.md": f"[[Nothing {one}]]\n" for one in LETTERS}})

    listed = problems_as_json(freeze_site(root, now=NOW).warnings)

    assert [one["path"] for one in listed if one["rule"] == "link-by-name"] == [f"content/{one}.md" for one in LETTERS]
    assert [*listed[0]] == ["rule", "path", "fact", "hint", "line", "column", "source", "severity"]


def test_what_was_kept_of_the_last_freeze_folds_alike(tmp_path: Path) -> None:
    root = write(tmp_path, {**SITE, **{f"content/{one}.md": f"[[Nothing {one}]]\n" for one in LETTERS}})

    first = freeze_site(root, now=NOW).warnings
    nothing_changed = freeze_site(root, now=NOW).warnings
    write(root, {"content/menu.md": f"{MENU}More.\n"})
    retouched = freeze_site(root, now=NOW).warnings

    assert nothing_changed == retouched == first
    assert len([one for one in together(retouched) if one.rule == "link-by-name"]) == 1

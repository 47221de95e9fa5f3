"""What forms say to who is signed in: for how long a submission may be changed."""

from pathlib import Path

import pytest

from build.reading.contents import HOME, site_of
from polynya.reading.read import read_site
from polynya_live.contract import Form

FORM = """\
fields:
  - {name: author, autocomplete: name}
"""


def form_of(root: Path, more: str = "") -> Form:
    return site_of(root, {**HOME, "forms/contact.yaml": FORM + more}).forms["contact"]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("", 900),
        ("edit: 5 minutes", 300),
        ("edit: 1 minute", 60),
        ("edit: 2 hours", 7200),
        ("edit: 1 day", 86_400),
        ("edit: never", 0),
    ],
)
def test_a_form_says_for_how_long_a_submission_may_be_changed(tmp_path: Path, written: str, seconds: int) -> None:
    assert form_of(tmp_path, written).edit_s == seconds


@pytest.mark.parametrize("written", ["15m", "soon", "0 minutes", "5 weeks"])
def test_another_time_is_named_with_its_line(tmp_path: Path, written: str) -> None:
    (tmp_path / "content/forms").mkdir(parents=True)
    (tmp_path / "content/index.md").write_text("Hello.")
    (tmp_path / "content/forms/contact.yaml").write_text(f"{FORM}edit: {written}\n")

    [problem] = read_site(tmp_path).problems

    assert (problem.rule, problem.line) == ("wrong-type", 3)
    assert written in problem.fact


def test_a_field_is_filled_with_what_it_says_or_what_browsers_complete(tmp_path: Path) -> None:
    fields = """\
fields:
  - {name: author, fill: name}
  - {name: other, autocomplete: name}
  - {name: own, autocomplete: name, fill: nothing}
  - {name: address, type: email, autocomplete: email}
  - {name: street, autocomplete: street-address}
  - {name: text, type: textarea, autocomplete: name}
"""
    form = site_of(tmp_path, {**HOME, "forms/contact.yaml": fields}).forms["contact"]

    assert [field.fill for field in form.fields] == ["name", "name", "", "email", "", ""]


@pytest.mark.parametrize(
    ("field", "rule"), [("fill: address", "wrong-choice"), ("type: number, fill: name", "field-limit")]
)
def test_what_cannot_be_filled_is_named(tmp_path: Path, field: str, rule: str) -> None:
    (tmp_path / "content/forms").mkdir(parents=True)
    (tmp_path / "content/index.md").write_text("Hello.")
    (tmp_path / "content/forms/contact.yaml").write_text(f"fields:\n  - {{name: author, {field}}}\n")

    [problem] = read_site(tmp_path).problems

    assert (problem.rule, problem.line) == (rule, 2)


@pytest.mark.parametrize(
    ("form", "site", "expected"),
    [
        ("notify: owner", "", ("owner", "")),
        ("notify: owner", "digest: daily", ("owner", "daily")),
        ("notify: {digest: daily}", "", ("owner", "daily")),
        ("notify: {to: desk@floe.example, digest: daily}", "", ("desk@floe.example", "daily")),
        ("notify: {digest: never}", "digest: daily", ("owner", "")),
        ("", "digest: daily", ("", "")),
    ],
)
def test_a_form_or_the_site_asks_for_one_mail_a_day(
    tmp_path: Path, form: str, site: str, expected: tuple[str, str]
) -> None:
    files = {**HOME, "site.yaml": f"title: Floe\n{site}\n", "forms/contact.yaml": f"{FORM}{form}\n"}

    read = site_of(tmp_path, files).forms["contact"]

    assert (read.notify, read.digest) == expected

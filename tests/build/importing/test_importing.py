"""What visitors wrote elsewhere comes in once, on the right page, as plain text."""

import csv
import io
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from polynya.cli.command import command
from polynya.importing.match import plain_path
from polynya.importing.plain import plain_text
from polynya.keeping.table import harmless

FORM = """
title: Comment
thread: posts
fields:
  - {name: name, label: Name, type: text, required: true}
  - {name: text, label: Comment, type: textarea, required: true}
  - {name: email, label: E-mail, type: email}
moderation: before
show: [name, text]
"""
DISQUS = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
  <thread dsq:id="1"><link>https://old.example/posts/winter/</link></thread>
  <thread dsq:id="2"><link>https://old.example/gone.html</link></thread>
  <post dsq:id="12"><message><![CDATA[<p>Second</p>]]></message><createdAt>2020-02-02T10:00:00Z</createdAt>
    <isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>Ben</name></author><thread dsq:id="1"/></post>
  <post dsq:id="11"><message><![CDATA[<p>First &amp; <a href="https://a.example">a link</a></p><script>x()</script>]]></message>
    <createdAt>2020-01-01T10:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
    <author><email>ann@example.org</email><name>Ann</name></author><thread dsq:id="1"/></post>
  <post dsq:id="13"><message>buy</message><createdAt>2020-01-03T10:00:00Z</createdAt><isDeleted>false</isDeleted>
    <isSpam>true</isSpam><author><name>Spam</name></author><thread dsq:id="1"/></post>
  <post dsq:id="14"><message>lost</message><createdAt>2020-01-04T10:00:00Z</createdAt><isDeleted>false</isDeleted>
    <isSpam>false</isSpam><author><name>Cy</name></author><thread dsq:id="2"/></post>
</disqus>"""
WXR = """<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><link>https://old.example/blog/winter/</link>
<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_author>Ann</wp:comment_author>
<wp:comment_date_gmt>2020-01-01 10:00:00</wp:comment_date_gmt><wp:comment_content>One
Two</wp:comment_content><wp:comment_approved>0</wp:comment_approved><wp:comment_type></wp:comment_type></wp:comment>
<wp:comment><wp:comment_id>8</wp:comment_id><wp:comment_author>x</wp:comment_author>
<wp:comment_date_gmt>2020-01-01 10:00:00</wp:comment_date_gmt><wp:comment_content>ping</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_type>pingback</wp:comment_type></wp:comment>
</item></channel></rss>"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("POLYNYA_STORE", raising=False)
    (tmp_path / "content/forms").mkdir(parents=True)
    (tmp_path / "content/posts").mkdir()
    (tmp_path / "content/forms/comment.yaml").write_text(FORM)
    (tmp_path / "content/posts/winter.md").write_text("# Winter\n")
    return tmp_path


def freeze(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["--root", str(root), *arguments])


def kept(root: Path) -> list[dict[str, object]]:
    lines = freeze(root, "export").stdout.splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def bring_disqus(root: Path, *more: str) -> Result:
    (root / "d.xml").write_text(DISQUS)
    return freeze(root, "import", str(root / "d.xml"), "--from", "disqus", "--form", "comment", *more)


def test_disqus_comes_in_as_plain_text_oldest_first(root: Path) -> None:
    done = bring_disqus(root)

    assert done.stdout.splitlines() == [
        "brought in 2; there already: 0",
        "skipped 1: spam",
        "no page of this site is at https://old.example/gone.html (1)",
    ]
    assert [row["values"] for row in kept(root)] == [
        {"name": "Ann", "text": "First & a link (https://a.example)", "email": "ann@example.org"},
        {"name": "Ben", "text": "Second"},
    ]
    assert {row["page"] for row in kept(root)} == {"posts/winter"}


def test_bringing_in_twice_changes_nothing(root: Path) -> None:
    bring_disqus(root)
    before = kept(root)

    assert bring_disqus(root).stdout.startswith("brought in 0; there already: 2")
    assert kept(root) == before


def test_a_dry_run_writes_nothing(root: Path) -> None:
    assert bring_disqus(root, "--dry-run").stdout.startswith("would bring in 2")
    assert not (root / "var").exists()


def test_wordpress_keeps_what_waits_waiting_and_follows_moved_paths(root: Path) -> None:
    (root / "w.xml").write_text(WXR)

    done = freeze(
        root, "import", str(root / "w.xml"), "--from", "wordpress", "--form", "comment", "--moved", "/blog/=/posts/"
    )

    assert "brought in 1" in done.stdout and "skipped 1: pingback" in done.stdout
    [row] = kept(root)
    assert (row["state"], row["values"]) == ("pending", {"name": "Ann", "text": "One\nTwo"})


@pytest.mark.parametrize("source", ["disqus", "wordpress"])
@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "1960-01-01T00:00:00"])
def test_a_moment_that_no_page_could_say_is_told_before_it_is_kept(root: Path, moment: str, source: str) -> None:
    export = DISQUS.replace("2020-01-01T10:00:00Z", moment) if source == "disqus" else WXR
    (root / "in.xml").write_text(export.replace("2020-01-01 10:00:00", moment))

    done = freeze(root, "import", str(root / "in.xml"), "--from", source, "--form", "comment")

    assert done.exit_code == 1 and "is not a moment like" in done.stderr
    assert kept(root) == []


def test_isso_comes_in(root: Path) -> None:
    with sqlite3.connect(root / "isso.db") as database:
        database.execute("CREATE TABLE threads (id INTEGER, uri TEXT, title TEXT)")
        database.execute(
            "CREATE TABLE comments (tid, id, parent, created, mode, text, author, email, website, likes, voters)"
        )
        database.execute("INSERT INTO threads VALUES (1, '/posts/winter/', 'Winter')")
        for number, mode in ((1, 1), (2, 2), (3, 4)):
            row = (1, number, None, 1.6e9 + number, mode, f"words {number}", "Ann", None, None, 0, None)
            database.execute("INSERT INTO comments VALUES (?,?,?,?,?,?,?,?,?,?,?)", row)

    done = freeze(root, "import", str(root / "isso.db"), "--from", "isso", "--form", "comment")

    assert done.stdout.splitlines() == ["brought in 2; there already: 0", "skipped 1: deleted"]
    assert [row["state"] for row in kept(root)] == ["approved", "pending"]


@pytest.mark.parametrize("source", ["disqus", "wordpress", "isso", "polynya"])
def test_a_file_of_another_kind_is_told_in_words(root: Path, source: str) -> None:
    (root / "strange").write_text("not what it should be")
    form = [] if source == "polynya" else ["--form", "comment"]

    done = freeze(root, "import", str(root / "strange"), "--from", source, *form)

    assert done.exit_code == 1
    assert str(root / "strange") in done.stderr and "hint:" in done.stderr


def a_line(**differs: object) -> str:
    row = {"key": "k" * 24, "form": "comment", "page": "posts/winter", "values": {"name": "Ann"}, "state": "pending"}
    return json.dumps({**row, "received": 1, "digest": "d", "reasons": [], "claims": [], **differs})


@pytest.mark.parametrize(
    "differs", [{"form": "@passkey"}, {"form": "@sign-in"}, {"key": "../" * 9}, {"key": 7}, {"key": "short"}], ids=repr
)
def test_no_line_lets_anybody_in(root: Path, differs: dict[str, object]) -> None:
    (root / "in.jsonl").write_text(f"{a_line()}\n{a_line(**differs)}\n")

    done = freeze(root, "import", str(root / "in.jsonl"))

    assert done.exit_code == 1 and "in.jsonl:2:" in done.stderr
    assert [row["form"] for row in kept(root)] == ["comment"]


def test_half_a_sign_does_not_stop_the_freeze(root: Path) -> None:
    (root / "in.jsonl").write_text(a_line(values={"name": "Ann \ud800 \U0001f40b", "text": "Sand."}, state="approved"))

    freeze(root, "import", str(root / "in.jsonl"))

    assert kept(root)[0]["values"] == {"name": "Ann ? \U0001f40b", "text": "Sand."}
    assert freeze(root).exit_code == 0


@pytest.mark.parametrize(
    ("website", "kept_as"),
    [("javascript:alert(1)", None), ("//evil.example", None), ("https://a.example/", "https://a.example/")],
)
def test_a_link_that_is_none_stays_behind(root: Path, website: str, kept_as: str | None) -> None:
    form = FORM.replace("moderation:", "  - {name: site, label: Site, type: url}\nmoderation:")
    (root / "content/forms/comment.yaml").write_text(form)
    an_isso(root, website=website, email="a b@c, d")

    freeze(root, "import", str(root / "isso.db"), "--from", "isso", "--form", "comment")

    [row] = kept(root)
    assert row["values"].get("site") == kept_as and "email" not in row["values"]


@pytest.mark.parametrize(
    "strange",
    [
        {"uri": None},
        {"uri": 5},
        {"text": b"\xff"},
        {"created": "x"},
        {"created": 1e300},
        {"created": -1},
        {"created": 2e11},
    ],
    ids=repr,
)
def test_a_strange_comment_is_told_in_words(root: Path, strange: dict[str, object]) -> None:
    an_isso(root, **strange)

    done = freeze(root, "import", str(root / "isso.db"), "--from", "isso", "--form", "comment")

    assert done.exit_code == 1 and "isso.db: the comment 1" in done.stderr


def test_a_database_that_computes_without_end_is_not_asked(root: Path) -> None:
    with sqlite3.connect(root / "isso.db") as database:
        database.execute("CREATE TABLE threads (id, uri)")
        endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id FROM n"
        database.execute(f"CREATE VIEW comments AS {endless}")

    done = freeze(root, "import", str(root / "isso.db"), "--from", "isso", "--form", "comment")

    assert done.exit_code == 1 and "computes its comments" in done.stderr


def an_isso(root: Path, **strange: object) -> None:
    said = {
        "uri": "/posts/winter/",
        "author": "Ann",
        "email": "",
        "website": "",
        "text": "Sand.",
        "created": 1.6e9,
    } | strange
    with sqlite3.connect(root / "isso.db") as database:
        database.execute("CREATE TABLE threads (id, uri)")
        database.execute("CREATE TABLE comments (id, tid, author, email, website, text, created, mode)")
        database.execute("INSERT INTO threads VALUES (1, ?)", (said.pop("uri"),))
        database.execute("INSERT INTO comments VALUES (1, 1, ?, ?, ?, ?, ?, 1)", tuple(said.values()))


@pytest.mark.parametrize("tag", ["<a ", "<!--", "<![CDATA[", "</a "])
def test_tags_without_end_take_no_time(tag: str) -> None:
    assert "words" in plain_text(f"words {tag * 20_000}")  # minutes, before


def test_a_terminal_gets_no_orders(root: Path) -> None:
    (root / "d.xml").write_text(DISQUS.replace("gone.html", "\u009b31m\u202egone").replace("Second", "Sec\u009bond"))
    told = freeze(root, "import", str(root / "d.xml"), "--from", "disqus", "--form", "comment").stdout
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "polynya", "--root", str(root), "export", "--csv"]
    subprocess.run(command, stdout=theirs, check=True)
    shown = os.read(ours, 64_000).decode()

    assert "\ufffd31m\ufffdgone" in told
    assert "Sec\ufffdond" in shown and "\u009b" not in shown
    assert "Sec\u009bond" in freeze(root, "export", "--csv").stdout  # a file, or another program, gets every sign


def test_an_export_that_fails_leaves_the_copy_before_as_it_was(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "all.jsonl"
    copy.write_text("the last copy\n")
    (root / "var").mkdir(exist_ok=True)
    (root / "var/polynya.db").write_bytes(b"no database" * 800)
    command = [sys.executable, "-m", "polynya", "--root", str(root), "export", "--output", str(copy)]

    told = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (told.returncode, copy.read_text()) == (1, "the last copy\n")
    assert [path.name for path in tmp_path.glob("*.jsonl*")] == ["all.jsonl"]
    assert not list(tmp_path.glob(".all*"))


def test_an_export_comes_back_equal(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    bring_disqus(root)
    freeze(root, "export", "--output", str(root / "all.jsonl"))
    other = tmp_path_factory.mktemp("other")
    (other / "content").mkdir()

    freeze(other, "import", str(root / "all.jsonl"))

    assert (root / "all.jsonl").stat().st_mode & 0o077 == 0
    freeze(other, "export", "--output", str(other / "again.jsonl"))
    assert (other / "again.jsonl").read_bytes() == (root / "all.jsonl").read_bytes()


def test_a_table_never_starts_a_formula(root: Path) -> None:
    (root / "d.xml").write_text(DISQUS.replace("Second", "=cmd|' /C calc'!A0"))
    freeze(root, "import", str(root / "d.xml"), "--from", "disqus", "--form", "comment")

    table = list(csv.reader(io.StringIO(freeze(root, "export", "--csv").stdout)))

    assert table[0] == ["id", "form", "page", "state", "received", "approved", "reasons", "name", "text", "email"]
    assert table[2][8].startswith("'=")


def test_a_table_in_a_file_says_to_spreadsheets_how_its_letters_are_written(root: Path) -> None:
    bring_disqus(root)
    freeze(root, "export", "--csv", "--output", str(root / "all.csv"))

    assert (root / "all.csv").read_bytes().startswith(b"\xef\xbb\xbfid,form,")
    assert freeze(root, "export", "--csv").stdout.startswith("id,form,")  # another program asks for no mark


@given(st.text())
def test_no_cell_starts_with_what_a_spreadsheet_runs(cell: str) -> None:
    assert harmless(cell).lstrip(" ")[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.mark.parametrize(
    "cell", ["a;=1+1", "a; @b", "a\n=1+1", "a\r\n-1", "a\t+1", ";＝1", "x;y\n;  =z", 'a;"=1+1', 'a; ""=1']
)
def test_no_part_of_a_cell_is_a_formula_for_who_has_semicolons_between_cells(cell: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerow(["key", harmless(cell), "end"])

    cells = re.split(r"[;\t\r\n]", file.getvalue())

    assert [part for part in cells if part.lstrip(' "')[:1] in tuple("=+-@＝＋－＠") and part.strip()] == []
    assert harmless(cell).replace("'", "") == cell


def test_erasing_a_person_leaves_the_others(root: Path) -> None:
    bring_disqus(root)
    outbox = root / "var/outbox"
    outbox.mkdir()
    (outbox / "one.eml").write_text("To: ANN@example.org\nSubject: x\n\nhello\n")
    (outbox / "two.eml").write_text("To: ben@example.org\nSubject: x\n\nhello\n")

    assert (
        "would erase 1 submission and 1 mail" in freeze(root, "erase", "--email", "ann@example.org", "--dry-run").output
    )
    assert len(kept(root)) == 2
    freeze(root, "erase", "--email", "Ann@Example.org")

    assert [row["values"] for row in kept(root)] == [{"name": "Ben", "text": "Second"}]
    assert [path.name for path in outbox.iterdir()] == ["two.eml"]


def test_machines_read_what_was_brought_in_exported_and_erased(root: Path) -> None:
    brought = json.loads(bring_disqus(root, "--json").stdout)
    exported = json.loads(freeze(root, "export", "--output", str(root / "all.jsonl"), "--json").stdout)
    erased = json.loads(freeze(root, "erase", "--email", "ann@example.org", "--dry-run", "--json").stdout)

    assert (brought["brought"], brought["skipped"], brought["dry_run"]) == (2, {"spam": 1}, False)
    assert exported == {"exported": 2, "file": str(root / "all.jsonl")}
    assert (erased["erased"], [one["form"] for one in erased["submissions"]]) == (False, ["comment"])


@given(st.text())
def test_plain_text_of_anything_is_found_without_a_crash(html: str) -> None:
    assert "<script" not in plain_text(f"<p>{html}</p>") or "<script" in html or "&lt;script" in html


@pytest.mark.parametrize(
    "url", ["https://x.example/posts/winter/", "/posts/winter", "posts/winter/index.html", "/Posts/Winter.html?a=1#b"]
)
def test_an_old_address_in_any_form_is_the_same_path(url: str) -> None:
    assert plain_path(url) == "posts/winter"

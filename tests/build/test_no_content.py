"""A folder of Markdown that is no site yet: freeze says how much lies there, and the shortest way to a site."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from build.sites import NOW, shown, write
from polynya.checking.site import check_site


def test_a_folder_without_markdown_is_told_to_make_some(tmp_path: Path) -> None:
    write(tmp_path, {"node_modules/a/README.md": "# No\n", ".git/b.md": "# No\n", "c.txt": "No\n"})

    assert shown(check_site(tmp_path, now=NOW)) == (
        "content: there is no folder content/ here\n"
        "hint: make a folder content/ and put a Markdown file in it.\n"
        "rule: no-content"
    )


def test_markdown_that_lies_there_is_counted(tmp_path: Path) -> None:
    write(tmp_path, {"a b.md": "# A\n", "sub/c.markdown": "# C\n", "sub/deep/d.md": "# D\n"})

    [problem] = check_site(tmp_path, now=NOW)

    assert problem.fact == "there is no folder content/ here, but 3 Markdown files"
    assert problem.hint == (
        f"put what lies here into content/: cd {shlex.quote(str(tmp_path))} && mkdir content && mv 'a b.md' sub content/; "
        "or start a site elsewhere, freeze init my-site, and copy it into my-site/content/."
    )


@pytest.mark.parametrize(
    "files", [{"a b.md": "# A\n"}, {"docs/a.md": "# A\n"}, {f"{n}.md": "# A\n" for n in range(9)}], ids=len
)
def test_the_command_that_is_told_makes_a_site(tmp_path: Path, files: dict[str, str]) -> None:
    [problem] = check_site(write(tmp_path, files), now=NOW)
    command = problem.hint.split(": ", 1)[1].split("; or ")[0]

    subprocess.run(command, shell=True, check=True)

    assert {one.rule for one in check_site(tmp_path, now=NOW)} <= {"duplicate-title"}


def test_without_a_root_the_same_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "# A\n"})

    ended = subprocess.run(
        [sys.executable, "-m", "polynya", "check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert "1 Markdown file here: put what lies here into content/: mkdir content && mv a.md content/;" in ended.stderr


def test_files_that_are_no_pages_are_named_where_there_is_no_page(tmp_path: Path) -> None:
    files = ("a/contents.lr", "b/contents.lr", "c.erb", "d.png", "e.png", "f.png", "LICENSE")

    [problem] = check_site(write(tmp_path, {f"content/{name}": "text\n" for name in files}), now=NOW)

    assert problem.fact == "content/ holds no page, but 2 that end in .lr, such as content/a/contents.lr"
    assert problem.hint.startswith("pages end in .md: rename those that hold Markdown, or write content/index.md")


def test_pictures_alone_are_not_taken_for_texts(tmp_path: Path) -> None:
    [problem] = check_site(write(tmp_path, {"content/d.png": "text\n"}), now=NOW)

    assert problem.fact == "content/ holds no page"

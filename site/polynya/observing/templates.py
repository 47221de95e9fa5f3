"""Jinja that notes each template it takes, also those that are kept from an earlier page (build wing)."""

import re
import shutil
from collections.abc import Callable, MutableMapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from flask.templating import Environment
from jinja2 import Environment as Plain
from jinja2 import FileSystemBytecodeCache, FileSystemLoader, Template, TemplateNotFound
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from .digests import digest_of
from .marks import code_marks
from .noting import Key, note, notebook

KEPT = "build/cache/templates"
OF_PAGES = "pages/"
_INCLUDE = re.compile(r'\{#.*?#\}|\{%(?P<before>-?)\s*include\s+"(?P<name>[^"\n]+)"\s*(?P<after>-?)%\}', re.DOTALL)
_APART = re.compile(r"\{%[-+]?\s*(?:extends|block)\b|\b(?:raw|self|super|caller)\b|\A\s|[ \t{]\Z")
"""What makes a template one of its own, or would read otherwise at its ends."""
_RAW = re.compile(r"\braw\b")
_LAST = re.compile(r"(?:\r\n|\r|\n)\Z")


def compiled(root: Path) -> FileSystemBytecodeCache | None:
    """Open the compiled templates of a site, those of this very code; None when there is no room made for them."""
    folder = room(root)
    return FileSystemBytecodeCache(str(folder), "%s") if folder else None


def room(root: Path) -> Path | None:
    """Find the folder for what this very code compiled of the templates of a site; None when it was not made."""
    folder = root / KEPT / _key()
    return folder if folder.is_dir() else None


def make_room(root: Path) -> None:
    """Make room for compiled templates, and drop what other code compiled."""
    folder = root / KEPT / _key()
    if not folder.is_dir():
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.mkdir(parents=True)


@cache
def _key() -> str:
    return digest_of([repr(one) for one in code_marks()]).hex()


class WatchedTemplate(Template):
    """A template whose macros are made once; whoever uses them later has read what making them read."""

    _read: dict[Key, None]
    _names: frozenset[str]

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            with notebook() as keys:
                module = super()._get_default_module(ctx)
            self._read = keys if self._module is module else {}
            self._names = frozenset(self.globals)
            return module
        for key in self._read:
            note(key)
        if ctx is None or ctx.globals_keys <= self._names:
            return self._module
        return super()._get_default_module(ctx)


class WatchedEnvironment(Environment):
    """Notes the name of every template that is asked for, there or not, and of those that were taken into it."""

    template_class = WatchedTemplate

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002 -- Jinja's own name
        note(("template", name))
        found = super()._load_template(name, globals)
        if isinstance(self.loader, InliningLoader):
            for one in self.loader.taken.get(name, ()):
                note(("template", one))
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Copy them: they are complete before a template is loaded, and a plain dictionary is walked sooner than a chain."""
        return {**self.globals, **(d or {})}


class InliningLoader(FileSystemLoader):
    """Loads a template with those that it includes in it. taken: the names of these, by the template's.

    An include makes a context of its own each time. What is drawn is the same; only the lines of an error are others, so
    whoever meets one draws the page again from the templates as they were written.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(folders)
        self.taken: dict[str, tuple[str, ...]] = {}

    def get_source(self, environment: Plain, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Read a template. Raises TemplateNotFound."""
        source, file, is_fresh = super().get_source(environment, template)
        taken: dict[str, None] = {}
        text = source if _RAW.search(source) else self._whole(environment, source, within=(template,), taken=taken)
        self.taken[template] = tuple(taken)
        return text, file, is_fresh

    def _whole(self, environment: Plain, source: str, *, within: tuple[str, ...], taken: dict[str, None]) -> str:
        def write(found: re.Match[str]) -> str:
            name = found["name"]
            text = self._part(environment, name) if name and name not in within else None
            if text is None:
                return found[0]
            taken[name] = None
            inner = self._whole(environment, text, within=(*within, name), taken=taken)
            return f"{{%{found['before']} with %}}{inner}{{% endwith {found['after']}%}}"

        return _INCLUDE.sub(write, source)

    def _part(self, environment: Plain, name: str) -> str | None:
        """Read a template that can be taken in; None for one that has to be included."""
        if not name.startswith(OF_PAGES) or not name.endswith(".html"):
            return None
        try:
            source = super().get_source(environment, name)[0]
        except (TemplateNotFound, UnicodeDecodeError):  # told when it is really asked for
            return None
        source = _LAST.sub("", source)
        return None if _APART.search(source) else source

"""Loads templates with those that they include in them (build wing)."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, TemplateNotFound

OF_PAGES = "pages/"
_INCLUDE = re.compile(r'\{#.*?#\}|\{%(?P<before>-?)\s*include\s+"(?P<name>[^"\n]+)"\s*(?P<after>-?)%\}', re.DOTALL)
_APART = re.compile(r"\{%[-+]?\s*(?:extends|block)\b|\b(?:raw|self|super|caller)\b|\A\s|[ \t{]\Z")
"""What makes a template one of its own, or would read otherwise at its ends."""
_RAW = re.compile(r"\braw\b")
_LAST = re.compile(r"(?:\r\n|\r|\n)\Z")


class InliningLoader(FileSystemLoader):
    """Loads a template with those that it includes in it. taken: the names of these, by the template's.

    An include makes a context of its own each time. What is drawn is the same; only the lines of an error are others, so
    whoever meets one draws the page again from the templates as they were written.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(folders)
        self.taken: dict[str, tuple[str, ...]] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Read a template. Raises TemplateNotFound."""
        source, file, is_fresh = super().get_source(environment, template)
        taken: dict[str, None] = {}
        text = source if _RAW.search(source) else self._whole(environment, source, within=(template,), taken=taken)
        self.taken[template] = tuple(taken)
        return text, file, is_fresh

    def _whole(self, environment: Environment, source: str, *, within: tuple[str, ...], taken: dict[str, None]) -> str:
        def write(found: re.Match[str]) -> str:
            name = found["name"]
            text = self._part(environment, name) if name and name not in within else None
            if text is None:
                return found[0]
            taken[name] = None
            inner = self._whole(environment, text, within=(*within, name), taken=taken)
            return f"{{%{found['before']} with %}}{inner}{{% endwith {found['after']}%}}"

        return _INCLUDE.sub(write, source)

    def _part(self, environment: Environment, name: str) -> str | None:
        """Read a template that can be taken in; None for one that has to be included."""
        if not name.startswith(OF_PAGES) or not name.endswith(".html"):
            return None
        try:
            source = super().get_source(environment, name)[0]
        except (TemplateNotFound, UnicodeDecodeError):  # told when it is really asked for
            return None
        source = _LAST.sub("", source)
        return None if _APART.search(source) else source

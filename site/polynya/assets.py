"""Fingerprints the static files, so that they may be cached for ever: `css/base.css` becomes `/static/css/base.<hash>.css`."""

import posixpath
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256, sha384
from pathlib import Path
from urllib.parse import quote, unquote

from polynya_live.contract import Asset
from polynya_live.values import dataclass

from .outputs.stylesheets import squeeze
from .places import htmx_script
from .problems import Problem, Severity, place_at

STATIC = "/static/"
FINGERPRINT = 10
"""Hex digits of the hash in a name: 40 bits, among the versions of one file."""

HTMX = "htmx.min.js"
_LEFT_OVER = ("~", ".bak", ".orig", ".rej", ".swp", ".swo", ".tmp", ".pyc")
_IN_CSS = re.compile(r"""(?P<head>url\(\s*(?P<mark>["']?)|@import\s+(?P<quote>["']))(?P<target>[^"')\s]+)""")


_FOREIGN = re.compile("(https?:)?//", re.IGNORECASE)
_HINT = "an address in a style sheet is looked up from the folder of that sheet."


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One static file as it is published. content: None when it is that of `source`, byte for byte."""

    name: str
    source: Path
    asset: Asset
    content: bytes | None = None

    def read(self) -> bytes:
        """Return the bytes to publish."""
        return self.source.read_bytes() if self.content is None else self.content


def gather_assets(
    folders: Sequence[Path], root: Path, *, minify: bool = False
) -> tuple[dict[str, StaticFile], list[Problem]]:
    """Fingerprint the files below `folders` (the first that has a name wins) and htmx, by name.

    Dotfiles, backups and symbolic links are not published, nor is a folder of the site that is a link to outside of it.
    A relative url() in CSS that names no file is a problem.
    minify: style sheets lose their comments and spaces.
    """
    sources = {HTMX: htmx_script()}
    told = [_left_out(folder) for folder in folders if _leads_out(folder, root)]
    for folder in reversed(folders):
        sources |= {} if _leads_out(folder, root) else dict(_files(folder))
    gathering = _Gathering(sources, root, minify=minify)
    for name in sorted(sources):
        gathering.file(name)
    return gathering.done, told + gathering.problems


def assets_of(files: Mapping[str, StaticFile]) -> dict[str, Asset]:
    """List the address and hash of each file by its name."""
    return {name: file.asset for name, file in files.items()}


class _Gathering:
    """Files in progress: a style sheet needs the names of what it refers to first."""

    def __init__(self, sources: Mapping[str, Path], root: Path, *, minify: bool) -> None:
        self.minify = minify
        self.sources = sources
        self.root = root
        self.done: dict[str, StaticFile] = {}
        self.problems: list[Problem] = []
        self._open: list[str] = []

    def file(self, name: str) -> StaticFile:
        if name in self.done:
            return self.done[name]
        source = self.sources[name]
        content = source.read_bytes()
        rewritten = None
        if name.endswith(".css"):
            self._open.append(name)
            rewritten = self._style_sheet(name, content)
            self._open.pop()
        self.done[name] = StaticFile(name, source, _asset(name, rewritten or content), rewritten)
        return self.done[name]

    def _style_sheet(self, name: str, content: bytes) -> bytes:
        text = content.decode("utf-8", errors="surrogateescape")

        def write(found: re.Match[str]) -> str:
            return found["head"] + self._target(name, found, text)

        written = _IN_CSS.sub(write, text)
        return (squeeze(written) if self.minify else written).encode("utf-8", errors="surrogateescape")

    def _target(self, name: str, found: re.Match[str], text: str) -> str:
        target = found["target"]
        if _FOREIGN.match(target) and not _says_nothing(text, found.start()):
            fact = f'browsers will refuse "{target}" here'
            hint = "put a copy into static/; nothing is loaded from other sites."
            host = "/".join(target.split("/", 3)[:3])
            self._report(name, text, found, rule="csp-blocked", fact=fact, hint=hint, alike=host)
        if target.startswith(("/", "#")) or ":" in target.split("/")[0]:
            return target
        path, mark, rest = _split(target)
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        if wanted in self._open:
            self._report(name, text, found, rule="import-circle", fact=f'"{target}" leads back to this style sheet')
        elif wanted not in self.sources:
            self._report(name, text, found, rule="broken-link", fact=f'there is no file "{wanted}" in static/')
        else:
            return self.file(wanted).asset.url + mark + rest
        return target

    def _report(
        self, name: str, text: str, found: re.Match[str], *, rule: str, fact: str, hint: str = _HINT, alike: str = ""
    ) -> None:
        line, column, shown = place_at(text, found.start("target"))
        source = self.sources[name]
        own = source.is_relative_to(self.root)
        self.problems.append(
            Problem(
                rule=rule,
                path=source.relative_to(self.root).as_posix() if own else f"kit/static/{name}",
                fact=fact,
                hint=hint,
                line=line,
                column=column,
                source=shown,
                severity=Severity.ERROR if rule == "import-circle" else Severity.WARNING,
                alike=alike,
            )
        )


def _says_nothing(text: str, at: int) -> bool:
    """Whether what stands there is a comment, or the name of a namespace, which is never loaded."""
    return text.rfind("/*", 0, at) > text.rfind("*/", 0, at) or text[:at].rstrip().lower().endswith("@namespace")


def _leads_out(folder: Path, root: Path) -> bool:
    """Tell whether a folder of the site is a link to elsewhere: all that lies there would be published."""
    return folder.parent == root and folder.is_symlink() and not folder.resolve().is_relative_to(root.resolve())


def _left_out(folder: Path) -> Problem:
    return Problem(
        rule="link-left-out",
        path=folder.name,
        fact="is a link to what lies outside the site, so it is left out with all its files",
        hint="put the files themselves here, or delete the link.",
        severity=Severity.WARNING,
    )


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "#")) or path.name.endswith(_LEFT_OVER) or path.is_symlink():
            continue
        if path.is_dir():
            yield from ((f"{path.name}/{name}", file) for name, file in _files(path))
        elif path.is_file():
            yield path.name, path


def _asset(name: str, content: bytes) -> Asset:
    stem, suffix = posixpath.splitext(name)
    digest = sha256(content).hexdigest()[:FINGERPRINT]
    integrity = "sha384-" + b64encode(sha384(content).digest()).decode()
    return Asset(quote(f"{STATIC}{stem}.{digest}{suffix}"), integrity)


def _split(target: str) -> tuple[str, str, str]:
    end = min((at for at in (target.find("#"), target.find("?")) if at >= 0), default=len(target))
    return target[:end], target[end : end + 1], target[end + 1 :]

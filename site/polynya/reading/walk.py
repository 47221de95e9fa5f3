"""What lies in `content/`: pages by folder, collections, forms, data files, pictures (build wing)."""

import os
from collections.abc import Iterator
from pathlib import Path

from polynya_live.values import dataclass, field
from polynya_live.values.patterns import late

from .slugs import unnumbered
from .text.source import Source, quote

PAGE_SUFFIXES = (".md", ".markdown", ".mdx")
YAML_SUFFIXES = (".yaml", ".yml")
DATA_SUFFIXES = (*YAML_SUFFIXES, ".toml", ".json", ".csv")
_PICTURES = (".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_OTHERS = (".m4a", ".mp3", ".mp4", ".ogg", ".pdf", ".txt", ".vtt", ".wav", ".webm", ".woff2", ".zip")
BESIDE_SUFFIXES = frozenset((*_PICTURES, *_OTHERS))
_TWICE = ".md.txt"
_MARKDOWN = frozenset((_TWICE, ".mdown", ".mdtext", ".mdwn", ".mkd", ".mkdn", ".mkdown", ".qmd", ".rmd"))
_TEXTS = _MARKDOWN | {".adoc", ".asciidoc", ".htm", ".html", ".ipynb", ".org", ".rst", ".textile", ".wiki"}
NOT_CONTENT = frozenset(("node_modules", "__pycache__", "bower_components", "vendor", "venv"))
LEFT_OUT = NOT_CONTENT | {"Icon\r"}  # so macOS calls the picture of a folder
INDEX_STEMS = ("index", "_index", "readme")
LANGUAGE = late(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_UNSEEN = late("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Line breaks, what a terminal obeys, and what turns the rest of a line around: a name with them says what it is not."""


@dataclass(slots=True)
class Folder:
    """A folder with pages or a `_collection.yaml`. name: below content/, "" for content/ itself.

    pages: file names. defaults: the file with front matter for all of them. index: the one that is the page of the folder
    itself, "" when none is. like: the `_collection.yaml` of the same folder in the first language, where it has none of its
    own. sources: where a page really lies, when it is read as one of this folder.
    """

    name: str
    pages: list[str] = field(default_factory=list)
    declared: str = ""
    index: str = ""
    defaults: str = ""
    like: str = ""
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def plain_name(self) -> str:
        """The name without the numbers of Notion, as collections have it."""
        return unnumbered(self.name)


@dataclass(slots=True)
class Tree:
    """Everything found. Paths are below content/, with slashes, in order of their names."""

    folders: dict[str, Folder] = field(default_factory=dict)
    settings: str = ""
    forms: list[str] = field(default_factory=list)
    defaults: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def walk(content: Path, nothing: Source) -> Tree:
    """List what lies in `content`, reporting what is left out although its author may expect it.

    Dotfiles, folders that start with _ and node_modules are left out, and so are links that lead out of `content`.
    nothing: a source without text; its path is replaced by that of each file in question.
    """
    tree = Tree()
    walker = _Walker(content, tree, nothing)
    walker.folder("")
    walker.tell_of_unread()
    walker.tell_of_menus()
    walker.tell_of_settings()
    walker.tell_of_namesakes()
    return tree


class _Walker:
    def __init__(self, content: Path, tree: Tree, nothing: Source) -> None:
        self.content = content
        self.real = os.path.realpath(content)
        self.tree = tree
        self.found = nothing.found
        self.unread: dict[tuple[str, str], list[str]] = {}
        self.menus: list[str] = []

    def folder(self, name: str) -> None:
        folder = Folder(name)
        below: list[str] = []
        for entry in self._entries(name):
            if _is_plain_page(entry):
                folder.pages.append(entry.name)
                continue
            path = f"{name}/{entry.name}" if name else entry.name
            if entry.name.startswith(".") or entry.name in LEFT_OUT or not self._stays(entry, path):
                continue
            if entry.is_dir():
                below.append(path)
            elif entry.is_file():
                self._file(entry.name, path, folder)
            else:
                self._source(path).warn("stray-file", None, fact="is no file, but a pipe or a device", hint=_TAKE_OUT)
        folder.index = index_of(folder.pages)
        if folder.pages or folder.declared:
            self.tree.folders[name] = folder
        for path in below:
            if path.endswith(_OLDER):
                continue
            if not path.rpartition("/")[2].startswith("_"):
                self.folder(path)
            else:
                self._private(path)

    def _entries(self, name: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self.content / name) as entries:
                yield from sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            reason = (error.strerror or "the system gave no reason").lower()
            self._source(name).error(
                "unreadable-file", None, fact=f"cannot be read: {reason}", hint="check that you may read this folder."
            )

    def _stays(self, entry: os.DirEntry[str], path: str) -> bool:
        """Say whether an entry is fit to be read: of a speakable name, and no link that leads elsewhere."""
        if why := _why_unspeakable(entry.name):
            fact = "has a name that cannot be written here"
            self._source(path).error("file-name", None, fact=fact, hint=f"rename it; its name {why}.")
            return False
        if not entry.is_symlink():
            return True
        target = os.path.realpath(entry.path)
        if not os.path.exists(target):  # noqa: PTH110 -- strings: this runs for each of 10,000 files
            self._source(path).warn("link-left-out", None, fact="is a link to nothing, so it is left out", hint=_REAL)
            return False
        inside = target.startswith(self.real + os.sep)
        if inside and not os.path.isdir(target):  # noqa: PTH112
            return True
        where = "a folder" if inside or target == self.real else "what lies outside content/"
        self._source(path).warn("link-left-out", None, fact=f"is a link to {where}, so it is left out", hint=_REAL)
        return False

    def _file(self, name: str, path: str, folder: Folder) -> None:
        suffix = _TWICE if name.lower().endswith(_TWICE) else os.path.splitext(name)[1].lower()  # noqa: PTH122
        if suffix in PAGE_SUFFIXES:
            if not name.startswith("_") or name.lower().startswith("_index."):
                folder.pages.append(name)
        elif path in ("site.yaml", "site.yml"):
            self.tree.settings = self.tree.settings or path
        elif name in ("_collection.yaml", "_collection.yml"):
            folder.declared = folder.declared or name
        elif name in ("_defaults.yaml", "_defaults.yml"):
            folder.defaults = folder.defaults or name
            self.tree.defaults.append(path)
        elif path.startswith("data/") and suffix in DATA_SUFFIXES:
            self.tree.data.append(path)
        elif suffix in YAML_SUFFIXES or name in _MENUS:
            self._yaml(name, path)
        elif suffix in BESIDE_SUFFIXES:
            self.tree.beside.append(path)
        elif (suffix in _TEXTS or (suffix in _TABLES and path.startswith("data/"))) and not name.startswith("_"):
            self.unread.setdefault((folder.name, suffix), []).append(path)

    def tell_of_unread(self) -> None:
        """Say once for each folder and kind that its texts are not Markdown, and so are no pages."""
        for (_, suffix), paths in self.unread.items():
            more = f", like {len(paths) - 1} more {suffix} files of its folder" if len(paths) > 1 else ""
            hint = "write it as Markdown; a file that readers shall get as it is goes to static/."
            fact = f"is no Markdown, so it is left out{more}"
            if suffix in _MARKDOWN:
                fact, hint = (
                    f"is left out{more}, for its name does not end in .md",
                    "rename it, so that it ends in .md.",
                )
            elif suffix in _TABLES:
                fact, hint = f"is read by nothing{more}", "save it as CSV, which every program for tables can."
            self._source(paths[0]).warn("stray-file", None, fact=fact, hint=hint)

    def tell_of_menus(self) -> None:
        """Say once of the files by which other generators name and order the pages of folders that nothing reads them."""
        for path in self.menus[:1]:
            more = f", like {len(self.menus) - 1} more of its kind" if len(self.menus) > 1 else ""
            fact = f"names and orders nothing here{more}"
            self._source(path).warn("stray-file", None, fact=fact, hint=f"{_MENU} take it out of content/.")

    def tell_of_settings(self) -> None:
        """Say of the settings of another generator that they are read by nothing, where the site has none of its own."""
        for name in _OWN_SETTINGS if self.tree.settings else (*_OWN_SETTINGS, *_SETTINGS_ELSEWHERE):
            if (self.content.parent / name).is_file():
                hint = "write content/site.yaml: what the site is called, title:, its address, url:, and its menu, navigation:."
                hint = "what it says belongs into content/site.yaml." if name in _OWN_SETTINGS else hint
                Source(name, "", self.found).warn("stray-file", None, fact="is read by nothing", hint=hint)

    def tell_of_namesakes(self) -> None:
        """Say which folders of a Notion export are told apart by their numbers alone, and so are one."""
        first: dict[str, str] = {}
        for name, folder in self.tree.folders.items():
            other = first.setdefault(folder.plain_name, name)
            if other != name and other.rpartition("/")[0] == name.rpartition("/")[0]:
                fact = f"is the same folder as content/{other} without Notion's numbers, so their pages are in one list"
                hint = "rename one of the two, and the page beside it, when they belong apart."
                self._source(name).warn("same-folder", None, fact=fact, hint=hint)

    def _yaml(self, name: str, path: str) -> None:
        if name in _MENUS:
            self.menus.append(path)
            return
        if path.startswith("forms/"):
            self.tree.forms.append(path)
            return
        if path.startswith("words/") and LANGUAGE.fullmatch(path[len("words/") :].rpartition(".")[0]):
            self.tree.words.append(path)
            return
        plain = name.rsplit(".", 1)[0].strip("_").lower()
        hint = f'rename it to "{_MEANT[plain]}", or' if plain in _MEANT else _INSTEAD.get(plain, "")
        hint = hint or "a form goes to content/forms/, data to content/data/; or"
        hint = "it is called after a language, content/words/fr.yaml; or" if path.startswith("words/") else hint
        self._source(path).warn("stray-file", None, fact="is read by nothing", hint=f"{hint} take it out of content/.")

    def _private(self, path: str) -> None:
        if any(entry.name.endswith(PAGE_SUFFIXES) for entry in self._entries(path)):
            plain = path.rpartition("/")[2].lstrip("_")
            hint = f"rename it to {quote(plain)} when its pages are meant to be read."
            fact = "is left out with its pages, because its name starts with _"
            self._source(path).warn("private-folder", None, fact=fact, hint=hint)

    def _source(self, path: str) -> Source:
        shown = _UNSEEN.sub("·", path.encode("utf-8", "backslashreplace").decode()).rstrip("/")
        return Source(f"content/{shown}" if shown else "content", "", self.found)


_MEANT = {
    **dict.fromkeys(("site", "sites", "settings", "config", "polynya"), "site.yaml"),
    **dict.fromkeys(("collection", "collections", "folder", "section"), "_collection.yaml"),
    **dict.fromkeys(("default", "defaults", "cascade"), "_defaults.yaml"),
}
_OF_SITE = "what the site is called, its address and its menu are title:, url: and navigation: in content/site.yaml; or"
_MENU = "write an index.md with the title: of the folder, and sort: into a _collection.yaml beside it; or"
_MENUS = frozenset(
    (
        "_category_.json",
        "_category_.yml",
        "_category_.yaml",
        "_meta.js",
        "_meta.json",
        "_meta.ts",
        "_meta.tsx",
        "meta.json",
    )
)
"""Those of Docusaurus, Nextra and Fumadocs."""
_INSTEAD = {
    **dict.fromkeys(("mkdocs", "quarto", "myst", "toc", "hugo"), _OF_SITE),
}
"""What takes the place of files of other generators."""
_TABLES = (".xlsx", ".xls", ".ods", ".numbers")
_OWN_SETTINGS = ("site.yaml", "site.yml")
_SETTINGS_ELSEWHERE = (
    "_config.yml", "mkdocs.yml", "hugo.toml", "hugo.yaml", "config.toml", "docusaurus.config.js", "docusaurus.config.ts",
    "_quarto.yml", "myst.yml", "book.toml", "pelicanconf.py",
)  # fmt: skip
_OLDER = ("logseq/bak", "logseq/version-files")
"""Where Logseq keeps what was on pages before: nobody means to publish that."""
_TAKE_OUT = "take it out of content/."
_REAL = "put the file itself here, or delete the link."


def index_of(pages: list[str]) -> str:
    """Find index.md, else _index.md, else README.md."""
    stems = {name.rsplit(".", 1)[0].lower(): name for name in reversed(pages)}
    return next((stems[stem] for stem in INDEX_STEMS if stem in stems), "")


def _is_plain_page(entry: os.DirEntry[str]) -> bool:
    """Say whether an entry is what most are: a Markdown file with nothing to ask about."""
    name = entry.name
    is_plain = name.endswith(".md") and name[0] not in "._" and name.isascii() and name.isprintable()
    return is_plain and entry.is_file(follow_symlinks=False)


def _why_unspeakable(name: str) -> str:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "is not UTF-8"
    unseen = _UNSEEN.search(name)
    return f"holds {unseen[0]!a}, which nobody sees" if unseen else ""

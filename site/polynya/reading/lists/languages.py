"""Content in several languages: `dune.de.md` is read as if it lay at `de/books/dune.md` (build wing)."""

from collections.abc import Sequence
from dataclasses import replace

from ...model import Collection, Settings
from ..text.positions import Items, Node, Table, Text
from ..text.source import Source
from ..walk import PAGE_SUFFIXES, Folder, Tree, index_of

_CODES = (
    "ar bg bn ca cs da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ka ko lt lv ms nb nl nn no pl pt ro ru se sk "
    "sl sq sr sv sw ta th tr uk ur vi zh"
)
_LANGUAGES = frozenset(_CODES.split())
"""Codes of languages that are mostly written."""
OPTIONS = "options"


def spread_languages(tree: Tree, settings: Settings, nothing: Source) -> None:
    """Move pages whose name ends in a language into the folder of that language, and let its folders be like ours."""
    others = settings.languages[1:]
    _tell_of_unlisted(tree, settings, nothing)
    if not others:
        return
    for folder in list(tree.folders.values()):
        for name in list(folder.pages):
            stem, _, suffix = name.rpartition(".")
            start, _, language = stem.rpartition(".")
            if start and language in others:
                folder.pages.remove(name)
                _move(tree, folder, name, to=(language, f"{start}.{suffix}"), nothing=nothing)
        folder.index = index_of(folder.pages)
    for name in [
        name
        for name, folder in tree.folders.items()
        if not folder.pages and not folder.declared and not folder.defaults
    ]:
        del tree.folders[name]
    for language in others:
        _let_be_like(tree, language)


def _tell_of_unlisted(tree: Tree, settings: Settings, nothing: Source) -> None:
    """Warn once of each language that pages have at the end of their names, beside the same page without it."""
    found: dict[str, list[str]] = {}
    for folder in tree.folders.values():
        for name in [one for one in folder.pages if one.count(".") > 1]:
            start, _, language = name.rpartition(".")[0].rpartition(".")
            is_one = language.partition("-")[0] in _LANGUAGES and language not in settings.languages
            if start and is_one and any(f"{start}{suffix}" in folder.pages for suffix in PAGE_SUFFIXES):
                found.setdefault(language, []).append(f"{folder.name}/{name}".lstrip("/"))
    for language, names in found.items():
        more = f", as {len(names) - 1} more" if len(names) > 1 else ""
        fact = f'is a page of its own, and no other language of the one beside it{more}: the site does not list "{language}"'
        spoken = [one for one in settings.spoken if one not in found] or ["de" if "de" not in found else "en"]
        listed = f"languages: [{', '.join((*spoken, *found))}]"
        hint = f"write {listed} into content/site.yaml; or rename it."
        if language in settings.spoken:
            hint = f"say in content/site.yaml which language the other page is in, such as {listed}; or rename it."
        Source(f"content/{names[0]}", "", nothing.found).warn("unlisted-language", None, fact=fact, hint=hint)


def of_language(name: str, languages: Sequence[str]) -> str:
    """Find the language of a page or collection by its id; the first when it says none."""
    first = name.partition("/")[0]
    return first if first in languages[1:] else (languages[0] if languages else "")


def collection_like(other: Collection, name: str, language: str) -> Collection:
    """Make the collection of another language from the one that is declared, which was read in that language."""
    forms = tuple(f"{form}-{language}".lower() for form in other.forms)
    return replace(other, name=name, url=f"/{language}{other.url}", forms=forms, language=language)


def in_language(table: Table, language: str, languages: Sequence[str]) -> Table:
    """Take what a declaration says in one language: `label_de`, or `label: {en: …, de: …}`; plain keys for all of them."""
    if not languages:
        return table
    entries: dict[str, Node] = {}
    keys: dict[str, int] = {}
    for key, node in table.entries.items():
        start, _, end = key.rpartition("_")
        if not start or end not in languages:
            entries[key], keys[key] = _inner(node, language, languages, key=key), table.keys[key]
    for key, node in table.entries.items():
        start, _, end = key.rpartition("_")
        if start and end == language:
            entries[start], keys[start] = _inner(node, language, languages, key=start), table.keys[key]
    return Table(table.at, entries, keys)


def _inner(node: Node, language: str, languages: Sequence[str], *, key: str = "") -> Node:
    if isinstance(node, Items):
        return Items(node.at, [_inner(one, language, languages) for one in node.items])
    if isinstance(node, Table):
        if key == OPTIONS and all(isinstance(one, Text) for one in node.entries.values()):
            return node  # `options: {de: German, en: English}` asks for a language, it does not translate
        if node.entries and set(node.entries) <= set(languages):
            return node.entries.get(language) or next(iter(node.entries.values()))
        return in_language(node, language, languages)
    return node


def _move(tree: Tree, folder: Folder, name: str, *, to: tuple[str, str], nothing: Source) -> None:
    language, new = to
    path = f"{folder.name}/{name}".lstrip("/")
    target = tree.folders.setdefault(home := f"{language}/{folder.name}".rstrip("/"), Folder(home))
    if new in target.pages:
        fact = f"is the same page as content/{home}/{new}"
        source = Source(f"content/{path}", "", nothing.found)
        source.error("page-clash", None, fact=fact, hint="keep one of the two.")
        return
    target.pages.append(new)
    target.sources[new] = path
    target.index = index_of(target.pages)


def _let_be_like(tree: Tree, language: str) -> None:
    """Let each folder of a language be declared as its counterpart is."""
    for name in [name for name in tree.folders if name == language or name.startswith(f"{language}/")]:
        parts = name.split("/")[1:]
        for depth in range(len(parts) + 1):
            ours = "/".join(parts[:depth])
            theirs = f"{language}/{ours}".rstrip("/")
            counterpart = tree.folders.get(ours)
            if counterpart and counterpart.declared:
                folder = tree.folders.setdefault(theirs, Folder(theirs))
                folder.like = "" if folder.declared else f"{ours}/{counterpart.declared}".lstrip("/")

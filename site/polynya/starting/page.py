"""Starts a page: front matter made from the schema of its collection, with a comment for every key (build wing)."""

import json
from collections.abc import Iterator
from datetime import date

from ..model import Collection, FieldRule, Site
from ..reading.schema import EXAMPLES
from ..reading.slugs import slugify
from ..reading.text.closeness import suggest
from .writing import AlreadyThere, write_new

FILLED = ("title", "date", "draft", "slug", "url", "id")
"""Keys that a new page has by itself, or rather not."""


class NoSuchCollection(LookupError):
    """No collection is meant by a word. hint: those there are."""

    def __init__(self, word: str, hint: str) -> None:
        super().__init__(word)
        self.hint = hint


def new_page(site: Site, kind: str, title: str, *, today: date) -> str:
    """Write a draft called `title` and return its path. kind: a collection, also in the singular; "page" for content/ itself.

    Raises NoSuchCollection, AlreadyThere.
    """
    name = find_collection(site, kind)
    stem = slugify(title) or "untitled"
    folder = f"content/{name}" if name else "content"
    for other in (f"{folder}/{stem}/index.md", f"{folder}/{stem}.markdown"):
        if (site.root / other).exists():
            raise AlreadyThere(other)
    collection = site.collections.get(name)
    return write_new(site.root, {f"{folder}/{stem}.md": archetype(collection, title, today=today)})[0]


def find_collection(site: Site, kind: str) -> str:
    """Find the collection that a word means: "book" and "books" are both `books`. Raises NoSuchCollection."""
    if kind == "page":
        return ""
    names = [name for name in site.collections if name]
    wanted = kind.strip("/").casefold()
    translated = tuple(f"{language}/" for language in site.settings.languages)
    nearest = sorted(names, key=lambda name: name.startswith(translated))
    by_word = {word: name for name in reversed(nearest) for word in _words_for(name.casefold())}
    if wanted in by_word:
        return by_word[wanted]
    raise NoSuchCollection(kind, suggest(kind, [*names, "page", "form", "words"], having="there are"))


def archetype(collection: Collection | None, title: str, *, today: date) -> str:
    """Write the text of a new page."""
    rules = (collection.fields if collection else None) or {}
    lines = [f"title: {json.dumps(title, ensure_ascii=False)}"]
    if "date" in rules or (collection and collection.sort.removeprefix("-") == "date"):
        lines.append(f"date: {today.isoformat()}")
    lines.append("draft: true  # take this line out when the page is ready")
    lines += [line for rule in rules.values() if rule.name not in FILLED for line in _lines(rule)]
    if "description" not in rules:
        lines.append("# description:  # one sentence, for lists and search engines")
    return "---\n{}\n---\n\nWrite here.\n".format("\n".join(lines))


def _lines(rule: FieldRule) -> Iterator[str]:
    about = rule.type if not rule.options else f"one of: {', '.join(rule.options)}"
    about = f"list of {rule.of}" if rule.type == "list" and rule.of != "text" else about
    if rule.required:
        yield f"{rule.name}: {_example(rule)}  # {about}; required".replace(":   #", ":  #")
    else:
        yield f"# {rule.name}: {_example(rule)}  # {about}".replace(":   #", ":  #")


def _example(rule: FieldRule) -> str:
    if rule.default is not None and not isinstance(rule.default, list | dict) and rule.type in ("text", "select"):
        return json.dumps(str(rule.default), ensure_ascii=False)
    if rule.options:
        first = json.dumps(rule.options[0], ensure_ascii=False)
        return f"[{first}]" if rule.type == "list" else first
    return EXAMPLES.get(rule.type, '"…"')


def _words_for(name: str) -> Iterator[str]:
    """Yield what a collection may be called, its own name last."""
    last = name.rpartition("/")[2]
    for word in dict.fromkeys((last, name)):
        if word.endswith("ies"):
            yield f"{word[:-3]}y"
        if word.endswith(("ses", "xes", "zes", "ches", "shes")):
            yield word[:-2]
        if word.endswith("s"):
            yield word[:-1]
        else:
            yield f"{word}s"
        yield word

"""`content/site.yaml`: what holds for the whole site, all of it optional (build wing)."""

import re
from dataclasses import fields
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from polynya_live.contract import Link
from polynya_live.words.messages import ENGLISH

from ...model import Settings
from ..lists.languages import in_language
from ..text.closeness import suggest
from ..text.front import top_table
from ..text.positions import Items, Node, Table, Text
from ..text.source import Source, quote
from ..values.declared import Declared
from .form_notify import DAILY, read_digest
from .form_words import read_messages
from .taxonomies import read_taxonomies

SWITCHES = ("feeds", "twins", "json", "cards", "pictures", "search", "compress", "minify", "math", "typography")
KEYS = (
    "title",
    "url",
    "description",
    "language",
    "timezone",
    "currency",
    "navigation",
    "taxonomies",
    "languages",
    "messages",
    "digest",
    *SWITCHES,
)
_DEFAULTS = {one.name: bool(one.default) for one in fields(Settings) if one.name in SWITCHES}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"), "en", 'a language code such as "en" or "de-AT"'
_CURRENCY = re.compile(r"[A-Z]{3}"), "EUR", "a currency code such as EUR"


def read_settings(source: Source | None) -> Settings:
    """Read the settings of a site, defaults where nothing is said; the title stays "" then."""
    table = top_table(source, "site.yaml") if source else None
    if source is None or table is None:
        return Settings(title="")
    languages = _languages(Declared(source, table))
    declared = Declared(source, in_language(table, languages[0], languages) if languages else table)
    declared.only(KEYS, "site.yaml")
    return Settings(
        title=declared.text("title").strip(),
        url=_url(declared),
        description=declared.text("description").strip(),
        descriptions=_descriptions(source, table, languages),
        language=languages[0] if languages else _matching(declared, "language", _LANGUAGE),
        languages=languages,
        messages=read_messages(declared, ENGLISH),
        digest=read_digest(declared, (DAILY,)),
        timezone=_timezone(declared),
        currency=_matching(declared, "currency", _CURRENCY),
        navigation=_navigation(declared),
        taxonomies=read_taxonomies(declared),
        **{name: declared.flag(name, default=_DEFAULTS[name]) for name in SWITCHES},
    )


def _descriptions(source: Source, table: Table, languages: tuple[str, ...]) -> dict[str, str]:
    """Read what the site is in each of its other languages: `description_de`, else what it is in the usual one."""
    told = {
        one: Declared(source, in_language(table, one, languages)).text("description").strip() for one in languages[1:]
    }
    return {language: text for language, text in told.items() if text}


def _languages(declared: Declared) -> tuple[str, ...]:
    """Read the languages, the usual one first; none when there is only one."""
    written = declared.texts("languages")
    for node in written:
        if not _LANGUAGE[0].fullmatch(node.text):
            fact = f"{quote(node.text)} is no language"
            declared.source.error("wrong-choice", node.at, fact=fact, hint=f"write {_LANGUAGE[2]}.")
    found = tuple(dict.fromkeys(node.text for node in written if _LANGUAGE[0].fullmatch(node.text)))
    usual = declared.text("language").strip() if not isinstance(declared.table.entries.get("language"), Table) else ""
    if usual in found:
        found = (usual, *(one for one in found if one != usual))
    return found if len(found) > 1 else ()


def _url(declared: Declared) -> str:
    written = declared.text("url").strip()
    if not written:
        return ""
    try:
        parts = urlsplit(written)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
    except ValueError:
        good = False
    if good and not re.search(r"[\s<>\"\\]", written):
        return written.rstrip("/")
    hint = "write the full address, for example https://example.org"
    fact = f'"url" must be the address of the site, not {quote(written)}'
    declared.source.error("wrong-type", declared.at("url"), fact=fact, hint=f"{hint}.")
    return ""


def _matching(declared: Declared, key: str, rule: tuple[re.Pattern[str], str, str]) -> str:
    """Read a code. rule: its pattern, its default, and what to call it."""
    pattern, default, expected = rule
    written = declared.text(key, default).strip()
    if pattern.fullmatch(written):
        return written
    fact = f'"{key}" must be {expected}, not {quote(written)}'
    declared.source.error("wrong-type", declared.at(key), fact=fact, hint=f"write {expected}.")
    return default


def _timezone(declared: Declared) -> str:
    written = declared.text("timezone", "UTC").strip()
    if written == "UTC" or written in _zones():
        return written
    near = {zone.rpartition("/")[2]: zone for zone in _zones()}
    hint = suggest(near.get(written.title(), written), _zones(), having="the tz database has")
    hint = hint.split(" the tz database")[0] if hint.startswith("did") else "write one such as Europe/Oslo, or UTC."
    fact = f"there is no time zone {quote(written)}"
    declared.source.error("wrong-choice", declared.at("timezone"), fact=fact, hint=hint)
    return "UTC"


@cache
def _zones() -> set[str]:
    return available_timezones()


def _navigation(declared: Declared) -> tuple[Link, ...]:
    node = declared.table.entries.get("navigation")
    if node is None or (isinstance(node, Text) and node.empty):
        return ()
    if isinstance(node, Table):
        links = [_link(declared, title, url) for title, url in node.entries.items()]
    elif isinstance(node, Items):
        links = [_entry(declared, one) for one in node.items]
    else:
        _no_link(declared, node)
        return ()
    return tuple(link for link in links if link)


def _entry(declared: Declared, node: Node) -> Link | None:
    if isinstance(node, Table):
        entry = Declared(declared.source, node)
        entry.only(("title", "url"), "a navigation entry")
        title, url = entry.text("title").strip(), entry.text("url").strip()
        if title and url:
            return Link(title, url)
    _no_link(declared, node)
    return None


def _link(declared: Declared, title: str, url: Node) -> Link | None:
    if isinstance(url, Text) and title.strip() and url.text.strip():
        return Link(title.strip(), url.text.strip())
    _no_link(declared, url)
    return None


def _no_link(declared: Declared, node: Node) -> None:
    fact = "an entry of the navigation has a title and a url"
    declared.source.error("wrong-shape", node.at, fact=fact, hint="write {title: Books, url: /books/}.")

"""`content/site.yaml`: what holds for the whole site, all of it optional (build wing)."""

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from polynya_live.contract import Link
from polynya_live.words.messages import ENGLISH

from ...model import Settings
from ..lists.languages import in_language
from ..text.closeness import nearest_path, suggest
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
    "footer",
    "logo",
    "styles",
    "scripts",
    "edit",
    "taxonomies",
    "languages",
    "messages",
    "digest",
    *SWITCHES,
)
_DEFAULTS = {one.name: bool(one.default) for one in fields(Settings) if one.name in SWITCHES}
ELSEWHERE = {
    **dict.fromkeys(("baseurl", "siteurl", "site"), 'the key is called "url" here.'),
    **dict.fromkeys(("menu", "menus", "nav", "sidebar"), 'the key is called "navigation" here.'),
    **dict.fromkeys(("languagecode", "lang", "defaultlanguage", "locale"), 'the key is called "language" here.'),
    **dict.fromkeys(
        ("editurl", "edituri", "editlink", "editpattern"), 'write "edit", with {path} where the file is meant.'
    ),
    **dict.fromkeys(("css", "extracss", "stylesheets"), 'the key is called "styles" here, for files in static/.'),
    **dict.fromkeys(("js", "extrajs", "extrajavascript"), 'the key is called "scripts" here, for files in static/.'),
    **dict.fromkeys(
        ("redirects", "redirect"), "write aliases: [/old/place/] into the front matter of the page they lead to."
    ),
    **dict.fromkeys(
        ("head", "meta"), "copy the kit's templates/pages/head.html into templates/pages/, and change it there."
    ),
    **dict.fromkeys(("favicon", "icon"), "put it there as static/images/favicon.svg; no key is needed."),
    **dict.fromkeys(("author", "authors"), "say it in the defaults of a collection, in its _collection.yaml."),
    **dict.fromkeys(("permalink", "permalinks"), "write url: /{year}/{slug}/ into the _collection.yaml of a folder."),
    **dict.fromkeys(("paginate", "pagesize"), "write it into the _collection.yaml of a folder."),
    **dict.fromkeys(
        ("analytics", "googleanalytics", "gtag", "tracking"),
        "pages load nothing from other sites; the logs of the server or the CDN count visitors.",
    ),
    **dict.fromkeys(
        ("theme", "themes", "plugins"), "take it out; logo, styles, scripts and templates/ make a look of your own."
    ),
    "comments": "declare a form with show, and name it under forms: in the _collection.yaml of a folder.",
}
"""Keys of other generators, in small letters and one word each, and what to do here."""
EXAMPLES = {"logo": "images/logo.svg", "styles": "css/club.css", "scripts": "club.js"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"), "en", 'a language code such as "en" or "de-AT"'
_CURRENCY = re.compile(r"[A-Z]{3}"), "EUR", "a currency code such as EUR"


def read_settings(source: Source | None, *, static: Path) -> Settings:
    """Read the settings of a site, defaults where nothing is said; the title stays "" then. static: where its files lie."""
    table = top_table(source, "site.yaml") if source else None
    if source is None or table is None:
        return Settings(title="")
    spoken = _languages(Declared(source, table))
    languages = spoken if len(spoken) > 1 else ()
    declared = Declared(source, in_language(table, languages[0], languages) if languages else table)
    declared.only(KEYS, "site.yaml", ELSEWHERE)
    return Settings(
        title=declared.text("title").strip(),
        url=_url(declared),
        description=declared.text("description").strip(),
        descriptions=_descriptions(source, table, languages),
        language=spoken[0]
        if spoken and (languages or not declared.text("language"))
        else _matching(declared, "language", _LANGUAGE),
        languages=languages,
        messages=read_messages(declared, ENGLISH),
        words={},  # they have files of their own
        digest=read_digest(declared, (DAILY,)),
        timezone=_timezone(declared),
        currency=_matching(declared, "currency", _CURRENCY),
        navigation=_links(declared, "navigation"),
        footer=_links(declared, "footer"),
        link_titles=_link_titles(table, languages),
        logo=next(_files(declared, "logo", static), ""),
        styles=tuple(_files(declared, "styles", static)),
        scripts=tuple(_files(declared, "scripts", static)),
        edit=_edit(declared),
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
    """Read the languages, the usual one first."""
    written = declared.texts("languages")
    for node in written:
        if not _LANGUAGE[0].fullmatch(node.text):
            fact = f"{quote(node.text)} is no language"
            declared.source.error("wrong-choice", node.at, fact=fact, hint=f"write {_LANGUAGE[2]}.")
    found = tuple(dict.fromkeys(node.text for node in written if _LANGUAGE[0].fullmatch(node.text)))
    usual = declared.text("language").strip() if not isinstance(declared.table.entries.get("language"), Table) else ""
    if usual in found:
        found = (usual, *(one for one in found if one != usual))
    return found


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


def _files(declared: Declared, key: str, static: Path) -> Iterator[str]:
    """Read the names of files below static/, with the address or the folder before it or without."""
    for node in declared.texts(key):
        name = node.text.strip().removeprefix("/").removeprefix("static/")
        if name and ".." not in name.split("/") and (static / name).is_file():
            yield name
        elif not node.empty:
            meant = _meant(name, static)
            hint = f"put the file there, for example as static/{EXAMPLES[key]}, and write {key}: {EXAMPLES[key]}."
            hint = f"did you mean {quote(meant)}?" if meant else hint
            fact = f"there is no file {quote(name)} in static/"
            declared.source.error("wrong-type", node.at, fact=fact, hint=hint)


def _meant(name: str, static: Path) -> str:
    """Find the file of that kind that was meant; "" when there is none like it."""
    alike = (file for file in static.rglob("*") if file.is_file() and file.suffix == Path(name).suffix)
    return nearest_path(name, sorted(file.relative_to(static).as_posix() for file in alike))


def _edit(declared: Declared) -> str:
    written = declared.text("edit").strip()
    if not written or (written.startswith(("https://", "http://")) and "{path}" in written):
        return written
    fact = f'"edit" must be a full address with {{path}} in it, not {quote(written)}'
    hint = "write one such as https://github.com/floe/shop/edit/main/{path}; {path} becomes content/about.md."
    declared.source.error("wrong-type", declared.at("edit"), fact=fact, hint=hint)
    return ""


def _links(declared: Declared, key: str) -> tuple[Link, ...]:
    node = declared.table.entries.get(key)
    if node is None or (isinstance(node, Text) and node.empty):
        return ()
    if isinstance(node, Table):
        links = [_link(declared, key, title, url=url) for title, url in node.entries.items()]
    elif isinstance(node, Items):
        links = [_entry(declared, key, one) for one in node.items]
    else:
        _no_link(declared, key, node)
        return ()
    return tuple(link for link in links if link)


def _entry(declared: Declared, key: str, node: Node) -> Link | None:
    if isinstance(node, Table):
        entry = Declared(declared.source, node)
        entry.only(("title", "url"), f"a {key} entry")
        title, url = entry.text("title").strip(), entry.text("url").strip()
        if title and url:
            return Link(title, url)
    _no_link(declared, key, node)
    return None


def _link(declared: Declared, key: str, title: str, *, url: Node) -> Link | None:
    if isinstance(url, Text) and title.strip() and url.text.strip():
        return Link(title.strip(), url.text.strip())
    _no_link(declared, key, url)
    return None


def _link_titles(table: Table, languages: tuple[str, ...]) -> dict[str, dict[Link, str]]:
    """Read what links are called in each further language, where they say so themselves."""
    told: dict[str, dict[Link, str]] = {language: {} for language in languages[1:]}
    lists = (node for key in ("navigation", "footer") if isinstance(node := table.entries.get(key), Items))
    for entry in (one for node in lists for one in node.items if told and isinstance(one, Table)):
        usual = in_language(entry, languages[0], languages).entries
        title, url = usual.get("title"), usual.get("url")
        if isinstance(title, Text) and isinstance(url, Text):
            link = Link(title.text.strip(), url.text.strip())
            for language, titles in told.items():
                if own := _title_in(entry, language):
                    titles[link] = own
    return told


def _title_in(entry: Table, language: str) -> str:
    shared = entry.entries.get("title")
    own = entry.entries.get(f"title_{language}", shared.entries.get(language) if isinstance(shared, Table) else None)
    return own.text.strip() if isinstance(own, Text) else ""


def _no_link(declared: Declared, key: str, node: Node) -> None:
    fact = f"an entry of the {key} has a title and a url"
    declared.source.error("wrong-shape", node.at, fact=fact, hint="write {title: Books, url: /books/}.")

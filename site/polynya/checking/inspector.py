"""Inspects drawn pages one by one, in whatever process draws them, and says what is wrong with its place (build wing)."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from ..markdown.faults import likeliest, place_in
from ..model import Page
from ..pages.blame import files_of_authors
from ..pages.outputs import is_generated
from ..pages.sheet import Sheet
from ..problems import Problem, Severity, place_at
from .contract import Accepted, FormsLooker
from .feeds import FEED_RULE, FEEDS, feed_findings
from .findings import Finding
from .ids import Ids
from .policy import BLOCKED, Policy
from .tags import Tags

DRAWN = ""
Links = Mapping[str, Iterable[tuple[str, str]]]


class Inspector:
    """Inspects the pages of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.accepted = Accepted(sheet.site.forms, sheet.contract.rows)

    def keep(self, names: Sequence[str], contents: Sequence[bytes]) -> list[tuple[bytes, bool]]:
        """Take drawn files as a freeze does, and give what was found on each in place of its digest; nothing is written."""
        return [(self._keep(*one), False) for one in zip(names, contents, strict=True)]

    def _keep(self, name: str, content: bytes) -> bytes:
        if name.rpartition("/")[2] in FEEDS:
            return json.dumps(feed_findings(name, content.decode())).encode()
        return json.dumps(self.inspect(content.decode())).encode() if name.endswith(".html") else b""

    def inspect(self, html: str) -> list[Finding]:
        """List what is wrong on one page, and the forms that stand on it: those are findings of no rule."""
        policy, forms, ids = Policy(self.sheet.site.settings.url), FormsLooker(self.accepted), Ids()
        tags = Tags(policy, forms, ids)
        tags.feed(html)
        tags.close()
        drawn = (Finding(DRAWN, form, "") for form in sorted(forms.drawn))
        return list(dict.fromkeys((*policy.found, *forms.found, *ids.found, *drawn)))

    def problems(self, found: Mapping[str, bytes]) -> Iterator[Problem]:
        """Say where what was found on each page was written. found: what `keep` gave, by address."""
        elsewhere: dict[Finding, list[str]] = defaultdict(list)
        for url, written in found.items():
            page = self.sheet.outputs[url]
            for finding in _findings(written):
                if finding.rule == DRAWN:
                    continue
                line, column, source = (0, 0, "")
                if isinstance(page, Page) and finding.written:
                    line, column, source = _place(finding, page.body)
                if isinstance(page, Page) and line:
                    yield _problem(finding, page.path, (page.body_line + line - 1, column, source))
                else:
                    elsewhere[finding].append(url)
        files = [(path, path.read_text(encoding="utf-8", errors="replace")) for path in files_of_authors(self.sheet)]
        for finding, urls in elsewhere.items():
            yield self._elsewhere(finding, urls, files)

    def forms_drawn(self, found: Mapping[str, bytes]) -> Iterator[tuple[Page | None, str]]:
        """Name each form that stands on an output, and its page, None for a list. found: what `keep` gave, by address."""
        for url, written in found.items():
            output = self.sheet.outputs[url]
            page = output if isinstance(output, Page) else None
            if page:
                yield page, ""
            yield from ((page, finding.fact) for finding in _findings(written) if finding.rule == DRAWN)

    def _elsewhere(self, finding: Finding, urls: list[str], files: list[tuple[Path, str]]) -> Problem:
        more = f" and {len(urls) - 1} more" if len(urls) > 1 else ""
        told = finding._replace(fact=f"{finding.fact} (on {urls[0]}{more})")
        for path, text in files:
            place = place_in(text, finding.written) if finding.written else (0, 0, "")
            if place[0]:
                return _problem(told, path.relative_to(self.sheet.site.root).as_posix(), place)
        for source in self.sheet.site.pages.values() if finding.rule == FEED_RULE else ():
            line, column, text = place_in(source.body, finding.written) if finding.written else (0, 0, "")
            if line:
                return _problem(told, source.path, (source.body_line + line - 1, column, text))
        page = self.sheet.outputs[urls[0]]
        return _problem(told, page.path if isinstance(page, Page) else "content", (0, 0, ""))

    def of_the_whole(self, links: Links) -> Iterator[Problem]:
        """Say which pages no other leads to, and which share their title. links: (attribute, address) by page."""
        for page in orphans(self.sheet, links):
            fact, hint = (
                "no other page leads here",
                "link to it, or list it in the navigation or the footer of content/site.yaml.",
            )
            yield _problem(Finding("orphan-page", fact, hint, warns=True), page.path, (0, 0, ""))
        titles: dict[tuple[str, str, str], Page] = {}
        for page in self.sheet.site.pages.values():
            if is_generated(page):
                continue
            first = titles.setdefault((page.collection, self.sheet.ways.language(page), page.title.casefold()), page)
            if first is not page:
                fact = f'has the title of {first.path}, "{page.title}"'
                hint = "give it another; readers tell search results and tabs apart by titles."
                yield _problem(Finding("duplicate-title", fact, hint, warns=True), page.path, (0, 0, ""))


def _place(finding: Finding, body: str) -> tuple[int, int, str]:
    if finding.rule != BLOCKED:
        return place_in(body, finding.written)
    at = likeliest(body, [one.start() for one in re.finditer(re.escape(finding.written), body)])
    return place_at(body, at) if at >= 0 else (0, 0, "")


def _findings(written: bytes) -> Iterator[Finding]:
    return (Finding(*one) for one in json.loads(written or b"[]"))


def orphans(sheet: Sheet, links: Links) -> list[Page]:
    """List the pages that no other page leads to, the home page and taxonomies without a term aside."""
    reached = {
        there
        for url, targets in links.items()
        for _, address in targets
        if (there := address.partition("#")[0].removeprefix(sheet.site.settings.url)) not in (url, quote(url))
    }
    empty = {one.name for one in sheet.site.settings.taxonomies if not sheet.site.terms.get(one.name)}
    return [
        page
        for page in sheet.site.pages.values()
        if page.id and page.id not in empty and not {page.url, quote(page.url)} & reached
    ]


def _problem(finding: Finding, path: str, place: tuple[int, int, str]) -> Problem:
    line, column, source = place
    return Problem(
        rule=finding.rule,
        path=path,
        fact=finding.fact,
        hint=finding.hint,
        line=line,
        column=column,
        source=source,
        severity=Severity.WARNING if finding.warns else Severity.ERROR,
        alike=finding.alike,
    )

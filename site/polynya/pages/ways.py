"""The ways from a page to others: what it lists, its neighbours, its terms, what is like it (build wing)."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

from polynya_live.contract import Link
from polynya_live.values import NamedTuple, dataclass

from ..model import Page, Site, Taxonomy, Term
from ..observing.digests import Shared
from ..reading.lists.languages import of_language
from ..reading.lists.terms import find_terms, slug_of, terms_in
from ..reading.text.source import Source

if TYPE_CHECKING:
    from ..outputs.feeds.entries import Feed

USUAL = (Taxonomy("tags", "Tags"),)
"""What makes pages alike on a site that declares no taxonomy."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of a list: `listing` in templates. pages: on this one; number: of `count`; total: pages on all of them.

    previous, next: addresses, "" at the ends.
    """

    pages: tuple[Page, ...]
    number: int
    count: int
    total: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The pages before and after one, in the order of its collection; None at the ends."""

    previous: Page | None = None
    next: Page | None = None


@dataclass(frozen=True, slots=True)
class TermLink:
    """A term as a template links it. count: how many pages have it."""

    is_shared: ClassVar[bool] = True
    title: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Translation:
    """A page in one of the languages of the site. here: it is the page itself."""

    language: str
    title: str
    url: str
    here: bool


class Around(NamedTuple):
    """What every page asks for. navigation: None for that of the site; the others: see the ways of these names.

    path: the pages from the front page down to the one above, as addresses have it; feeds, published, changed: see the
    sheet's `feeds_on` and `moments`; says_json: whether it is written as JSON too. district: all before `terms`, which
    most pages of a folder are given alike.
    """

    language: str
    listing: Shown | None
    navigation: tuple[Link, ...] | None
    translations: list[Translation]
    above: Page | None
    path: "Sequence[Page]"
    feeds: "Sequence[Feed]"
    terms: list[TermLink]
    says_json: bool
    published: datetime | None
    changed: datetime | None
    district: Shared[Any]  # Any: of these fields

    @property
    def gist(self) -> tuple[object, ...]:
        """All of it, each value once: what a digest is made of."""
        return self[_OF_DISTRICT:]


_OF_DISTRICT = Around._fields.index("terms")
around_of = partial(tuple.__new__, Around)
"""Makes one of its fields in order, sooner than by their names."""


class Ways:
    """The ways of one site, found out when they are asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def district(self, page: Page, *more: Any) -> Shared[Any]:  # Any: the next fields of `Around`
        """Gather the first fields of `Around`."""
        language = self.language(page)
        navigation = None if language == self._site.settings.language else self.navigation(page)
        return Shared((language, self.listing(page), navigation, self.translations(page), self.above(page), *more))

    def is_usual(self, page: Page) -> bool:
        """Whether the first fields of `Around` are the same for all pages of a collection below one page."""
        return not self._site.settings.languages and page.id not in self._site.lists

    def listing(self, page: Page) -> Shown | None:
        """Say what a page lists; None for one that is no list."""
        found = self._site.lists.get(page.id)
        if found is None:
            return None
        pages = tuple(self._site.pages[one] for one in found.pages)
        return Shown(pages, found.number, found.count, found.total, found.previous, found.next)

    def language(self, page: Page) -> str:
        """Say which language a page is in."""
        settings = self._site.settings
        return of_language(page.id, settings.languages) if settings.languages else settings.language

    def translations(self, page: Page) -> list[Translation]:
        """List a page in every language it is there in, itself included; nothing when it is there in one alone."""
        if not self._site.settings.languages:
            return []
        languages, own = self._site.settings.languages, self.language(page)
        start = page.id.removeprefix(own).lstrip("/") if own != languages[0] else page.id
        found = []
        for language in languages:
            one = self._site.pages.get(start if language == languages[0] else f"{language}/{start}".rstrip("/"))
            if one:
                found.append(Translation(language, one.title, one.url, one.url == page.url))
        return found if len(found) > 1 else []

    def navigation(self, page: Page) -> tuple[Link, ...]:
        """Give the navigation of the site in the language of a page, as far as its pages are translated."""
        return self.navigation_in(self.language(page))

    def navigation_in(self, language: str) -> tuple[Link, ...]:
        """Give the navigation of the site in a language, as far as its pages are translated."""
        return self.in_words_of(language, self._site.settings.navigation)

    def in_words_of(self, language: str, links: tuple[Link, ...]) -> tuple[Link, ...]:
        """Give links to pages in a language, as far as the pages are translated."""
        if not self._site.settings.languages:
            return links
        by_url, called = self._by_url, self._site.settings.link_titles.get(language, {})
        return tuple(self._in_language(one, by_url.get(one.url), language, called=called.get(one, "")) for one in links)

    def front(self, language: str) -> str:
        """Find the address of the front page in a language; that of the usual one when there is none."""
        there = self._site.pages.get(language) if language in self._site.settings.languages[1:] else None
        return there.url if there else "/"

    def _in_language(self, link: Link, page: Page | None, language: str, *, called: str) -> Link:
        usual = language == self._site.settings.language
        there = self._site.pages.get(f"{language}/{page.id}".rstrip("/")) if page and not usual else None
        if there:
            return Link(called or there.title, there.url)
        spoken = self.language(page) if page and not called else language
        return Link(called or link.title, link.url, spoken if spoken != language else "")

    def in_language(self, name: str, page: Page) -> str:
        """Name the collection or form that stands for another one in the language of a page."""
        language = self.language(page)
        if language == self._site.settings.language:
            return name
        for own, there in (
            (f"{language}/{name}", self._site.collections),
            (f"{name}-{language}".lower(), self._site.forms),
        ):
            if own in there:
                return own
        return name

    def below(self, page: Page) -> tuple[Page, ...]:
        """List the pages right below a page."""
        return tuple(self._site.pages[one] for one in self._site.below.get(page.id, ()))

    def above_id(self, page: Page) -> str | None:
        """Say the id of the page of the section that a page stands in; None for the front page."""
        return self._above.get(page.id)

    def above(self, page: Page) -> Page | None:
        """Find the page of the section that a page stands in; None for the front page."""
        above = self._above.get(page.id)
        return None if above is None else self._site.pages[above]

    def neighbours(self, page: Page) -> Neighbours:
        """Find the pages before and after one."""
        order, places = self._order.get(page.collection, ([], {}))
        place = places.get(page.id)
        if place is None:
            return Neighbours()
        after = order[place + 1] if place + 1 < len(order) else None
        return Neighbours(order[place - 1] if place else None, after)

    def terms(self, taxonomy: str) -> list[TermLink]:
        """List the terms of a taxonomy by title; none when it is not declared."""
        return list(self._links.get(taxonomy, {}).values())

    def terms_of(self, page: Page, taxonomy: str = "") -> list[TermLink]:
        """List the terms that a page has, in its own order; of all taxonomies when none is named."""
        if not taxonomy:
            each = [self.terms_of(page, name) for name in self._links]
            return each[0] if len(each) == 1 else [term for terms in each for term in terms]
        known = self._by_word.setdefault(taxonomy, {})
        value: Any = page.fields.get(taxonomy)
        if type(value) in (tuple, list):  # as most pages say it: words that others have said
            try:
                found = [*map(known.__getitem__, value)]
                if len(found) < 2 or len({*map(id, found)}) == len(found):
                    return found
            except (KeyError, TypeError):  # not said before, or no word at all
                pass
        links = self._links.get(taxonomy, {})
        language = self._site.settings.language
        words = {word: slug_of(word, language) for word in terms_in(page, taxonomy)}
        known |= {word: links[slug] for word, slug in words.items() if slug in links}
        return [links[slug] for slug in dict.fromkeys(words.values()) if slug in links]

    def related(self, page: Page, most: int) -> list[Page]:
        """List the pages that share most with a page: a term counts the more, the fewer pages have it; newest first."""
        scores: dict[str, float] = {}
        for term in self._by_page.get(page.id, ()):
            for other in term.pages:
                scores[other] = scores.get(other, 0) + 1 / len(term.pages)
        scores.pop(page.id, None)
        found = sorted(scores, key=lambda one: (-scores[one], _age(self._site.pages[one]), one))
        return [self._site.pages[one] for one in found[:most]]

    @cached_property
    def _by_word(self) -> dict[str, dict[str, TermLink]]:
        """Terms by taxonomy and by what pages write for them."""
        return {}

    @cached_property
    def _links(self) -> dict[str, dict[str, TermLink]]:
        return {
            name: {slug: self._link(term) for slug, term in terms.items()} for name, terms in self._site.terms.items()
        }

    def _link(self, term: Term) -> TermLink:
        return TermLink(term.title, self._site.pages[term.id].url, len(term.pages))

    @cached_property
    def _by_url(self) -> dict[str, Page]:
        return {page.url: page for page in self._site.pages.values()}

    @cached_property
    def _above(self) -> dict[str, str]:
        numbered = {page.id: page.id.rpartition("/page/")[0] for page in self._site.pages.values() if page.number > 1}
        return {below: above for above, ids in self._site.below.items() for below in ids} | numbered

    @cached_property
    def _order(self) -> dict[str, tuple[Sequence[Page], dict[str, int]]]:
        pages: dict[str, list[Page]] = {}
        for page in self._site.pages.values():
            if page.number == 1 and page.id != page.collection:
                pages.setdefault(page.collection, []).append(page)
        return {name: (own, {page.id: at for at, page in enumerate(own)}) for name, own in pages.items()}

    @cached_property
    def _by_page(self) -> dict[str, list[Term]]:
        terms = self._site.terms or find_terms(
            self._site.pages.values(), USUAL, _unheard, language=self._site.settings.language
        )
        found: dict[str, list[Term]] = {}
        for of_taxonomy in terms.values():
            for term in of_taxonomy.values():
                for page in term.pages:
                    found.setdefault(page, []).append(term)
        return found


def _unheard(page: Page) -> Source:
    return Source(page.path, "", [])


def _age(page: Page) -> int:
    return -page.date.toordinal() if page.date else 0

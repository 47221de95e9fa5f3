"""Terms and orders are found in quick steps, and are those of the plain ones."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from polynya.model import Page, Reference, Taxonomy, Term
from polynya.problems import Problem
from polynya.reading.addresses.clashes import _report, report_clashes
from polynya.reading.lists.alphabets import letters_in_order
from polynya.reading.lists.terms import find_terms, taxonomy_collection, terms_in
from polynya.reading.order import _number_in, by_title, in_order_of
from polynya.reading.slugs import slugify
from polynya.reading.text.source import Source

TAGS = Taxonomy("tags", "Tags")
WORDS = st.sampled_from(("ice", "Ice", " ice", "ICE", "snow", "snow ", "", "?", "!", "a b", "a-b", "íce", "12"))
VALUES = (
    st.none()
    | WORDS
    | st.lists(WORDS, max_size=4)
    | st.integers(0, 3)
    | st.lists(st.integers(0, 2) | WORDS, max_size=3)
)
ODD = st.sampled_from(
    ({"a": "b"}, [{"a": "b"}], [["ice"]], Reference("ice", "/ice/", "Ice"), [Reference("x", "/", "snow")], True)
)
TITLES = st.sampled_from(("", "Ice", "ice", "12", "-3", "-", "9", "007", "Íce", "²", "٣", "Z", "-a", "--1", "1" * 20))


@st.composite
def pages(draw: st.DrawFn) -> list[Page]:
    """Make some pages, all with an id of their own."""
    rows = draw(
        st.lists(st.tuples(TITLES, VALUES | ODD, st.none() | st.dates(date(2000, 1, 1), date(2000, 1, 5))), max_size=8)
    )
    places = draw(st.permutations(range(len(rows))))
    return [
        Page(
            id=f"p{place}",
            url="/",
            path=f"content/p{place}.md",
            collection="",
            title=title,
            body="",
            date=day,
            fields={"tags": value},
        )
        for place, (title, value, day) in zip(places, rows, strict=True)
    ]


@given(pages())
def test_terms_are_those_that_are_found_one_by_one(some: list[Page]) -> None:
    told: list[Problem] = []
    plain: list[Problem] = []

    found = find_terms(some, [TAGS], lambda page: Source(page.path, "", told), language="en")["tags"]

    assert list(found.items()) == list(plainly(some, plain).items())
    assert told == plain


@given(pages())
def test_pages_are_in_the_order_of_their_titles(some: list[Page]) -> None:
    assert by_title(some, language="en") == sorted(some, key=lambda page: (*_number_in(page.title, "en"), page.id))


@given(st.lists(st.sampled_from(("/a/", "/A/", "/b/", "/ﬁ/", "/fi/", "/é/", "/É/")), max_size=5), st.integers(0, 2))
def test_clashes_are_those_that_are_found_one_by_one(urls: list[str], made: int) -> None:
    some = [
        Page(id=url.strip("/"), url=url, path=f"content/{at}.md", collection="", title="", body="")
        for at, url in enumerate(urls)
    ]
    told: list[Problem] = []
    plain: list[Problem] = []

    report_clashes(some[made:], some[:made], lambda page: Source(page.path, "", told))
    _report(some[made:], some[:made], lambda page: Source(page.path, "", plain))

    assert told == plain


def plainly(some: list[Page], told: list[Problem]) -> dict[str, Term]:
    """Find terms page by page and word by word."""
    spellings: dict[str, Counter[str]] = {}
    having: dict[str, list[Page]] = {}
    for page in some:
        source = Source(page.path, "", told)
        for word in terms_in(page, "tags"):
            slug = slugify(word)
            if not slug:
                _tell(
                    source,
                    f'no address can be made of "{word}", so it is none of the tags',
                    "write it with letters or digits.",
                )
                continue
            known = spellings.setdefault(slug, Counter())
            if known and word not in known and word.casefold() not in {one.casefold() for one in known}:
                fact = f'the tags "{min(known)}" and "{word}" have one address, so they are one term'
                _tell(source, fact, "write one of them otherwise, or the same.")
            known[word] += 1
            if page not in having.setdefault(slug, []):
                having[slug].append(page)
    terms = [_plain_term(slug, spellings[slug], those) for slug, those in having.items()]
    return {one.slug: one for one in sorted(terms, key=lambda one: (letters_in_order(one.title, "en"), one.slug))}


def _plain_term(slug: str, spellings: Counter[str], those: list[Page]) -> Term:
    title = min(spellings, key=lambda word: (-spellings[word], word))
    ordered = by_title(those, language="en")
    if any(page.date for page in those):
        ordered = in_order_of(ordered, taxonomy_collection(TAGS), language="en")
    return Term("tags", slug, title, tuple(page.id for page in ordered))


def _tell(source: Source, fact: str, hint: str) -> None:
    source.warn("term-address", None, fact=fact, hint=hint)

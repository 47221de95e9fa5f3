"""A German page speaks German: every sentence of the templates has a translation, and no English one is left on a page."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment

from build.sites import NOW, REVIEW, SHOP, a_review, frozen, store_of, write
from live.bookshop import some_settings
from polynya.freeze import freeze_site
from polynya_live.app import create_app
from polynya_live.contract import load
from polynya_live.submissions import State
from polynya_live.words.de import GERMAN
from polynya_live.words.messages import ENGLISH

TEMPLATES = Path(__file__).parents[3] / "templates"
SAID = re.compile(r"""\b(?:t|say)\(\s*(?:"([^"]+)"|'([^']+)')""")
SPOKEN_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "content", "data-one", "data-many", "data-lost")
ASKED = [("name", "t"), ("operator", "(")]
SENTENCE = re.compile(r"[A-Z“(][^A-Z]*[a-z] |[a-z] [a-z]")
"""Two words at least, which no name in a template has."""
WITHOUT_WORDS = re.compile(r"<kbd>.*?</kbd>|<code>.*?</code>|^freeze inbox .*$|books/dune|<meta[^>]*>", re.MULTILINE)
"""Keys, commands, the id of a page, and what only machines read."""
OF_OUR_DOCS = {f"components/{name}.html" for name in ("commands", "facts", "routes", "rules", "terms")}
SAYING_OTHERWISE = {
    "pages/error404.html",  # in each language of the site
    "pages/elsewhere.html",  # PNG and JSON, which are called so
    "layouts/base.html",  # what a preview tells the author
    "forms/field.html",  # attributes of htmx, in macros
    "forms/tongue.html",
    "fragments/sent.html",  # whose tags are names, too
}
OF_VISITORS = [
    path
    for path in sorted(TEMPLATES.rglob("*.html"))
    if str(path.relative_to(TEMPLATES)) not in OF_OUR_DOCS | SAYING_OTHERWISE
]
LONG = "Wort " * 600
GERMAN_SITE = {
    **SHOP,
    "content/site.yaml": (
        "title: Scholle\ndescription: An ice floe.\ndescription_de: Eine Eisscholle.\n"
        "url: https://floe.example\nlanguages: [en, de]\ntaxonomies: [tags]\nsearch: true\ncards: false\n"
        "compress: false\n"
    ),
    "content/index.de.md": "# Scholle\n\n[[toc]]\n\n## Eis\n\n> [!NOTE]\n> Kalt.\n\n:::tip\nWarm.\n:::\n\n- [ ] Lesen\n",
    "content/books/_collection.yaml": f"{SHOP['content/books/_collection.yaml']}title_de: Bücher\npaginate: 1\n",
    "content/books/dune.de.md": f"---\ntitle: Die Düne\nauthor: Marit Solheim\ndate: 2026-03-18\ntags: [Sand]\n---\n{LONG}\n",
    "content/books/eis.de.md": "---\ntitle: Eis\nauthor: Runa Aalto\n---\nKalt.[^1]\n\n[^1]: Sehr.\n",
    "content/forms/review.yaml": REVIEW
    + (
        "title_de: Ihre Meinung\nsubmit_de: Abschicken\nthanks_de: Danke.\nfields_de:\n"
        "  - {name: author, label: Ihr Name, type: text, required: true}\n"
        "  - {name: rating, label: Sterne, type: rating, required: true, min: 1, max: 5}\n"
        "  - {name: text, label: Worte, type: textarea}\n"
    ),
}


class Spoken(HTMLParser):
    """Gathers what a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        if ("lang", "en") not in attrs:  # the way to the English page is named in English
            self.texts += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self.texts.append(" ".join(data.split()))


def spoken(html: str) -> list[str]:
    reader = Spoken()
    reader.feed(html)
    return reader.texts


def is_of(english: str) -> re.Pattern[str]:
    """Make an expression for a sentence, whatever stands in its braces."""
    parts = re.split(r"\{\w+\}", english)
    return re.compile(r"[\d.,]+".join(re.escape(part) for part in parts))


LEFT_ENGLISH = [is_of(english) for english, german in GERMAN.items() if english != german]


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Freeze a site whose German pages show whatever the kit can say."""
    root = write(tmp_path_factory.mktemp("german"), GERMAN_SITE)
    store = store_of(root)
    review = replace(a_review(page="de/books/dune", text="Sand, und zwar viel."), form="review-de")
    store.submit(review)
    store.moderate(review.key, State.APPROVED, now=NOW)
    store.close()
    freeze_site(root, now=NOW)
    return root


def literals_of(source: str) -> list[str]:
    """List what a template says without asking for a translation."""
    tokens = list(Environment(autoescape=True).lex(source))
    plain = "".join(text if kind == "data" else "1" if kind.endswith("_end") else "" for _, kind, text in tokens)
    plain = WITHOUT_WORDS.sub("", plain)
    texts = spoken(plain) if "<" in plain else plain.splitlines()
    words = [text for text in texts if re.search(r"[^\W\d_]", text)]
    code = [(kind, text) for _, kind, text in tokens if kind not in ("data", "whitespace")]
    strings = [text for nth, (kind, text) in enumerate(code) if kind == "string" and code[nth - 2 : nth] != ASKED]
    return words + [text[1:-1] for text in strings if SENTENCE.search(text)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<h1>Inbox</h1>", ["Inbox"]),
        ('<p aria-label="Figures">{{ count }}</p>', ["Figures"]),
        ('<p>{{ "Edit or reply" if private }}</p>', ["Edit or reply"]),
        ("Number: {{ number }}", ["Number: 1"]),
        ('<p>{{ t("Edit or reply") }}, {{ one.title }}</p><kbd>j</kbd>', []),
    ],
)
def test_a_literal_is_found_wherever_it_stands(source: str, found: list[str]) -> None:
    assert literals_of(source) == found


@pytest.mark.parametrize("template", OF_VISITORS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_says_nothing_that_has_no_german(template: Path) -> None:
    assert literals_of(template.read_text()) == []


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_whatever_a_template_says_is_translated(template: Path) -> None:
    said = {one or other for one, other in SAID.findall(template.read_text())}

    assert sorted(said - GERMAN.keys()) == []


IMPORTED = re.compile(r'\{% from "([^"]+)" import \w+( with context)? %\}')


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_a_macro_that_speaks_is_given_the_language_of_its_page(template: Path) -> None:
    """Without the context it speaks that of the site."""
    bare = [name for name, context in IMPORTED.findall(template.read_text()) if not context]

    assert [name for name in bare if SAID.search((TEMPLATES / name).read_text())] == []


def test_whatever_a_form_says_is_translated() -> None:
    assert sorted(set(ENGLISH.values()) - GERMAN.keys()) == []


def test_no_english_sentence_is_left_on_a_german_page(german: Path) -> None:
    pages = sorted((german / "build/site/de").rglob("*.html"))

    left = [
        (page.parent.name, text)
        for page in pages
        for text in spoken(page.read_text())
        if any(one.fullmatch(text) for one in LEFT_ENGLISH)
    ]

    assert len(pages) >= 6
    assert left == []


def test_the_site_says_what_it_is_in_each_language(german: Path) -> None:
    assert "Eine Eisscholle." in frozen(german, "de/index.html") and "An ice floe." not in frozen(
        german, "de/index.html"
    )
    assert "An ice floe." in frozen(german, "index.html")


def test_days_stars_and_times_are_german(german: Path) -> None:
    texts = spoken(frozen(german, "de/books/dune/index.html"))

    assert "18. März 2026" in texts and "1 Stern" in texts and "2 Sterne" in texts
    assert "4,0 von 5, Stimmen: 1" in texts
    assert any("Minuten Lesezeit" in text for text in texts)


def test_the_search_is_there_in_each_language(german: Path) -> None:
    assert "Was suchen Sie?" in frozen(german, "de/search/index.html")
    assert '<html lang="de">' in frozen(german, "de/search/index.html")
    assert "What are you looking for?" in frozen(german, "search/index.html")
    assert 'href="/de/search/"' in frozen(german, "de/index.html")


def test_what_is_not_there_is_said_in_every_language(german: Path) -> None:
    html = frozen(german, "404.html")

    assert "<h1>Open water here, and no page</h1>" in html
    assert re.search(r'lang="de">\s*<h2>Hier ist offenes Wasser und keine Seite</h2>', html)
    assert '<a href="/de/">zur Startseite</a>' in html


def test_a_live_answer_to_a_german_form_is_a_german_page(german: Path) -> None:
    folder = german / "build/live"
    store = store_of(german)
    settings = some_settings(folder)
    client = create_app(settings, load(folder / "contract.json"), store, clock=lambda: NOW).test_client()

    sent = {"page": "de/books/dune", "author": ""}
    answer = client.post("/live/forms/review-de", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    store.close()

    texts = spoken(answer.text)
    assert answer.status_code == 422 and '<html lang="de">' in answer.text
    assert "Zurück zu „Die Düne“" in texts and "Zum Text springen" in texts
    assert 'href="/de/books/"' in answer.text
    assert [text for text in texts if any(one.fullmatch(text) for one in LEFT_ENGLISH)] == []

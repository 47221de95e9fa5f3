"""`[[Boat]]` is a link to the one page or file of that name; what names none, or several, is told where it stands."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.sites import NOW, frozen, shown, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.markdown.named import names_in
from polynya.problems import Problem

PAGES = {
    "content/site.yaml": "title: Floe\nurl: https://floe.example\ncards: false\npictures: false\n",
    "content/harbour/Big boat.md": "---\ntitle: The big boat\naliases: [Old Salt, /hulk/]\n---\nIce.\n\n## The oars\n",
    "content/harbour/tea.md": "---\ntitle: Tea aboard\n---\nHot.\n",
    "content/kitchen/tea.md": "---\ntitle: Tea\n---\nGreen.\n",
    "content/kitchen/kettle.md": "---\ntitle: Kettle\n---\nSee [[tea]].\n",
    "content/notes/2024-01-31 Log.md": "---\ntitle: A day\n---\nCold.\n",
    "content/notes/long-night.md": "---\ntitle: The long night\n---\nDark.\n",
    "content/soon.md": "---\ntitle: Soon\ndraft: true\n---\nNot yet.\n",
    "content/pictures/map.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "content/pictures/log.pdf": "%PDF",
    "content/journals/2024_02_03.md": "Warm.\n",
}
BOAT = "/harbour/big-boat/"


def a_vault(root: Path, text: str) -> Path:
    return write(root, {**PAGES, "content/index.md": f"---\ntitle: Home\n---\n{text}\n"})


def drawn(root: Path, text: str) -> str:
    """Freeze a text, and give what it became."""
    freeze_site(a_vault(root, text), now=NOW)
    return _text_of(frozen(root, "index.html"))


def _text_of(html: str) -> str:
    return html.split("</h1>", 1)[1].partition("</article>")[0].replace(" />", ">")


def told(root: Path, text: str) -> list[Problem]:
    return [one for one in check_site(a_vault(root, text), now=NOW) if one.path == "content/index.md"]


LINKS = {
    "by its file": ("[[Big boat]]", f'<a href="{BOAT}">Big boat</a>'),
    "whatever the case of its letters": ("[[big BOAT]]", f'<a href="{BOAT}">big BOAT</a>'),
    "by its title": ("[[The big boat]]", f'<a href="{BOAT}">The big boat</a>'),
    "by another name": ("[[Old Salt]]", f'<a href="{BOAT}">Old Salt</a>'),
    "by its address": ("[[big-boat]]", f'<a href="{BOAT}">The big boat</a>'),
    "with words": ("[[Big boat|a *hull*]]", f'<a href="{BOAT}">a <em>hull</em></a>'),
    "with code": ("[[Big boat|`hull`]]", f'<a href="{BOAT}"><code>hull</code></a>'),
    "with its folder": ("[[harbour/Big boat]]", f'<a href="{BOAT}">Big boat</a>'),
    "from the top": ("[[/harbour/Big boat.md]]", f'<a href="{BOAT}">Big boat</a>'),
    "from here": ("[[../harbour/tea]]", '<a href="/harbour/tea/">tea</a>'),
    "to a heading": ("[[Big boat#The oars]]", f'<a href="{BOAT}#the-oars">Big boat &gt; The oars</a>'),
    "to a block": ("[[Big boat#^a1b2]]", f'<a href="{BOAT}">Big boat</a>'),
    "by one title of two files": ("[[Tea aboard]]", '<a href="/harbour/tea/">Tea aboard</a>'),
    "that is only a file's name": ("[[long-night]]", '<a href="/notes/long-night/">The long night</a>'),
    "that begins with digits": ("[[2024-01-31 Log]]", '<a href="/notes/2024-01-31-log/">2024-01-31 Log</a>'),
    "to a file": ("[[log.pdf]]", '<a href="/pictures/log.pdf">log.pdf</a>'),
    "to a spot of a file": ("[[log.pdf#page=3]]", '<a href="/pictures/log.pdf#page=3">log.pdf</a>'),
    "to a day as Logseq names it": ("[[Feb 3rd, 2024]]", '<a href="/journals/2024_02_03/">Feb 3rd, 2024</a>'),
    "to a day": ("[[2024-02-03]]", '<a href="/journals/2024_02_03/">2024-02-03</a>'),
    "that Foam defines too": ("[[harbour/tea]]\n\n[harbour/tea]: harbour/tea.md \"Tea\"", '<a href="/harbour/tea/">tea</a>'),
    "with words that Foam defines too": ("[[kettle|b]]\n\n[kettle|b]: kitchen/kettle.md", "kettle/\">b</a>"),
    "to a file it would show": ("![[log.pdf|Log]]", '<a href="/pictures/log.pdf">Log</a>'),
    "in a list with words behind": ("- [[Big boat]]: sinks", f'<a href="{BOAT}">Big boat</a>: sinks'),
    "in a table": ("|a|b|\n|-|-|\n|[[Big boat\\|B]]|[[Big boat|C]]|", f'<td><a href="{BOAT}">B</a></td><td><a'),
    "in Chinese without spaces": ("见[[Big boat]]。", f'见<a href="{BOAT}">Big boat</a>。'),
    "behind two backslashes": ("\\\\[[Big boat]]", f'\\<a href="{BOAT}">Big boat</a>'),
    "a picture": ("![[map.svg]]", '<img src="/pictures/map.svg" alt="Map">'),
    "a picture with its width": ("![[map.svg|300]]", '<img src="/pictures/map.svg" alt="Map" width="300">'),
    "a picture with words": ("![[map.svg|The bay|30x20]]", '<img src="/pictures/map.svg" alt="The bay" width="30" height="20">'),
}  # fmt: skip


def test_a_heading_of_the_same_page_is_a_link(tmp_path: Path) -> None:
    assert '<a href="#ice-floes">Ice floes</a>' in drawn(tmp_path, "See [[#Ice floes]].\n\n## Ice floes\n")


PLAIN = (
    "`[[Big boat]]`", "    [[Big boat]]", "```\n[[Big boat]]\n```", "<code>[[Big boat]]</code>", "<p>[[Big boat]]</p>",
    "\\[[Big boat]]", "[[1]](/kitchen/)", "[[1]]\n\n[1]: /kitchen/", "[[^1]]\n\n[^1]: Ice.", "[[Big boat]](/kitchen/tea/)",
    "[see [[Big boat]] there](/kitchen/tea/)", "[[ -f boat ]]", '[["Big boat"]]', "a[[Big boat]]", "[[12]] [[]] [[a], [b]]",
    "[[Big boat]]\n\n[big boat]: /kitchen/tea/", "```toml\n[[Big boat]]\n```", "<!-- [[Big boat]] -->",
)  # fmt: skip


@pytest.fixture(scope="module")
def each(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Problem]]:
    """A site with a page for each of the texts above, and what its freeze told."""
    texts = {"content/site.yaml": PAGES["content/site.yaml"] + "typography: false\n"}
    for number, text in enumerate([*(text for text, _ in LINKS.values()), *PLAIN]):
        texts[f"content/texts/{number}.md"] = f"---\ntitle: No. {number}\n---\n{text}\n"
    root = write(a_vault(tmp_path_factory.mktemp("site"), "Ice."), texts)
    return root, freeze_site(root, now=NOW).warnings


@pytest.mark.parametrize("name", LINKS)
def test_a_name_is_a_link(each: tuple[Path, list[Problem]], name: str) -> None:
    root, problems = each
    number = [*LINKS].index(name)

    assert LINKS[name][1] in _text_of(frozen(root, f"texts/{number}/index.html"))
    assert f"content/texts/{number}.md" not in {one.path for one in problems}


@pytest.mark.parametrize("text", PLAIN)
def test_other_brackets_stay_as_they_are_and_are_not_told(each: tuple[Path, list[Problem]], text: str) -> None:
    root, problems = each
    number = len(LINKS) + PLAIN.index(text)

    assert BOAT not in _text_of(frozen(root, f"texts/{number}/index.html"))
    assert f"content/texts/{number}.md" not in {one.path for one in problems if one.rule != "broken-link"}


def test_formulas_contents_and_directives_have_no_names() -> None:
    text = "[[toc]]\n\n[[a]] $[[b]]$\n\n::card{title='[[c]]'}"

    assert [one.target for one in names_in(text, math=True)] == ["a"]


def test_a_name_from_the_top_means_nothing_farther_down(tmp_path: Path) -> None:
    assert BOAT not in drawn(tmp_path, "[[/Big boat]]")


def test_a_name_of_nothing_is_told_and_its_words_stay(tmp_path: Path) -> None:
    assert "<p>A raft and Big bot.</p>" in drawn(tmp_path, "A [[Raft|raft]] and [[Big bot]].")
    assert shown(told(tmp_path, "A [[Raft|raft]] and [[Big bot]].")) == (
        "content/index.md:4:3: [[Raft]] names no page and no file here, so its words are no link\n"
        "  4 | A [[Raft|raft]] and [[Big bot]].\n"
        "    |   ^\n"
        "hint: write the name or the title of a page of this site, or the words alone; \\[[ shows the brackets.\n"
        "rule: link-by-name\n\n"
        "content/index.md:4:21: [[Big bot]] names no page and no file here, so its words are no link\n"
        "  4 | A [[Raft|raft]] and [[Big bot]].\n"
        "    |                     ^\n"
        "hint: did you mean [[big boat]]? Write the name or the title of a page of this site, or the words alone; \\[[ shows "
        "the brackets.\n"
        "rule: link-by-name"
    )


def test_a_name_of_several_is_told_with_each_of_them(tmp_path: Path) -> None:
    [problem] = told(tmp_path, "Some\n\nhot [[tea|cup]].")

    assert (problem.line, problem.column) == (6, 5)
    assert problem.fact == "[[tea]] names 2 pages or files, so its words are no link"
    assert problem.hint == "write the folder, too: [[harbour/tea|cup]] or [[kitchen/tea|cup]]."
    assert "<p>hot cup.</p>" in drawn(tmp_path, "Some\n\nhot [[tea|cup]].")


def test_of_several_the_one_in_the_same_folder_is_meant(tmp_path: Path) -> None:
    drawn(tmp_path, "Ice.")

    assert 'See <a href="/kitchen/tea/">tea</a>.' in frozen(tmp_path, "kitchen/kettle/index.html")


def test_of_several_the_one_in_the_same_language_is_meant(tmp_path: Path) -> None:
    pages = {"content/about.md": "# A\n\n[[floe]]\n", "content/about.de.md": "# Ü\n\n[[floe]]\n"}
    floes = {"content/floe.md": "# Floe\n", "content/de/floe.md": "# Scholle\n"}
    site = "title: F\nlanguages: [en, de]\nfeeds: false\ncards: false\n"
    freeze_site(write(tmp_path, {"content/site.yaml": site, **pages, **floes, "content/index.md": "# H\n"}), now=NOW)

    assert 'href="/floe/">floe<' in frozen(tmp_path, "about/index.html")
    assert 'href="/de/floe/">floe<' in frozen(tmp_path, "de/about/index.html")


def test_a_page_that_is_taken_in_is_told_and_linked(tmp_path: Path) -> None:
    [problem] = told(tmp_path, "![[Big boat#The oars]]")

    assert (
        problem.fact == "![[Big boat#The oars]] is a page, which is not taken into another, so a link to it stands here"
    )
    assert problem.hint == "write [[Big boat#The oars]] for the link, or copy the words that readers shall see here."
    assert f'<a href="{BOAT}#the-oars">' in drawn(tmp_path, "![[Big boat#The oars]]")


def test_a_page_that_is_not_out_is_text(tmp_path: Path) -> None:
    [problem] = told(tmp_path, "See [[Soon]].")

    assert (problem.rule, problem.line, problem.column) == ("not-out", 4, 5)
    assert "<p>See Soon.</p>" in drawn(tmp_path, "See [[Soon]].")


def test_a_heading_that_is_not_there_is_told_where_it_is_written(tmp_path: Path) -> None:
    [problem] = told(tmp_path, "Row [[Big boat#The ores|them]].")

    assert (problem.rule, problem.line, problem.column) == ("broken-link", 4, 7)
    assert problem.hint.startswith('did you mean "#the-oars"?')


def test_the_twin_and_the_feed_have_the_link_in_full(tmp_path: Path) -> None:
    text = {"content/notes/one.md": "---\ntitle: One\ndate: 2026-01-01\n---\nSee [[Big boat|it]], [[Raft]].\n"}
    freeze_site(write(a_vault(tmp_path, "Ice."), text), now=NOW)

    assert "See [it](https://floe.example/harbour/big-boat/), Raft." in frozen(tmp_path, "notes/one/index.md")
    assert "https://floe.example/harbour/big-boat/" in frozen(tmp_path, "notes/feed.xml")
    assert "[[" not in frozen(tmp_path, "notes/feed.xml")


def test_a_heading_with_a_link_by_name_gives_its_words_as_title(tmp_path: Path) -> None:
    root = write(tmp_path, {"content/index.md": "# H\n", "content/a.md": "# On [[floes|ice]] and [[H]]\n\nCold.\n"})
    freeze_site(root, now=NOW)

    assert "<title>On ice and H" in frozen(root, "a/index.html")
    assert '<h1 id="on-ice-and-h">' in frozen(root, "a/index.html")


def test_a_name_among_aliases_is_no_address_and_clashes_with_none(tmp_path: Path) -> None:
    names = {"content/a.md": "---\naliases: [Tea, Tea pot]\n---\n# A\n", "content/tea.md": "# Leaves\n"}
    root = write(tmp_path, {**names, "content/index.md": "# H\n\n[[Tea pot]]\n"})

    assert {one.rule for one in freeze_site(root, now=NOW).warnings} <= {"missing-url"}
    assert '<a href="/a/">Tea pot</a>' in frozen(root, "index.html")
    assert not (root / "build/site/Tea").exists()


@pytest.mark.parametrize(
    "text", ["[[a]]" * 4000, "[[" * 20_000, "[[a|" * 10_000, "`[[a]]`" * 4000, "![[" * 9000 + "]]" * 9000]
)
def test_no_text_keeps_the_search_busy(text: str) -> None:
    assert sum(1 for _ in names_in(text)) <= 4000


@given(
    st.lists(
        st.sampled_from(
            ["[[", "]]", "[", "]", "!", "|", "\\", "`", "Boat", "é", "\n", "(", ")", "#", "<b>", "[^1]", ": x"]
        )
    )
)
def test_whatever_is_found_stands_there(pieces: list[str]) -> None:
    body = "".join(pieces)

    for one in names_in(body):
        assert body[one.start : one.end].lstrip("!").startswith("[[")
        assert one.target in body[one.start : one.end]

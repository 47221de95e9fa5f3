"""Every link, picture and form of a frozen page leads somewhere, or is told with its line."""

import json
from pathlib import Path

import pytest

from build.sites import NOW, SHOP, a_site, frozen, run, shown, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.problems import Problem, Severity


def check(root: Path) -> list[Problem]:
    return check_site(root, now=NOW)


def test_links_between_markdown_files_become_addresses(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    write(tmp_path, {"content/books/dune.md": "---\ntitle: Dune\n---\n## Sand\n\n[home](../index.md) [me](#sand)\n"})
    a_site(tmp_path, about="[Dune](books/dune.md#sand) [Books](/books/) [shop](https://floe.example/books/dune/)\n")

    assert shown(check(tmp_path)) == ""
    freeze_site(tmp_path, now=NOW)

    assert 'href="/books/dune/#sand"' in frozen(tmp_path, "about/index.html")
    assert 'href="/"' in frozen(tmp_path, "books/dune/index.html")


def test_an_address_without_its_slash_spares_readers_the_redirect(tmp_path: Path) -> None:
    a_site(tmp_path, index="[Dune](/books/dune#sand)\n", **{"books/dune": "## Sand\n"})

    assert shown(check(tmp_path)) == ""
    freeze_site(tmp_path, now=NOW)

    assert 'href="/books/dune/#sand"' in frozen(tmp_path, "index.html")


def test_a_picture_beside_its_page_is_published(tmp_path: Path) -> None:
    a_site(tmp_path, **{"books/dune/index": "![Sand](sand%20dune.png)\n"})
    write(tmp_path, {"content/books/dune/sand dune.png": b"png"})

    freeze_site(tmp_path, now=NOW)

    assert '<img src="/books/dune/sand%20dune.png" alt="Sand"' in frozen(tmp_path, "books/dune/index.html")
    assert (tmp_path / "build/site/books/dune/sand dune.png").read_bytes() == b"png"
    assert [problem.rule for problem in check(tmp_path)] == ["unreadable-picture"]


def test_a_broken_link_is_told_whole(tmp_path: Path) -> None:
    a_site(tmp_path, index="---\ntitle: Home\n---\nRead\nabout [ice](ice.md).\n")

    assert shown(check(tmp_path)) == (
        'content/index.md:5:13: there is no page at "content/ice.md"\n'
        "  5 | about [ice](ice.md).\n"
        "    |             ^\n"
        "hint: write the path of a Markdown file from the folder of this one; a draft is not there either.\n"
        "rule: broken-link"
    )


def test_a_picture_that_is_not_there_is_told_where_to_lay_it(tmp_path: Path) -> None:
    a_site(tmp_path, index="# Home\n\n![Map](map.png) and [terms](terms.pdf)\n")

    assert [one.hint for one in check(tmp_path)] == [
        "lay the file beside the page and write its name, as in ![Map](map.png), or into static/ and write /static/map.png."
    ] * 2


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[x](mara@floe.example)", 'write "mailto:mara@floe.example".'),
        ("[x](www.floe.example/tea?a=b)", 'write "https://www.floe.example/tea?a=b".'),
        ("[x](tea.floe.org)", 'write "https://tea.floe.org".'),
        ("![x](<C:\\\\tea.jpg>)", "lay the file beside the page"),
        ('<map><area href="/about?a=b#us"></map>', 'write "/about/?a=b#us".'),
        ("[x]({{site.baseurl}}/docs/about/)", 'did you mean "/about/"? Link to a Markdown file'),
        ("[x]({{site.baseurl}}/)", "link to a Markdown file by its path"),
    ],
)
def test_an_address_of_another_generator_is_told_with_the_one_here(tmp_path: Path, text: str, hint: str) -> None:
    a_site(tmp_path, index=f"# Home\n\n{text}\n", about="# About\n\n## Us\n")

    [told] = [one for one in check(tmp_path) if one.rule == "broken-link"]

    assert told.hint.startswith(hint)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("[x](/nowhere/)", 'nothing is at "/nowhere/"'),
        ("[x](#nowhere)", 'nothing is called "#nowhere" here'),
        ("[x](/about/#nowhere)", 'nothing is called "#nowhere" there: "/about/#nowhere"'),
        ("[x](about.md#nowhere)", 'nothing is called "#nowhere" there: "/about/#nowhere"'),
        ('<map><area href="/about"></map>', '"/about" needs a slash at its end'),
        ("![x](gone.png)", 'nothing is at "gone.png"'),
        ("<p><a href='/gone/'>x</a></p>", 'nothing is at "/gone/"'),
        ("<p><a href=/gone/>x</a></p>", 'nothing is at "/gone/"'),
        ("<p><A HREF='#gone'>x</A></p>", 'nothing is called "#gone" here'),
        ("<img alt='' src='/about/' srcset='/a.png 2x'>", 'nothing is at "/a.png"'),
        ("[x](mailto:mara.floe.example)", '"mailto:mara.floe.example" is no address of mail'),
        ("[x](mailto:mara@floe.example%20)", '"mailto:mara@floe.example%20" is no address of mail'),
        ("<p><a href='\t//['>x</a></p>", '"\t//[" is not an address'),
        ("[x](/live/nothing)", "no live route answers GET /live/nothing"),
        ('<form action="/live/forms/gone" method="post"><button>Go</button></form>', 'no form is called "gone"'),
        (
            '<form action="/about/" method="post"><button>Go</button></form>',
            'a form cannot be sent to "/about/", which is a file',
        ),
        ('<img alt="" src="/about/" srcset="/a.png 1x, /b.png 2x">', 'nothing is at "/a.png"'),
    ],
)
def test_what_leads_nowhere_is_an_error_in_check_and_a_warning_in_freeze(tmp_path: Path, text: str, fact: str) -> None:
    a_site(tmp_path, index=f"---\ntitle: Home\n---\n\n{text}\n", about="# About\n\nUs.\n")

    problems = check(tmp_path)
    report = freeze_site(tmp_path, now=NOW)

    assert problems[0].fact == fact
    assert (problems[0].path, problems[0].line, problems[0].severity) == ("content/index.md", 5, Severity.ERROR)
    assert {warning.severity for warning in report.warnings} == {Severity.WARNING}
    assert len(report.warnings) == len(problems)


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://example.org/) [x](mailto:a@example.org) [x](//example.org/x) [x](tel:123)",
        "[x](mailto:a%2Bb@example.org,c@example.org?subject=Hi) [x](mailto:?subject=Hi) <a@example.org>",
        "`[x](gone.md)` and\n\n```\n[x](gone.md)\n```",
        "[x](#top) [x](/live/health)",
        '<!-- <a href="/gone/"> -->',
        "[x](?page=2)",
        "<p id=here><a href='#here'>x</a> <a href=https://example.org/>x</a> <code>a href=/gone/</code> href='/gone/'</p>",
    ],
)
def test_what_leads_off_the_site_or_is_code_is_not_told(tmp_path: Path, text: str) -> None:
    a_site(tmp_path, index=f"---\ntitle: Home\n---\n{text}\n")

    assert shown(check(tmp_path)) == ""


@pytest.mark.parametrize("link", ["[x](ftp://[a)", "[x](x://a℀b)", "![x](ftp://[a.png)", "[x](//[)"])
def test_an_address_that_no_browser_reads_ends_no_freeze(tmp_path: Path, link: str) -> None:
    a_site(tmp_path, index=f"# Home\n\n{link}\n")

    freeze_site(tmp_path, now=NOW)

    assert link in (tmp_path / "build/current/site/index.md").read_text("utf-8")


def test_a_broken_link_of_the_layout_is_told_once_where_it_is_written(tmp_path: Path) -> None:
    a_site(tmp_path, index="Home\n", about="About\n")
    write(tmp_path, {"content/site.yaml": "title: Floe\nnavigation:\n  - {title: Gone, url: /gone/}\n"})

    [problem] = [one for one in check(tmp_path) if one.rule == "broken-link"]

    assert (problem.path, problem.line) == ("content/site.yaml", 3)
    assert problem.fact == 'nothing is at "/gone/" (on / and 2 more)'


def test_a_form_of_other_pages_is_refused(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    a_site(tmp_path, about="Us.\n\n::form[review]\n")

    [problem] = check(tmp_path)

    assert (problem.rule, problem.path, problem.line) == ("form-elsewhere", "content/about.md", 3)


def test_a_folder_means_its_page_as_seen_from_the_source(tmp_path: Path) -> None:
    a_site(tmp_path, index="[b](books/) [d](books/dune)\n", **{"books/index": "# Books\n", "books/dune": "[b](./)\n"})
    a_site(tmp_path, about="[books](books/) [home](../)\n")

    assert shown(check(tmp_path)) == ""
    freeze_site(tmp_path, now=NOW)

    assert 'href="/books/"' in frozen(tmp_path, "about/index.html")
    assert 'href="/books/dune/"' in frozen(tmp_path, "index.html")


def test_an_author_may_bring_a_robots_txt(tmp_path: Path) -> None:
    a_site(tmp_path, index="Home\n")
    write(tmp_path, {"content/robots.txt": "User-agent: *\nDisallow: /\n"})

    freeze_site(tmp_path, now=NOW)

    assert frozen(tmp_path, "robots.txt") == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ("old/place/ice.md", '"books/arctic/ice.md"'),
        ("ise.md", '"books/arctic/ice.md"'),
        ("/arctic/ice/", '"/books/arctic/ice/"'),
        ("/books/ICE.html", '"/books/arctic/ice/"'),
        ("/nowhere-near/", ""),
        ("nowhere-near.md", ""),
    ],
)
def test_a_broken_link_hints_at_the_page_with_that_name(tmp_path: Path, link: str, meant: str) -> None:
    a_site(tmp_path, index=f"[x]({link}) [ice](books/arctic/ice.md)\n", **{"books/arctic/ice": "# Ice\n"})

    [problem] = check(tmp_path)

    assert problem.rule == "broken-link"
    assert problem.hint.startswith(f"did you mean {meant}? " if meant else ("write", "link"))


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("books\\arctic\\ice.md", 'did you mean "books/arctic/ice.md"? '),
        ("books\\floe.svg", 'write "books/floe.svg": '),
        (".gitbook/assets/a.svg", 'rename ".gitbook".'),
        ("/floe.svg", 'did you mean "/books/floe.svg"? '),
    ],
)
def test_a_broken_link_hints_at_the_file_that_was_meant(tmp_path: Path, link: str, hint: str) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    pictures = {"content/books/floe.svg": picture, "content/.gitbook/assets/a.svg": picture}
    write(tmp_path, pictures)
    a_site(tmp_path, index=f"[x](<{link}>) [ice](books/arctic/ice.md)\n", **{"books/arctic/ice": "# Ice\n"})

    [problem] = check(tmp_path)

    assert problem.rule == "broken-link"
    assert hint in problem.hint


def test_a_link_finds_a_markdown_file_by_any_of_its_suffixes(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": "# Home\n\n[a](a.md#b) [c](c.mdx)\n", "content/a.mdx": "# A\n\n## B\n"})
    write(tmp_path, {"content/c.markdown": "# C\n"})

    freeze_site(tmp_path, now=NOW)

    assert shown(check(tmp_path)) == ""
    assert 'href="/a/#b"' in frozen(tmp_path, "index.html") and 'href="/c/"' in frozen(tmp_path, "index.html")


@pytest.mark.parametrize(
    ("link", "rule"),
    [
        ("http://floe.example/books/dune/", "own-address"),
        ("https://FLOE.example/books/dune/#sand", "own-address"),
        ("HTTP://floe.example", "own-address"),
        ("http://floe.example/gone/", "broken-link"),
        ("https://floe.example/books/dune/", ""),
        ("https://floe.example.org/gone/", ""),
        ("https://shop.floe.example/gone/", ""),
        ("https://example.org/?to=http://floe.example/gone/", ""),
    ],
)
def test_a_full_address_of_this_site_is_looked_at_however_it_is_spelt(tmp_path: Path, link: str, rule: str) -> None:
    a_site(tmp_path, index=f"# Home\n\n[x]({link}) [d](books/dune.md)\n", **{"books/dune": "# Dune\n\n## Sand\n"})
    write(tmp_path, {"content/site.yaml": "url: https://floe.example\n"})

    found = check(tmp_path)
    again = freeze_site(tmp_path, now=NOW).warnings

    assert [problem.rule for problem in found] == [problem.rule for problem in again] == ([rule] if rule else [])
    assert rule != "own-address" or (found[0].line, found[0].severity) == (3, Severity.WARNING)


def test_a_target_that_many_pages_link_to_is_told_once_and_json_has_each(tmp_path: Path) -> None:
    pages = {f"page{number}": f"# Page {number}\n\n[gone](/gone/)\n" for number in range(8)}
    a_site(tmp_path, index="# Home\n", **pages)

    shown_text = run(tmp_path, "check").stdout
    as_json = json.loads(run(tmp_path, "check", "--json").stdout)

    assert shown_text.count('nothing is at "/gone/"') == 1
    assert "7 more links lead there" in shown_text
    assert [one["fact"] for one in as_json if one["rule"] == "broken-link"] == ['nothing is at "/gone/"'] * 8


def test_a_list_that_nobody_wrote_is_linked_by_the_file_it_would_have(tmp_path: Path) -> None:
    a_site(tmp_path, index="# Home\n\n[News](posts/index.md#top)\n", **{"posts/one": "# One\n"})

    freeze_site(tmp_path, now=NOW)

    assert '<a href="/posts/#top">News</a>' in frozen(tmp_path, "index.html")
    assert [one for one in check_site(tmp_path, now=NOW) if one.rule == "broken-link"] == []


def test_an_address_in_coloured_code_is_no_link(tmp_path: Path) -> None:
    code = '```jinja\n<link rel="stylesheet" href="{{ asset("a.css").url }}">\n<img src="{{ b }}">\n```\n'
    a_site(tmp_path, index=f"# Home\n\n[gone](/gone/)\n\n{code}")

    assert [one.fact for one in check_site(tmp_path, now=NOW) if one.rule == "broken-link"] == [
        'nothing is at "/gone/"'
    ]


@pytest.mark.parametrize("more", ["", "Ice[^1]\n\n[^1]: Cold.\n", "- [x] done\n", "## A [link](#sand)\n"])
def test_a_broken_link_is_told_once_whatever_else_the_page_holds(tmp_path: Path, more: str) -> None:
    a_site(tmp_path, index=f"## Sand\n\n[away](away.md)\n\n{more}")

    assert [one.rule for one in check(tmp_path)] == ["broken-link"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Say (boat)= or `[a](boat)`.\n\n[a](boat)\n", "broken-link"),
        ('Write "style=" or `<p style=>`.\n\n<p style="color: red">a</p>\n', "csp-blocked"),
    ],
)
def test_what_is_wrong_is_shown_where_it_is_no_text_and_no_code(tmp_path: Path, text: str, rule: str) -> None:
    a_site(tmp_path, index=text)

    [problem] = check(tmp_path)

    assert (problem.rule, problem.line) == (rule, 3)


def test_what_lies_in_static_is_linked_with_that_folder(tmp_path: Path) -> None:
    write(tmp_path, {"static/img/bay.svg": "<svg/>", "content/pictures/bay.svg": "<svg/>"})
    a_site(tmp_path, index="![The bay](/img/bay.svg)\n")

    [problem] = [one for one in check(tmp_path) if one.rule == "broken-link"]

    assert problem.hint == 'write "/static/img/bay.svg": what lies in static/ is published there.'

"""Folders of Markdown that were written for another generator are read with advice, never with a crash."""

import sys
import sysconfig
from pathlib import Path

import pytest

from build.reading.contents import HOME, reading, told
from polynya.problems import Severity
from polynya.reading.read import read_site

JEKYLL = {
    "index.md": "---\nlayout: home\n---\n",
    "posts/2024-01-31-hello.markdown": """\
---
layout: post
title:  "Hello: a start"
date:   2024-01-31 10:00:00 +0100
categories: news update
tags: ice, sea
author: {name: Marit, links: [https://example.org]}
---
Hi {% link x.md %}.
""",
}
HUGO = {
    "_index.md": "+++\ntitle = 'Home'\n+++\n",
    "posts/_index.md": "---\ntitle: Posts\ncascade:\n  - target: {kind: page}\n---\n",
    "posts/one/index.md": "---\ntitle: One\ndate: 2024-01-31T10:00:00+01:00\nweight: 10\naliases: [/old/]\n---\n{{< x >}}\n",
    "posts/two.md": "---\ntitle: Two\nlastmod: 2024-02-01\nmenu:\n  main: {weight: 5}\n---\n",
}
ASTRO = {"blog/first.md": "---\ntitle: First\npubDate: 'Jul 08 2022'\nheroImage: '/x.jpg'\n---\nText.\n"}
ELEVENTY = {"index.md": "---\nlayout: base.njk\neleventyNavigation:\n  key: Home\n  order: 1\ntags: post\n---\nText.\n"}
DOCUSAURUS = {"docs/intro.md": "---\nsidebar_position: 1\nslug: /\nid: intro\n---\n\n# Intro\n\n:::tip\nx\n:::\n"}
VERSIONED = {
    f"version-{number}/{name}.md": f"---\nid: {name}\ntemplate: doc\n---\n# {name} {number}\n"
    for number in (1, 2)
    for name in ("start", "floes")
}
MKDOCS = {
    "README.md": "# Project\n",
    "docs/guide.md": "Title: Guide\nAuthor: Me\n\n# Guide\n",
    "docs/api.md": "---\nhide:\n  - toc\n---\n",
}
SITES = {
    "jekyll": JEKYLL,
    "hugo": HUGO,
    "astro": ASTRO,
    "eleventy": ELEVENTY,
    "docusaurus": DOCUSAURUS,
    "docusaurus with versions": VERSIONED,
    "mkdocs": MKDOCS,
}


@pytest.mark.parametrize("name", SITES)
def test_a_site_of_another_generator_can_be_frozen(tmp_path: Path, name: str) -> None:
    read = reading(tmp_path, SITES[name])

    assert read.site is not None, told(read)
    assert all(problem.severity is Severity.WARNING for problem in read.problems)


def test_what_another_generator_wrote_arrives(tmp_path: Path) -> None:
    read = reading(tmp_path, JEKYLL)

    assert read.site is not None
    page = read.site.pages["posts/2024-01-31-hello"]
    assert (page.url, page.title, str(page.date)) == ("/posts/hello/", "Hello: a start", "2024-01-31")
    assert page.fields["tags"] == ["ice", "sea"]
    assert page.fields["categories"] == "news update"
    assert page.fields["author"] == {"name": "Marit", "links": ["https://example.org"]}


def test_a_key_of_another_generator_is_told_once_a_folder(tmp_path: Path) -> None:
    posts = {f"posts/{number}.md": "---\nlayout: post\n---\nText.\n" for number in range(30)}

    read = reading(tmp_path, {"index.md": "# Home\n", **posts})

    assert told(read) == ['foreign-key: "layout" means nothing on this page (and on 29 more)']


def test_what_hugo_keeps_back_is_kept_back(tmp_path: Path) -> None:
    future = "---\ntitle: Soon\ndate: 2024-01-01\npublishDate: 2999-01-01\n---\nx\n"
    toml = "+++\ntitle = 'Later'\npublishDate = 2999-01-01T10:00:00Z\n+++\nx\n"
    gone = "---\ntitle: Gone\nexpiryDate: 2024-02-01\n---\nx\n"
    read = reading(
        tmp_path, {"index.md": "# H\n", "soon.md": future, "later.md": toml, "gone.md": gone, "out.md": "# Out\n"}
    )

    assert read.site is not None
    assert [*read.site.pages] == ["", "out"]
    assert '"expiryDate" is obeyed on this page, and called "expires" here' in {one.fact for one in read.problems}


def test_a_template_of_notes_is_told_as_one(tmp_path: Path) -> None:
    read = reading(tmp_path, {"index.md": "# H\n", "templates/daily.md": "---\nday: {{date}}\n---\nx\n"})

    [problem] = read.problems
    assert (problem.line, problem.column, problem.fact) == (2, 7, "{{ … }} is filled in by nothing here")
    assert 'whose name starts with "_"' in problem.hint


def test_the_documentation_of_installed_packages_can_be_read(tmp_path: Path) -> None:
    read_pages = 0
    for folder in (
        sysconfig.get_path("purelib"),
        sysconfig.get_path("stdlib"),
        Path(sys.prefix).parent / "node_modules",
    ):
        root = tmp_path / Path(folder).name
        root.mkdir()
        (root / "content").symlink_to(folder)

        read = read_site(root)

        assert [
            problem for problem in read.problems if problem.severity is Severity.ERROR and problem.rule != "no-content"
        ] == []
        read_pages += len(read.site.pages) if read.site else 0
    assert read_pages > 20


def test_what_ordered_pages_elsewhere_is_told_until_the_collection_sorts_by_it(tmp_path: Path) -> None:
    files = {**HOME, "guide/a.md": "---\ntitle: A\nweight: 2\n---\n", "guide/b.md": "---\ntitle: B\nweight: 1\n---\n"}

    [problem] = reading(tmp_path / "before", files).problems
    after = reading(tmp_path / "after", {**files, "guide/_collection.yaml": "sort: weight\n"})

    assert (problem.path, problem.line) == ("content/guide/a.md", 3)
    assert problem.fact == '"weight" orders nothing on this page (and on 1 more)'
    assert problem.hint == 'write "sort: weight" into content/guide/_collection.yaml.'
    assert after.problems == []
    assert [page for page in after.site.pages if page.startswith("guide/")] == ["guide/b", "guide/a"]


@pytest.mark.parametrize("line", ["hidden: true", "unlisted: true", "build: {list: never}"])
def test_what_hid_a_page_elsewhere_is_told(tmp_path: Path, line: str) -> None:
    [problem] = reading(tmp_path, {**HOME, "a.md": f"---\ntitle: A\n{line}\n---\nx\n"}).problems

    assert "which is published, listed and found" in problem.fact
    assert "draft: true" in problem.hint


@pytest.mark.parametrize("line", ["hidden: false", "build: 17"])
def test_what_hides_nothing_anywhere_is_not_told(tmp_path: Path, line: str) -> None:
    assert reading(tmp_path, {**HOME, "a.md": f"---\ntitle: A\n{line}\n---\nx\n"}).problems == []


@pytest.mark.parametrize("line", ["headless: true", "private: true"])
def test_what_was_never_out_stays_at_home(tmp_path: Path, line: str) -> None:
    read = reading(tmp_path, {**HOME, "a.md": f"---\ntitle: A\n{line}\n---\nx\n"})

    assert "a" not in read.site.pages
    assert "left out" in read.problems[0].fact


def test_settings_of_another_generator_are_told_where_the_site_has_none(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("nav: []\n")

    [problem] = reading(tmp_path, HOME).problems

    assert (problem.rule, problem.path) == ("stray-file", "mkdocs.yml")
    assert "content/site.yaml" in problem.hint
    assert reading(tmp_path, {**HOME, "site.yaml": "title: Floe\n"}).problems == []


@pytest.mark.parametrize("name", ["_category_.yml", "_category_.json", "_meta.js", "_meta.json", "meta.json"])
def test_what_names_a_folder_elsewhere_is_told_with_what_names_it_here(tmp_path: Path, name: str) -> None:
    files = {f"{folder}/{file}": "{}\n" for folder in ("api", "guide") for file in (name, "a.md")}

    [problem] = reading(tmp_path, {**HOME, **files}).problems

    assert (problem.rule, problem.path) == ("stray-file", f"content/api/{name}")
    assert problem.fact == "names and orders nothing here, like 1 more of its kind"
    assert "index.md with the title:" in problem.hint


def test_what_logseq_kept_of_older_pages_is_not_published(tmp_path: Path) -> None:
    files = {"logseq/bak/pages/a/2024.md": "- secret\n", "logseq/version-files/b.md": "- old\n", "pages/a.md": "- a\n"}

    read = reading(tmp_path, {**HOME, **files})

    assert [page for page in read.site.pages if "logseq" in page] == []
    assert "pages/a" in read.site.pages


def test_a_text_whose_name_got_a_second_ending_is_told(tmp_path: Path) -> None:
    [problem] = reading(tmp_path, {**HOME, "ice.md.txt": "# Ice\n", "plain.txt": "Ice\n"}).problems

    assert (problem.rule, problem.path) == ("stray-file", "content/ice.md.txt")
    assert "ends in .md" in problem.hint


def test_pages_of_two_versions_with_one_id_are_both_there(tmp_path: Path) -> None:
    site = reading(tmp_path, VERSIONED).site

    assert site is not None
    assert {page.id: page.title for page in site.pages.values() if page.path.endswith(".md")} == {
        "floes": "floes 1",
        "start": "start 1",
        "version-2/floes": "floes 2",
        "version-2/start": "start 2",
    }


def test_an_id_that_keeps_a_thread_is_never_given_to_another_page(tmp_path: Path) -> None:
    form = (
        "title: Review\nthread: books\nfields: [{name: text, label: Text, type: text}]\nsubmit: Send\nthanks: Thanks.\n"
    )
    books = {"books/_collection.yaml": "title: Books\nforms: [review]\n", "books/a.md": "# A\n"}

    read = reading(tmp_path, {**VERSIONED, **books, "forms/review.yaml": form})

    clashes = [problem for problem in read.problems if problem.rule == "page-clash"]
    assert [problem.severity for problem in clashes] == [Severity.ERROR] * 2

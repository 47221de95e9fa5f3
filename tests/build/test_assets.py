"""Static files get a fingerprint and a hash, refer to each other by it, and nothing private is published."""

from base64 import b64encode
from hashlib import sha384
from pathlib import Path

from build.sites import NOW, a_site, frozen, shown, write
from polynya.assets import gather_assets
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.problems import Severity


def test_a_name_changes_with_its_content_and_the_hash_fits(tmp_path: Path) -> None:
    write(tmp_path, {"static/one.css": "a{}", "static/sub/two.js": "1"})

    files, problems = gather_assets([tmp_path / "static"], tmp_path)

    assert problems == []
    assert files["one.css"].asset.url.startswith("/static/one.") and files["one.css"].asset.url.endswith(".css")
    assert files["sub/two.js"].asset.integrity == "sha384-" + b64encode(sha384(b"1").digest()).decode()
    before = files["one.css"].asset.url
    write(tmp_path, {"static/one.css": "b{}"})
    assert gather_assets([tmp_path / "static"], tmp_path)[0]["one.css"].asset.url != before


def test_style_sheets_refer_to_fingerprinted_names(tmp_path: Path) -> None:
    css = '@import "two.css";\na{background:url(../img/ice.svg#top)} b{src:url("data:x,y")} c{d:url(/e.png)}'
    write(tmp_path, {"static/css/one.css": css, "static/css/two.css": "b{}", "static/img/ice.svg": "<svg/>"})

    files, problems = gather_assets([tmp_path / "static"], tmp_path)

    text = files["css/one.css"].read().decode()
    assert problems == []
    assert f'@import "{files["css/two.css"].asset.url}"' in text
    assert f"url({files['img/ice.svg'].asset.url}#top)" in text
    assert 'url("data:x,y")' in text and "url(/e.png)" in text


def test_what_a_style_sheet_misses_is_told_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, {"static/one.css": "a{}\nb{c:url(gone.png)}", "static/two.css": '@import "two.css";'})

    _, problems = gather_assets([tmp_path / "static"], tmp_path)

    assert [(p.path, p.line, p.column, p.rule) for p in problems] == [
        ("static/one.css", 2, 9, "broken-link"),
        ("static/two.css", 1, 10, "import-circle"),
    ]


def test_what_a_style_sheet_loads_from_other_sites_is_told_and_what_is_never_loaded_is_not(tmp_path: Path) -> None:
    loads = '@import "https://fonts.example/x.css";\nb{background:url(//x.example/a.png)}'
    says = '@namespace url(http://www.w3.org/1999/xhtml);/* url(https://x.example/b.png) */c{d:url("data:x,//y")}'
    write(tmp_path, {"static/one.css": loads, "static/two.css": says})

    told = gather_assets([tmp_path / "static"], tmp_path)[1]

    assert [(one.rule, one.severity, one.path, one.line) for one in told] == [
        ("csp-blocked", Severity.WARNING, "static/one.css", 1),
        ("csp-blocked", Severity.WARNING, "static/one.css", 2),
    ]
    assert told[0].fact == 'browsers will refuse "https://fonts.example/x.css" here'


def test_a_page_links_what_lies_in_static_and_follows_when_it_changes(tmp_path: Path) -> None:
    write(tmp_path, {"static/map.svg": "<svg/>"})
    a_site(tmp_path, index='# Home\n\n![Map](/static/map.svg#top)\n\n<img src="/static/map.svg" alt="">\n')

    freeze_site(tmp_path, now=NOW)
    before = gather_assets([tmp_path / "static"], tmp_path)[0]["map.svg"].asset.url
    assert [frozen(tmp_path, "index.html").count(one) for one in (before, f"{before}#top")] == [2, 1]

    write(tmp_path, {"static/map.svg": "<svg></svg>"})
    report = freeze_site(tmp_path, now=NOW)

    after = gather_assets([tmp_path / "static"], tmp_path)[0]["map.svg"].asset.url
    assert before not in frozen(tmp_path, "index.html") and after in frozen(tmp_path, "index.html")
    assert not report.warnings or {one.rule for one in report.warnings} == {"missing-url"}


def test_a_template_that_names_a_static_file_without_its_mark_is_told_how(tmp_path: Path) -> None:
    page = '<link rel="stylesheet" href="/static/own.css">\n<script src="/static/a.js"></script>\n<script>go()</script>'
    write(
        tmp_path, {"static/own.css": "a{}", "static/a.js": "1", "templates/pages/page.html": f"{page}{{{{ content }}}}"}
    )
    a_site(tmp_path, index="# Home\n")

    told = [one for one in check_site(tmp_path, now=NOW) if one.path.startswith("templates/")]

    assert [(one.rule, one.line) for one in told] == [("broken-link", 1), ("broken-link", 2), ("csp-blocked", 3)]
    assert (
        told[0].hint == 'write "{{ asset("own.css").url }}" in templates: it has a mark of its content in its address.'
    )


def test_the_sites_own_file_wins_over_the_kits(tmp_path: Path) -> None:
    write(tmp_path, {"own/base.css": "own{}", "kit/base.css": "kit{}", "kit/more.css": "more{}"})

    files, _ = gather_assets([tmp_path / "own", tmp_path / "kit"], tmp_path)

    assert files["base.css"].read() == b"own{}"
    assert files["more.css"].read() == b"more{}"


def test_dotfiles_backups_and_links_are_not_published(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    a_site(tmp_path, index="Home\n")
    write(
        tmp_path, {f"static/{name}": "secret" for name in (".env", ".git/config", "a.css~", "b.bak", "#c#", ".d.swp")}
    )
    (tmp_path / "static/link.txt").symlink_to(tmp_path / "secret")
    (tmp_path / "static/folder").symlink_to(tmp_path)
    (tmp_path / "content/link.md").symlink_to("/etc/passwd")

    freeze_site(tmp_path, now=NOW)

    published = [path for path in (tmp_path / "build/current/").resolve().rglob("*") if path.is_file()]
    assert [path.name for path in published if b"secret" in path.read_bytes()] == []
    first_user = Path("/etc/passwd").read_bytes().splitlines()[0]
    assert [path for path in published if first_user in path.read_bytes()] == []
    assert not any(path.is_symlink() for path in published)


def test_pages_name_their_assets_with_hashes(tmp_path: Path) -> None:
    a_site(tmp_path, index="Home\n")

    freeze_site(tmp_path, now=NOW)

    page = frozen(tmp_path, "index.html")
    assert page.count('integrity="sha384-') >= 2
    assert "/static/htmx.min." in page
    assert shown(check_site(tmp_path, now=NOW)) == ""


def test_a_folder_that_is_a_link_to_elsewhere_publishes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"secret/key.txt": "TOP", "site/pictures/ice.svg": "<svg/>"})
    site, static = tmp_path / "site", tmp_path / "site/static"

    static.symlink_to("../secret")
    files, [problem] = gather_assets([static], site)
    assert "key.txt" not in files
    assert (problem.rule, problem.path, problem.severity) == ("link-left-out", "static", Severity.WARNING)

    static.unlink()
    static.symlink_to("pictures")
    files, problems = gather_assets([static], site)
    assert (problems, "ice.svg" in files) == ([], True)

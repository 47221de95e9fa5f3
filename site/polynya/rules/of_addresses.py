"""The rules of ids, addresses and templates: what two pages cannot share, and what names nothing (build wing)."""

from .rule import Rule

ADDRESSES = (
    Rule(
        "bad-slug",
        "A slug cannot be part of an address.",
        "A slug is the last part of a page's address: letters, digits, `-`, `_`, `.` and `~`, and no `/`, so that "
        "a page never leaves its folder. For another place write `url: /path/to/it/`.",
    ),
    Rule(
        "bad-url",
        "An address cannot be that of a page.",
        "It starts with `/`, ends with `/`, and holds no spaces, `..`, `?`, `#` or `%`. Each part has at most 200 "
        "bytes.",
    ),
    Rule(
        "reserved-name",
        "An address belongs to someone else.",
        "Everything under `/live/` is answered by a function, `/static/` holds styles and scripts, and "
        "`/404.html` is for addresses that do not exist; a `404.md` of another generator is left out.",
    ),
    Rule(
        "url-clash",
        "Two pages want the same address.",
        "Addresses that differ only in letter case or Unicode form count as the same, because many file systems "
        "and readers take them for the same.",
    ),
    Rule(
        "page-clash",
        "Two files are the same page.",
        "`dune.md` and `dune/index.md` are both `books/dune`, and so is `dune.markdown`. An `id` that two pages have is told "
        "only, where nothing is kept under it: without threads, a form on the page or declared keys.",
    ),
    Rule(
        "page-id",
        "The id of a page cannot be used.",
        "The id keeps a page's thread when its file moves. It is made of words and slashes, like `books/dune`.",
    ),
    Rule(
        "url-pattern",
        "The url pattern of a collection cannot be used.",
        "It starts with `/` and holds `{slug}`, `{path}` (the slug and the folders before it), `{year}`, "
        "`{month}`, `{day}` or keys that each page has.",
    ),
    Rule(
        "url-needs-key",
        "A page lacks a key that its address is made of.",
        "The `url` of its collection has a placeholder for it. Add the key to the page, or change the pattern.",
    ),
    Rule(
        "unknown-template",
        "There is no template of this name.",
        "They lie in `templates/pages/` of the site or of the kit; a page in a folder that declares nothing gets the usual one.",
    ),
    Rule(
        "data-clash",
        "Two data files have the same name.",
        "`prices.yaml` and `prices.csv` would both be `data.prices`. Rename one of them.",
    ),
)

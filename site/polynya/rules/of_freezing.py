"""The rules of the freezing room: what can be wrong once pages are drawn, linked and written (build wing)."""

from .rule import Rule

FREEZING = (
    Rule(
        "broken-link",
        "A link, a picture or a form leads nowhere.",
        "Every address in the frozen pages is compared with the frozen files and the live routes. A warning while "
        "freezing, an error in `freeze check`. Many links to one target are told as one; `freeze check --json` has each.",
    ),
    Rule(
        "link-by-name",
        "A link by name, such as `[[Boat]]`, does not mean one page or file.",
        "`[[Boat]]` leads to the page whose file, title or alias is of that name. Where there is none, or several in other "
        "folders, its words stand without a link; with the folder, `[[harbour/Boat]]`, it is sure. `![[Boat]]` takes no page "
        "into another: a link stands there.",
    ),
    Rule(
        "own-address",
        "A link leads to this site by another spelling of its address.",
        "`http:` where `url` in `content/site.yaml` says `https:`, or a host in other letters, sends readers through a "
        "redirect and away from a preview. Write the path alone: `/books/`.",
    ),
    Rule(
        "missing-url",
        "The site does not say where it will be.",
        "Feeds, the sitemap, canonical addresses, cards for links and mail need full addresses. Write "
        "`url: https://example.org` into `content/site.yaml`. A site that wants none of it says `feeds: false` and "
        "`cards: false`. `freeze serve` does not ask.",
    ),
    Rule(
        "unknown-page",
        "A template asks for a page that does not exist.",
        "Page ids look like `books/dune`: the path below `content/` without suffix.",
    ),
    Rule(
        "unknown-asset",
        "A template asks for a file that is not in `static/`.",
        "`asset('css/base.css')` means `static/css/base.css` of the site or of the kit.",
    ),
    Rule(
        "template-syntax",
        "A template cannot be read.",
        "The message has the file and line of the tag that Jinja could not make sense of; look for one that is "
        "not closed.",
    ),
    Rule(
        "template-error",
        "A template stopped in the middle of a page.",
        "An expression in it failed for this page. Mend it, or ask first whether the value is there.",
    ),
    Rule(
        "undefined-name",
        "A template uses a name that does not exist.",
        "An undefined name would freeze as nothing and nobody would see it, so it stops the freeze. Ask first: "
        "`{% if page.fields.subtitle is defined %}`.",
    ),
    Rule(
        "unfit-template",
        "A page or a collection names a template of the kit that is made for other pages.",
        "Some templates of the kit draw one kind of page: `book.html` a book with its cover, `event.html` an event with its day. "
        "A page from elsewhere may name one by chance. Without the line pages are drawn as usual.",
    ),
    Rule(
        "template-circle",
        "A template leads back to itself without end.",
        "Look for an include, an import or a macro that calls its own template.",
    ),
    Rule(
        "unknown-block",
        "What a template holds shows nowhere, for its layout has no block for it.",
        "A template that begins with `{% extends %}` shows only what stands in blocks that its layout has too. The kit's "
        "`layouts/base.html` has `head` and `main`; a layout of your own may have more.",
    ),
    Rule(
        "empty-template",
        "A template of pages is empty.",
        "The pages drawn with it are blank. Write into it, or take the file away: then the kit's template of that name "
        "is taken again.",
    ),
    Rule(
        "form-elsewhere",
        "A form stands on a page that has no thread of it.",
        "A form with `thread: books` belongs to the pages of `books/`: each of its submissions says which page it is "
        "for. Take it out of this page, or declare it without `thread`.",
    ),
    Rule(
        "import-circle",
        "A style sheet imports itself, directly or through another.",
        "Fingerprints are made from the innermost file outwards, which a circle does not have.",
    ),
    Rule(
        "no-price",
        "A page that can be ordered has no price.",
        "A quantity field counts the pages of a collection, and totals are computed from their frozen `price`.",
    ),
    Rule(
        "no-places",
        "A page gives places away and does not say how many it has.",
        "A form with `limits: {capacity: places}` counts the places that each page of its thread has in its front matter "
        "under that key: a whole number, 0 or more.",
    ),
    Rule(
        "unreadable-picture",
        "A file is called a picture and cannot be read as one.",
        "Pictures beside pages come in several sizes and formats, so each has to be whole. Export it anew as JPEG or PNG. "
        "One of more than 178 megapixels, which would fill the memory, has to be exported smaller.",
    ),
    Rule(
        "no-search-index",
        "The pages could not be indexed for the search.",
        "`search: true` in site.yaml runs Pagefind over the frozen pages. The site is frozen without its index, and the "
        "search page shows its lists.",
    ),
    Rule(
        "store-unavailable",
        "The database of submissions cannot be read.",
        "The pages cannot be frozen with their reviews then; the release before stays in place.",
    ),
    Rule(
        "disk-full",
        "There is no room to write the release.",
        "The release before stays in place. Make room and freeze again.",
    ),
    Rule(
        "cannot-write",
        "The release cannot be written.",
        "The release before stays in place. Check that you may write in `build/`.",
    ),
    Rule(
        "unexpected",
        "Freeze stopped at something that is no mistake of the author.",
        "The terminal shows where. Please report it.",
    ),
)

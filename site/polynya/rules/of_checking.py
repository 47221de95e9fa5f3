"""The rules of `freeze check` alone: what is wrong with pages once they are drawn (build wing)."""

from .rule import Rule

CHECKING = (
    Rule(
        "csp-blocked",
        "Browsers will refuse something on this page.",
        "Every answer carries a content security policy: no inline script, style or handler, and nothing from other "
        "sites. Put it into a file below `static/`, and pictures beside the page.",
    ),
    Rule(
        "missing-alt",
        "A picture has no alt text.",
        'Those who cannot see the picture hear its alt text. Write what it shows; `alt=""` when it is only decoration.',
    ),
    Rule(
        "form-contract",
        "A form in a page is not the form that the functions answer.",
        "Its fields, their names and limits have to be those of `content/forms/`, or what a visitor sends is refused.",
    ),
    Rule(
        "needs-javascript",
        "Something on this page does nothing without JavaScript.",
        'A form has `method="post"`, an `action` and a button, and works then for everyone; htmx only improves it.',
    ),
    Rule(
        "bad-feed",
        "A feed cannot be read, or an address in it leads nowhere from elsewhere.",
        "Feeds are read far from the site: every address in them has to be a full one. What Markdown writes is; in raw HTML "
        "write attributes with double quotes.",
    ),
    Rule(
        "duplicate-id",
        "An id stands twice on a page.",
        "Links and labels to it would mean either. Give one of the headings another: `## Opening hours {#hours}`.",
    ),
    Rule(
        "duplicate-title",
        "Two pages of a collection have the same title.",
        "Readers tell tabs, feeds and search results apart by their titles.",
    ),
    Rule(
        "form-not-drawn",
        "A form is named for a page whose template does not draw it, or stands on no page at all.",
        "`forms: [name]` in the front matter, `_collection.yaml` or `_defaults.yaml`, and `thread:` in the form itself only say "
        'which forms belong to a page: its template draws them, with `{% include "pages/talk.html" %}` or `{{ form("name") }}`. '
        "Every page of the kit that is made for forms does; in a text, `::form[name]` on a line of its own does it: with words "
        "behind it, in a list or with other brackets it stays text.",
    ),
    Rule(
        "thread-not-drawn",
        "What is approved of a form appears on no page.",
        "The form has `show`, so it is meant to show answers, and it stands in a text as `::form[name]`, which draws the form "
        "alone. `forms: [name]` in the front matter, or in `_collection.yaml`, draws its thread too, with every template of the "
        'kit; a template of yours draws it with `{% include "pages/talk.html" %}` or `thread("name")`. A form whose answers '
        "are only for you has no `show`.",
    ),
    Rule(
        "thread-shared",
        "All pages of a folder show the same answers.",
        "`forms: [name]` in `_collection.yaml` or `_defaults.yaml` puts a form on each page of a folder; without a `thread` all "
        "of them are about one thing, so that what is said on one page stands on all. With `thread: posts` in the form each page "
        "of that collection has answers of its own. A vote that is counted (`tally`) may stand on many pages.",
    ),
    Rule(
        "orphan-page",
        "No other page leads to this one.",
        "Nobody will find it. Link to it from a page, or list it in the `navigation` of `content/site.yaml`.",
    ),
    Rule(
        "unsaid-words",
        "Some texts have no translation yet.",
        "What neither the kit nor `content/words/` says in a language stays English. `freeze new words fr` adds the texts that "
        "are missing to the file, to be filled in. What owners read counts only in the first language of the site.",
    ),
    Rule(
        "other-script",
        "The words of a site are not in the language that it says.",
        "A site without `language` in `content/site.yaml` is in English, for browsers that read it aloud, for days, buttons and "
        "the search. `language: ar` turns the pages around as well, so that they are read from right to left.",
    ),
)

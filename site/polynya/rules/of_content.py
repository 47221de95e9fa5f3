"""The rules of what pages have with each other: times, lists, terms, references, languages (build wing)."""

from .rule import Rule

CONTENT = (
    Rule(
        "not-out",
        "Something leads to a page that is not out yet, or no longer.",
        "The page is a draft, its `date` is still to come or its `expires` has passed. A link to it in Markdown is shown as "
        "text, an entry of the navigation is left out; both come back by themselves when the page is there. `freeze "
        "--drafts` shows the site with all that is to come.",
    ),
    Rule(
        "bad-taxonomy",
        "A key cannot have pages for its values.",
        "`taxonomies` in site.yaml lists keys of front matter whose values pages share, such as `tags`, `author` or "
        "`series`. Keys that each page has for itself, such as `title` or `url`, are none.",
    ),
    Rule(
        "term-address",
        "A term has no address of its own.",
        "The page of a term is called after it in letters, digits and `-`: `C` and `C++` would both be /tags/c/. Write "
        "one of them otherwise, for example `C plus plus`.",
    ),
    Rule(
        "unknown-reference",
        "Front matter names a page that does not exist.",
        "A field of `type: page` holds the id of another page (`books/dune`), its path from here (`../books/dune.md`) or, "
        "with `in: books`, its name in that collection (`dune`).",
    ),
    Rule(
        "bad-alias",
        "An alias cannot be an older address of a page.",
        "`aliases` lists paths on this site that lead to the page: `/old/place/` or `/old.html`. Nothing below `/live/` or "
        "`/static/`, and no address of another site.",
    ),
    Rule(
        "unlisted-language",
        "A page has a language at the end of its name that the site does not list.",
        "`about.de.md` is the German page of `about.md` where `languages: [en, de]` in `content/site.yaml` says so, and stands "
        "at /de/about/ then. Without it it is a page of its own, at /about.de/.",
    ),
    Rule(
        "formula-as-text",
        "A formula stays as it is written.",
        "`$…$` and `$$…$$` are formulas where the page, or `content/site.yaml` for all of them, says `math: true`. Without it "
        "what can only be one is told; sums of money are not.",
    ),
    Rule(
        "foreign-shortcode",
        "The text holds a shortcode, a tag or another mark that only another generator acts on.",
        "Hugo's `{{< >}}`, the `{% %}` of Jekyll and GitBook, the imports and `<Tabs>` of MDX and Vue, the `!!! note` and "
        '`=== "tab"` of MkDocs, the `{: .class}` of kramdown, the directives of MyST and Quarto, '
        "`{{ names }}`, `:emoji:`, `==marked==`, tags that HTML does not know, and keys at the top that are no front matter "
        "mean nothing here and stay in the page. The hint writes the line that takes the place of each. In code they are shown "
        "as they are, and not told.",
    ),
    Rule(
        "unknown-text",
        "A text is translated that nothing says.",
        "A key of `content/words/fr.yaml` is a text of the kit or of your own templates, letter by letter. After an update of "
        "the kit a text may have changed: `freeze new words fr` adds those that are new.",
    ),
    Rule(
        "text-placeholder",
        "What is said instead of a text does not have its names in braces.",
        "`{left} of {places} places left` needs a `{left}` and a `{places}` in every language. One that the English text does "
        "not have would fail on the page that says it, and stops the freeze; one that is missing only leaves something out.",
    ),
    Rule(
        "number-form",
        "A text does not have the forms that its language has for numbers.",
        "Languages have other words around 1 than around 2, 5 or 21, and tell numbers apart as CLDR says: zero, one, two, few, "
        "many, other. `freeze new words pl` writes those of Polish below each text with a number. One that is missing is said as "
        "`other`, or as the last that is there; one that the language does not have is never said, and stops the freeze.",
    ),
    Rule(
        "unspoken-words",
        "There are words in a language that no page has.",
        "`content/words/fr.yaml` counts where `language` or `languages` in `content/site.yaml` say `fr`, or one of its kinds "
        "such as `fr-CA`.",
    ),
)

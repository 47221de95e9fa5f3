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
)

"""The rules of the Markdown room: what can be wrong in the text of a page (build wing)."""

from .rule import Rule

MARKDOWN = (
    Rule(
        "unknown-component",
        "A page uses a component that does not exist.",
        '`:::card{title="Hours"}` asks for `templates/components/card.html` of the site or of the kit. The hint lists '
        "those there are. The line stays in the page as text.",
    ),
    Rule(
        "component-end",
        "A component starts and never ends, or ends where none started.",
        "`:::card` starts one, `:::` on a line of its own ends it; both stand equally far to the right. A component in "
        "another ends first. They go 20 deep at most.",
    ),
    Rule(
        "component-attributes",
        "The attributes of a component cannot be used.",
        'They are written `{key="value" other="value" .class}`, and the template of the component may need some of '
        'them: `{{ title }}` in it asks for `title`, and `{{ title | default("") }}` does without.',
    ),
    Rule(
        "formula",
        "A formula cannot be read.",
        "With `math: true`, text between dollar signs is LaTeX. Its braces have to be closed and its commands known. "
        "Write `\\$` for a dollar sign that starts no formula.",
    ),
    Rule(
        "mark-as-text",
        "A mark of Markdown, or of what is much like it, stays in the text.",
        "`**bold **words` has a space inside its stars, a table lacks the line `|---|---|` below its first row or has another "
        "number of cells there, lines that begin with `•` or `a.` are no list, the space after a `#` is one that does not "
        "break, `[words][name]` and `[^1]` have no line that says what they are. So readers see the marks. The hint writes "
        "what was meant; a mark that is meant to be read has a `\\` before it, or stands in backticks.",
    ),
)

"""Draws components: a template of the author's for `::name{…}` and `:::name{…}` … `:::` in Markdown (build wing)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, UndefinedError
from markupsafe import Markup

from polynya_live.contract import Form

from ..markdown import Directive, Extras, Fault
from ..markdown.directives import ADMONITIONS, Draw
from ..markdown.faults import Tell
from ..model import Page, Settings
from ..problems import Problem, Severity
from ..reading.text.closeness import closest, suggest

FOLDER = "components"
OF_OTHERS = frozenset(("card", "details", "note"))
"""Components that mean here what they mean elsewhere, where they are named in braces."""
ELSEWHERE = frozenset(
    "center columns column heading header images quote steps step tab tabs tabpanel theorem youtube".split()  # noqa: SIM905
)
"""Names that blocks have elsewhere, and that are no slip of a name of here, however near."""
OF_LAYOUT = frozenset(("main", "problem", "question"))
"""Ids that the layouts and the live answers use on every page."""


def component_names(folders: Iterable[Path]) -> frozenset[str]:
    """List the components that can be used: the names of templates/components/*.html."""
    return frozenset(file.stem for folder in folders for file in (folder / FOLDER).glob("*.html"))


def taken_ids(forms: Iterable[Form]) -> frozenset[str]:
    """List the ids that headings may not get by themselves: those of layouts and forms."""
    found = set(OF_LAYOUT)
    for form in forms:
        found |= {form.name, f"{form.name}-title", *(f"{form.name}-{field.name}" for field in form.fields)}
        found |= {f"{part}-{form.name}" for part in ("island", "stamp", "thread", "thanks", "talk")}
    return frozenset(found)


def component_drawer(known: frozenset[str], env: Environment, context: Mapping[str, Any], *, fault: Tell) -> Draw:
    """Make what draws the directives of one page. context: what its template is given, without its content."""

    def draw(directive: Directive) -> str | None:
        meant = _meant(directive)
        if meant.name in known and (not directive.braced or meant.name in OF_OTHERS):
            return _draw(meant, env, context, fault=fault)
        if directive.opens or directive.attributes or closest(directive.name, known):
            fault(_unknown(directive, known))
        return f'<div class="{directive.name}">\n{directive.inner}</div>\n' if directive.opens else None

    return draw


def extras_of(page: Page, settings: Settings) -> Extras:
    """Say what a page asks Markdown for: its own front matter first, then the site's settings."""
    math, typography = page.fields.get("math"), page.fields.get("typography")
    return _extras(
        settings.math if math is None else math is True,
        settings.typography if typography is None else typography is True,
    )


@cache
def _extras(math: bool, typography: bool) -> Extras:
    return Extras(math=math, typography=typography)


def problem_of(fault: Fault, page: Page) -> Problem:
    """Turn what is wrong in a page's Markdown into a problem of its file."""
    return Problem(
        rule=fault.rule,
        path=page.path,
        fact=fault.fact,
        hint=fault.hint,
        line=page.body_line + fault.line - 1 if fault.line else 0,
        column=fault.column,
        source=fault.source,
        severity=Severity.WARNING if fault.warns else Severity.ERROR,
    )


def _draw(directive: Directive, env: Environment, context: Mapping[str, Any], *, fault: Tell) -> str:
    given = directive.attributes
    named = {name.replace("-", "_"): value for name, value in given.items()}
    template = env.get_template(f"{FOLDER}/{directive.name}.html")
    try:
        return template.render({**_without_words(context), **named, "given": given, "inner": Markup(directive.inner)})  # noqa: S704 -- ours
    except UndefinedError as undefined:
        if not str(undefined).endswith("is undefined"):
            raise  # no attribute that the page could give: a mistake of the template
        name = str(undefined).split("'")[1] if "'" in str(undefined) else "key"
        fact = f'the component "{directive.name}" cannot be drawn: {undefined}'
        colons = ":::" if directive.opens else "::"
        hint = (
            f'write {colons}{directive.name}{{{name}="…"}}, or let templates/components/{directive.name}.html do '
            f'without: {{{{ {name} | default("") }}}}.'
        )
        fault(directive.fault("component-attributes", fact, hint))
        return ""


def _meant(directive: Directive) -> Directive:
    """Read what other generators have of their own: `:::tip` is a note of that kind, and details are named in their line."""
    given = directive.attributes
    if directive.opens and directive.name in ADMONITIONS and directive.name != "note":
        return replace(directive, name="note", attributes={"kind": ADMONITIONS[directive.name], **given})
    if directive.name == "details" and directive.opens and "summary" not in given:
        return replace(directive, attributes={"summary": directive.label or "Details", **given})
    return directive


def _without_words(context: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the page's own words: `{{ title }}` in a component is its title, never by accident that of the page."""
    return {name: value for name, value in context.items() if name not in ("title", "description")}


def _unknown(directive: Directive, known: frozenset[str]) -> Fault:
    if directive.name == "form":
        return directive.fault("unknown-component", "this form has no name", "write ::form[name] on a line of its own.")
    named = "" if directive.braced or directive.name in ELSEWHERE else directive.name
    hint = suggest(named, known | {"toc"}, having="there are")
    if directive.braced and directive.name in known:
        picture = (
            f", ![what it shows]({directive.label}) below it" if directive.name == "figure" and directive.label else ""
        )
        hint = f'write :::{directive.name}{{key="value"}} with what it takes{picture}, and ::: below what is in it.'
        fact = f"{{{directive.name}}} is the directive of another generator, and only what is in it is shown"
        return replace(directive.fault("unknown-component", fact, hint), warns=True)
    is_foreign = not named or not closest(named, known)
    if is_foreign:
        out = ", or take its first and its last line out" if directive.opens else ", or take the line out"
        hint = f"write templates/components/{directive.name}.html{out}; {hint}"
    fault = directive.fault("unknown-component", f'no component is called "{directive.name}"', hint)
    return replace(fault, warns=is_foreign)

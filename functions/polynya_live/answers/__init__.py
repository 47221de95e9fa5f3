"""How the live wing answers: a fragment to htmx, a page to everybody else (live wing).

Whatever htmx asks with says hx-swap="none"; a good answer says with HX-Reswap how it goes in. So nothing that is not ours
(a gateway's error page, a hotel's login) can ever take the place of a form with the visitor's words in it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, request
from markupsafe import Markup

from ..contract import Form, Link, PageRef
from ..forms import PLACE, DeclaredForm
from ..guards.proof import challenge_for
from ..routes import live_url
from ..submissions import Submission
from ..templating import NOTHING_SAID, FormBack, Said, draw_form
from ..values import dataclass
from ..wing import templates, wing
from ..words import say
from ..work.lines import Ordered, order_of
from .htmx import htmx
from .whence import back_to, came_from, language_here

IN_PLACE = {"HX-Reswap": "outerHTML"}
INSIDE = {"HX-Reswap": "innerHTML"}
SEEN = {"HX-Reswap": "innerHTML show:top"}
"""Brings a notice into sight as well: the button that was pressed may be a screen below it."""
TWICE = "again"
"""In the address of a page of thanks: what was sent had been sent before."""
KEPT = {"HX-Trigger": '{"kept": {"target": "body"}}'}
"""Tells the islands of the page that show a number that it has changed."""
FOR_THE_WAY_BACK = "private, no-cache"
"""A browser that may not store the answer to a post has only an error to show when its visitor goes back to that form."""
LOOK_AGAIN = "Please look again"
WORDS_STAY = "Your browser still has your words: go back, and they are there."


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAnswer:
    """The form again, with the words kept. stamp: what the next post of it carries. retry_s: 0 when there is no need to wait."""

    form: Form
    page: PageRef | None
    bound: DeclaredForm
    stamp: str
    status: int = 422
    notice: str = ""
    retry_s: int = 0
    facts: Mapping[str, Any] | None = None
    said: Said = NOTHING_SAID


def answer_form(answer: FormAnswer) -> Response:
    """Answer with the form again: in place for htmx, on a page of its own otherwise."""
    back_with = FormBack(
        bound=answer.bound,
        stamp=answer.stamp,
        challenge=challenge_for(answer.form, answer.stamp, wing().settings.secret),
        notice=answer.notice,
        facts=answer.facts,
        said=answer.said,
    )
    drawn = draw_form(templates(), answer.form, answer.page or came_from(), back=back_with)
    if htmx.wants_fragment:
        response = Response(drawn, status=answer.status, headers={**IN_PLACE, "HX-Retarget": f"#{answer.form.name}"})
    else:
        title, heading, back = _title_of(answer), _heading_of(answer), back_to(answer.page, answer.form)
        spoken = answer.form.language
        response = _page(drawn, title=title, heading=heading, back=back, status=answer.status, language=spoken)
        if request.method == "POST":
            response.headers["Cache-Control"] = FOR_THE_WAY_BACK
    if answer.retry_s:
        response.headers["Retry-After"] = str(answer.retry_s)
    return response


def _title_of(answer: FormAnswer) -> str:
    """Name the page of a form in its tab, which a screen reader says first: whether something is to be mended, and where."""
    about = answer.page.title if answer.page and answer.page.title else answer.form.title
    return about if answer.status < 400 else f"{_look_again(answer)}: {about}"


def _heading_of(answer: FormAnswer) -> str:
    """Head the page of a form: with its thread's page, else with what the page is for, as the form has a heading itself."""
    if answer.page and answer.page.title:
        return answer.page.title
    return wing().contract.site.title if answer.status < 400 else _look_again(answer)


def _look_again(answer: FormAnswer) -> str:
    return say(LOOK_AGAIN, answer.form.language or wing().contract.site.language)


def answer_facts(answer: FormAnswer, facts: Mapping[str, Any]) -> Response:
    """Answer what follows from a form: beside it for htmx, which adds to what a form that keeps nothing has said before."""
    if not htmx.wants_fragment:
        return answer_form(replace(answer, facts=facts, status=200))
    place = {
        "HX-Retarget": f"#facts-{answer.form.name}",
        "HX-Reswap": "innerMorph" if answer.form.keeps else "afterbegin",
    }
    return Response(_drawn("facts", form=answer.form, facts=facts), headers=place)


def answer_thanks(form: Form, kept: Submission, *, twice: bool = False) -> Response:
    """Answer a submission that is kept: with thanks in place for htmx, else with the way to a page of thanks.

    twice: whether it had been sent before.
    """
    if htmx.wants_fragment:
        response = fragment("thanks", form=form, submission=kept, twice=twice, order=_order(kept))
        response.headers.update(KEPT)
        return response
    place = "" if form.thread else came_from()
    query = ({TWICE: "yes"} if twice else {}) | ({PLACE: place} if place else {})
    return Response(status=303, headers={"Location": live_url("thanks", form=form.name, key=kept.key, query=query)})


def thanks_page(form: Form, kept: Submission, page: PageRef | None, *, twice: bool = False) -> Response:
    """Answer with the page of thanks."""
    drawn = _drawn("thanks", form=form, submission=kept, twice=twice, order=_order(kept))
    about = page.title if page else ""
    title = f"{form.title}: {about}" if about else form.title  # in a list of tabs, the page itself has its own
    return _page(drawn, title=title, heading=about or form.title, back=back_to(page, form), language=form.language)


def _order(kept: Submission) -> list[Ordered]:
    return order_of(kept, wing().contract)


def page_of_fragment(name: str, *, title: str, status: int = 200, **context: object) -> Response:
    """Answer with a fragment on a page of its own, in the language of the page before it.

    status: 422 for a form with something to be mended, which the tab of the page then says first.
    """
    language = language_here()
    drawn, heading = _drawn(name, **{"language": language, **context}), say(title, language)
    told = heading if status < 400 else f"{say(LOOK_AGAIN, language)}: {heading}"
    return _page(drawn, title=told, heading=heading, back=back_to(None), status=status, language=language)


def answer_problem(title: str, text: str, *, status: int, headers: dict[str, str] | None = None) -> Response:
    """Answer what cannot be done: a page, or a notice in the form that htmx posted; other elements stay as they are."""
    language = language_here()
    if htmx.wants_fragment:
        # The words stand in the form below, which nobody has to go back to.
        told = say(text, language).removesuffix(say(WORDS_STAY, language)).rstrip()
        drawn = _drawn("problem", title=say(title, language), text=told)
        response = Response(drawn, status=status, headers=_place_of_problem())
    else:
        drawn = _drawn("problem", title="", text=say(text, language))
        response = _page(drawn, title=say(title, language), back=back_to(None), status=status, language=language)
    response.headers.update(headers or {})
    return response


def _place_of_problem() -> dict[str, str]:
    """Say where a problem goes: where the facts of a form were to go, else in the notice of the form, whoever asked for it.

    What derives is no form but an element in one, so that `find` would look for the notice in the wrong place.
    """
    if request.method != "POST":
        return {}
    form = wing().contract.forms.get((request.view_args or {}).get("form", ""))
    if form is None:
        return {**SEEN, "HX-Retarget": "find .notice"}
    if request.endpoint == "derive" and form.keeps:
        return {**INSIDE, "HX-Retarget": f"#facts-{form.name}"}
    return {**SEEN, "HX-Retarget": f"#{form.name} .notice"}


def fragment(name: str, **context: object) -> Response:
    """Answer with a fragment that takes the place of the element that asked."""
    return Response(_drawn(name, **context), headers=IN_PLACE)


def answer_inside(name: str, **context: object) -> Response:
    """Answer with a fragment that goes into the element that asked, so that it may ask again."""
    return Response(_drawn(name, **context), headers=INSIDE)


def _drawn(name: str, **context: object) -> Markup:
    # Not flask.render_template: that would hand `request` and `session` to what is also frozen.
    return Markup(templates().get_template(f"fragments/{name}.html").render(**context))  # noqa: S704


def _page(
    body: Markup, *, back: Link, title: str = "", heading: str = "", status: int = 200, language: str = ""
) -> Response:
    site = wing().contract.site
    layout = templates().get_template("layouts/answer.html")
    title = title or back.title or site.title
    context = {"title": title, "heading": heading or title, "description": "", "path": "", "body": body, "back": back}
    spoken = {"language": language or site.language, "navigation": site.navigations.get(language, site.navigation)}
    return Response(layout.render(context | spoken), status=status)

"""POST /live/forms/<form>/derive: what follows from the answers so far; nothing is stored (live wing)."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any

from flask import Response, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from ...answers import FormAnswer, answer_facts, answer_form
from ...answers.htmx import htmx
from ...contract import Contract, Form
from ...submissions import Value
from ...templating import Said
from ...wing import wing
from ...words.messages import message
from ..post import Post, read_asked, read_post, stamp_for
from ..prices import mark_repriced
from .said import carry, earlier

Facts = Mapping[str, Any]
"""What a site's own function finds out; its fragment knows the shape."""


def answer(form: str) -> Response:
    """Say what follows: beside the form for htmx, else with the form and the words in it on a page of its own.

    A form that keeps nothing may also be asked with GET, its answers in the address, so that what it says has a link.
    """
    declared = wing().form(form)
    asked = request.method == "GET"
    if not declared.derive:
        raise NotFound(f"The form “{declared.title}” derives nothing.")
    if asked and declared.keeps:
        raise MethodNotAllowed(["POST"], f"The form “{declared.title}” is asked for what follows from it with POST.")
    post = read_asked(declared) if asked else read_post(declared)
    fits = post.bound.validate()
    if post.misses_page:
        return _again(post, message(declared, "no_page"))
    if not fits and not declared.keeps:
        return _again(post)
    facts = facts_of(declared, post.bound.fitting(), wing().contract)
    return answer_facts(_with_said(_quiet(post), post, fits=True), facts)


def facts_of(form: Form, values: Mapping[str, Value], contract: Contract) -> Facts:
    """Call the function that the form names. values: the answers that fit; some required ones may still be missing."""
    module, _, name = form.derive.partition(":")
    facts: Facts = getattr(import_module(module), name)(values, contract)
    return facts


def _again(post: Post, notice: str = "") -> Response:
    answer = FormAnswer(form=post.form, page=post.page, bound=post.bound, stamp="", notice=notice)
    return answer_form(_with_said(answer, post, fits=False))


def _with_said(answer: FormAnswer, post: Post, *, fits: bool) -> FormAnswer:
    """Add what the form has said before, when it keeps nothing and a whole page is asked for. fits: it says something now."""
    if post.form.keeps or htmx.wants_fragment:
        return answer
    before = [facts_of(post.form, bound.fitting(), wing().contract) for bound in earlier(post, request.form)]
    return replace(answer, said=Said(tuple(before), carry(post, request.form, with_this=fits)))


def _quiet(post: Post) -> FormAnswer:
    """Give the form back as it was typed: who is still writing is not told what is missing, but what has another price."""
    for control in post.bound.controls:
        control.errors = []
    post.bound.form_errors = []
    mark_repriced(post.bound)
    stamp = stamp_for(post) if post.form.keeps else ""
    return FormAnswer(form=post.form, page=post.page, bound=post.bound, stamp=stamp, status=200)

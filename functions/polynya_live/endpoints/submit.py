"""POST /live/forms/<form>: keeps a submission, once, and answers only when it is durable (live wing).

A store that is down is asked again, then the submission is journalled and replayed later; only when that fails too, or when
a journal cannot promise what the submission takes (a place, a slot), does the visitor get the words back to post again.
"""

import logging
from collections.abc import Mapping

from flask import Response, request
from werkzeug.exceptions import NotFound

from ..accounts.sent import withdraw
from ..answers import FormAnswer, answer_form, answer_thanks, thanks_page
from ..answers.htmx import htmx
from ..claims import is_slot, no_room
from ..contract import PageRef
from ..guards.rate import wait_s
from ..journal import JournalUnavailable
from ..journal.erased import is_erased
from ..journal.patience import Patience
from ..store import Full, KeyConflict, NoSuchSubmission, StoreUnavailable
from ..submissions import Submission
from ..wing import wing
from ..words.messages import message
from .asking.derive import Facts, facts_of
from .before import remember, sent_before
from .post import Post, acts_at_once, fresh_stamp, read_post, stamp_for, submission_of, with_sender
from .prices import mark_repriced

RETRY_S = 10
NOTHING: Mapping[str, object] = {}

log = logging.getLogger("polynya.journal")


def answer(form: str) -> Response:
    """Keep what was posted, or give the form back with the words kept and what to do."""
    post = read_post(wing().form(form))
    if not post.form.keeps:
        raise NotFound(f"The form “{post.form.title}” keeps nothing.")
    fits = post.bound.validate()
    fits = not mark_repriced(post.bound) and fits
    if post.misses_page:
        return _again(post, "no_page")
    if not fits:
        return _again(post)
    if post.proof is None and acts_at_once(post.form):
        return _again(post, "confirm", stamp=fresh_stamp(post, submission_of(post).key))
    return _keep(post, submission_of(post))


def _keep(post: Post, submission: Submission) -> Response:
    store, patience, wait, signed = wing().store, Patience(wing().pause), 0, submission
    try:
        wait = patience.insist(lambda: wait_s(store, post.form, post.visitor, now=post.now))
        signed = patience.insist(lambda: with_sender(submission)) if not wait else submission
        kept = patience.insist(lambda: _kept(signed)) if not wait else _kept_before(submission)
    except StoreUnavailable as error:
        if not wait and _journalled(signed, error):
            return _thanks_at_once(post, submission)
        return _unavailable(post, submission)
    except KeyConflict:
        return _again(post, "conflict", status=409, stamp=fresh_stamp(post))
    except Full as full:
        return _refused(post, submission, full)
    except NoSuchSubmission:
        return _again(post, "too_often", status=429, retry_s=wait, stamp=stamp_for(post, submission.key))
    remember(post, kept)
    return answer_thanks(post.form, kept)


def _kept(signed: Submission) -> Submission:
    """Keep a submission; what an account sends at the moment it is deleted goes with it. Raises what a store raises."""
    store = wing().store
    kept = store.submit(signed)
    if kept.account and is_erased(store, kept, now=signed.received):
        withdraw(store, kept.key, now=signed.received)
    return kept


def _refused(post: Post, submission: Submission, full: Full) -> Response:
    """Say what is left; who took a slot before, and asks for it again with the same words, has it."""
    stamp = stamp_for(post, submission.key)
    if not is_slot(full.name):
        return _no_room(post, submission, full.name)
    if before := sent_before(post, submission):
        return answer_thanks(post.form, before, twice=True)
    return _again(post, _mark_taken(post), status=409, stamp=stamp)


def _no_room(post: Post, submission: Submission, counter: str) -> Response:
    """Say how many places are left."""
    try:
        told, said = no_room(wing().store, submission, counter)
    except StoreUnavailable:
        return _unavailable(post, submission)
    return _again(post, told, status=409, stamp=stamp_for(post, submission.key), said=said)


def _unavailable(post: Post, submission: Submission) -> Response:
    # Nothing is known of the write: the same key again makes sure that a repeat is the same submission.
    return _again(post, "unavailable", status=503, retry_s=RETRY_S, stamp=stamp_for(post, submission.key))


def _mark_taken(post: Post) -> str:
    """Say by each field of a slot that it, or another of them, has to be changed; return the message for the form.

    An address that is taken is mostly that of who asks again, and nobody was faster.
    """
    taken = [control for control in post.bound.controls if control.short_name in post.form.unique]
    address = [control.declared.type for control in taken] == ["email"]
    told = "not_free_together" if len(taken) > 1 else "not_free_address" if address else "not_free"
    for control in taken:
        control.errors = [message(control.declared, told)]
    return "taken_address" if address else "taken"


def _journalled(submission: Submission, error: StoreUnavailable) -> bool:
    """Keep a submission in the journal and say whether that is done; nothing is known of what it might take."""
    journal = wing().journal
    if journal is None or submission.claims:
        log.warning("%s: nothing is kept: %s", submission.form, error)
        return False
    try:
        journal.keep(submission)
    except JournalUnavailable as unavailable:
        log.error("%s: nothing is kept: %s; %s", submission.form, error, unavailable)
        return False
    log.warning("%s: kept in the journal: %s", submission.form, error)
    return True


def _thanks_at_once(post: Post, submission: Submission) -> Response:
    """Thank without a page to go to: that would read the submission from the store."""
    return (
        answer_thanks(post.form, submission) if htmx.wants_fragment else thanks_page(post.form, submission, post.page)
    )


def _kept_before(submission: Submission) -> Submission:
    """Find what a repeated post is a repeat of: saying the same twice is not posting too often. Raises NoSuchSubmission."""
    kept = wing().store.get(submission.key, now=submission.received)
    if kept.digest != submission.digest:
        raise KeyConflict(submission.key)
    return kept


def _again(
    post: Post,
    told: str = "",
    *,
    stamp: str = "",
    status: int = 422,
    retry_s: int = 0,
    said: Mapping[str, object] = NOTHING,
) -> Response:
    named = PageRef(request.form.get("page", ""), "", "", post.form.thread) if post.form.thread else None
    return answer_form(
        FormAnswer(
            form=post.form,
            page=post.page or named,
            bound=post.bound,
            stamp=stamp or stamp_for(post),
            status=status,
            notice=message(post.form, told, **said) if told else "",
            retry_s=retry_s,
            facts=_facts(post),
        )
    )


def _facts(post: Post) -> Facts | None:
    """Work out what follows from the answers, as the form may have shown before; None when nothing does."""
    if not post.form.derive:
        return None
    try:
        return facts_of(post.form, post.bound.fitting(), wing().contract)
    except Exception:  # the site's own function: a slip in it must not take the visitor's words
        log.exception("%s: nothing derived", post.form.name)
        return None

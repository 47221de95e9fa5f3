"""POST /live/forms/<form>: keeps a submission, once, and answers only when it is durable (live wing)."""

from flask import Response, request
from werkzeug.exceptions import NotFound

from ..answers import FormAnswer, answer_form, answer_thanks
from ..claims import is_slot
from ..contract import PageRef
from ..guards.rate import wait_s
from ..store import Full, KeyConflict, NoSuchSubmission, StoreUnavailable
from ..submissions import Submission
from ..wing import wing
from ..words.messages import message
from .post import Post, acts_at_once, fresh_stamp, read_post, stamp_for, submission_of

RETRY_S = 10


def answer(form: str) -> Response:
    """Keep what was posted, or give the form back with the words kept and what to do."""
    post = read_post(wing().form(form))
    if not post.form.keeps:
        raise NotFound(f"The form “{post.form.title}” keeps nothing.")
    fits = post.bound.validate()
    if post.misses_page:
        return _again(post, "no_page")
    if not fits:
        return _again(post)
    if post.proof is None and acts_at_once(post.form):
        return _again(post, "confirm")
    return _keep(post, submission_of(post))


def _keep(post: Post, submission: Submission) -> Response:
    store = wing().store
    try:
        wait = wait_s(store, post.form, post.visitor, now=post.now)
        kept = store.submit(submission) if not wait else _kept_before(submission)
    except StoreUnavailable:
        # Nothing is known of the write: the same key again makes sure that a repeat is the same submission.
        return _again(post, "unavailable", status=503, retry_s=RETRY_S, stamp=stamp_for(post, submission.key))
    except KeyConflict:
        return _again(post, "conflict", status=409, stamp=fresh_stamp(post))
    except Full as full:
        return _again(
            post, "taken" if is_slot(full.name) else "full", status=409, stamp=stamp_for(post, submission.key)
        )
    except NoSuchSubmission:
        return _again(post, "too_often", status=429, retry_s=wait, stamp=stamp_for(post, submission.key))
    return answer_thanks(post.form, kept)


def _kept_before(submission: Submission) -> Submission:
    """Find what a repeated post is a repeat of: saying the same twice is not posting too often. Raises NoSuchSubmission."""
    kept = wing().store.get(submission.key, now=submission.received)
    if kept.digest != submission.digest:
        raise KeyConflict(submission.key)
    return kept


def _again(post: Post, told: str = "", *, stamp: str = "", status: int = 422, retry_s: int = 0) -> Response:
    named = PageRef(request.form.get("page", ""), "", "", post.form.thread) if post.form.thread else None
    return answer_form(
        FormAnswer(
            form=post.form,
            page=post.page or named,
            bound=post.bound,
            stamp=stamp or stamp_for(post),
            status=status,
            notice=message(post.form, told) if told else "",
            retry_s=retry_s,
        )
    )

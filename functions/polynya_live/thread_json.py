"""A thread as programs read it: the same in a live answer and in a frozen file (shared)."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from .contract import Form, SiteFacts
from .submissions import Submission
from .templating import iso_day
from .threads import Thread, rating_of

DECIMALS = 2  # of an average

Json = dict[str, Any]  # Any: JSON


def thread_json(thread: Thread, site: SiteFacts, *, submissions: Iterable[Submission]) -> Json:
    """Write a thread with some of its submissions; count, ratings and average are those of all of them."""
    shown = [submission_json(one, thread.form, site) for one in submissions]
    return {"form": thread.form.name, "page": thread.page, **figures_of(thread), "submissions": shown}


def figures_of(thread: Thread) -> Json:
    """Write how many submissions a thread has, and how those that give stars rate; average and best: null where none does."""
    average = None if thread.average is None else round(thread.average, DECIMALS)
    best = thread.best if rating_of(thread.form) else None
    figures: Json = {"count": thread.count, "ratings": thread.ratings}
    return {**figures, "average": average, "best": best, "cursor": thread.cursor}


def submission_json(submission: Submission, form: Form, site: SiteFacts) -> Json:
    """Write what of a submission may be shown: never its key, and no field that the form does not show.

    reply: what the owner replied, null for nothing.
    """
    values = {
        field.name: submission.values[field.name]
        for field in form.fields
        if field.name in form.show and field.name in submission.values
    }
    day = iso_day(submission.received, site.timezone)
    return {"id": submission.cursor, "day": day, "values": values, "reply": submission.reply or None}


def full_address(site: SiteFacts, url: str) -> str:
    """Write the address of a page for whoever is elsewhere; without its host when the site does not know its own."""
    return site.url + quote(url)

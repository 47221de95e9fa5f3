"""GET /live/threads/<form>/<page>.json: the thread as JSON, for every reader the same (live wing)."""

import json

from flask import Response

from ...routes import live_url
from ...thread_json import full_address, thread_json
from ...wing import wing
from ..newer import asked_cursor
from . import answer_with, public_thread

MOST = 200
"""Submissions in one answer: at some kilobytes each they stay far below what Lambda passes on."""


def answer(form: str, page: str = "") -> Response:
    """Tell count, ratings, average and the submissions after the cursor, oldest approval first; `next` leads to the others."""
    cursor = asked_cursor()
    thread, found = public_thread(form, page)
    site = wing().contract.site
    after = [one for one in thread.submissions if one.cursor > cursor]
    shown = after[:MOST]
    told = thread_json(thread, site, submissions=shown)
    told["url"] = full_address(site, found.url) if found else None
    more = live_url("thread", form=form, page=page, query={"after": shown[-1].cursor}) if len(after) > MOST else None
    told["next"] = site.url + more if more else None
    return answer_with("thread", json.dumps(told, ensure_ascii=False, indent=1) + "\n")

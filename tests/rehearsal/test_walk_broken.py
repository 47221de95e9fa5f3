"""A deployment that does not work: functions and pages are both brought back, before anybody can say when."""

import json
import time

import pytest

from polynya.cloud.deploying.deploy import RolledBack, bucket_and_cdn, deploy
from polynya.cloud.deploying.smoke import browser
from polynya.cloud.publishing import Publishing
from polynya.cloud.publishing.lock import LOCK
from polynya.cloud.publishing.record import remember
from rehearsal.conftest import STAGE, Rehearsed

pytestmark = pytest.mark.xdist_group("rehearsal")


def test_functions_that_do_not_answer_take_the_pages_back_with_them(rehearsed: Rehearsed) -> None:
    bucket, _ = bucket_and_cdn(rehearsed.stack, rehearsed.session)
    before = remember(bucket).history[0]
    architecture = rehearsed.root / "serverless.yml"
    works = architecture.read_text()
    page = rehearsed.root / "content/about.md"
    about = page.read_text()
    architecture.write_text(works.replace("polynya_live.handler.visitor", "polynya_live.handler.nobody"))
    page.write_text(about + "\nA sentence that must not stay.\n")

    with pytest.raises(RolledBack) as outcome:
        deploy(rehearsed.root, STAGE, connect=rehearsed.connect, patience=0)

    architecture.write_text(works)
    page.write_text(about)
    assert outcome.value.back == "the functions before are back, the pages before are back"
    ask = browser(rehearsed.stack.site_url, connect=rehearsed.connect)
    assert ask("GET", "/live/health", None).status == 200
    assert "must not stay" not in ask("GET", "/about/", None).body
    assert remember(bucket).history[0] == before


def test_pages_that_cannot_follow_the_functions_are_told_with_what_is_new_already(rehearsed: Rehearsed) -> None:
    """Somebody publishes meanwhile, or the keys have expired."""
    bucket, _ = bucket_and_cdn(rehearsed.stack, rehearsed.session)
    bucket.write_note(LOCK, json.dumps({"user": "ada", "host": "elsewhere", "process": 7, "since": int(time.time())}))

    with pytest.raises(Publishing) as outcome:
        deploy(rehearsed.root, STAGE, connect=rehearsed.connect, patience=0)

    bucket.remove_note(LOCK)
    assert outcome.value.__notes__[-1] == "the functions are new already, and nobody has tried them: deploy again"

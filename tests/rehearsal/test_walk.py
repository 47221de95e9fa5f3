"""The deployed stage as visitors meet it: pages, posts and what is refused, through CDN, API and packaged functions."""

import http.client
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from live.bookshop import a_review
from polynya.cloud.deploying.deploy import bucket_and_cdn
from polynya.cloud.doctor import Level, look_over
from polynya.cloud.drift import compare
from polynya.cloud.publishing.record import remember
from polynya.cloud.undone import drain, queue_of
from polynya_live.app import milliseconds
from polynya_live.headers import security_headers
from polynya_live.store import Filter, Store, open_store
from polynya_live.submissions import State
from rehearsal.conftest import STAGE, Rehearsed

pytestmark = pytest.mark.xdist_group("rehearsal")

REVIEW = {"page": "books/dune", "author": "Ada", "rating": "5", "text": "Sand, and more sand."}


class Answer:
    """An HTTP answer with its headers."""

    def __init__(self, got: http.client.HTTPResponse) -> None:
        self.status = got.status
        self.headers = got.headers
        self.bytes = got.read()
        self.body = self.bytes.decode(errors="replace")


@pytest.fixture
def store(rehearsed: Rehearsed) -> Iterator[Store]:
    opened = open_store(rehearsed.stack.store)
    yield opened
    opened.close()


def ask(
    rehearsed: Rehearsed, path: str, values: dict[str, str] | None = None, *, viewer: str = "192.0.2.1", **more: str
) -> Answer:
    """Send what a browser without JavaScript sends."""
    wire = http.client.HTTPConnection(*rehearsed.connect, timeout=120)
    # The emulator does not say who the viewer is; the real CDN overwrites whatever a viewer claims.
    headers = {"Host": urlsplit(rehearsed.stack.site_url).netloc, "CloudFront-Viewer-Address": f"{viewer}:4711"}
    if values is not None:
        headers |= {"Origin": rehearsed.stack.site_url, "Sec-Fetch-Site": "same-origin"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    wire.request("GET" if values is None else "POST", path, urlencode(values) if values else None, headers)
    answer = Answer(wire.getresponse())
    wire.close()
    return answer


def now() -> int:
    return int(time.time() * 1000)


def test_deploy_ended_with_a_post_that_arrived_and_left_nothing(rehearsed: Rehearsed, store: Store) -> None:
    assert rehearsed.report.tried == "contact"
    assert rehearsed.stack.status.endswith("COMPLETE")
    assert store.inbox(Filter(text="smoke-"), now=now()).rows == []


def test_pages_carry_the_headers_of_the_local_server(rehearsed: Rehearsed) -> None:
    answer = ask(rehearsed, "/books/dune/")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    for name, value in security_headers("page", https=True).items():
        assert answer.headers[name] == value


def test_a_lost_page_says_404_with_the_page_for_it(rehearsed: Rehearsed) -> None:
    answer = ask(rehearsed, "/books/never-written/")

    assert answer.status == 404
    assert answer.body == (rehearsed.root / "build/site/404.html").read_text()


def test_notes_beside_the_pages_are_out_of_reach(rehearsed: Rehearsed) -> None:
    for path in ("/current.json", "/../current.json", "/releases/x.json", "/lock.json"):
        assert ask(rehearsed, path).status == 404


def test_an_error_of_a_function_keeps_its_own_words(rehearsed: Rehearsed) -> None:
    answer = ask(rehearsed, "/live/forms/nonsense", {"page": ""})

    assert answer.status == 404
    assert answer.body != (rehearsed.root / "build/site/404.html").read_text()
    assert "nonsense" in answer.body


def test_a_post_without_javascript_is_kept_once(rehearsed: Rehearsed, store: Store) -> None:
    first = ask(rehearsed, "/live/forms/review", REVIEW)
    again = ask(rehearsed, "/live/forms/review", REVIEW)

    assert (first.status, again.status) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"]
    rows = store.inbox(Filter(form="review", text="more sand"), now=now()).rows
    assert [(row.page, row.state) for row in rows] == [("books/dune", "pending")]
    thanks = ask(rehearsed, first.headers["Location"])
    assert "Thank you for your review, Ada." in thanks.body


def test_an_invalid_post_comes_back_with_its_words(rehearsed: Rehearsed) -> None:
    answer = ask(rehearsed, "/live/forms/review", {**REVIEW, "author": "", "text": "Kept as typed"}, viewer="192.0.2.2")

    assert answer.status == 422
    assert "Kept as typed" in answer.body


def test_a_post_from_another_site_is_refused(rehearsed: Rehearsed) -> None:
    answer = ask(rehearsed, "/live/forms/review", REVIEW, Origin="https://evil.example", Sec_Fetch_Site="cross-site")

    assert answer.status == 400


def test_the_island_answers_and_may_be_cached_for_seconds(rehearsed: Rehearsed) -> None:
    answer = ask(rehearsed, "/live/newer/review/books/dune?after=")

    assert answer.status in (200, 204)
    assert "s-maxage" in answer.headers["Cache-Control"]


def test_a_thread_is_told_and_its_stars_arrive_as_the_bytes_they_are(rehearsed: Rehearsed) -> None:
    thread = ask(rehearsed, "/live/threads/review/books/dune.json")
    dots = ask(rehearsed, "/live/badge/review/books/dune.png")
    lines = ask(rehearsed, "/live/badge/review/books/dune.svg")

    assert json.loads(thread.body)["page"] == "books/dune"
    assert "s-maxage" in thread.headers["Cache-Control"]
    assert dots.headers["Content-Type"] == "image/png"
    assert dots.bytes.startswith(b"\x89PNG\r\n\x1a\n") and dots.bytes.endswith(b"IEND\xaeB`\x82")
    assert lines.body.startswith("<svg ")


def test_functions_and_pages_belong_together(rehearsed: Rehearsed) -> None:
    bucket, _ = bucket_and_cdn(rehearsed.stack, rehearsed.session)
    current: Any = remember(bucket).current

    functions = json.loads(ask(rehearsed, "/live/contract").body)

    assert compare(current.forms, functions["forms"]) == []
    assert current.forms


def test_nobody_reaches_the_functions_around_the_cdn(rehearsed: Rehearsed) -> None:
    apis: Any = rehearsed.session.client("apigatewayv2").get_apis()
    (api,) = [one["ApiId"] for one in apis["Items"]]

    answer = ask(rehearsed, f"/_aws/execute-api/{api}/$default/live/contract", Host="localhost")

    assert answer.status == 400
    assert "front door" in answer.body


def test_the_owner_is_told_of_a_review_by_the_worker(rehearsed: Rehearsed, store: Store) -> None:
    words = {**REVIEW, "text": "Tell the owner of this one."}

    assert ask(rehearsed, "/live/forms/review", words, viewer="192.0.2.3").status == 303

    mails = until(lambda: [mail for mail in mails_sent(rehearsed) if "Tell the owner" in mail], patience_s=300)
    assert "owner@floe.example" in mails[0]


def test_an_approval_asks_for_a_freeze_by_an_event(rehearsed: Rehearsed, store: Store) -> None:
    queues: Any = rehearsed.session.client("sqs")
    queue = queues.create_queue(QueueName="polynya-asked")["QueueUrl"]
    arn = queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events: Any = rehearsed.session.client("events")
    pattern = json.dumps({"source": ["polynya"], "detail-type": ["pages changed"]})
    events.put_rule(Name="polynya-asked", EventPattern=pattern)
    events.put_targets(Rule="polynya-asked", Targets=[{"Id": "queue", "Arn": arn}])

    row = store.submit(a_review(key="asks-for-a-freeze-01", state=State.PENDING, received=milliseconds()))
    store.moderate(row.key, State.APPROVED, now=milliseconds())

    functions: Any = rehearsed.session.client("lambda")

    def asked() -> list[Any]:  # what the schedule does each minute, at once
        functions.invoke(FunctionName=f"polynya-{STAGE}-worker", Payload=b"{}")
        messages: list[Any] = queues.receive_message(QueueUrl=queue).get("Messages", [])
        return messages

    found = until(asked, patience_s=300)
    assert json.loads(found[0]["Body"])["detail"] == {"site": rehearsed.stack.site_url}


def test_replay_empties_the_queue_of_undone_work(rehearsed: Rehearsed) -> None:
    queues: Any = rehearsed.session.client("sqs")
    queue = queues.get_queue_url(QueueName=queue_of(STAGE))["QueueUrl"]
    queues.send_message(QueueUrl=queue, MessageBody="{}")

    assert drain(rehearsed.session, queue_of(STAGE)) == 1
    assert drain(rehearsed.session, queue_of(STAGE)) == 0


def mails_sent(rehearsed: Rehearsed) -> list[str]:
    """Read what the emulator's SES has taken."""
    wire = http.client.HTTPConnection(*rehearsed.connect, timeout=120)
    wire.request("GET", "/_ministack/ses/messages")
    sent: dict[str, Any] = json.loads(wire.getresponse().read())
    wire.close()
    return [json.dumps(mail) for mail in readable(sent["messages"])]


def readable(value: Any) -> Iterator[dict[str, Any]]:
    """Find the messages wherever accounts and regions put them, raw ones decoded."""
    if isinstance(value, list):
        for one in value:
            yield from readable(one)
    elif isinstance(value, dict) and any(isinstance(one, str) for one in value.values()):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from readable(one)


def until(look: Callable[[], list[str]], *, patience_s: int) -> list[str]:
    """Look until something is there."""
    end = time.monotonic() + patience_s
    while not (found := look()):
        assert time.monotonic() < end, "nothing came"
    return found


def test_the_doctor_finds_the_deployed_stage_well(rehearsed: Rehearsed) -> None:
    findings = {one.check: one for one in look_over(rehearsed.root, STAGE, rehearsed.session)}

    assert {one.check for one in findings.values() if one.level is Level.FAIL} == set()
    assert {findings[name].level for name in ("tools", "concurrency", "secrets", "stack", "store")} == {Level.OK}

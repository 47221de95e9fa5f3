"""A review on the deployed site, in a real browser: posted, approved, shown by the island, frozen, rolled back."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from live.bookshop import a_review, some_settings
from polynya.cloud.deploying.deploy import bucket_and_cdn, freeze_from
from polynya.cloud.publishing import publish, roll_back
from polynya_live.accounts.sessions import Sessions
from polynya_live.store import Filter, Store, open_store
from polynya_live.submissions import State
from rehearsal.conftest import STAGE, Rehearsed

pytestmark = pytest.mark.xdist_group("rehearsal")

BOOK = "/books/python-for-beginners/"


@pytest.fixture
def store(rehearsed: Rehearsed) -> Iterator[Store]:
    opened = open_store(rehearsed.stack.store)
    yield opened
    opened.close()


def now() -> int:
    return int(time.time() * 1000)


def as_somebody(context: BrowserContext, scripted: bool) -> None:
    """Come from an address of one's own: the CDN tells the functions, which the emulator does not."""
    context.set_extra_http_headers({"CloudFront-Viewer-Address": f"198.51.100.{1 + scripted}:4711"})


def publish_anew(rehearsed: Rehearsed) -> str:
    name = freeze_from(rehearsed.root, rehearsed.stack.store)
    bucket, cdn = bucket_and_cdn(rehearsed.stack, rehearsed.session)
    publish(rehearsed.root / "build/releases" / name, bucket, cdn, now=now() // 1000)
    return name


def write_review(visitor: Page, words: str) -> None:
    form = visitor.locator("form#review")
    form.get_by_label("Your name").fill("Mara")
    form.get_by_role("radio", name="5").press("Space")
    form.get_by_label("Your review").fill(words)
    form.get_by_role("button", name="Post review").click()
    expect(visitor.get_by_text("Thank you for your review, Mara.")).to_be_visible()


def test_a_review_is_posted_approved_frozen_and_rolled_back(
    visitor: Page, scripted: bool, rehearsed: Rehearsed, store: Store
) -> None:
    url = rehearsed.stack.site_url + BOOK
    words = f"Read it twice, {'with' if scripted else 'without'} a pencil."
    as_somebody(visitor.context, scripted)
    publish_anew(rehearsed)

    visitor.goto(url)
    write_review(visitor, words)
    assert visitor.url.endswith(BOOK) == scripted  # without JavaScript: a page of its own that says thank you

    visitor.goto(url)
    expect(visitor.get_by_text(words)).to_have_count(0)

    [row] = store.inbox(Filter(text=words), now=now()).rows
    store.moderate(row.key, State.APPROVED, now=now())
    if scripted:
        visitor.goto(url)
        visitor.keyboard.press("End")  # the island asks when it comes into view
        expect(visitor.get_by_text(words)).to_be_visible()

    publish_anew(rehearsed)
    visitor.goto(url)
    expect(visitor.get_by_text(words)).to_have_count(1)
    assert words in bucket_text(rehearsed)

    bucket, cdn = bucket_and_cdn(rehearsed.stack, rehearsed.session)
    roll_back(bucket, cdn, now=now() // 1000)
    assert words not in bucket_text(rehearsed)

    publish_anew(rehearsed)
    assert words in bucket_text(rehearsed)


def bucket_text(rehearsed: Rehearsed) -> str:
    """Read the book's page as the CDN does."""
    s3 = rehearsed.session.client("s3")
    found = s3.get_object(Bucket=rehearsed.stack.bucket, Key=f"site{BOOK}index.html")
    return found["Body"].read().decode()


def test_an_owner_approves_in_the_inbox_that_nobody_else_finds(
    visitor: Page, scripted: bool, rehearsed: Rehearsed, store: Store
) -> None:
    url, words = rehearsed.stack.site_url, f"Approved {'with' if scripted else 'without'} JavaScript."
    row = store.submit(
        a_review(
            key=f"inbox-{scripted}-{'k' * 16}",
            page="books/python-for-beginners",
            state=State.PENDING,
            approved=0,
            received=now(),
            values={"author": "Mara", "rating": 5, "text": words},
        )
    )
    as_somebody(visitor.context, scripted)
    for path in ("/live/inbox", "/live/inbox/", f"/live/inbox/{row.key}", "/live/passkeys", "/live/passkeys/"):
        answer = visitor.goto(url + path)
        assert answer is not None and answer.status == 404

    visitor.context.add_cookies([{"name": "polynya", "value": session_of(rehearsed, store), "url": url}])
    for path in ("/live/inbox", "/live/inbox/"):
        visitor.goto(url + path)
        expect(visitor.get_by_text(words)).to_be_visible()
    for path in ("/live/passkeys", "/live/passkeys/"):
        answer = visitor.goto(url + path)
        assert answer is not None and answer.status == 200
    visitor.goto(f"{url}/live/inbox/")
    shown = visitor.locator(f"#row-{row.key}")
    shown.get_by_role("button", name="Approve").click()
    expect(visitor.get_by_role("status")).to_contain_text("approved")
    assert store.get(row.key, now=now()).state is State.APPROVED
    visitor.goto(f"{url}/live/inbox/{row.key}")
    visitor.get_by_role("button", name="Reject").click()
    expect(visitor.get_by_role("status")).to_contain_text("rejected")
    assert store.get(row.key, now=now()).state is State.REJECTED


def session_of(rehearsed: Rehearsed, store: Store) -> str:
    """Sign an owner in, past the mail."""
    ssm = rehearsed.session.client("ssm")
    secret = ssm.get_parameter(Name=f"/polynya/{STAGE}/secret", WithDecryption=True)["Parameter"]["Value"]
    settings = some_settings(rehearsed.root, secret=secret, owners=("owner@floe.example",))
    return Sessions(store, settings).open("owner@floe.example", now=now())

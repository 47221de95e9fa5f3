"""`freeze serve` does what follows a post: the mail goes out right after it, and what another run left over at the start."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from build.serve.client import post
from build.sites import SHOP, store_of, write
from live.bookshop import a_review
from live.mail.postman import PostOffice, post_office
from polynya_live.app import milliseconds
from polynya_live.submissions import State
from polynya_live.work.status import Fate, read_statuses
from serving import log_of, serving

WAIT_S = 120
MAIL_FORM = SHOP["content/forms/review.yaml"] + "notify: owner\n"


@pytest.fixture
def server() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write(tmp_path, {**SHOP, "content/forms/review.yaml": MAIL_FORM})


def settings(server: PostOffice) -> dict[str, str]:
    return {"POLYNYA_MAIL": server.address, "POLYNYA_OWNERS": "owner@floe.example"}


def test_a_post_is_mailed_while_the_server_runs(shop: Path, server: PostOffice) -> None:
    body = urlencode({"page": "books/dune", "author": "Mara", "rating": "4", "text": "Sand."}).encode()
    with serving(shop, settings=settings(server)) as url:
        assert post(url, "/live/forms/review", body).status == 303
        assert server.arrived.acquire(timeout=WAIT_S)

    [message] = server.messages()
    assert message["To"] == "owner@floe.example"
    store = store_of(shop)
    [row] = store.export(now=milliseconds())
    store.close()
    assert [status.fate for status in read_statuses(row)] == [Fate.SENT]
    assert "worker" not in log_of(shop)


def test_what_was_due_when_the_machine_went_down_is_mailed_at_the_start(shop: Path, server: PostOffice) -> None:
    now = milliseconds()
    store = store_of(shop)
    store.submit(a_review(state=State.PENDING, received=now, due=now))
    store.close()

    with serving(shop, settings=settings(server)):
        assert server.arrived.acquire(timeout=WAIT_S)

    assert len(server.received) == 1

"""The way of the cloud: an API Gateway event in, its answer out, by the contract that freeze has written last."""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest

from live.bookshop import DUNE, SECRET, SITE_URL, a_contract, compile_templates, sent, words
from live.event_factory import Event, an_event
from polynya_live import handler
from polynya_live.accounts.sessions import Sessions
from polynya_live.app.current import CurrentApp
from polynya_live.contract import dump
from polynya_live.mail import open_mailer
from polynya_live.settings import Settings, SettingsWrong, read_settings
from polynya_live.store import Filter, open_store
from polynya_live.wing import wing_of

FORM = ("Content-Type", "application/x-www-form-urlencoded")
NEVER = 10**14


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The `live` folder of a release, and an environment that points to it."""
    folder = tmp_path / "live"
    compile_templates(folder / "templates")
    (folder / "contract.json").write_text(dump(a_contract()))
    monkeypatch.setenv("POLYNYA_CONTRACT", str(folder))
    monkeypatch.setenv("POLYNYA_STORE", f"sqlite:///{tmp_path / 'x.db'}")
    monkeypatch.setenv("POLYNYA_SECRET", SECRET)
    monkeypatch.setenv("POLYNYA_SITE_URL", SITE_URL)
    yield folder
    handler.forget()


def post(**changes: str | list[str]) -> Event:
    body = urlencode(words(**changes), doseq=True)
    event = an_event("http2", method="POST", path="/live/forms/review", headers=[*sent().items(), FORM], body=body)
    return handler.visitor(event, None)


def get(path: str) -> Event:
    return handler.visitor(an_event("http2", path=path), None)


def test_a_post_is_kept_before_it_is_answered(live: Path, tmp_path: Path) -> None:
    answer = post()

    assert answer["statusCode"] == 200
    assert "Thank you for your review, Mara." in answer["body"]
    assert answer["headers"]["hx-reswap" if "hx-reswap" in answer["headers"] else "HX-Reswap"] == "outerHTML"
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    assert [row.page for row in store.inbox(Filter(), now=0).rows] == [DUNE]
    store.close()


def test_a_post_that_does_not_fit_is_a_422(live: Path) -> None:
    answer = post(author="", text="Sand & more")

    assert answer["statusCode"] == 422
    assert "Sand &amp; more</textarea>" in answer["body"]


@pytest.mark.parametrize("on_lambda", [True, False])
def test_in_the_cloud_only_the_owners_function_serves_the_inbox(
    live: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_lambda: bool
) -> None:
    monkeypatch.setenv("POLYNYA_OWNERS", "owner@floe.example")
    if on_lambda:
        monkeypatch.setenv(handler.LAMBDA, "polynya-prod-visitor")
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    now = wing_of(handler.current().app()).clock()
    cookie = "__Host-polynya=" + Sessions(store, read_settings(os.environ)).open("owner@floe.example", now=now)
    store.close()
    event = an_event("http2", path="/live/inbox/", headers=[("Cookie", cookie)])
    posted = an_event(
        "http2", method="POST", path="/live/inbox/", headers=[("Cookie", cookie), FORM], body="act=approve"
    )

    assert handler.visitor(event, None)["statusCode"] == (404 if on_lambda else 200)
    assert handler.visitor(posted, None)["statusCode"] == (404 if on_lambda else 400)
    assert handler.owner(event, None)["statusCode"] == 200


def test_a_new_contract_is_answered_by_at_once(live: Path) -> None:
    assert json.loads(get("/live/contract")["body"])["release"] == "r1"

    fresh = live / "next.json"
    fresh.write_text(dump(a_contract(release="r2")))
    fresh.replace(live / "contract.json")

    assert json.loads(get("/live/contract")["body"])["release"] == "r2"


NEWER = dump(a_contract(release="r2")).replace('"required_for"', '"unheard_of": 1, "required_for"')


@pytest.mark.parametrize("written", ["{", "{}", NEWER])
def test_a_contract_that_cannot_be_read_leaves_the_one_before_and_is_told_once(
    live: Path, written: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A newer `freeze` beside a server that was not started again writes one."""
    get("/live/contract")

    (live / "contract.json").write_text(written)

    for _ in range(3):
        assert json.loads(get("/live/contract")["body"])["release"] == "r1"
    assert len([one for one in caplog.messages if "the release before answers" in one]) == 1
    (live / "contract.json").write_text(dump(a_contract(release="r3")))
    assert json.loads(get("/live/contract")["body"])["release"] == "r3"


def test_a_swapped_release_brings_its_own_templates(live: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = live.parent / "current"
    link.symlink_to(live)
    monkeypatch.setenv("POLYNYA_CONTRACT", str(link))
    assert "Nothing here" not in get("/live/nothing")["body"]

    following = live.parent / "following"
    compile_templates(following / "templates")
    (following / "contract.json").write_text(dump(a_contract(release="r2")))
    swap = live.parent / "swap"
    swap.symlink_to(following)
    swap.replace(link)

    assert json.loads(get("/live/contract")["body"])["release"] == "r2"
    assert get("/live/stamp/review")["statusCode"] == 200


def test_without_a_contract_it_answers_500_and_does_not_raise(live: Path) -> None:
    (live / "contract.json").unlink()

    assert get("/live/health")["statusCode"] == 500


def test_wrong_settings_are_all_named_at_once() -> None:
    with pytest.raises(SettingsWrong) as told:
        read_settings({"POLYNYA_STORE": "mysql://x", "POLYNYA_SECRET": "short", "POLYNYA_OWNERS": "ada"})

    assert told.value.facts == [
        "POLYNYA_CONTRACT is not set: the folder that `freeze` wrote, with contract.json in it",
        "POLYNYA_STORE has to start with sqlite:/// or dynamodb://: it is 'mysql://x'",
        "POLYNYA_SECRET has 5 characters: give at least 32, chosen at random",
        "POLYNYA_SITE_URL has to be a scheme and a host, like https://example.org: it is ''",
        "POLYNYA_OWNERS has to list e-mail addresses with commas between: 'ada' is none",
    ]


def test_settings_never_show_their_secrets() -> None:
    environ = {
        "POLYNYA_CONTRACT": "build/live",
        "POLYNYA_STORE": "sqlite:///var/polynya.db",
        "POLYNYA_SECRET": SECRET,
        "POLYNYA_SITE_URL": SITE_URL + "/",
        "POLYNYA_OWNERS": "ada@example.org, bo@example.org",
        "POLYNYA_ORIGIN_SECRET": "of the cdn",
        "POLYNYA_MAIL": "smtps://mara:hunter2@mail.example?from=shop@floe.example",
    }

    settings = read_settings(environ)

    assert SECRET not in repr(settings)
    assert "of the cdn" not in repr(settings)
    assert "hunter2" not in repr(settings)
    assert (settings.site_url, settings.https) == (SITE_URL, True)
    assert settings.owners == ("ada@example.org", "bo@example.org")
    assert isinstance(settings, Settings)


@pytest.mark.parametrize("scheme", ["smpt://", "smtp:", "SMTP://", ""])
def test_a_wrong_address_for_mail_is_told_without_its_password(scheme: str) -> None:
    with pytest.raises(SettingsWrong) as told:
        read_settings({"POLYNYA_MAIL": f"{scheme}mara:hun@ter2@mail.example"})
    with pytest.raises(ValueError, match=r"a mail address starts with") as refused:
        open_mailer("smtp://mara:hun@ter2@", site_url=SITE_URL)

    assert "mail.example" in str(told.value)
    assert "ter2" not in str(told.value) + str(refused.value)


@pytest.mark.parametrize(
    "url", ["https://", "floe.example", "https://floe.example/shop", "ftp://floe.example", "https://["]
)
def test_a_site_url_is_a_scheme_and_a_host(url: str) -> None:
    with pytest.raises(SettingsWrong, match="POLYNYA_SITE_URL"):
        read_settings({"POLYNYA_SITE_URL": url})


def test_of_two_first_requests_at_once_one_opens_the_store(live: Path) -> None:
    together, usual = Barrier(8), sys.getswitchinterval()

    def first(_: int) -> CurrentApp:
        together.wait()
        return handler.current()

    sys.setswitchinterval(1e-6)  # a thread is held up wherever it can be
    try:
        for _ in range(40):
            handler.forget()
            with ThreadPoolExecutor(8) as crowd:
                assert len(set(crowd.map(first, range(8)))) == 1
    finally:
        sys.setswitchinterval(usual)

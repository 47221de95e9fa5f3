"""Publishing: the order, what is sent and what is told, and a dropped network at every single call."""

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from build.cloud.published_site import (
    NAME,
    NOW,
    Cloud,
    DroppedNetwork,
    a_page,
    a_release,
    broken_links,
    first_release,
    second_release,
)
from build.sites import SHOP, write
from polynya.cloud.publishing import (
    NoSuchRelease,
    Publishing,
    TooManyPagesVanish,
    fetch_contract,
    publish,
    roll_back,
)
from polynya.cloud.publishing.delivery import delivery_of
from polynya.cloud.publishing.lock import publishing_lock
from polynya.cloud.publishing.record import remember, write_held
from polynya.cloud.refusals import explain
from polynya.freeze import freeze_site
from polynya_live.contract import load


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return a_release(tmp_path, "r1", first_release())


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return a_release(tmp_path, "r2", second_release())


def test_first_publish_brings_every_file(cloud: Cloud, first: Path) -> None:
    report = publish(first, cloud.bucket, cloud.cdn, now=NOW)

    assert cloud.texts() == first_release()
    assert (report.release, report.files, len(report.sent)) == ("r1", 8, 8)


def test_a_second_publish_of_the_same_release_sends_nothing(cloud: Cloud, first: Path) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)

    report = publish(first, cloud.bucket, cloud.cdn, now=NOW + 1)

    assert report.sent == report.removed == report.addresses == ()


def test_assets_go_first_then_new_pages_then_changed_ones_then_lists(cloud: Cloud, first: Path, second: Path) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)

    report = publish(second, cloud.bucket, cloud.cdn, now=NOW + 1)

    assert report.sent == (
        "static/site.33334444.css",
        "books/ulysses/index.html",
        "books/walden/index.html",
        "about/index.html",
        "books/dune/index.html",
        "404.html",
        "books/index.html",
        "index.html",
        "sitemap.xml",
    )


def test_only_changed_addresses_are_forgotten(cloud: Cloud, first: Path, tmp_path: Path) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)
    changed = a_release(tmp_path, "r2", {**first_release(), "books/dune/index.html": a_page("/books/", says="new")})

    publish(changed, cloud.bucket, cloud.cdn, now=NOW + 1)

    assert cloud.forgotten()[-1] == ["/books/dune/", "/books/dune/index.html"]


def test_what_vanished_stays_for_one_more_release(cloud: Cloud, first: Path, second: Path, tmp_path: Path) -> None:
    third = a_release(tmp_path, "r3", {**second_release(), "about/index.html": a_page("/", says="third")})
    publish(first, cloud.bucket, cloud.cdn, now=NOW)

    publish(second, cloud.bucket, cloud.cdn, now=NOW + 1)
    assert "books/emma/index.html" in cloud.texts()

    report = publish(third, cloud.bucket, cloud.cdn, now=NOW + 2)
    assert report.removed == ("books/emma/index.html", "static/site.11112222.css")
    assert "books/emma/index.html" not in cloud.texts()


def test_what_deployed_functions_link_to_stays_however_often_pages_are_published(
    cloud: Cloud, first: Path, second: Path, tmp_path: Path
) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)
    write_held(cloud.bucket, ["static/site.11112222.css"])

    for n in (1, 2, 3):
        changed = {**second_release(), "about/index.html": a_page("/", says=str(n)).replace("11112222", "33334444")}
        publish(a_release(tmp_path, f"r{n + 2}", changed), cloud.bucket, cloud.cdn, now=NOW + n)

    assert "static/site.11112222.css" in cloud.texts()
    assert "books/emma/index.html" not in cloud.texts()
    write_held(cloud.bucket, [])
    publish(second, cloud.bucket, cloud.cdn, now=NOW + 5)
    assert "static/site.11112222.css" not in cloud.texts()


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("index.html", "text/html; charset=utf-8", "public, max-age=0, must-revalidate, s-maxage=86400"),
        ("static/css/base.1a2b3c4d.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("books/dune/cover.webp", "image/webp", "public, max-age=0, must-revalidate, s-maxage=86400"),
        ("strange.bin", "application/octet-stream", "public, max-age=0, must-revalidate, s-maxage=86400"),
    ],
)
def test_every_file_says_what_it_is_and_how_long_it_keeps(path: str, kind: str, cache: str) -> None:
    delivery = delivery_of(path)

    assert (delivery.content_type, delivery.cache) == (kind, cache)


def test_the_bucket_passes_type_and_cache_on(cloud: Cloud, first: Path) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)

    head = cloud.s3.head_object(Bucket=NAME, Key="site/index.html")
    assert head["ContentType"] == "text/html; charset=utf-8"
    assert head["CacheControl"] == delivery_of("index.html").cache


def test_dry_run_changes_nothing(cloud: Cloud, first: Path) -> None:
    report = publish(first, cloud.bucket, cloud.cdn, now=NOW, dry_run=True)

    assert len(report.sent) == 8
    assert cloud.s3.list_objects_v2(Bucket=NAME)["KeyCount"] == 0


def test_more_than_a_third_of_the_pages_vanishing_is_refused(cloud: Cloud, first: Path, tmp_path: Path) -> None:
    few = a_release(tmp_path, "few", {"index.html": a_page(), "about/index.html": a_page()})
    publish(first, cloud.bucket, cloud.cdn, now=NOW)

    with pytest.raises(TooManyPagesVanish) as refusal:
        publish(few, cloud.bucket, cloud.cdn, now=NOW + 1)

    assert len(refusal.value.vanishing) == 4
    assert cloud.texts() == first_release()
    assert publish(few, cloud.bucket, cloud.cdn, now=NOW + 2, allow_shrink=True).release == "few"


def test_two_publishers_never_meet(cloud: Cloud, first: Path) -> None:
    holder = {"user": "ada", "host": "elsewhere", "process": 7, "since": NOW - 60}
    cloud.s3.put_object(Bucket=NAME, Key="lock.json", Body=json.dumps(holder).encode())

    with pytest.raises(Publishing, match="ada on elsewhere is publishing"):
        publish(first, cloud.bucket, cloud.cdn, now=NOW)

    assert cloud.texts() == {}


def test_the_lock_of_a_dead_publish_is_taken_over(cloud: Cloud, first: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    holder = {"user": "ada", "host": os.uname().nodename, "process": int(dead.stdout), "since": NOW - 60}
    cloud.s3.put_object(Bucket=NAME, Key="lock.json", Body=json.dumps(holder).encode())

    publish(first, cloud.bucket, cloud.cdn, now=NOW)

    assert cloud.texts() == first_release()
    assert cloud.bucket.read_note("lock.json") == ""


@pytest.mark.parametrize("seconds", [-3601, 3601], ids=["an-hour-ago", "in-an-hour"])
def test_the_lock_of_another_hour_is_taken_over_whichever_clock_was_wrong(
    cloud: Cloud, first: Path, seconds: int
) -> None:
    holder = {"user": "ada", "host": "elsewhere", "process": 7, "since": NOW + seconds}
    cloud.s3.put_object(Bucket=NAME, Key="lock.json", Body=json.dumps(holder).encode())

    publish(first, cloud.bucket, cloud.cdn, now=NOW)

    assert cloud.texts() == first_release()


def test_the_lock_of_a_publish_that_goes_on_for_hours_stays_its_own(cloud: Cloud) -> None:
    past = [0.0]
    with publishing_lock(cloud.bucket, now=NOW, clock=lambda: past[0]) as keep:
        for past[0] in (1200.0, 2400.0, 3600.0, 4800.0):
            keep()

        with pytest.raises(Publishing), publishing_lock(cloud.bucket, now=NOW + 4900):
            pass

    assert cloud.bucket.read_note("lock.json") == ""


def test_who_has_to_wait_reads_until_when_and_how_to_take_over_from_the_dead(cloud: Cloud, first: Path) -> None:
    holder = {"user": "ada", "host": "elsewhere", "process": 7, "since": NOW}
    cloud.s3.put_object(Bucket=NAME, Key="lock.json", Body=json.dumps(holder).encode())

    with pytest.raises(Publishing) as refused:
        publish(first, cloud.bucket, cloud.cdn, now=NOW + 60)

    told = explain(refused.value)
    assert told
    assert told.fact == "ada on elsewhere is publishing (process 7), last heard of at 08:00 UTC"
    assert told.hint == (
        "wait until it ends. If it has died, from 09:00 UTC on its lock is taken over; "
        "sooner after `aws s3api delete-object --bucket pages --key lock.json`."
    )


def test_a_publish_whose_lock_somebody_took_away_stops_in_words(cloud: Cloud) -> None:
    past = [0.0]

    with pytest.raises(Publishing) as refused, publishing_lock(cloud.bucket, now=NOW, clock=lambda: past[0]) as keep:
        cloud.bucket.remove_note("lock.json")
        past[0] = 700.0
        keep()

    assert str(refused.value) == "the lock of this publish was taken away"


@pytest.mark.parametrize("nth", [0, 1], ids=["taken", "renewed"])
def test_a_lock_whose_answer_was_lost_is_its_own(cloud: Cloud, nth: int) -> None:
    """S3 has carried the request out; boto3 sends it again, and meets what the first one wrote."""
    past, answers = [0.0], []

    def lose(**_: object) -> int | None:
        answers.append(0)
        return 0 if len(answers) == nth + 1 else None

    cloud.s3.meta.events.register_first("needs-retry.s3.PutObject", lose)
    with publishing_lock(cloud.bucket, now=NOW, clock=lambda: past[0]) as keep:
        past[0] = 700.0
        keep()

    assert len(answers) == 3
    assert cloud.bucket.read_note("lock.json") == ""


@pytest.mark.parametrize("midst", [False, True], ids=["at-the-end", "in-the-midst"])
def test_a_lock_that_could_not_be_given_back_is_told(cloud: Cloud, first: Path, midst: bool) -> None:
    def drop(model: Any, params: dict[str, Any], **_: object) -> None:
        if model.name == "DeleteObject" and params["url_path"].endswith("lock.json"):
            raise EndpointConnectionError(endpoint_url="https://s3")

    cloud.s3.meta.events.register("before-call", drop)

    with (
        DroppedNetwork(0 if midst else 9, client=cloud.cloudfront),
        pytest.raises(EndpointConnectionError) as dropped,
    ):
        publish(first, cloud.bucket, cloud.cdn, now=NOW)

    told = explain(dropped.value)
    assert told
    assert told.fact.endswith("its lock is left behind: this machine takes it over at once, another one in an hour")
    assert ("all of it is published" in told.fact) is not midst


def test_a_publish_that_slept_while_another_took_its_lock_stops(cloud: Cloud) -> None:
    past = [0.0]
    holder = {"user": "ada", "host": "elsewhere", "process": 7, "since": NOW + 7000}

    with (
        pytest.raises(Publishing, match="ada on elsewhere"),
        publishing_lock(cloud.bucket, now=NOW, clock=lambda: past[0]) as keep,
    ):
        cloud.s3.put_object(Bucket=NAME, Key="lock.json", Body=json.dumps(holder).encode())
        past[0] = 7200.0
        keep()

    assert json.loads(cloud.bucket.read_note("lock.json")) == holder


@pytest.mark.parametrize("late", [False, True], ids=["before", "after-commit"])
def test_a_network_dropped_at_any_call_breaks_no_link(cloud: Cloud, first: Path, second: Path, late: bool) -> None:
    wanted = second_release()
    calls = 0
    while True:
        empty(cloud)
        publish(first, cloud.bucket, cloud.cdn, now=NOW)
        with DroppedNetwork(calls, late=late, client=cloud.s3) as network, suppress(EndpointConnectionError):
            publish(second, cloud.bucket, cloud.cdn, now=NOW + 1)
        if not network.hit:
            break
        texts = cloud.texts()
        for page in first_release():
            assert broken_links(texts, page) == set(), f"after {calls} calls"

        publish(second, cloud.bucket, cloud.cdn, now=NOW + 7200)  # once more, with a network
        texts = cloud.texts()
        assert {path: texts.get(path) for path in wanted} == wanted
        assert broken_links(texts) == set()
        calls += 1

    assert calls >= len(wanted)


def test_credentials_that_expire_half_way_are_told_with_how_far_it_came(
    cloud: Cloud, first: Path, second: Path
) -> None:
    """Even the lock cannot be given back then, and that is not what stopped it."""
    publish(first, cloud.bucket, cloud.cdn, now=NOW)
    sent = list[str]()

    def expire(params: dict[str, Any], model: Any, **_: object) -> None:
        sent.extend([params["Key"]] if params.get("Key", "").startswith("site/") else [])
        if len(sent) > 3:
            raise ClientError({"Error": {"Code": "ExpiredToken"}}, model.name)

    cloud.s3.meta.events.register("before-parameter-build", expire, unique_id="expire")
    with pytest.raises(ClientError) as raised:
        publish(second, cloud.bucket, cloud.cdn, now=NOW + 1)
    cloud.s3.meta.events.unregister("before-parameter-build", unique_id="expire")

    refusal = explain(raised.value)
    assert refusal is not None
    assert "(ExpiredToken) when calling the PutObject" in refusal.fact
    assert re.search(r"[1-8] of 9 changed files of \S+ are in the bucket; every link works", refusal.fact)
    assert "sign in again" in refusal.hint


def test_a_cdn_that_refuses_is_told_with_what_visitors_read_meanwhile(cloud: Cloud, first: Path, second: Path) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)

    def refuse(**_: object) -> None:
        raise ClientError({"Error": {"Code": "TooManyInvalidationsInProgress"}}, "CreateInvalidation")

    cloud.cloudfront.meta.events.register("before-call", refuse)
    with pytest.raises(ClientError) as refused:
        publish(second, cloud.bucket, cloud.cdn, now=NOW + 1)

    told = explain(refused.value)
    assert told
    assert told.fact.splitlines()[1:] == [
        "the CDN could not be told: until it is, visitors may read older pages, for up to a day",
        "stopped: all changed files of r2 are in the bucket; every link works",
    ]
    assert "run the command again in a minute" in told.hint


def test_a_file_that_may_not_be_taken_away_is_told_as_aws_says_it(cloud: Cloud) -> None:
    refused = {"Errors": [{"Key": "site/old.html", "Code": "AccessDenied", "Message": "no"}]}
    cloud.s3.meta.events.register("after-call.s3.DeleteObjects", lambda parsed, **_: parsed.update(refused))

    with pytest.raises(ClientError, match="AccessDenied"):
        cloud.bucket.remove(["old.html"])


def test_what_two_broken_publishes_sent_and_took_back_is_forgotten_by_the_third(
    cloud: Cloud, first: Path, second: Path
) -> None:
    """In between visitors had it from the bucket, and the CDN keeps it."""
    publish(first, cloud.bucket, cloud.cdn, now=NOW)
    for hour, broken in enumerate((second, first), 1):
        with DroppedNetwork(0, client=cloud.cloudfront), suppress(EndpointConnectionError):
            publish(broken, cloud.bucket, cloud.cdn, now=NOW + 7200 * hour)

    publish(first, cloud.bucket, cloud.cdn, now=NOW + 7200 * 3)

    assert "/books/dune/" in cloud.forgotten()[-1]
    kept = remember(cloud.bucket).current
    assert kept and kept.files["books/dune/index.html"].version == cloud.bucket.version_of("books/dune/index.html")


def empty(cloud: Cloud) -> None:
    cloud.bucket.remove(sorted(cloud.bucket.listing()))
    for entry in cloud.s3.list_objects_v2(Bucket=NAME).get("Contents", []):
        cloud.s3.delete_object(Bucket=NAME, Key=entry["Key"])


def test_rollback_brings_the_release_before_back(cloud: Cloud, first: Path, second: Path) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)
    publish(second, cloud.bucket, cloud.cdn, now=NOW + 1)

    report = roll_back(cloud.bucket, cloud.cdn, now=NOW + 2)

    texts = cloud.texts()
    assert {path: texts[path] for path in first_release()} == first_release()
    assert report.release == "r1"
    assert "/books/dune/" in report.addresses
    head = cloud.s3.head_object(Bucket=NAME, Key="site/index.html")
    assert head["ContentType"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("act", ["rollback", "resume"])
def test_what_versions_there_are_is_asked_of_many_files_at_once(
    cloud: Cloud, first: Path, second: Path, act: str
) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)
    with DroppedNetwork(0, client=cloud.cloudfront), suppress(EndpointConnectionError):
        publish(second, cloud.bucket, cloud.cdn, now=NOW + 1)
    together = Event()
    asked = list[str]()

    def meet(model: Any, params: dict[str, Any], **_: object) -> None:
        if model.name == "HeadObject":
            asked.append(params["url_path"])
            together.set() if len(asked) > 1 else None
            assert together.wait(60), "one at a time"

    cloud.s3.meta.events.register("before-call", meet)

    if act == "resume":
        publish(second, cloud.bucket, cloud.cdn, now=NOW + 2)
    else:
        roll_back(cloud.bucket, cloud.cdn, to="r1", now=NOW + 2)

    assert len(asked) > 1


def test_rollback_brings_back_what_has_been_taken_away(cloud: Cloud, first: Path, second: Path, tmp_path: Path) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)
    publish(second, cloud.bucket, cloud.cdn, now=NOW + 1)
    third = a_release(tmp_path, "r3", second_release())
    publish(third, cloud.bucket, cloud.cdn, now=NOW + 2)
    assert "books/emma/index.html" not in cloud.texts()

    roll_back(cloud.bucket, cloud.cdn, to="r1", now=NOW + 3)

    assert "books/emma/index.html" in cloud.texts()
    assert broken_links(cloud.texts()) == set()


def test_after_a_rollback_a_publish_goes_on_as_before(cloud: Cloud, first: Path, second: Path) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)
    publish(second, cloud.bucket, cloud.cdn, now=NOW + 1)
    roll_back(cloud.bucket, cloud.cdn, now=NOW + 2)

    publish(second, cloud.bucket, cloud.cdn, now=NOW + 3)

    assert {path: cloud.texts()[path] for path in second_release()} == second_release()


def test_rollback_to_an_unknown_release_says_which_there_are(cloud: Cloud, first: Path) -> None:
    publish(first, cloud.bucket, cloud.cdn, now=NOW)

    with pytest.raises(NoSuchRelease) as refusal:
        roll_back(cloud.bucket, cloud.cdn, to="r9", now=NOW + 1)

    assert refusal.value.known == ("r1",)


def test_a_machine_with_an_empty_build_accepts_what_published_pages_post(cloud: Cloud, tmp_path: Path) -> None:
    mine, other = write(tmp_path / "mine", SHOP), write(tmp_path / "other", SHOP)
    release = mine / "build/releases" / freeze_site(mine, now=NOW, light=True).release
    publish(release, cloud.bucket, cloud.cdn, now=NOW)
    version = load(release / "live/contract.json").forms["review"].version

    form = other / "content/forms/review.yaml"
    form.write_text(form.read_text().replace("max: 60", "max: 40"))
    freeze_site(other, now=NOW, light=True)
    assert load(other / "build/live/contract.json").earlier == {}
    fetch_contract(cloud.bucket, other / "build")
    freeze_site(other, now=NOW, light=True)  # although nothing has changed on this machine

    [earlier] = load(other / "build/live/contract.json").earlier["review"]
    assert (earlier.version, earlier.until) == (version, 0)

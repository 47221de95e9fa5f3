"""Visitors behind a proxy: believed of a proxy that was named, of nobody else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from build.serve.client import ask, serving_function
from polynya.serve.gateway import Request
from polynya.serve.proxies import SETTING, read_proxies
from serving import end_of, log_of, start_server

VISITOR = "203.0.113.9"


def a_request(forwarded: str = "", *, address: str = "127.0.0.1") -> Request:
    headers = (("x-forwarded-for", forwarded),) if forwarded else ()
    return Request(method="GET", path="/live/x", headers=headers, address=address)


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "visitor"),
    [
        ("", "127.0.0.1", VISITOR, "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", VISITOR, VISITOR),
        ("127.0.0.1", "127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7", VISITOR, "198.51.100.7"),
        ("127.0.0.1", "127.0.0.1", f"192.0.2.1, {VISITOR}", VISITOR),
        ("127.0.0.1, 10.0.0.0/8", "127.0.0.1", f"192.0.2.1, {VISITOR}, 10.1.2.3", VISITOR),
        ("127.0.0.1", "127.0.0.1", f"{VISITOR}, nonsense", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", f"{VISITOR}:4711", VISITOR),
        ("127.0.0.1", "::ffff:127.0.0.1", VISITOR, VISITOR),
        ("::1", "::1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("::1", "::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_a_visitor_is_who_the_last_believed_proxy_saw(trusted: str, peer: str, forwarded: str, visitor: str) -> None:
    seen = read_proxies(trusted).seen_through(a_request(forwarded, address=peer))

    assert seen.address == visitor


def test_what_a_believed_proxy_said_is_gone_so_that_nobody_reads_it_twice() -> None:
    seen = read_proxies("127.0.0.1").seen_through(a_request(f"192.0.2.1, {VISITOR}"))

    assert seen.headers == ()


@pytest.mark.parametrize("wrong", ["proxy", "127.0.0.1 10.0.0.1", "10.0.0.0/33"])
def test_a_proxy_that_is_no_address_is_told(wrong: str) -> None:
    with pytest.raises(ValueError, match=f"{SETTING} has to list addresses or networks"):
        read_proxies(wrong)


def test_a_wrong_list_of_proxies_ends_the_server_with_1(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with start_server(tmp_path, settings={SETTING: "caddy"}) as process:
        code = end_of(process)

    assert code == 1
    assert f"{SETTING} has to list addresses or networks, such as 127.0.0.1" in log_of(tmp_path)


@pytest.fixture
def behind_a_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv(SETTING, "127.0.0.0/8, ::1")
    with serving_function("echo", tmp_path) as url:
        yield url


def test_a_function_sees_the_visitor_behind_the_proxy(behind_a_proxy: str) -> None:
    event = json.loads(ask(behind_a_proxy, "/live/x", headers={"X-Forwarded-For": f"192.0.2.1, {VISITOR}"}).body)

    assert event["requestContext"]["http"]["sourceIp"] == VISITOR
    assert event["headers"]["x-forwarded-for"] == VISITOR


def test_a_proxy_that_nobody_named_is_told_once(tmp_path: Path) -> None:
    with serving_function("echo", tmp_path) as url:
        for _ in range(2):
            event = json.loads(ask(url, "/live/x", headers={"X-Forwarded-For": VISITOR}).body)

    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.1"
    said = (tmp_path / "function.log").read_text()
    assert said.count(f"hint: start the server with {SETTING}=127.0.0.1") == 1

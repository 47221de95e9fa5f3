"""One machine made ready: its folder, its secret, its settings and its address."""

import os
import socket
import stat
from pathlib import Path

import pytest

from polynya.places import Places
from polynya.serve.address import UNREAD_MS, CannotListen, take_address
from polynya.serve.machine import make_ready, read_secret
from polynya_live.settings import NAMES, read_settings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")  # so that what is set here is taken back
        monkeypatch.delenv(name)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_one_machine_keeps_is_for_its_owner_alone(tmp_path: Path) -> None:
    make_ready(Places(tmp_path), "http://127.0.0.1:5000")

    assert mode_of(tmp_path / "var") == 0o700
    assert mode_of(tmp_path / "var/secret") == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret"]


def test_what_others_could_read_is_closed_again(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir(mode=0o755)
    (tmp_path / "var/secret").write_text("s" * 40)
    (tmp_path / "var/secret").chmod(0o644)

    make_ready(Places(tmp_path), "http://127.0.0.1:5000")

    assert (mode_of(tmp_path / "var"), mode_of(tmp_path / "var/secret")) == (0o700, 0o600)
    assert os.environ["POLYNYA_SECRET"] == "s" * 40


def test_a_link_in_the_place_of_var_leads_to_nothing_of_others(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    (tmp_path / "home/notes.txt").write_text("Precious.")
    (tmp_path / "disk").mkdir()
    places = Places(tmp_path / "site")
    places.root.mkdir()
    places.var.symlink_to(tmp_path / "home")

    with pytest.raises(ValueError, match="is a link to a folder with something else in it"):
        make_ready(places, "http://127.0.0.1:5000")

    assert mode_of(tmp_path / "home") == 0o755
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["notes.txt"]
    places.var.unlink()
    places.var.symlink_to(tmp_path / "disk")
    for _ in range(2):
        make_ready(places, "http://127.0.0.1:5000")
    assert mode_of(tmp_path / "disk/secret") == 0o600


def test_a_secret_is_made_once_and_differs_from_every_other(tmp_path: Path) -> None:
    first, again, other = (read_secret(tmp_path / name) for name in ("one", "one", "two"))

    assert first == again != other
    assert len(first) >= 40


@pytest.mark.parametrize("left", [b"", b"\n", b"short", bytes(44), bytes(range(200, 241))])
def test_a_secret_that_the_power_took_is_told_with_what_to_do(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "secret").write_bytes(left)

    with pytest.raises(ValueError, match="secret holds no secret: take it away, and one is made anew; docs/incidents/"):
        read_secret(tmp_path / "secret")


def test_a_folder_that_is_as_it_should_be_is_left_alone_for_its_disk_may_be_read_only(tmp_path: Path) -> None:
    make_ready(Places(tmp_path), "http://127.0.0.1:5000")
    before = (tmp_path / "var").stat().st_ctime_ns

    make_ready(Places(tmp_path), "http://127.0.0.1:5000")

    assert (tmp_path / "var").stat().st_ctime_ns == before


def test_every_setting_that_is_missing_is_set(tmp_path: Path) -> None:
    make_ready(Places(tmp_path), "http://127.0.0.1:5000")

    settings = read_settings(os.environ)
    assert settings.contract == tmp_path / "build/live"
    assert settings.store == f"sqlite:///{tmp_path}/var/polynya.db"
    assert settings.site_url == "http://127.0.0.1:5000"
    assert settings.mail == f"outbox:{tmp_path}/var/outbox"


def test_a_setting_of_the_environment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYNYA_SITE_URL", "https://shop.example")
    monkeypatch.setenv("POLYNYA_SECRET", "x" * 32)

    make_ready(Places(tmp_path), "http://127.0.0.1:5000")

    assert read_settings(os.environ).site_url == "https://shop.example"
    assert not (tmp_path / "var/secret").exists()


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(CannotListen) as refusal:
        take_address("127.0.0.1", other.getsockname()[1])

    assert "taken by another program" in refusal.value.fact
    assert "freeze serve --port " in refusal.value.hint


def test_a_port_shared_by_another_of_our_servers_is_taken() -> None:
    with take_address("127.0.0.1", 0).listener as ours, pytest.raises(CannotListen):
        take_address("127.0.0.1", ours.getsockname()[1])


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"])
def test_a_host_that_is_not_this_machine_is_told(host: str) -> None:
    with pytest.raises(CannotListen) as refusal:
        take_address(host, 0)

    assert host in refusal.value.fact


@pytest.mark.parametrize(
    ("host", "url"), [("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://127.0.0.1:"), ("::1", "http://[::1]:")]
)
def test_an_address_can_be_typed_into_a_browser(host: str, url: str) -> None:
    address = take_address(host, 0)

    with address.listener:
        assert address.url == f"{url}{address.port}"


def test_a_body_does_not_wait_for_its_headers_to_be_acknowledged() -> None:
    with take_address("127.0.0.1", 0).listener as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="Linux has it")
def test_a_visitor_who_reads_nothing_is_let_go_of_in_time() -> None:
    address = take_address("127.0.0.1", 0)
    with address.listener as listener, socket.create_connection(("127.0.0.1", address.port)):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == UNREAD_MS

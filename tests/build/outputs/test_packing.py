"""Packed copies: the same words in fewer bytes, and served to who takes them."""

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]
import pytest

from build.sites import NOW, SHOP, files_below, write
from polynya.freeze import freeze_site
from serving import serving

PACKED = {**SHOP, "content/site.yaml": f"{SHOP['content/site.yaml']}compress: true\n"}


def test_packed_copies_say_what_the_files_say(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, PACKED), now=NOW)

    site = files_below(tmp_path / "build/site")
    packed = files_below(tmp_path / "build/current/packed")
    assert {name for name in packed if "dune" in name} == {f"books/dune/index.html.{suffix}" for suffix in ("br", "gz")}
    for name, content in packed.items():
        original = site[name[:-3]]
        assert (brotli.decompress if name.endswith(".br") else gzip.decompress)(content) == original
        assert len(content) < len(original)


def test_each_content_is_packed_once(tmp_path: Path) -> None:
    root = write(tmp_path, PACKED)
    freeze_site(root, now=NOW)
    kept = {path: path.stat().st_mtime_ns for path in (root / "build/cache/packed").rglob("*.br")}

    freeze_site(root, now=NOW, full=True)

    assert kept and {path: path.stat().st_mtime_ns for path in (root / "build/cache/packed").rglob("*.br")} == kept


def test_a_preview_packs_nothing(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, PACKED), now=NOW, light=True)

    assert not (tmp_path / "build/current/packed").exists()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(write(tmp_path_factory.mktemp("shop"), PACKED)) as url:
        yield url


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("br;q=wrong", None),
        ("", None),
    ],
)
def test_a_page_is_sent_as_its_reader_takes_it(shop: str, accepted: str, encoding: str | None) -> None:
    status, headers, body = get(shop, "/books/dune/", {"Accept-Encoding": accepted})

    assert status == 200 and headers.get("Content-Encoding") == encoding
    assert headers["Vary"] == "Accept-Encoding" and headers["Content-Type"] == "text/html; charset=utf-8"
    assert int(headers["Content-Length"]) == len(body)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert b"Sand." in unpack(body)


def test_each_copy_has_a_tag_of_its_own(shop: str) -> None:
    tags = {
        name: get(shop, "/books/dune/", {"Accept-Encoding": name})[1]["ETag"] for name in ("br", "gzip", "identity")
    }

    assert len(set(tags.values())) == 3
    again, _, body = get(shop, "/books/dune/", {"Accept-Encoding": "br", "If-None-Match": tags["br"]})
    other, _, _ = get(shop, "/books/dune/", {"Accept-Encoding": "br", "If-None-Match": tags["gzip"]})
    assert (again, body, other) == (304, b"", 200)


def test_a_range_is_one_of_the_file_itself(shop: str) -> None:
    status, headers, body = get(shop, "/books/dune/", {"Accept-Encoding": "br", "Range": "bytes=0-14"})

    assert (status, body, headers.get("Content-Encoding")) == (206, b"<!doctype html>", None)


def test_packed_copies_have_no_address(shop: str) -> None:
    assert get(shop, "/books/dune/index.html.br", {})[0] == 404


def get(url: str, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=120)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found[0], {name.title() if name != "etag" else "ETag": value for name, value in found[1].items()}, found[2]

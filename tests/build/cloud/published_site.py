"""A small site in a bucket of moto's, and eyes to walk its links (for the tests of publishing)."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from posixpath import join, normpath
from typing import Any

import boto3
from botocore.exceptions import EndpointConnectionError
from moto import mock_aws

from polynya.cloud.publishing import Bucket, Cdn

NOW = 1_800_000_000
NAME = "pages"


def a_page(*links: str, says: str = "") -> str:
    anchors = "".join(f'<a href="{link}">x</a>' for link in links)
    return f'<html><link rel="stylesheet" href="/static/site.11112222.css">{anchors}{says}</html>'


def first_release() -> dict[str, str]:
    return {
        "index.html": a_page("/books/", "/about/"),
        "404.html": a_page("/"),
        "about/index.html": a_page("/"),
        "books/index.html": a_page("/books/dune/", "/books/emma/"),
        "books/dune/index.html": a_page("/books/", says="first"),
        "books/emma/index.html": a_page("/books/dune/"),
        "static/site.11112222.css": "a{}",
        "sitemap.xml": "<loc>/books/dune/</loc>",
    }


def second_release() -> dict[str, str]:
    """Emma is gone, Ulysses is new and linked from everywhere, the style sheet has another name."""
    files = {
        "index.html": a_page("/books/", "/about/", "/books/ulysses/"),
        "404.html": a_page("/"),
        "about/index.html": a_page("/books/ulysses/"),
        "books/index.html": a_page("/books/dune/", "/books/ulysses/", "/books/walden/"),
        "books/dune/index.html": a_page("/books/", "/books/walden/", says="second"),
        "books/ulysses/index.html": a_page("/books/walden/"),
        "books/walden/index.html": a_page("/books/ulysses/"),
        "sitemap.xml": "<loc>/books/walden/</loc>",
    }
    styled = {path: text.replace("11112222", "33334444") for path, text in files.items()}
    return {**styled, "static/site.33334444.css": "b{}"}


def a_release(folder: Path, name: str, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        file = folder / name / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder / name


class Cloud:
    """Both services of moto's, with a bucket and a distribution that only notes what it was told."""

    def __init__(self) -> None:
        self.s3 = boto3.client("s3", region_name="us-east-1")
        self.s3.create_bucket(Bucket=NAME)
        self.s3.put_bucket_versioning(Bucket=NAME, VersioningConfiguration={"Status": "Enabled"})
        cloudfront = boto3.client("cloudfront", region_name="us-east-1")
        self.bucket = Bucket(self.s3, NAME)
        self.cloudfront = cloudfront
        self.cdn = Cdn(cloudfront, _distribution(cloudfront))

    def texts(self) -> dict[str, str]:
        """Read every file that visitors can reach."""
        return {
            path: self.s3.get_object(Bucket=NAME, Key=f"site/{path}")["Body"].read().decode()
            for path in self.bucket.listing()
        }

    def forgotten(self) -> list[list[str]]:
        listed = self.cloudfront.list_invalidations(DistributionId=self.cdn.name)["InvalidationList"].get("Items", [])
        each = (self.cloudfront.get_invalidation(DistributionId=self.cdn.name, Id=one["Id"]) for one in listed)
        return [one["Invalidation"]["InvalidationBatch"]["Paths"]["Items"] for one in each]


@contextmanager
def a_cloud() -> Iterator[Cloud]:
    with mock_aws():
        yield Cloud()


def broken_links(texts: Mapping[str, str], start: str = "index.html") -> set[str]:
    """Follow every link from `start` and name those that lead nowhere."""
    seen, waiting, broken = set(), [start], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if path not in texts:
            broken.add(path)
        elif path.endswith((".html", ".xml")):
            waiting += [_file(link, path) for link in re.findall(r'(?:href="|<loc>)([^"<]+)', texts[path])]
    return broken


class DroppedNetwork:
    """Lets `calls` changing calls through, then fails all; `late`: the one that fails has been carried out."""

    CHANGING = ("PutObject", "CopyObject", "DeleteObject", "DeleteObjects", "CreateInvalidation")

    def __init__(self, calls: int, *, late: bool = False, client: Any) -> None:
        self.left = calls
        self.late = late
        self.client = client
        self.hit = False

    def __enter__(self) -> "DroppedNetwork":
        self.client.meta.events.register("after-call" if self.late else "before-call", self._count, unique_id="dropped")
        return self

    def __exit__(self, *_: object) -> None:
        self.client.meta.events.unregister("after-call" if self.late else "before-call", unique_id="dropped")

    def _count(self, model: Any, **_: object) -> None:
        if model.name in self.CHANGING:
            self.left -= 1
        if self.left < 0:
            self.hit = True
            raise EndpointConnectionError(endpoint_url="https://s3")


def _file(link: str, page: str) -> str:
    path = normpath(join("/", page.rpartition("/")[0], link)).lstrip("/")
    return join(path, "index.html") if link.endswith("/") else path


def _distribution(cloudfront: Any) -> str:
    origin = {
        "Id": "o",
        "DomainName": "pages.s3.us-east-1.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    behaviour = {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all", "CachePolicyId": "x"}
    made = cloudfront.create_distribution(
        DistributionConfig={
            "CallerReference": "test",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": behaviour,
        }
    )
    return str(made["Distribution"]["Id"])

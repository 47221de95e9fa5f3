"""The journal of the cloud: one object a submission in a private bucket of S3, by requests we sign ourselves (shared).

boto3 would more than double the cold start of a function, see store/dynamo/client.py; this is needed when the table is down.
"""

import http.client
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Self
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from ..store import StoreUnavailable
from ..store.dynamo.signature import Asked, Keys, find_keys, signed
from . import JournalUnavailable

TIMEOUT_S = 1.5
MOST_TRIES = 2
DELAY_S = 0.1
MOST_NAMES = 1000
"""Of one answer of S3."""
GONE = 404
NO_BUCKET = b"NoSuchBucket"
_KEY = re.compile(r"<Key>([^<]+)</Key>")  # ours hold nothing that XML would write otherwise
_MORE = "<IsTruncated>true</IsTruncated>"


class BucketBox:
    """A `Box` below a prefix of a bucket. endpoint: scheme, host and path of the bucket. pause: waits between two tries."""

    def __init__(
        self,
        endpoint: str,
        prefix: str,
        *,
        region: str,
        keys: Callable[[], Keys] = find_keys,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        url = urlsplit(endpoint)
        self._tls, self._netloc, self._path = url.scheme == "https", url.netloc, url.path.rstrip("/")
        self._prefix = prefix
        self._region, self._keys, self._pause = region, keys, pause

    @classmethod
    def at(cls, bucket: str, prefix: str, query: str) -> Self:
        """Open a bucket; query: "region=" and "endpoint=" as needed, the region is that of the environment unless given.

        Raises ValueError for a query of another form, or when no region is known.
        """
        given = {name: values[-1] for name, values in parse_qs(query).items()}
        region = given.get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        if not region or given.keys() - {"region", "endpoint"}:
            raise ValueError(
                f'a journal address is "s3://bucket/prefix?region=eu-central-1", not "s3://{bucket}?{query}"'
            )
        # Another endpoint is an emulator on one machine, which knows no names below its own.
        own = f"{given['endpoint']}/{bucket}" if "endpoint" in given else f"https://{bucket}.s3.{region}.amazonaws.com"
        return cls(own, prefix, region=region)

    def put(self, name: str, content: bytes) -> None:
        """Keep a text; see the port. S3 answers when it is durable."""
        self._ask("PUT", name, body=content)

    def names(self, folder: str) -> list[str]:
        """List names; see the port."""
        names: list[str] = []
        while True:
            start = {"start-after": f"{self._prefix}/{names[-1]}"} if names else {}
            query = {"list-type": "2", "max-keys": str(MOST_NAMES), "prefix": f"{self._prefix}/{folder}/", **start}
            answer = (self._ask("GET", query=query) or b"").decode()
            found = [key.removeprefix(f"{self._prefix}/") for key in _KEY.findall(answer)]
            names += found
            if not found or _MORE not in answer:
                return names

    def get(self, name: str) -> bytes | None:
        """Read a text; see the port."""
        return self._ask("GET", name)

    def remove(self, name: str) -> None:
        """Remove a text; see the port."""
        self._ask("DELETE", name)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let everybody in: a bucket has no lock, and two who replay the same change nothing twice."""
        yield

    def sweep(self) -> None:
        """Do nothing: an object is there whole or not at all."""

    def ready(self) -> None:
        """Do nothing: who may only put objects there has nothing to ask for."""

    def _ask(
        self, method: str, name: str = "", *, query: Mapping[str, str] | None = None, body: bytes = b""
    ) -> bytes | None:
        """Send a request until it is answered; None when nothing is there. Every one may be repeated without harm."""
        path = f"{self._path}/{self._prefix}/{name}" if name else f"{self._path}/"
        asked = Asked(
            method=method,
            path=quote(path),
            query=urlencode(sorted((query or {}).items()), quote_via=quote, safe="-_.~"),
            service="s3",
        )
        reason = ""
        for tried in range(MOST_TRIES):
            if tried:
                self._pause(DELAY_S)
            try:
                status, content = self._send(asked, body)
            except (OSError, http.client.HTTPException, StoreUnavailable) as error:
                reason = repr(error)
                continue
            if status == GONE and method != "PUT" and NO_BUCKET not in content:
                return None
            if status < 300:
                return content
            reason = f"{status} {content[:200].decode(errors='replace')}"
            if status < 500:
                break
        raise JournalUnavailable(f"s3: {method} {self._netloc}: {reason}")

    def _send(self, asked: Asked, body: bytes) -> tuple[int, bytes]:
        headers = {"host": self._netloc, "x-amz-content-sha256": sha256(body).hexdigest()}
        headers = signed(headers, body, keys=self._keys(), region=self._region, at=datetime.now(UTC), asked=asked)
        kind = http.client.HTTPSConnection if self._tls else http.client.HTTPConnection
        connection = kind(self._netloc, timeout=TIMEOUT_S)
        try:
            connection.request(asked.method, asked.path + (f"?{asked.query}" if asked.query else ""), body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

"""What the tests of the journal may ask for: a journal in a folder and in a bucket, and stores that fail when told."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import pytest

from live.moto_server import PATIENCE_S, forget
from live.store.conftest import REGION
from polynya_live.journal import Journal, bucket, open_journal

_buckets = count(1)


@pytest.fixture
def s3_endpoint(moto: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The endpoint of moto, which may take its time on a busy machine."""
    monkeypatch.setattr(bucket, "TIMEOUT_S", PATIENCE_S)
    yield moto
    forget(moto)


@pytest.fixture
def bucket_address(s3_endpoint: str) -> str:
    """The address of a journal in an empty bucket."""
    name = f"polynya-journal-{next(_buckets)}"
    s3: Any = boto3.client("s3", region_name=REGION, endpoint_url=s3_endpoint)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return f"s3://{name}/journal?region={REGION}&endpoint={s3_endpoint}"


@pytest.fixture
def folder_address(tmp_path: Path) -> str:
    return (tmp_path / "a var" / "journal").as_uri()


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.xdist_group("moto"))])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty journal."""
    return str(request.getfixturevalue(f"{request.param}_address"))


@pytest.fixture
def journal(address: str) -> Journal:
    return open_journal(address)

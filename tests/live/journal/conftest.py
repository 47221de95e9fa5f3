"""What the tests of the journal may ask for: a journal in a folder and in a bucket, and stores that fail when told."""

import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from live.store.conftest import REGION, Silent
from polynya_live.journal import Journal, open_journal

_buckets = count(1)


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """The endpoint of moto."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.delenv("AWS_SESSION_TOKEN", raising=False)
        server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), request_handler=Silent)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def bucket_address(s3_endpoint: str) -> str:
    """The address of a journal in an empty bucket."""
    bucket = f"polynya-journal-{next(_buckets)}"
    s3: Any = boto3.client("s3", region_name=REGION, endpoint_url=s3_endpoint)
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    return f"s3://{bucket}/journal?region={REGION}&endpoint={s3_endpoint}"


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

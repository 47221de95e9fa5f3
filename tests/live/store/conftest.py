"""Every test that asks for `store` runs against SQLite, and DynamoDB as moto, AWS's own Local and MiniStack have it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from live.moto_server import PATIENCE_S, forget
from polynya_live.store import Store, open_store
from polynya_live.store.dynamo.client import HttpWire
from polynya_live.store.dynamo.table import create_parameters
from rehearsal.tools import ministack as run_ministack

TESTS = Path(__file__).parents[2]
PROCESSES = Path(__file__).with_name("processes")
StartScript = Callable[..., "subprocess.Popen[str]"]
REGION = "eu-central-1"
_tables = count(1)

DYNAMO = [
    pytest.param("moto", marks=pytest.mark.xdist_group("moto")),
    pytest.param("dynamodb-local", marks=pytest.mark.xdist_group("dynamodb-local")),
    pytest.param("ministack", marks=pytest.mark.xdist_group("ministack")),
]


@pytest.fixture(scope="session")
def dynamodb_local(credentials: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The endpoint of DynamoDB Local."""
    server = run_script("dynamodb_local.py", str(tmp_path_factory.mktemp("dynamodb")))
    try:
        assert server.stdout
        port = next(line for line in server.stdout if line.startswith("port=")).removeprefix("port=").strip()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.communicate()


@pytest.fixture(scope="session")
def ministack(credentials: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The endpoint of MiniStack, which the deployed stage is rehearsed on too."""
    with run_ministack(tmp_path_factory.mktemp("ministack")) as port:
        yield f"http://127.0.0.1:{port}"


def run_script(name: str, *arguments: str) -> "subprocess.Popen[str]":
    """Start one of `processes/`."""
    return subprocess.Popen(
        [sys.executable, str(PROCESSES / name), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(TESTS)},
    )


@pytest.fixture
def start_script() -> Iterator[StartScript]:
    """Start scripts of `processes/`; what still runs when the test ends is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(name: str, *arguments: str) -> "subprocess.Popen[str]":
        started.append(run_script(name, *arguments))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def table() -> str:
    return f"polynya-{next(_tables)}"


def create_table(endpoint: str, table: str) -> None:
    """Make an empty table."""
    wire = HttpWire(endpoint, region=REGION)
    status, content = wire("CreateTable", json.dumps(create_parameters(table)).encode(), PATIENCE_S)
    wire.close()
    assert status == 200, content


def _dynamo_address(endpoint: str, table: str) -> str:
    create_table(endpoint, table)
    return f"dynamodb://{table}?region={REGION}&endpoint={endpoint}&budget=30"


@pytest.fixture(params=DYNAMO)
def dynamo_endpoint(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from endpoint_of(request)


@pytest.fixture
def dynamo_address(dynamo_endpoint: str, table: str) -> str:
    """The address of an empty table."""
    return _dynamo_address(dynamo_endpoint, table)


@pytest.fixture(params=["sqlite", *DYNAMO])
def address(request: pytest.FixtureRequest, tmp_path: Path, table: str) -> Iterator[str]:
    """The address of an empty store."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'var' / 'polynya.db'}"
    else:
        for endpoint in endpoint_of(request):
            yield _dynamo_address(endpoint, table)


def endpoint_of(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the endpoint that a fixture is asked for."""
    endpoint = str(request.getfixturevalue(request.param.replace("-", "_")))
    yield endpoint
    if request.param == "moto":
        forget(endpoint)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = open_store(address)
    yield opened
    opened.close()

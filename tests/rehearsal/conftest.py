"""One deployed stage for all tests of the rehearsal: the demo, deployed by `freeze deploy` to the emulator."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest

from polynya.cloud.deploying.deploy import DeployReport, deploy
from polynya.cloud.stack import Stack, open_session, read_stack
from rehearsal.tools import REGION, copy_site, ministack

STAGE = "rehearsal"


@dataclass(frozen=True)
class Rehearsed:
    """A deployed stage. connect: where its CDN listens. environment: the operator's, to be entered by who acts as one."""

    root: Path
    stack: Stack
    report: DeployReport
    session: boto3.Session
    connect: tuple[str, int]
    environment: "Environment"


@pytest.fixture(scope="session")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsed]:
    root = copy_site(tmp_path_factory.mktemp("site"))
    (root / "static").mkdir()
    with ministack(tmp_path_factory.mktemp("emulator")) as port:
        environment, connect = Environment(port), ("127.0.0.1", port)
        with environment:
            session = open_session(root)
            session.client("sesv2").create_email_identity(EmailIdentity="floe.example")
            report = deploy(root, STAGE, connect=connect)
            stack = read_stack(session, f"polynya-{STAGE}")
        yield Rehearsed(root, stack, report, session, connect, environment)
    shutil.rmtree(root)


@pytest.fixture(autouse=True)
def as_the_operator(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give each test of the deployed stage the operator's environment, and no other test."""
    if "rehearsed" not in request.fixturenames:
        yield
        return
    rehearsed: Rehearsed = request.getfixturevalue("rehearsed")
    with rehearsed.environment:
        yield


class Environment:
    """The operator's environment: the emulator's address, and nobody's real account."""

    def __init__(self, port: int) -> None:
        self._before: dict[str, str] = {}
        self._ours = {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_EC2_METADATA_DISABLED": "true",
            "POLYNYA_REHEARSAL_PORT": str(port),
        }

    def __enter__(self) -> None:
        self._before = dict(os.environ)
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION"):
            os.environ.pop(name, None)
        os.environ.update(self._ours)

    def __exit__(self, *_: object) -> None:
        os.environ.clear()
        os.environ.update(self._before)

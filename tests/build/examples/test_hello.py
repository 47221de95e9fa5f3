"""The example of one file runs, freezes and answers an event, unchanged."""

import runpy
import shutil
from pathlib import Path
from typing import Any

import pytest

from live.event_factory import an_event, as_received

HELLO = Path(__file__).parents[3] / "examples/hello/hello.py"


@pytest.fixture
def hello(tmp_path: Path) -> dict[str, Any]:
    return runpy.run_path(str(shutil.copy(HELLO, tmp_path)), run_name="hello")


def test_it_runs(hello: dict[str, Any]) -> None:
    assert "<h1>Hello World</h1>" in hello["app"].test_client().get("/").text


def test_it_freezes(hello: dict[str, Any], tmp_path: Path) -> None:
    hello["app"].config["FREEZER_DESTINATION"] = str(tmp_path / "build")

    hello["freezer"].freeze()

    assert "Hello World" in (tmp_path / "build/index.html").read_text()


@pytest.mark.parametrize("shape", ["rest", "http2", "url"])
def test_it_answers_an_event(hello: dict[str, Any], shape: str) -> None:
    answer = as_received(shape, hello["handler"](an_event(shape, path="/"), None))

    assert (answer.status, b"Hello World" in answer.body) == (200, True)

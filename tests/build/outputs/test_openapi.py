"""The OpenAPI document: valid, complete, and true of what the live wing answers, whatever it is asked."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from openapi_spec_validator import validate
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from build.sites import NOW
from live.bookshop import SECRET, SITE_URL, a_review
from polynya.freeze import freeze_site
from polynya.outputs.programs.openapi import answers_for
from polynya_live.app import create_app
from polynya_live.contract import load
from polynya_live.routes import OWNERS, ROUTES
from polynya_live.settings import Settings
from polynya_live.store import open_store
from serving import copy_demo

EXAMPLES = 20
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "negative_data_rejection",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_demo(tmp_path_factory.mktemp("demo"))
    freeze_site(root, now=NOW, light=True)
    return root


@pytest.fixture(scope="module")
def document(demo: Path) -> Any:  # Any: JSON
    return json.loads((demo / "build/site/openapi.json").read_text())


@pytest.fixture
def app(demo: Path, tmp_path: Path) -> Iterator[Flask]:
    """The live wing of the demo, with some reviews in its store."""
    store = open_store(f"sqlite:///{tmp_path / 'test.db'}")
    for nth in range(3):
        store.submit(a_review(key=f"{nth:024}", expires=None))
    folder = demo / "build/live"
    settings = Settings(contract=folder, store="sqlite:///unused.db", secret=SECRET, site_url=SITE_URL)
    yield create_app(settings, load(folder / "contract.json"), store, clock=lambda: NOW)
    store.close()


def test_the_document_is_valid(document: Any) -> None:
    validate(document)


def test_every_route_and_every_form_is_in_it(demo: Path, document: Any) -> None:
    contract = load(demo / "build/live/contract.json")
    told = {one["operationId"] for path in document["paths"].values() for one in path.values()}
    wanted = set()
    for route in ROUTES:
        if "<form>" in route.path:
            wanted |= {f"{route.name}-{form.name}" for form in contract.forms.values() if answers_for(route.name, form)}
        elif not route.path.startswith(OWNERS):
            wanted.add(route.name)

    assert told == wanted
    assert {f"form-{name}" for name in contract.forms} <= set(document["components"]["schemas"])
    assert not any(path.startswith(OWNERS) for path in document["paths"])


def test_a_form_is_described_with_its_limits(document: Any) -> None:
    [body] = {
        json.dumps(one) for one in document["paths"]["/live/forms/review"]["post"]["requestBody"]["content"].values()
    }
    review = document["components"]["schemas"]["form-review"]

    assert json.loads(body) == {"schema": {"$ref": "#/components/schemas/form-review"}}
    assert review["required"] == ["page", "author", "rating", "text"]
    assert review["properties"]["author"] == {
        "type": "string",
        "minLength": 1,
        "maxLength": 60,
        "allOf": [{"pattern": r"^[^\r\n]*$"}, {"pattern": r"\S"}],
        "description": "Your name",
    }
    assert review["properties"]["rating"] == {"type": "integer", "minimum": 1, "maximum": 5, "description": "Rating"}
    assert [one.get("format", one) for one in review["properties"]["email"]["anyOf"]] == ["email", {"const": ""}]
    schemas = document["components"]["schemas"]
    assert schemas["form-order"]["properties"]["dishes[menu/oat-waffle]"]["anyOf"][0]["maximum"] == 20
    assert schemas["form-contact"]["properties"]["about"]["anyOf"][0]["enum"] == ["book", "cafe", "other"]
    assert "stamp" in schemas["form-poll"]["required"] and "stamp" not in review["required"]


def test_nothing_that_is_not_shown_is_told_of_a_thread(document: Any) -> None:
    thread = document["components"]["schemas"]["thread-review"]
    values = thread["properties"]["submissions"]["items"]["properties"]["values"]

    assert list(values["properties"]) == ["author", "rating", "text"]
    assert "thread-contact" not in document["components"]["schemas"]
    assert "/live/badge/poll.svg" not in document["paths"]


def test_the_live_wing_answers_as_the_document_says(app: Flask, document: Any) -> None:
    config = SchemathesisConfig.from_dict(
        {
            "seed": 7,
            "workers": 1,
            "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none", "no-shrink": True},
            "phases": {"stateful": {"enabled": False}, "examples": {"enabled": False}},
            "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
        }
    )
    schema = schemathesis.openapi.from_dict(document, config=config)
    schema.app = app

    asked: Counter[str] = Counter()
    failed: dict[str, str] = {}
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            asked[event.recorder.label] += len(event.recorder.cases)
            for case, checks in event.recorder.checks.items():
                for check in checks:
                    if check.status is Status.SUCCESS or not check.failure_info:
                        continue
                    # No form can say null or a number: such a body is sent as one that nobody can read.
                    if isinstance(event.recorder.cases[case].value.body, dict):
                        failed[f"{event.recorder.label}: {check.failure_info.failure.title}"] = (
                            f"{event.recorder.cases[case].value.as_curl_command()[:600]}\n{check.failure_info.failure.message}"
                        )
        elif isinstance(event, events.NonFatalError | events.FatalError):
            failed[str(getattr(event, "label", "all"))] = str(getattr(event, "info", None) or event.exception)[:500]

    assert not failed, "\n\n".join(f"{what}\n{how}" for what, how in failed.items())
    assert len(asked) == sum(len(path) for path in document["paths"].values())
    assert sum(asked.values()) > EXAMPLES * len(asked)

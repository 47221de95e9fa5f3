"""The doctor: the arithmetic of the worst month, and what it says of a machine without credentials."""

import json
import re
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml

from build.cloud.published_site import NOW, Cloud, a_release, first_release, second_release
from polynya.cloud.doctor import Level, limits_of, look_over, prices, readers, worst_month
from polynya.cloud.doctor.bill import MONTH_S, Limits
from polynya.cloud.doctor.rights import RIGHTS
from polynya.cloud.drift import Drift, compare
from polynya.cloud.publishing import publish, roll_back
from polynya.cloud.stack import parameters_of

ROOT = Path(__file__).parents[3]


def some_limits(*, requests: float = 10, concurrency: int = 5, timeout: int = 10) -> Limits:
    return Limits(
        requests_per_second=requests,
        concurrency=concurrency,
        memory=1024,
        timeout=timeout,
        reads_per_second=0,
        writes_per_second=1,
    )


def cost(limits: Limits, what: str) -> float:
    _, usd = prices()
    return next(one.usd for one in worst_month(limits, usd) if one.what == what)


def test_requests_cost_what_the_throttle_lets_through() -> None:
    assert cost(some_limits(requests=10), "HTTP API") == pytest.approx(10 * MONTH_S / 1e6 * 1.00)


def test_functions_never_run_longer_than_their_reserved_concurrency_allows() -> None:
    assert cost(some_limits(concurrency=5), "functions, time") == pytest.approx(5 * MONTH_S * 0.0000133334)


def test_functions_never_run_more_often_than_they_are_asked() -> None:
    few = some_limits(requests=0.1, concurrency=1000, timeout=10)

    assert cost(few, "functions, time") == pytest.approx(1 * MONTH_S * 0.0000133334)


def test_every_price_says_where_it_comes_from() -> None:
    raw = yaml.safe_load((ROOT / "site/polynya/cloud/doctor/prices.yaml").read_text())

    assert raw.pop("as_of")
    assert all(entry["source"].startswith("https://aws.amazon.com/") for entry in raw.values())


def test_the_limits_as_delivered_bound_the_worst_month() -> None:
    limits = limits_of(yaml.safe_load((ROOT / "serverless.yml").read_text()), parameters_of(ROOT, "prod"))
    _, usd = prices()

    assert sum(one.usd for one in worst_month(limits, usd)) < 750
    assert readers(usd) < 10


def test_without_credentials_the_doctor_says_so_and_asks_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")

    findings = list(look_over(ROOT, "prod", boto3.Session(region_name="eu-central-1")))

    assert (findings[-1].check, findings[-1].level) == ("credentials", Level.FAIL)
    assert "aws configure" in findings[-1].hint


def test_a_domain_needs_a_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    text = (ROOT / "serverless.yml").read_text().replace('domain: ""', "domain: floe.example", 1)
    (tmp_path / "serverless.yml").write_text(text)

    findings = {one.check: one for one in look_over(tmp_path, "prod", boto3.Session(region_name="eu-central-1"))}

    assert findings["domain"].fact == "floe.example has no certificate"


def test_drift_tells_what_may_refuse_a_post_from_what_does_not() -> None:
    found = compare({"review": "v1", "order": "v1", "same": "v1"}, {"review": "v2", "contact": "v1", "same": "v1"})

    assert [(one.form, one.drift, one.harmful) for one in found] == [
        ("contact", Drift.ONLY_FUNCTIONS, False),
        ("order", Drift.ONLY_PAGES, True),
        ("review", Drift.OTHER_VERSION, True),
    ]


def test_every_service_of_the_architecture_has_a_right_that_the_doctor_asks_for() -> None:
    resources = yaml.safe_load((ROOT / "serverless.yml").read_text())["resources"]["Resources"].values()
    services = {one["Type"].split("::")[1].lower() for one in resources}
    services |= {"events", "ssm"}  # the schedule, and the parameters
    asked = {action.partition(":")[0] for actions in RIGHTS.values() for action in actions}

    assert {"apigatewayv2": "apigateway"}.keys() <= services
    assert services - {"apigatewayv2"} <= asked


CALLED_OTHERWISE = {
    "ListObjectsV2": "ListBucket",
    "HeadObject": "GetObject",
    "CopyObject": "PutObject",  # from what it may get
    "DeleteObjects": "DeleteObject",
}


def test_the_policy_for_publishing_is_all_that_publishing_and_rolling_back_need(cloud: Cloud, tmp_path: Path) -> None:
    asked: set[str] = set()

    def note(model: Any, params: dict[str, Any], **_: object) -> None:  # Any: botocore's
        name = CALLED_OTHERWISE.get(model.name, model.name)
        older = name == "GetObject" and "versionId" in params["query_string"]
        asked.add(f"{model.service_model.signing_name}:{name}{'Version' if older else ''}")

    for client in (cloud.s3, cloud.cloudfront):
        client.meta.events.register("before-call", note)
    for number, files in enumerate((first_release(), second_release(), second_release())):
        publish(a_release(tmp_path, f"r{number}", files), cloud.bucket, cloud.cdn, now=NOW + number)
    roll_back(cloud.bucket, cloud.cdn, to="r0", now=NOW + 9)

    statements = json.loads(policies_of_the_docs()[1])["Statement"]
    allowed = {action for one in statements for action in one["Action"]}
    assert {one for one in allowed if one.startswith(("s3:", "cloudfront:"))} == asked


def policies_of_the_docs() -> list[str]:
    text = (ROOT / "content/docs/deploying.md").read_text("utf-8")
    return re.findall(r"```json\n(.*?)```", text, re.DOTALL)

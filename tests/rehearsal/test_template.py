"""The template that osls makes of serverless.yml, offline: what cfn-lint says of it, and what cfn-lint cannot see."""

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from polynya.cloud.edge import edge_of
from polynya.places import Places
from polynya_live import handler
from polynya_live.guards.visitors import ORIGIN_SECRET_HEADER
from polynya_live.routes import ROUTES
from polynya_live.store.dynamo.stream import SHOWN
from polynya_live.store.dynamo.table import table_properties
from rehearsal.tools import ROOT, package, tool

pytestmark = pytest.mark.xdist_group("template")

# AWS knows no narrower name for these; each is explained where serverless.yml writes it.
WILDCARDS_THAT_AWS_DEMANDS = {
    ":log-group:/aws/lambda/polynya-prod-visitor:*",
    ":log-group:/aws/lambda/polynya-prod-worker:*",
    ":log-group:/aws/lambda/polynya-prod-owner:*",
    "${Pages.Arn}/site/*",
    "${Journal.Arn}/journal/waiting/*",
    "${Journal.Arn}/journal/aside/*",
}
LIVE_METHODS = {"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}
CACHED = ["/live/newer/*", "/live/threads/*", "/live/badge/*", "/live/tally/*", "/live/left/*"]
"""What CloudFront may keep for seconds: the same answer for everybody."""


@pytest.fixture(scope="module", params=["prod", "rehearsal"])
def stage(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("template")
    shutil.copy(ROOT / "serverless.yml", made)
    (made / "build/package").mkdir(parents=True)
    for name in ("functions.zip", "owner.zip"):
        with zipfile.ZipFile(made / "build/package" / name, "w") as archive:
            archive.writestr("README", f"the template does not look inside {name}")
    (made / "build/package/cdn.json").write_text(edge_of(Places(made)))
    return made


@pytest.fixture(scope="module")
def template(folder: Path, stage: str) -> dict[str, Any]:
    return package(folder, stage)


@pytest.fixture(scope="module")
def resources(template: dict[str, Any]) -> dict[str, Any]:
    return dict(template["Resources"])


def of_type(resources: dict[str, Any], kind: str) -> dict[str, Any]:
    return {name: one.get("Properties", {}) for name, one in resources.items() if one["Type"] == kind}


def test_cfn_lint_finds_nothing(template: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "template.json"
    path.write_text(json.dumps(template))

    # W3005: osls writes DependsOn where a reference says the same.
    command = [tool("cfn-lint"), "--ignore-checks", "W3005", "--", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"HOME": str(tmp_path)})

    assert (done.stdout, done.returncode) == ("", 0)


def test_http_api_speaks_payload_2_on_the_default_stage_and_is_throttled(resources: dict[str, Any]) -> None:
    integrations = of_type(resources, "AWS::ApiGatewayV2::Integration").values()
    (stage,) = of_type(resources, "AWS::ApiGatewayV2::Stage").values()
    routes = {
        one["RouteKey"]: json.dumps(one["Target"]) for one in of_type(resources, "AWS::ApiGatewayV2::Route").values()
    }

    assert {integration["PayloadFormatVersion"] for integration in integrations} == {"2.0"}
    assert stage["StageName"] == "$default"
    assert 0 < stage["DefaultRouteSettings"]["ThrottlingRateLimit"] <= 100
    assert 0 < stage["DefaultRouteSettings"]["ThrottlingBurstLimit"] <= 200
    assert [key for key, target in routes.items() if "Visitor" in target] == ["ANY /live/{proxy+}"]
    inbox = {"ANY /live/inbox", "ANY /live/inbox/", "ANY /live/inbox/{proxy+}", "ANY /live/moderate/{proxy+}"}
    passkeys = {"ANY /live/passkeys", "ANY /live/passkeys/", "ANY /live/passkeys/{proxy+}"}
    assert {key for key, target in routes.items() if "Owner" in target} == inbox | passkeys


def test_every_function_is_bounded_and_has_its_own_role(resources: dict[str, Any]) -> None:
    functions = of_type(resources, "AWS::Lambda::Function").values()

    assert len({json.dumps(one["Role"]) for one in functions}) == len(functions)
    for function in functions:
        assert function["Runtime"] == "python3.13"
        assert function["Architectures"] == ["arm64"]
        assert function["ReservedConcurrentExecutions"] > 0
        assert function["Timeout"] <= 60


def test_every_function_is_one_that_lambda_can_call(resources: dict[str, Any]) -> None:
    handlers = {one["Handler"] for one in of_type(resources, "AWS::Lambda::Function").values()}

    assert handlers == {f"polynya_live.handler.{name}" for name in ("visitor", "owner", "worker")}
    assert {name for name in ("visitor", "owner", "worker") if not callable(getattr(handler, name))} == set()


def test_every_function_knows_owners_and_moderators(resources: dict[str, Any], stage: str) -> None:
    people = {"prod": ("", ""), "rehearsal": ("owner@floe.example", "helper@floe.example")}[stage]

    for function in of_type(resources, "AWS::Lambda::Function").values():
        variables = function["Environment"]["Variables"]
        assert (variables["POLYNYA_OWNERS"], variables["POLYNYA_MODERATORS"]) == people


def test_only_the_function_of_owners_has_the_package_with_what_checks_passkeys(resources: dict[str, Any]) -> None:
    functions = of_type(resources, "AWS::Lambda::Function").values()
    packages = {one["Handler"].rpartition(".")[2]: one["Code"]["S3Key"].rpartition("/")[2] for one in functions}

    assert packages == {"visitor": "functions.zip", "owner": "owner.zip", "worker": "functions.zip"}


def test_the_stream_sets_aside_what_fails_and_goes_on(resources: dict[str, Any]) -> None:
    (source,) = of_type(resources, "AWS::Lambda::EventSourceMapping").values()
    (schedule,) = of_type(resources, "AWS::Events::Rule").values()

    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["MaximumRetryAttempts"] == 5
    assert source["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["Undone", "Arn"]}
    assert schedule["ScheduleExpression"] == "rate(1 minute)"


def test_only_the_worker_may_ask_for_a_freeze_and_hears_of_what_pages_show(resources: dict[str, Any]) -> None:
    asking = {
        name: statement for name, statement in _statements(resources) if "events:" in json.dumps(statement["Action"])
    }
    (source,) = of_type(resources, "AWS::Lambda::EventSourceMapping").values()
    told = {
        name: one["Environment"]["Variables"].get("POLYNYA_REFREEZE")
        for name, one in of_type(resources, "AWS::Lambda::Function").items()
    }

    assert list(asking) == ["WorkerRole"]
    assert asking["WorkerRole"]["Action"] == "events:PutEvents"
    assert json.dumps(asking["WorkerRole"]["Resource"]).endswith(':event-bus/default"}')
    assert [name for name, address in told.items() if address] == ["WorkerLambdaFunction"]
    patterns = [json.loads(one["Pattern"]) for one in source["FilterCriteria"]["Filters"]]
    assert {"dynamodb": {"Keys": {"pk": {"S": [{"prefix": SHOWN}]}}}} in patterns


def _statements(resources: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, role in of_type(resources, "AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            yield from ((name, statement) for statement in policy["PolicyDocument"]["Statement"])


def test_no_role_has_a_wildcard_that_aws_does_not_demand(resources: dict[str, Any], stage: str) -> None:
    allowed = {name.replace("polynya-prod", f"polynya-{stage}") for name in WILDCARDS_THAT_AWS_DEMANDS}
    if stage == "rehearsal":
        allowed.add("*")  # of SES, for the emulator only; prod is checked by the same test
    stars = [text for text in allowed_texts(resources) if "*" in text]

    assert [text for text in stars if not text.endswith(tuple(allowed))] == []


def allowed_texts(resources: dict[str, Any]) -> Iterator[str]:
    """Yield every action and resource that a policy of ours allows."""
    for name, one in resources.items():
        if name.startswith("ServerlessDeploymentBucket"):
            continue  # osls's own: it only denies
        properties = one.get("Properties", {})
        documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
        documents += [properties[key] for key in ("PolicyDocument", "AssumeRolePolicyDocument") if key in properties]
        for statement in (each for document in documents for each in document["Statement"]):
            assert statement["Effect"] == "Allow"
            yield from texts_of(statement["Action"])
            yield from texts_of(statement.get("Resource", []))


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_of(one)


def test_only_the_live_paths_reach_the_functions(resources: dict[str, Any]) -> None:
    config = next(iter(of_type(resources, "AWS::CloudFront::Distribution").values()))["DistributionConfig"]
    behaviours = {one["PathPattern"]: one for one in config["CacheBehaviors"]}

    assert config["DefaultCacheBehavior"]["TargetOriginId"] == "pages"
    assert set(config["DefaultCacheBehavior"]["AllowedMethods"]) == {"GET", "HEAD"}
    assert list(behaviours) == ["/pagefind/*", *CACHED, "/live/*"]  # the first that fits is taken
    assert set(behaviours["/live/*"]["AllowedMethods"]) == LIVE_METHODS
    assert {path for path, one in behaviours.items() if one["TargetOriginId"] == "live"} == {*CACHED, "/live/*"}


def test_only_the_search_may_run_webassembly(resources: dict[str, Any]) -> None:
    config = next(iter(of_type(resources, "AWS::CloudFront::Distribution").values()))["DistributionConfig"]
    (search,) = [one for one in config["CacheBehaviors"] if one["PathPattern"] == "/pagefind/*"]
    policies = {name: texts_of(resources[name]["Properties"]) for name in ("PagesHeaders", "SearchHeaders")}
    running = {name: any("'wasm-unsafe-eval'" in text for text in texts) for name, texts in policies.items()}

    assert running == {"PagesHeaders": False, "SearchHeaders": True}
    assert search["ResponseHeadersPolicyId"] == {"Ref": "SearchHeaders"}
    assert config["DefaultCacheBehavior"]["ResponseHeadersPolicyId"] == {"Ref": "PagesHeaders"}


def test_live_answers_are_not_cached_but_for_what_is_the_same_for_all(resources: dict[str, Any]) -> None:
    config = next(iter(of_type(resources, "AWS::CloudFront::Distribution").values()))["DistributionConfig"]
    *cached, rest = config["CacheBehaviors"][1:]
    policy = resources["IslandCache"]["Properties"]["CachePolicyConfig"]
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]

    assert rest["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # Managed-CachingDisabled
    assert [one["CachePolicyId"] for one in cached] == [{"Ref": "IslandCache"}] * len(CACHED)
    assert [set(one["AllowedMethods"]) for one in cached] == [{"GET", "HEAD"}] * len(CACHED)
    assert (policy["MinTTL"], policy["DefaultTTL"]) == (0, 0)
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "whitelist", "QueryStrings": ["after"]}
    assert key["CookiesConfig"] == {"CookieBehavior": "none"}


def test_every_route_whose_answer_may_be_kept_is_kept_by_the_cdn_and_no_other(resources: dict[str, Any]) -> None:
    config = next(iter(of_type(resources, "AWS::CloudFront::Distribution").values()))["DistributionConfig"]
    kept = tuple(
        one["PathPattern"].removesuffix("*")
        for one in config["CacheBehaviors"]
        if one["CachePolicyId"] == {"Ref": "IslandCache"}
    )

    assert {route.name for route in ROUTES if "s-maxage" in route.cache} == {
        route.name for route in ROUTES if route.path.startswith(kept)
    }


def test_what_is_no_part_of_the_key_reaches_no_function_whose_answer_is_kept(resources: dict[str, Any]) -> None:
    """A function reads `%61fter` as `after`, and a key of CloudFront does not: one reader's answer would be kept for all."""
    config = next(iter(of_type(resources, "AWS::CloudFront::Distribution").values()))["DistributionConfig"]
    kept = [one for one in config["CacheBehaviors"] if one["CachePolicyId"] == {"Ref": "IslandCache"}]

    assert [one["PathPattern"] for one in kept] == CACHED
    assert [one for one in kept if "OriginRequestPolicyId" in one] == []


def test_what_the_guards_ask_for_is_forwarded(resources: dict[str, Any]) -> None:
    policy = resources["LiveRequest"]["Properties"]["OriginRequestPolicyConfig"]
    forwarded = set(policy["HeadersConfig"]["Headers"])

    assert {"Origin", "Sec-Fetch-Site", "HX-Request", "CloudFront-Viewer-Address", "Content-Type"} <= forwarded
    assert "Host" not in forwarded
    assert len(forwarded) <= 10  # CloudFront's limit


def test_the_cdn_proves_itself_to_the_functions(resources: dict[str, Any]) -> None:
    config = next(iter(of_type(resources, "AWS::CloudFront::Distribution").values()))["DistributionConfig"]
    (live,) = [one for one in config["Origins"] if one["Id"] == "live"]
    functions = of_type(resources, "AWS::Lambda::Function").values()

    (header,) = live["OriginCustomHeaders"]
    assert header == {"HeaderName": ORIGIN_SECRET_HEADER, "HeaderValue": {"Ref": "OriginSecret"}}
    for function in functions:
        assert function["Environment"]["Variables"]["POLYNYA_ORIGIN_SECRET"] == {"Ref": "OriginSecret"}


def test_no_error_page_replaces_a_live_answer_and_no_error_is_remembered(resources: dict[str, Any]) -> None:
    config = next(iter(of_type(resources, "AWS::CloudFront::Distribution").values()))["DistributionConfig"]
    errors = {one["ErrorCode"]: one for one in config["CustomErrorResponses"]}

    assert [code for code, one in errors.items() if "ResponsePagePath" in one] == [403]
    assert errors[403]["ResponsePagePath"] == "/404.html"
    assert errors[403]["ResponseCode"] == 404
    assert {one["ErrorCachingMinTTL"] for one in errors.values()} == {0}


def test_pages_are_private_versioned_and_read_by_the_cdn_alone(resources: dict[str, Any]) -> None:
    bucket = resources["Pages"]["Properties"]
    (statement,) = resources["PagesPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    config = next(iter(of_type(resources, "AWS::CloudFront::Distribution").values()))["DistributionConfig"]
    (pages,) = [one for one in config["Origins"] if one["Id"] == "pages"]

    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert statement["Action"] == "s3:GetObject"
    assert "AWS:SourceArn" in statement["Condition"]["StringEquals"]
    assert pages["OriginAccessControlId"]
    assert pages["OriginPath"] == "/site"


def test_the_journal_is_private_and_forgets(template: dict[str, Any]) -> None:
    journal = template["Resources"]["Journal"]["Properties"]
    (rule,) = journal["LifecycleConfiguration"]["Rules"]

    assert all(journal["PublicAccessBlockConfiguration"].values())
    assert "VersioningConfiguration" not in journal  # what is erased from it is gone
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 90)
    assert "/journal" in json.dumps(template["Outputs"]["JournalAddress"]["Value"])


def test_visitors_only_write_into_the_journal_and_the_worker_empties_it(resources: dict[str, Any]) -> None:
    assert rights_on_the_journal(resources, "VisitorRole") == {("s3:PutObject", "/journal/waiting/*")}
    assert rights_on_the_journal(resources, "WorkerRole") == {
        ("s3:GetObject", "/journal/waiting/*"),
        ("s3:DeleteObject", "/journal/waiting/*"),
        ("s3:PutObject", "/journal/aside/*"),
        ("s3:ListBucket", ""),
    }


OUT_OF_THREADS = ["T#*"]  # which the worker takes what nobody confirmed in time; without it no later mail would go out


@pytest.mark.parametrize(
    ("role", "removed"),
    [("VisitorRole", ["T#*", "A#*"]), ("OwnerRole", OUT_OF_THREADS), ("WorkerRole", OUT_OF_THREADS)],
)
def test_no_function_removes_a_submission(resources: dict[str, Any], role: str, removed: list[str]) -> None:
    (policy,) = resources[role]["Properties"]["Policies"]
    removing = [
        one for one in policy["PolicyDocument"]["Statement"] if "dynamodb:DeleteItem" in texts_of(one["Action"])
    ]

    assert [one["Condition"] for one in removing] == [{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": removed}}]


def rights_on_the_journal(resources: dict[str, Any], role: str) -> set[tuple[str, str]]:
    """List the actions of a role, each with what they reach of the bucket."""
    (policy,) = resources[role]["Properties"]["Policies"]
    found = set()
    for one in policy["PolicyDocument"]["Statement"]:
        resource = one["Resource"]
        if "Journal" in json.dumps(resource):
            path = str(resource.get("Fn::Sub", "")).removeprefix("${Journal.Arn}")
            found |= {(action, path) for action in texts_of(one["Action"])}
    return found


def test_the_table_keeps_forgets_and_can_be_brought_back(template: dict[str, Any]) -> None:
    table = template["Resources"]["Table"]["Properties"]

    assert {template["Resources"][name]["DeletionPolicy"] for name in ("Table", "Pages", "Journal")} == {"Retain"}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert table["OnDemandThroughput"]["MaxWriteRequestUnits"] > 0


def test_the_table_is_the_one_that_the_store_describes(resources: dict[str, Any], stage: str) -> None:
    table = dict(resources["Table"]["Properties"])
    described = table_properties(f"polynya-{stage}")
    for index in table["GlobalSecondaryIndexes"]:
        assert index.pop("OnDemandThroughput")["MaxWriteRequestUnits"] > 0

    assert {key: table[key] for key in described} == described


def test_logs_end_and_alarms_reach_somebody_when_they_begin_and_when_they_end(resources: dict[str, Any]) -> None:
    logs = of_type(resources, "AWS::Logs::LogGroup").values()
    alarms = of_type(resources, "AWS::CloudWatch::Alarm").values()

    assert logs
    assert {one["RetentionInDays"] for one in logs} == {30}
    assert len(alarms) >= 4
    for told in ("AlarmActions", "OKActions"):
        assert {json.dumps(one.get(told)) for one in alarms} == {json.dumps([{"Ref": "Alarms"}])}, told


def test_no_secret_is_written_into_the_template(template: dict[str, Any]) -> None:
    secrets = {name: one for name, one in template["Parameters"].items() if "Secret" in name}

    assert set(secrets) == {"Secret", "OriginSecret"}
    for secret in secrets.values():
        assert secret["Type"] == "AWS::SSM::Parameter::Value<String>"
        assert secret["NoEcho"] is True

"""What an operator reads when AWS does not do as asked: what happened, and the next act."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import exceptions as aws
from click.testing import CliRunner

from build.cloud.published_site import Cloud
from polynya.cli.command import command
from polynya.cloud.deploying.deploy import UnknownStage
from polynya.cloud.deploying.osls import OslsFailed
from polynya.cloud.refusals import explain
from polynya.cloud.stack import NoStack, read_stack
from polynya.cloud.wheels import WheelsMissing
from polynya.refreeze import act_after_losing
from polynya_live.store import StoreUnavailable
from polynya_live.store.dynamo.client import Client


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("ExpiredToken", "sign in again"),
        ("ExpiredTokenException", "sign in again"),
        ("RequestTimeTooSkewed", "set the clock"),
        ("SignatureDoesNotMatch", "set the clock"),
        ("InvalidClientTokenId", "aws configure"),
        ("AccessDenied", "freeze doctor"),
        ("ThrottlingException", "in a minute"),
        ("SomethingNew", "run the command again"),
    ],
)
def test_a_refusal_of_aws_names_the_next_act(code: str, act: str) -> None:
    refusal = explain(aws.ClientError({"Error": {"Code": code, "Message": "no"}}, "ListBuckets"))

    assert refusal is not None
    assert code in refusal.fact
    assert act in refusal.hint


@pytest.mark.parametrize(
    ("error", "act"),
    [
        (aws.NoCredentialsError(), "aws configure"),
        (aws.PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"), "AWS_PROFILE"),
        (aws.InvalidRegionError(region_name="eu central 1"), "AWS_REGION"),
        (aws.EndpointConnectionError(endpoint_url="https://s3.eu-centrall-9.amazonaws.com"), "the region"),
        (aws.ConnectTimeoutError(endpoint_url="https://s3"), "the network"),
        (aws.TokenRetrievalError(provider="sso", error_msg="expired"), "aws sso login"),
        (UnknownStage("prdo", ["prod"]), "freeze deploy --stage prdo --new"),
        (NoStack("polynya-prod", "nothing was deployed there", region="eu-north-1"), "AWS_REGION chooses the region"),
        (WheelsMissing("pip could not fetch the wheels"), "the disk full"),
    ],
)
def test_what_keeps_a_command_from_aws_names_the_next_act(error: Exception, act: str) -> None:
    refusal = explain(error)

    assert refusal is not None
    assert act in refusal.hint


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("ExpiredTokenException", "sign in again"),
        ("AccessDeniedException", "freeze doctor"),
        ("ThrottlingException", "in a minute"),
        ("ResourceNotFoundException", "see that it is there"),
    ],
)
def test_a_table_that_refuses_names_the_next_act(code: str, act: str) -> None:
    refused = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "no"}).encode()
    table = Client(lambda *_: (400, refused), pause=lambda _: None)

    with pytest.raises(StoreUnavailable) as error:
        table.call("Query", {})

    assert act in act_after_losing(error.value)


def test_an_answer_of_something_before_aws_is_told_and_no_traceback() -> None:
    """As a proxy or a hotel's network gives it: of the right kind, without a word of AWS."""
    session = boto3.Session(region_name="us-east-1")

    def answer(**_: object) -> None:
        raise aws.ClientError({}, "DescribeStacks")

    session.events.register("before-call.cloudformation", answer)

    with pytest.raises(aws.ClientError) as error:
        read_stack(session, "polynya-prod")

    refusal = explain(error.value)
    assert refusal and "run the command again" in refusal.hint


def test_a_stack_that_cloudformation_still_works_on_is_waited_for(cloud: Cloud) -> None:
    """As after a deployment that was killed, or whose keys expired while the CDN was made."""
    session = boto3.Session(region_name="us-east-1")
    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    session.client("cloudformation").create_stack(StackName="polynya-prod", TemplateBody=json.dumps(template))

    def stand(parsed: dict[str, Any], **_: object) -> None:
        parsed["Stacks"][0]["StackStatus"] = "CREATE_IN_PROGRESS"

    session.events.register("after-call.cloudformation.DescribeStacks", stand)

    with pytest.raises(NoStack, match="it is CREATE_IN_PROGRESS") as missing:
        read_stack(session, "polynya-prod")

    refusal = explain(missing.value)
    assert refusal and refusal.hint.startswith("CloudFormation goes on by itself: wait until")


def test_osls_that_lost_its_keys_does_not_promise_that_nothing_changed() -> None:
    refusal = explain(OslsFailed("The security token included in the request is expired"))

    assert refusal and "`freeze doctor` says how it stands" in refusal.hint


def test_a_stage_that_cannot_be_one_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["--root", str(tmp_path), "deploy", "--stage", "Prod uction"])

    assert done.exit_code == 2
    assert '"Prod uction" is no name of a stage' in done.stderr

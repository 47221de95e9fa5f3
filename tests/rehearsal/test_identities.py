"""Whoever deploys: the policy of the docs is enough, and the doctor names what another one lacks and where to add it."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from polynya.cloud.doctor import Level
from polynya.cloud.doctor.rights import RIGHTS
from rehearsal.conftest import STAGE, Rehearsed
from rehearsal.tools import BIN, ROOT

# The emulator asks for "ssm:GetParameters" on "*" when it is called, where AWS asks for it on each parameter.
pytestmark = pytest.mark.xdist_group("rehearsal")

Policy = dict[str, Any]


@pytest.fixture
def docs_policy() -> Policy:
    """The policy as it stands in the docs."""
    text = (ROOT / "content/docs/deploying.md").read_text()
    policy: Policy = json.loads(re.findall(r"```json\n(.*?)```", text, re.DOTALL)[0])
    return policy


@pytest.fixture
def deployer(rehearsed: Rehearsed) -> Iterator[str]:
    iam: Any = rehearsed.session.client("iam")
    iam.create_user(UserName="deployer")
    yield "deployer"
    for name in iam.list_user_policies(UserName="deployer")["PolicyNames"]:
        iam.delete_user_policy(UserName="deployer", PolicyName=name)
    for key in iam.list_access_keys(UserName="deployer")["AccessKeyMetadata"]:
        iam.delete_access_key(UserName="deployer", AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName="deployer")


def findings_of(rehearsed: Rehearsed, user: str, policy: Policy) -> dict[str, dict[str, str]]:
    """Run `freeze doctor` with the keys of a user who has this policy and no other."""
    iam: Any = rehearsed.session.client("iam")
    iam.put_user_policy(UserName=user, PolicyName="deploying", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=user)["AccessKey"]
    keys = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    command = [str(BIN / "freeze"), "--root", str(rehearsed.root), "doctor", "--stage", STAGE, "--json"]
    done = subprocess.run(command, env={**os.environ, **keys}, capture_output=True, text=True, check=False)
    return {one["check"]: one for one in json.loads(done.stdout)["findings"]}


def test_the_policy_of_the_docs_is_all_that_deploying_needs(
    rehearsed: Rehearsed, deployer: str, docs_policy: Policy
) -> None:
    found = findings_of(rehearsed, deployer, docs_policy)

    assert found["permissions"]["fact"] == f"{sum(map(len, RIGHTS.values()))} kinds of acts are allowed"
    assert {one["check"] for one in found.values() if one["level"] == Level.FAIL} <= {"secrets"}  # see above


def test_a_right_that_is_missing_is_named_with_where_it_belongs(
    rehearsed: Rehearsed, deployer: str, docs_policy: Policy
) -> None:
    text = json.dumps(docs_policy).replace('"dynamodb:*"', '"dynamodb:GetItem"').replace("ssm:GetParameter*", "ssm:Get")

    found = findings_of(rehearsed, deployer, json.loads(text))

    permissions, secrets = found["permissions"], found["secrets"]
    assert (permissions["level"], permissions["fact"]) == (
        Level.FAIL,
        "missing: dynamodb:CreateTable, ssm:GetParameters",
    )
    assert "to the policy of arn:aws:iam::000000000000:user/deployer (AWS console, IAM)" in permissions["hint"]
    assert (secrets["level"], secrets["fact"]) == (Level.FAIL, "could not be asked, missing: ssm:GetParameters")


def test_who_may_not_even_ask_is_told_which_right_lets_them(rehearsed: Rehearsed, deployer: str) -> None:
    nothing = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}]}

    found = findings_of(rehearsed, deployer, nothing)

    facts = {name: found[name]["fact"].rpartition(": ")[2] for name in ("permissions", "secrets", "stack")}
    wanted = ("iam:SimulatePrincipalPolicy", "ssm:GetParameters", "cloudformation:DescribeStacks")
    assert tuple(facts.values()) == wanted
    assert all("user/deployer" in found[name]["hint"] for name in facts)

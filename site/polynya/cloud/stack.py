"""What is deployed: the outputs of a stage's CloudFormation stack (build wing)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from polynya_live.values import dataclass

from .sources import architecture

if TYPE_CHECKING:
    import boto3

_REGION = re.compile(r"""env:AWS_REGION,\s*['"]([a-z0-9-]+)['"]""")


class NoStack(Exception):
    """Nothing is deployed for this stage, or it is half deployed. `name`: of the stack."""

    def __init__(self, name: str, why: str, *, region: str | None = None) -> None:
        super().__init__(f"there is no stack {name}{f' in {region}' if region else ''}: {why}")
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A deployed stage. site_url: without a trailing slash. store: an address for `open_store`. journal: for `open_journal`."""

    name: str
    region: str
    account: str
    status: str
    site_url: str
    bucket: str
    cdn: str
    table: str
    store: str
    artifacts: str
    journal: str = ""


def open_session(root: Path) -> boto3.Session:
    """Open the operator's AWS account, in the region of the site. Raises ImportError without `polynya[aws]`."""
    import boto3  # noqa: PLC0415 -- only who deploys has it

    return boto3.Session(region_name=region_of(root))


def region_of(root: Path) -> str:
    """Say in which region the site at `root` lives: AWS_REGION, else what its serverless.yml says."""
    found = _REGION.search(architecture(root).read_text("utf-8"))
    return os.environ.get("AWS_REGION") or (found[1] if found else "eu-central-1")


def stack_name(root: Path, stage: str) -> str:
    """Write the name that osls gives to the stack of a stage."""
    return f"{_read(root)['service']}-{stage}"


def parameters_of(root: Path, stage: str) -> dict[str, Any]:  # Any: whatever serverless.yml says
    """Read the parameters of a stage, the stage's own over the default ones."""
    params = _read(root).get("params", {})
    return {**params.get("default", {}), **(params.get(stage) or {})}


def is_declared(root: Path, stage: str) -> bool:
    """Tell whether serverless.yml has parameters of this stage."""
    return stage in _read(root).get("params", {})


def stages(session: boto3.Session, root: Path) -> list[str]:
    """List the stages of this service that are deployed in this account and region."""
    cloudformation: Any = session.client("cloudformation")
    pages = cloudformation.get_paginator("list_stacks").paginate()
    there = [one for page in pages for one in page["StackSummaries"] if one["StackStatus"] != "DELETE_COMPLETE"]
    beginning = stack_name(root, "")
    return sorted(one["StackName"].removeprefix(beginning) for one in there if one["StackName"].startswith(beginning))


def act_on(said: str) -> str:
    """Name the next act for a stack that is not done; "" when CloudFormation does nothing with it. said: its status, too."""
    going = "CloudFormation goes on by itself: wait until `freeze doctor` says that it is done, then deploy."
    return going if "_IN_PROGRESS" in said else ""


def read_stack(session: boto3.Session, name: str) -> Stack:
    """Read what is deployed. Raises NoStack; botocore's errors when AWS refuses or cannot be reached."""
    cloudformation: Any = session.client("cloudformation")
    try:
        found = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except cloudformation.exceptions.ClientError as error:
        if error.response.get("Error", {}).get("Code") == "ValidationError":
            raise NoStack(name, "nothing was deployed there", region=session.region_name) from None
        raise
    outputs = {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}
    if "StoreAddress" not in outputs:
        raise NoStack(name, f"it is {found['StackStatus']}")
    return Stack(
        name=name,
        region=session.region_name or "",
        account=found["StackId"].split(":")[4],
        status=found["StackStatus"],
        site_url=outputs["SiteUrl"],
        bucket=outputs["PagesBucket"],
        cdn=outputs["CdnId"],
        table=outputs["TableName"],
        store=outputs["StoreAddress"],
        journal=outputs.get("JournalAddress", ""),
        artifacts=outputs["ServerlessDeploymentBucketName"],
    )


def _read(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(architecture(root).read_text("utf-8"))
    return loaded

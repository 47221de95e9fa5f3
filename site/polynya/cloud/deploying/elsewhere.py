"""Know whether a stage lies in another region, or in another account, before a second one is made here (build wing)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...observing.memory_file import write_whole
from ...places import Places
from ..stack import Stack, stack_name

if TYPE_CHECKING:
    import boto3

NOTED = "deployed.json"
"""In build/: where each stage was deployed to from this machine. A hint: it may be missing, or out of date."""


class StageElsewhere(Exception):
    """A stage that is not here is somewhere else: perhaps with other keys, or in another region."""

    def __init__(self, stage: str, where: str, here: str) -> None:
        super().__init__(f'the stage "{stage}" is in {where}, and nothing of it in {here}')
        self.stage = stage


def refuse_elsewhere(session: boto3.Session, root: Path, stage: str) -> None:
    """Refuse a stage that is not here, but somewhere else. Raises StageElsewhere; botocore's errors.

    The CDN is of no region, so it names the region to whoever has the account; only a note knows of another account.
    """
    account = session.client("sts").get_caller_identity()["Account"]
    here, region = _where(session.region_name or "", account), _region_of_pages(session, stack_name(root, stage))
    where = _where(region, account) if region else _read(root).get(stage, here)
    if where != here:  # what was here, and is not any more, was taken away
        raise StageElsewhere(stage, where, here)


def note_where(root: Path, stage: str, stack: Stack) -> None:
    """Note where a stage has been deployed to."""
    said = _read(root) | {stage: _where(stack.region, stack.account)}
    write_whole(Places(root).build / NOTED, json.dumps(said).encode())


def _where(region: str, account: str) -> str:
    return f"{region} of the account {account}"


def _region_of_pages(session: boto3.Session, stack: str) -> str:
    """Read from the distributions of this account in which region the pages of a stack are; "" for nowhere."""
    cloudfront: Any = session.client("cloudfront")
    bucket = re.compile(rf"{re.escape(stack)}-pages-[a-z0-9]+\.s3\.([a-z0-9-]+)\.amazonaws\.")
    for page in cloudfront.get_paginator("list_distributions").paginate():
        for one in page["DistributionList"].get("Items", []):
            for origin in one["Origins"]["Items"]:
                if found := bucket.match(origin["DomainName"]):
                    return found[1]
    return ""


def _read(root: Path) -> dict[str, str]:
    try:
        found = json.loads((Places(root).build / NOTED).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(stage): str(where) for stage, where in found.items()} if isinstance(found, dict) else {}

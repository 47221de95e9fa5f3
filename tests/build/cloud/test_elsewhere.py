"""A deploy with the keys of another account, or in another region, says so before it makes a second site."""

import shutil
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from click.testing import CliRunner

from build.cloud.published_site import Cloud
from polynya.cli.command import command
from polynya.cloud.deploying.deploy import Before, take_back
from polynya.cloud.deploying.elsewhere import note_where, refuse_elsewhere
from polynya.cloud.stack import Stack, open_session

ROOT = Path(__file__).parents[3]
ACCOUNT = "123456789012"
"""Whose keys everybody has at moto's."""


@pytest.fixture
def root(tmp_path: Path, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    (tmp_path / "content").mkdir()
    shutil.copy(ROOT / "serverless.yml", tmp_path)
    return tmp_path


def a_stack(*, region: str = "eu-north-1", account: str = ACCOUNT) -> Stack:
    told = dict.fromkeys(("name", "status", "site_url", "bucket", "cdn", "table", "store", "artifacts"), "")
    return Stack(region=region, account=account, **told)


def pages_in(region: str, cloud: Cloud) -> None:
    found = cloud.cloudfront.get_distribution_config(Id=cloud.cdn.name)
    config = found["DistributionConfig"]
    config["Origins"]["Items"][0]["DomainName"] = f"polynya-prod-pages-1a2b3c.s3.{region}.amazonaws.com"
    cloud.cloudfront.update_distribution(Id=cloud.cdn.name, DistributionConfig=config, IfMatch=found["ETag"])


def secrets_made() -> list[str]:
    ssm = boto3.client("ssm", region_name="eu-north-1")
    return [one["Name"] for one in ssm.describe_parameters()["Parameters"]]


def test_another_region_of_the_account_is_told_by_its_cdn_before_anything_is_made(root: Path, cloud: Cloud) -> None:
    pages_in("eu-central-1", cloud)

    done = CliRunner().invoke(command, ["--root", str(root), "deploy"])

    assert done.exit_code == 1
    assert done.stderr == (
        f'Error: the stage "prod" is in eu-central-1 of the account {ACCOUNT}, and nothing of it in '
        f"eu-north-1 of the account {ACCOUNT}. Nothing was changed\n"
        "hint: AWS_PROFILE chooses the account, AWS_REGION the region; "
        "for a second site of its own say `freeze deploy --stage prod --new`.\n"
    )
    assert secrets_made() == []


def test_another_account_is_told_by_the_machine_that_deployed_before_anything_is_made(root: Path) -> None:
    note_where(root, "prod", a_stack(account="999999999999"))

    done = CliRunner().invoke(command, ["--root", str(root), "deploy"])

    assert done.exit_code == 1
    assert 'the stage "prod" is in eu-north-1 of the account 999999999999, and nothing of it in' in done.stderr
    assert secrets_made() == []


def test_a_stage_that_was_here_and_was_taken_away_may_be_made_again(root: Path) -> None:
    note_where(root, "prod", a_stack())

    refuse_elsewhere(open_session(root), root, "prod")


def test_another_stage_of_the_account_is_no_reason(root: Path, cloud: Cloud) -> None:
    pages_in("eu-central-1", cloud)
    note_where(root, "prod", a_stack(account="999999999999"))

    refuse_elsewhere(open_session(root), root, "test")


def test_a_note_that_cannot_be_read_is_no_reason(root: Path) -> None:
    note_where(root, "prod", a_stack(region="eu-central-1"))
    (root / "build/deployed.json").write_text("[")

    refuse_elsewhere(open_session(root), root, "prod")


def test_pages_that_cannot_be_taken_back_are_told_with_the_command_that_does_it(root: Path) -> None:
    """What made the deployment fail is mostly what keeps it from being taken back."""
    session = open_session(root)

    def drop(**_: object) -> None:
        raise EndpointConnectionError(endpoint_url="https://cloudformation")

    session.events.register("before-call.cloudformation", drop)

    back = take_back(root, "prod", session, before=Before(release="r1"))

    assert back.startswith("the pages could not be brought back: Could not connect to the endpoint URL")
    assert back.endswith("; `freeze rollback --stage prod r1` does it")

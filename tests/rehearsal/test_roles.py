"""What each function's role may not do: asked by a probe that runs with the role itself, on the emulator that enforces it."""

import io
import json
import zipfile
from typing import Any
from urllib.parse import urlsplit

import pytest

from live.bookshop import a_review
from polynya_live.journal import open_journal
from rehearsal.conftest import STAGE, Rehearsed

pytestmark = pytest.mark.xdist_group("rehearsal")

# Runs as a function with the role of another one, and says which calls were denied. botocore is the runtime's own.
PROBE = """
import os
import botocore.exceptions
import botocore.session

DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")

def handler(event, context):
    session = botocore.session.get_session()
    said = {}
    for name, service, operation, parameters in event:
        client = session.create_client(service, region_name=os.environ["AWS_REGION"])
        try:
            getattr(client, operation)(**parameters)
            said[name] = "allowed"
        except botocore.exceptions.ClientError as error:
            code = error.response["Error"]["Code"]
            gone = code == "NoSuchKey"  # the worker of the site was faster, and only who may look is told
            said[name] = "denied" if code in DENIED else "allowed" if gone else "allowed: " + code
    return said
"""
KEY = {"pk": {"S": "S#probe"}, "sk": {"S": "S"}}


ALLOWED = {
    # MiniStack reads no `dynamodb:LeadingKeys`: on AWS these functions remove only what a thread or an account shows.
    # That the conditions stand in the template is tested in test_template.py; that AWS keeps them is not tested here.
    "visitor": {"read a row", "keep a row", "remove a row", "write into the journal"},
    "owner": {"read a row", "keep a row", "remove a row", "read the inbox"},
    "worker": {
        "read a row",
        "keep a row",
        "remove a row",
        "list the journal",
        "read the journal",
        "empty the journal",
        "set aside",
    },
}


@pytest.fixture(scope="module", params=ALLOWED)
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def answers(role: str, rehearsed: Rehearsed) -> dict[str, str]:
    """Ask everything once, as one of the functions."""
    with rehearsed.environment:
        open_journal(rehearsed.stack.journal).keep(a_review(key="probe" * 4))
        return ask_all(rehearsed, role)


def ask_all(rehearsed: Rehearsed, name: str) -> dict[str, str]:
    functions: Any = rehearsed.session.client("lambda")
    asked = functions.get_function(FunctionName=f"polynya-{STAGE}-{name}")["Configuration"]
    probe = f"probe-{name}"
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("probe.py", PROBE)
    functions.create_function(
        FunctionName=probe,
        Runtime="python3.13",
        Role=asked["Role"],
        Handler="probe.handler",
        Timeout=60,
        Code={"ZipFile": code.getvalue()},
    )
    functions.get_waiter("function_active_v2").wait(FunctionName=probe, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    said = functions.invoke(FunctionName=probe, Payload=json.dumps(questions(rehearsed)))["Payload"].read()
    answers: dict[str, str] = json.loads(said)
    rehearsed.session.client("dynamodb").delete_item(TableName=rehearsed.stack.table, Key=KEY)  # type: ignore[arg-type]
    return answers


def questions(rehearsed: Rehearsed) -> list[tuple[str, str, str, dict[str, Any]]]:
    table, bucket = rehearsed.stack.table, rehearsed.stack.bucket
    journal, entry = urlsplit(rehearsed.stack.journal).netloc, open_journal(rehearsed.stack.journal).waiting()[0]
    waits = {"Bucket": journal, "Key": f"journal/{entry}"}
    box = {"KeyConditionExpression": "box = :b", "ExpressionAttributeValues": {":b": {"S": "pending#0"}}}
    return [
        ("read a row", "dynamodb", "get_item", {"TableName": table, "Key": KEY}),
        ("keep a row", "dynamodb", "put_item", {"TableName": table, "Item": KEY}),
        ("remove a row", "dynamodb", "delete_item", {"TableName": table, "Key": KEY}),
        ("read the inbox", "dynamodb", "query", {"TableName": table, "IndexName": "boxes", **box}),
        ("read the whole table", "dynamodb", "scan", {"TableName": table}),
        ("drop the table", "dynamodb", "delete_table", {"TableName": table}),
        ("read another table", "dynamodb", "get_item", {"TableName": "another", "Key": KEY}),
        ("list the pages", "s3", "list_objects_v2", {"Bucket": bucket}),
        ("change a page", "s3", "put_object", {"Bucket": bucket, "Key": "site/index.html", "Body": "x"}),
        ("read the journal", "s3", "get_object", waits),
        ("list the journal", "s3", "list_objects_v2", {"Bucket": journal, "Prefix": "journal/waiting/"}),
        ("write into the journal", "s3", "put_object", {**waits, "Body": "x"}),
        ("set aside", "s3", "put_object", {"Bucket": journal, "Key": "journal/aside/probe.json", "Body": "x"}),
        ("empty the journal", "s3", "delete_object", waits),
        ("write beside the journal", "s3", "put_object", {"Bucket": journal, "Key": "probe", "Body": "x"}),
        ("read a secret", "ssm", "get_parameter", {"Name": f"/polynya/{STAGE}/secret"}),
        (
            "change a function",
            "lambda",
            "update_function_configuration",
            {"FunctionName": "probe-visitor", "Timeout": 5},
        ),
        ("make a user", "iam", "create_user", {"UserName": "eve"}),
    ]


def test_each_function_may_do_its_work(answers: dict[str, str], role: str) -> None:
    assert {name for name, answer in answers.items() if answer == "allowed"} == ALLOWED[role]


def test_each_function_may_do_nothing_else(answers: dict[str, str], role: str) -> None:
    rest = {name: answer for name, answer in answers.items() if name not in ALLOWED[role]}

    assert set(rest.values()) == {"denied"}, rest
    assert len(rest) == 18 - len(ALLOWED[role])

"""The rights that deploying needs, each with what it is needed for, and who may not do what (build wing).

AWS answers for them without doing anything. The policy in docs/deploying gives them all.
https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
"""

import re
from collections.abc import Mapping
from typing import Any

# One of each kind that a deploy does. Asked for a narrower thing than "*" where the policy names one: a right to write
# polynya-prod is none to write everything.
RIGHTS: Mapping[str, tuple[str, ...]] = {
    "*": (
        "apigateway:POST",
        "budgets:ModifyBudget",
        "cloudformation:CreateChangeSet",
        "cloudformation:DescribeStacks",
        "cloudfront:CreateDistribution",
        "cloudfront:CreateInvalidation",
        "cloudwatch:PutMetricAlarm",
        "lambda:CreateEventSourceMapping",
        "lambda:GetAccountSettings",
    ),
    "arn:aws:dynamodb:{region}:{account}:table/{stack}": ("dynamodb:CreateTable", "dynamodb:GetItem"),
    "arn:aws:events:{region}:{account}:rule/{stack}-x": ("events:PutRule",),
    "arn:aws:iam::{account}:role/{stack}-x": ("iam:CreateRole", "iam:PassRole"),
    "arn:aws:lambda:{region}:{account}:function:{stack}-visitor": ("lambda:CreateFunction",),
    "arn:aws:logs:{region}:{account}:log-group:/aws/lambda/{stack}-visitor": ("logs:CreateLogGroup",),
    "arn:aws:s3:::{stack}-x": ("s3:CreateBucket",),
    "arn:aws:s3:::{stack}-x/site/index.html": ("s3:PutObject",),
    "arn:aws:sns:{region}:{account}:{stack}-alarms": ("sns:CreateTopic",),
    "arn:aws:sqs:{region}:{account}:{stack}-undone": ("sqs:CreateQueue",),
    "arn:aws:ssm:{region}:{account}:parameter/polynya/{stage}/secret": ("ssm:GetParameters", "ssm:PutParameter"),
}
WHERE = "add what is missing to the policy of {who} (AWS console, IAM); docs/deploying has the whole policy."

_DENIED = re.compile(r"not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)")


def missing_rights(iam: Any, *, who: str, region: str, stack: str, stage: str) -> list[str]:  # Any: boto3's client
    """Ask AWS which of RIGHTS an identity lacks. who: the ARN of a user or role. Raises botocore's errors."""
    said = {"region": region, "account": who.split(":")[4], "stack": stack, "stage": stage}
    lacking = []
    for resource, actions in RIGHTS.items():
        asked = iam.simulate_principal_policy(
            PolicySourceArn=who, ActionNames=list(actions), ResourceArns=[resource.format_map(said)]
        )
        lacking += [one["EvalActionName"] for one in asked["EvaluationResults"] if one["EvalDecision"] != "allowed"]
    return lacking


def right_denied(error: Exception) -> str:
    """Read from a refusal of AWS which right it asks for; "" when it says nothing of that."""
    found = _DENIED.search(str(error))
    return found[1] if found else ""


def identity_behind(arn: str) -> str:
    """Write the ARN of the role behind a session; any other as it is."""
    if ":assumed-role/" not in arn:
        return arn
    before, _, rest = arn.replace(":sts:", ":iam:").partition(":assumed-role/")
    return f"{before}:role/{rest.split('/')[0]}"

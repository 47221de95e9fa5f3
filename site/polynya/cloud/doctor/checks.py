"""What a deployment needs, checked one by one; each check says what it found and what to do (build wing)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from polynya_live.store import StoreError, open_store
from polynya_live.values import dataclass

from ..bytecode import find_python
from ..codes import act_for
from ..deploying.elsewhere import StageElsewhere, refuse_elsewhere
from ..deploying.osls import OslsMissing, find_osls
from ..finding import Finding, Level, look_at_journal
from ..stack import NoStack, act_on, parameters_of, read_stack, stack_name
from .rights import RIGHTS, WHERE, identity_behind, missing_rights, right_denied

if TYPE_CHECKING:
    import boto3

SECRET_CHARACTERS = 32
ALWAYS_FREE = 100  # executions that AWS keeps out of every reservation: an account of 1000 can reserve 900
PLACEHOLDER = "000000000000"


@dataclass(frozen=True, slots=True)
class _Case:
    root: Path
    stage: str
    session: boto3.Session

    def client(self, service: str) -> Any:  # Any: boto3 makes its clients as it runs
        return self.session.client(service)  # type: ignore[call-overload]


def look_over(root: Path, stage: str, session: boto3.Session) -> Iterator[Finding]:
    """Run every check, each finding as it comes. Without credentials the checks that ask AWS are left out."""
    case = _Case(root, stage, session)
    yield _tools(case)
    yield _bytecode(case)
    yield _domain(case)
    known = _credentials(case)
    yield known
    if known.level is Level.FAIL:
        return
    for name, check in _OF_AWS.items():
        try:
            yield check(case)
        except (ClientError, BotoCoreError) as error:
            yield _not_asked(name, error, who=known.fact)


def _not_asked(check: str, error: Exception, *, who: str) -> Finding:
    if right := right_denied(error):
        return Finding(
            check, Level.FAIL, f"could not be asked, missing: {right}", WHERE.format(who=identity_behind(who))
        )
    return Finding(check, Level.WARN, f"could not be asked: {error}", "run `freeze doctor` again.")


def _tools(case: _Case) -> Finding:
    try:
        find_osls(case.root)
    except OslsMissing as missing:
        return Finding("tools", Level.FAIL, f"{missing} is not installed", "npm install --save-dev osls@4.3.1")
    return Finding("tools", Level.OK, "node and osls are here")


def _bytecode(_case: _Case) -> Finding:
    if find_python("3.13"):
        return Finding("bytecode", Level.OK, "a Python 3.13 is here to compile the package")
    hint = "install Python 3.13; the first answer of a function takes about twice as long without it."
    return Finding("bytecode", Level.WARN, "no Python 3.13 here", hint)


def _domain(case: _Case) -> Finding:
    parameters = parameters_of(case.root, case.stage)
    domain, certificate = parameters.get("domain", ""), str(parameters.get("certificateArn", ""))
    if not domain:
        return Finding("domain", Level.OK, "none: the site gets the address that CloudFront gives")
    if PLACEHOLDER in certificate or ":us-east-1:" not in certificate:
        hint = "ask for one in AWS Certificate Manager, region us-east-1, and write its ARN into serverless.yml."
        return Finding("domain", Level.FAIL, f"{domain} has no certificate", hint)
    return Finding("domain", Level.OK, domain)


def _credentials(case: _Case) -> Finding:
    try:
        identity = case.client("sts").get_caller_identity()
    except (ClientError, BotoCoreError) as error:
        code = error.response.get("Error", {}).get("Code", "") if isinstance(error, ClientError) else ""
        hint = act_for(code) or "set AWS_PROFILE, or run `aws configure`."
        return Finding("credentials", Level.FAIL, str(error), hint)
    if identity["Arn"].endswith(":root"):
        hint = "make an IAM identity for deploying; the root user should sleep."
        return Finding("credentials", Level.WARN, f"you are the root user of {identity['Account']}", hint)
    return Finding("credentials", Level.OK, identity["Arn"])


def _permissions(case: _Case) -> Finding:
    arn = case.client("sts").get_caller_identity()["Arn"]
    if arn.endswith(":root"):
        return Finding("permissions", Level.OK, "the root user may do everything")
    who, name = identity_behind(arn), stack_name(case.root, case.stage)
    region = case.session.region_name
    missing = missing_rights(case.client("iam"), who=who, region=region, stack=name, stage=case.stage)
    if missing:
        return Finding("permissions", Level.FAIL, f"missing: {', '.join(missing)}", WHERE.format(who=who))
    return Finding("permissions", Level.OK, f"{sum(map(len, RIGHTS.values()))} kinds of acts are allowed")


def _concurrency(case: _Case) -> Finding:
    parameters = parameters_of(case.root, case.stage)
    wanted = sum(int(parameters[f"{name}Concurrency"]) for name in ("visitor", "owner", "worker"))
    limit = case.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    if limit < wanted + ALWAYS_FREE:
        hint = "ask AWS for more (Service Quotas, Lambda, concurrent executions: 1000), or lower visitorConcurrency."
        return Finding("concurrency", Level.FAIL, f"the account has {limit}, this stage reserves {wanted}", hint)
    return Finding("concurrency", Level.OK, f"{wanted} of {limit} executions are reserved")


def _secrets(case: _Case) -> Finding:
    names = [f"/polynya/{case.stage}/secret", f"/polynya/{case.stage}/origin-secret"]
    found = case.client("ssm").get_parameters(Names=names)["Parameters"]
    short = [one["Name"] for one in found if len(one["Value"]) < SECRET_CHARACTERS]
    if short:
        return Finding(
            "secrets", Level.FAIL, f"{short[0]} is too short", "delete it; `freeze deploy` makes a good one."
        )
    made = "are there" if len(found) == len(names) else "will be made by `freeze deploy`"
    return Finding("secrets", Level.OK, f"the two secrets of this stage {made}")


def _stack(case: _Case) -> Finding:
    try:
        stack = read_stack(case.session, stack_name(case.root, case.stage))
    except NoStack as missing:
        try:
            refuse_elsewhere(case.session, case.root, case.stage)
        except StageElsewhere as elsewhere:
            hint = "AWS_PROFILE chooses the account, AWS_REGION the region."
            return Finding("stack", Level.FAIL, str(elsewhere), hint)
        return Finding("stack", Level.WARN, str(missing), act_on(str(missing)) or "freeze deploy")
    if not stack.status.endswith("_COMPLETE"):
        hint = act_on(stack.status) or "see its events in the AWS console."
        return Finding("stack", Level.FAIL, f"{stack.name} is {stack.status}", hint)
    return Finding("stack", Level.OK, f"{stack.name} is {stack.status}, at {stack.site_url}/")


def _store(case: _Case) -> Finding:
    try:
        stack = read_stack(case.session, stack_name(case.root, case.stage))
    except NoStack:
        return Finding("store", Level.OK, "not there yet")
    try:
        store = open_store(stack.store)
        store.health()
        store.close()
    except StoreError as error:
        return Finding("store", Level.FAIL, str(error), "without the store nothing can be published.")
    return Finding("store", Level.OK, f"table {stack.table} answers")


def _journal(case: _Case) -> Finding:
    try:
        stack = read_stack(case.session, stack_name(case.root, case.stage))
        return look_at_journal("journal", stack.journal, replay=f"freeze replay --stage {case.stage}")
    except (NoStack, ValueError):
        return Finding("journal", Level.OK, "not there yet")


def _alarms(case: _Case) -> Finding:
    """Look whether somebody hears of alarms: who is named has to say yes to AWS."""
    to = str(parameters_of(case.root, case.stage).get("alarmMail", ""))
    if not to:
        hint = "name somebody in alarmMail in serverless.yml; docs/deploying says how."
        return Finding("alarms", Level.WARN, "nobody is told of them", hint)
    account, sns = case.client("sts").get_caller_identity()["Account"], case.client("sns")
    topic = f"arn:aws:sns:{case.session.region_name}:{account}:polynya-{case.stage}-alarms"
    try:
        told = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    except sns.exceptions.NotFoundException:
        return Finding("alarms", Level.OK, "not there yet")
    if any(one["Endpoint"] == to and one["SubscriptionArn"].startswith("arn:") for one in told):
        return Finding("alarms", Level.OK, f"{to} is told of them")
    hint = "follow the link in the mail that AWS sent there; `freeze deploy` tells AWS of a new address."
    return Finding("alarms", Level.WARN, f"{to} has not agreed to be told of them", hint)


_OF_AWS: dict[str, Callable[[_Case], Finding]] = {
    "permissions": _permissions,
    "concurrency": _concurrency,
    "secrets": _secrets,
    "stack": _stack,
    "store": _store,
    "journal": _journal,
    "alarms": _alarms,
}

"""Deploy functions and pages together, try them, and take both back when they do not work (build wing)."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polynya_live.contract import load
from polynya_live.store import StoreError, open_store
from polynya_live.values import dataclass

from ...freeze import freeze_site
from ...places import Places
from ..pack import pack
from ..publishing import Bucket, Cdn, PublishReport, fetch_contract, publish, roll_back
from ..publishing.record import read_held, remember, write_held
from ..stack import NoStack, Stack, is_declared, open_session, read_stack, region_of, stack_name, stages
from .elsewhere import note_where, refuse_elsewhere
from .osls import OslsFailed, deployments, find_osls, own_architecture, run_osls
from .smoke import SETTLE_S, SmokeFailed, browser, check_site_lives, until_settled

if TYPE_CHECKING:
    import boto3

MS = 1000
SECRET_BYTES = 32
SECRETS = ("secret", "origin-secret")
"""What a stage keeps in the Parameter Store, below /polynya/STAGE/."""

Say = Callable[[str], None]


class RolledBack(Exception):
    """The new state did not work and the one before is back. `why`: what failed; `back`: what was brought back."""

    def __init__(self, why: str, back: str) -> None:
        super().__init__(f"{why}; {back}")
        self.why = why
        self.back = back


class UnknownStage(Exception):
    """A stage that is neither deployed nor in serverless.yml, while others are deployed: perhaps a slip of the finger."""

    def __init__(self, stage: str, known: list[str]) -> None:
        super().__init__(f'no stage is called "{stage}"; deployed: {", ".join(known)}. Nothing was changed')
        self.stage = stage


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployReport:
    """What stands now. tried: the form that was posted, "" when the site has none that may be."""

    site_url: str
    release: str
    sent: int
    tried: str


@dataclass(frozen=True, slots=True)
class Before:
    """What was there before a deployment: the functions' last deployment and the pages' release, "" for none."""

    deployment: str = ""
    release: str = ""


def deploy(
    root: Path,
    stage: str,
    *,
    say: Say = lambda _: None,
    connect: tuple[str, int] | None = None,
    patience: int = SETTLE_S,
    renew: Collection[str] = (),
) -> DeployReport:
    """Freeze with the cloud's own store, pack, deploy the stack, publish, and post a form as a visitor would.

    connect: where the CDN really is, when its name is not in the DNS. patience: seconds until the new state has to work.
    renew: of SECRETS, those that are made anew; they stay new when the deployment is taken back.
    Raises RolledBack; OslsMissing, ProblemsFound, TooManyPagesVanish, OslsFailed and botocore's errors before anything has
    changed; Publishing, Stopped and botocore's errors also while the pages follow the functions, and then they say so.
    """
    find_osls(root)  # before anything is made
    session, name = open_session(root), stack_name(root, stage)
    before = _look(session, name)
    if own_architecture(root):
        say("wrote serverless.yml: the architecture is yours to read and change")
    make_secrets(session, stage, renew=renew)
    if before.release:
        fetch_contract(bucket_and_cdn(read_stack(session, name), session)[0], Places(root).build)
    freeze_from(root, _store_of(session, name))
    packed = pack(root)
    say(f"packed {packed.size / 1e6:.1f} MB for release {packed.release}")
    if before.release:
        _publish(root, read_stack(session, name), session, dry_run=True)
    # Forced: osls looks at files only, and would leave out a deployment in which nothing but a secret is new.
    run_osls(root, "deploy", "--force", "--stage", stage, "--region", region_of(root))
    stack = read_stack(session, name)
    note_where(root, stage, stack)
    say(f"deployed {name}: {stack.status}")
    try:
        return _follow(root, stack, session, connect=connect, patience=patience)
    except (SmokeFailed, StoreError) as failure:
        raise RolledBack(str(failure), take_back(root, stage, session, before=before)) from failure
    except Exception as error:
        error.add_note("the functions are new already, and nobody has tried them: deploy again")
        raise


def check_stage(root: Path, stage: str) -> None:
    """Refuse a stage that nobody has named before, or that lies elsewhere. Raises UnknownStage, StageElsewhere.

    The first stage of a service is fine.
    """
    session = open_session(root)
    deployed = stages(session, root)
    if stage in deployed:
        return
    refuse_elsewhere(session, root, stage)
    if deployed and not is_declared(root, stage):
        raise UnknownStage(stage, deployed)


def make_secrets(session: boto3.Session, stage: str, *, renew: Collection[str] = ()) -> list[str]:
    """Make the secrets of a stage that are not there yet, and those to `renew`; return the names of what was made."""
    ssm, made = session.client("ssm"), []
    for name in SECRETS:
        path, value = f"/polynya/{stage}/{name}", secrets.token_urlsafe(SECRET_BYTES)
        try:
            ssm.put_parameter(Name=path, Value=value, Type="String", Overwrite=name in renew)
            made.append(path)
        except ssm.exceptions.ParameterAlreadyExists:
            continue
    return made


def freeze_from(root: Path, store: str) -> str:
    """Freeze the site with the submissions of `store`, an address; "" for none yet. Returns the release."""
    address = store or f"sqlite:///{(Places(root).build / 'nothing-yet.db').absolute()}"
    before = os.environ.get("POLYNYA_STORE")
    os.environ["POLYNYA_STORE"] = address
    try:
        return freeze_site(root).release
    finally:
        if before is None:
            del os.environ["POLYNYA_STORE"]
        else:
            os.environ["POLYNYA_STORE"] = before


def bucket_and_cdn(stack: Stack, session: boto3.Session) -> tuple[Bucket, Cdn]:
    """Open the two things that publishing changes."""
    return Bucket(session.client("s3"), stack.bucket), Cdn(session.client("cloudfront"), stack.cdn)


def _assets(root: Path) -> frozenset[str]:
    """List what the functions of the current release may link to: style sheets, scripts, and what those load."""
    site = (Places(root).build / "current").resolve() / "site"
    return frozenset(one.relative_to(site).as_posix() for one in (site / "static").rglob("*") if one.is_file())


def _publish(root: Path, stack: Stack, session: boto3.Session, *, dry_run: bool = False) -> PublishReport:
    bucket, cdn = bucket_and_cdn(stack, session)
    release = (Places(root).build / "current").resolve()
    return publish(release, bucket, cdn, now=int(time.time()), dry_run=dry_run)


def _follow(
    root: Path, stack: Stack, session: boto3.Session, *, connect: tuple[str, int] | None, patience: int
) -> DeployReport:
    """Bring the pages to functions that are new, and try both."""
    bucket, assets = bucket_and_cdn(stack, session)[0], _assets(root)
    write_held(bucket, read_held(bucket) | assets)  # those of the functions before, too: they may come back
    report = _publish(root, stack, session)
    tried = _try(root, stack, connect=connect, patience=patience)
    write_held(bucket, assets)
    return DeployReport(site_url=stack.site_url, release=report.release, sent=len(report.sent), tried=tried)


def _try(root: Path, stack: Stack, *, connect: tuple[str, int] | None, patience: int) -> str:
    contract = load(Places(root).live / "contract.json")
    ask, store = browser(stack.site_url, connect=connect), open_store(stack.store)

    def lives() -> str:
        return check_site_lives(ask, contract, store, now=int(time.time() * MS))

    try:
        return until_settled(lives, patience=patience)
    finally:
        store.close()


def _look(session: boto3.Session, name: str) -> Before:
    try:
        stack = read_stack(session, name)
    except NoStack:
        return Before()
    s3: Any = session.client("s3")
    earlier = deployments(s3, stack.artifacts)
    history = remember(Bucket(s3, stack.bucket)).history
    return Before(earlier[0] if earlier else "", history[0] if history else "")


def _store_of(session: boto3.Session, name: str) -> str:
    try:
        return read_stack(session, name).store
    except NoStack:
        return ""


def take_back(root: Path, stage: str, session: boto3.Session, *, before: Before) -> str:
    """Bring functions and pages of before back, and say in words what came of it."""
    back = []
    if before.deployment:
        try:
            run_osls(root, "rollback", "-t", before.deployment, "--stage", stage, "--region", region_of(root))
            back.append("the functions before are back")
        except OslsFailed as failure:
            back.append(f"the functions could not be brought back: {failure.said[-300:]}")
    if before.release:
        try:
            bucket, cdn = bucket_and_cdn(read_stack(session, stack_name(root, stage)), session)
            roll_back(bucket, cdn, to=before.release, now=int(time.time()))
            back.append("the pages before are back")
        except Exception as failure:  # the network, mostly: what it was all about has to be told, too
            act = f"`freeze rollback --stage {stage} {before.release}` does it"
            back.append(f"the pages could not be brought back: {failure}; {act}")
    return ", ".join(back) or "there was nothing before to go back to"

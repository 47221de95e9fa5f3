"""Say in the operator's words why something with AWS did not work, and what to do (build wing)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore import exceptions as aws

from .deploying.deploy import RolledBack
from .deploying.osls import OslsFailed, OslsMissing
from .edge import RoutingTooLarge
from .pack import NothingFrozen, PackageTooLarge
from .publishing import NoSuchRelease, NotOutYet, Publishing, TooManyPagesVanish
from .stack import NoStack
from .wheels import WheelsMissing, WrongMachine


@dataclass(frozen=True, slots=True)
class Refusal:
    """What happened, and the next act."""

    fact: str
    hint: str


def explain(error: Exception) -> Refusal | None:
    """Explain an expected error; None for one that nobody expected."""
    return next((say(error) for kind, say in _SAYINGS if isinstance(error, kind)), None)


def _publishing(error: Publishing) -> Refusal:
    since = datetime.fromtimestamp(error.holder.since, UTC).strftime("%H:%M UTC")
    return Refusal(f"{error}, since {since}", "wait until it ends; a lock that is older than an hour is taken over.")


def _vanishing(error: TooManyPagesVanish) -> Refusal:
    some = ", ".join(f"/{path.removesuffix('index.html')}" for path in error.vanishing[:5])
    return Refusal(f"{error}: {some}{', …' if len(error.vanishing) > 5 else ''}", "if you mean it, add --allow-shrink.")


def _no_such_release(error: NoSuchRelease) -> Refusal:
    known = ", ".join(error.known) or "none"
    return Refusal(str(error), f"the bucket knows, newest first: {known}.")


def _client(error: aws.ClientError) -> Refusal:
    code = error.response.get("Error", {}).get("Code", "")
    hint = "`freeze doctor` says which permissions are missing." if "Denied" in code else "see the AWS console."
    return Refusal(str(error), hint)


_SAYINGS: tuple[tuple[type[Exception], Callable[[Any], Refusal]], ...] = (  # Any: each takes its own error
    (Publishing, _publishing),
    (TooManyPagesVanish, _vanishing),
    (NoSuchRelease, _no_such_release),
    (NotOutYet, lambda e: Refusal(str(e), "run `freeze` without --drafts first.")),
    (NothingFrozen, lambda e: Refusal(str(e), "run `freeze` first.")),
    (NoStack, lambda e: Refusal(str(e), "another stage is chosen with --stage, another region with AWS_REGION.")),
    (RolledBack, lambda e: Refusal(str(e), "look at the function's log, then deploy again.")),
    (OslsMissing, lambda e: Refusal(f"{e} is not installed", "run `npm install --save-dev osls@4.3.1` in the site.")),
    (OslsFailed, lambda e: Refusal(f"{e}:\n{e.said}", "the stack is as it was before; mend what it names.")),
    (PackageTooLarge, lambda e: Refusal(str(e), "take large files out of functions/.")),
    (RoutingTooLarge, lambda e: Refusal(str(e), "take old aliases out of the pages.")),
    (WheelsMissing, lambda e: Refusal(str(e), "the network may be gone; fetched wheels are kept for the next time.")),
    (WrongMachine, lambda e: Refusal(str(e), "choose the machine with --platform.")),
    (aws.NoCredentialsError, lambda _: Refusal("no AWS credentials", "set AWS_PROFILE, or run `aws configure`.")),
    (aws.ProfileNotFound, lambda e: Refusal(str(e), "`aws configure list-profiles` shows those you have.")),
    (aws.ClientError, _client),
    (aws.BotoCoreError, lambda e: Refusal(str(e), "check the network; running the command again is safe.")),
)

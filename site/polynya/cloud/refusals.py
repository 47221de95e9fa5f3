"""Say in the operator's words why something with AWS did not work, and what to do (build wing)."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from botocore import exceptions as aws

from polynya_live.values import dataclass

from .codes import SIGN_IN, act_for
from .deploying.deploy import RolledBack, UnknownStage
from .deploying.elsewhere import StageElsewhere
from .deploying.osls import OslsFailed, OslsMissing
from .edge import RoutingTooLarge
from .pack import NothingFrozen, PackageTooLarge
from .publishing import NoSuchRelease, NotOutYet, Publishing, Stopped, TooManyPagesVanish
from .stack import NoStack, act_on
from .wheels import WheelsMissing, WrongMachine


@dataclass(frozen=True, slots=True)
class Refusal:
    """What happened, and the next act."""

    fact: str
    hint: str


def explain(error: Exception) -> Refusal | None:
    """Explain an expected error; None for one that nobody expected."""
    said = next((say(error) for kind, say in _SAYINGS if isinstance(error, kind)), None)
    return said and Refusal("\n".join((said.fact, *getattr(error, "__notes__", ()))), said.hint)


def _publishing(error: Publishing) -> Refusal:
    if not error.holder.since:
        return Refusal(str(error), "see that nobody else publishes, then run the command again.")
    heard, until = (datetime.fromtimestamp(at, UTC).strftime("%H:%M UTC") for at in (error.holder.since, error.until))
    act = f"wait until it ends. If it has died, from {until} on its lock is taken over"
    return Refusal(f"{error}, last heard of at {heard}", f"{act}; sooner after `aws s3api delete-object {error.lock}`.")


def _vanishing(error: TooManyPagesVanish) -> Refusal:
    some = ", ".join(f"/{path.removesuffix('index.html')}" for path in error.vanishing[:5])
    return Refusal(f"{error}: {some}{', …' if len(error.vanishing) > 5 else ''}", "if you mean it, add --allow-shrink.")


def _stage_elsewhere(error: StageElsewhere) -> Refusal:
    act = f"for a second site of its own say `freeze deploy --stage {error.stage} --new`."
    return Refusal(f"{error}. Nothing was changed", f"AWS_PROFILE chooses the account, AWS_REGION the region; {act}")


def _no_such_release(error: NoSuchRelease) -> Refusal:
    known = ", ".join(error.known) or "none"
    return Refusal(str(error), f"the bucket knows, newest first: {known}.")


def _stopped(error: Stopped) -> Refusal:
    back = f" `freeze rollback {error.before}` takes back what was sent." if error.before else ""
    return Refusal(f"{error}; every link works", f"the same command again goes on where it stopped.{back}")


def _client(error: aws.ClientError) -> Refusal:
    code = str(error.response.get("Error", {}).get("Code", ""))
    act = act_for(code) or "nothing that was live is broken; run the command again, or see the console."
    return Refusal(f"AWS refuses: {error}", act)


def _unreachable(error: aws.BotoCoreError) -> Refusal:
    region = os.environ.get("AWS_REGION", "as in serverless.yml")
    return Refusal(str(error), f"check the network and the region ({region}); running the command again is safe.")


def _settled(_error: aws.BotoCoreError) -> str:
    return "look at AWS_PROFILE, AWS_REGION and ~/.aws/config; nothing was asked of AWS yet."


_ELSEWHERE = (
    "`freeze deploy` if this is the first time; else AWS_REGION chooses the region where it is, and --stage the stage."
)

_OSLS = (
    "mend what it names, and deploy again. What fails in the stack is taken back; what was begun when osls lost its keys "
    "or the network goes on: `freeze doctor` says how it stands."
)


_SAYINGS: tuple[tuple[type[Exception], Callable[[Any], Refusal]], ...] = (  # Any: each takes its own error
    (Publishing, _publishing),
    (TooManyPagesVanish, _vanishing),
    (NoSuchRelease, _no_such_release),
    (Stopped, _stopped),
    (NotOutYet, lambda e: Refusal(str(e), "run `freeze` without --drafts first.")),
    (NothingFrozen, lambda e: Refusal(str(e), "run `freeze` first.")),
    (NoStack, lambda e: Refusal(str(e), act_on(str(e)) or _ELSEWHERE)),
    (
        UnknownStage,
        lambda e: Refusal(str(e), f"for a second site of its own say `freeze deploy --stage {e.stage} --new`."),
    ),
    (StageElsewhere, _stage_elsewhere),
    (RolledBack, lambda e: Refusal(str(e), "look at the function's log, then deploy again.")),
    (OslsMissing, lambda e: Refusal(f"{e} is not installed", "run `npm install --save-dev osls@4.3.1` in the site.")),
    (OslsFailed, lambda e: Refusal(f"{e}:\n{e.said}", _OSLS)),
    (PackageTooLarge, lambda e: Refusal(str(e), "take large files out of functions/.")),
    (RoutingTooLarge, lambda e: Refusal(str(e), "take old aliases out of the pages.")),
    (WheelsMissing, lambda e: Refusal(str(e), "the network may be gone, or the disk full; fetched wheels are kept.")),
    (WrongMachine, lambda e: Refusal(str(e), "choose the machine with --platform.")),
    (aws.NoCredentialsError, lambda _: Refusal("no AWS credentials", "set AWS_PROFILE, or run `aws configure`.")),
    (aws.ProfileNotFound, lambda e: Refusal(str(e), "`aws configure list-profiles` shows those you have.")),
    (aws.PartialCredentialsError, lambda e: Refusal(str(e), _settled(e))),
    (aws.InvalidRegionError, lambda e: Refusal(str(e), _settled(e))),
    (aws.ConfigParseError, lambda e: Refusal(str(e), _settled(e))),
    (aws.UnauthorizedSSOTokenError, lambda e: Refusal(str(e), SIGN_IN)),
    (aws.SSOError, lambda e: Refusal(str(e), SIGN_IN)),
    (aws.TokenRetrievalError, lambda e: Refusal(str(e), SIGN_IN)),
    (aws.CredentialRetrievalError, lambda e: Refusal(str(e), SIGN_IN)),
    (aws.ClientError, _client),
    (aws.ConnectionError, _unreachable),
    (aws.HTTPClientError, _unreachable),
    (aws.BotoCoreError, lambda e: Refusal(str(e), "check the network; running the command again is safe.")),
)

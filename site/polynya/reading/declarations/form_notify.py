"""Who is told of what comes by a form, and how often: `notify` (build wing)."""

from dataclasses import replace

from polynya_live.contract import Form
from polynya_live.values import dataclass
from polynya_live.values.patterns import late

from ...model import Settings
from ..text.positions import Table
from ..text.source import quote
from ..values.declared import Declared

OWNER = "owner"
DAILY = "daily"
NEVER = "never"
KEYS = ("to", "digest")
_EMAIL = late(r"[^\s@]+@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """Who is told, named as in polynya_live.contract.Form. digest: "daily", "never", or "" for what the site says."""

    notify: str = ""
    digest: str = ""


def read_notify(declared: Declared) -> Notify:
    """Read `notify` of a form: owner, an address, or {to, digest}; what is wrong is reported and left out."""
    node = declared.table.entries.get("notify")
    if not isinstance(node, Table):
        return Notify(notify=_address(declared, "notify"))
    inner = Declared(declared.source, node)
    inner.only(KEYS, '"notify"')
    return Notify(notify=_address(inner, "to") if inner.has("to") else OWNER, digest=read_digest(inner, (DAILY, NEVER)))


def read_digest(declared: Declared, choices: tuple[str, ...]) -> str:
    """Read `digest`; "" when nothing is said."""
    return declared.choice("digest", choices, "") if declared.has("digest") else ""


def with_digest(form: Form, settings: Settings) -> Form:
    """Let a form tell once a day when it says so, or when the site does and the form does not say otherwise."""
    daily = form.notify and (form.digest or settings.digest) == DAILY
    return replace(form, digest=DAILY if daily else "")


def _address(declared: Declared, key: str) -> str:
    written = declared.text(key).strip()
    if written in ("", OWNER) or _EMAIL.fullmatch(written):
        return written
    fact = f'"{key}" must be owner or an e-mail address, not {quote(written)}'
    hint = (
        "write owner, for all in POLYNYA_OWNERS, or one address such as team@example.org, which may be that of a group."
    )
    declared.source.error("wrong-choice", declared.at(key), fact=fact, hint=hint)
    return ""

"""Settings of the live wing: read from the environment, checked at start, frozen."""

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from .values import dataclass, field

SECRET_CHARACTERS = 32
STORES = ("sqlite:///", "dynamodb://")
JOURNALS = ("file:///", "s3://")
BUSES = ("eventbridge://",)
MAILS = ("outbox:", "smtp://", "smtps://", "ses://")


class SettingsWrong(ValueError):
    """The environment does not say what the live wing has to know. `facts`: one line for each setting."""

    def __init__(self, facts: list[str]) -> None:
        super().__init__("\n".join(facts))
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the live wing has to know before it can answer.

    contract: the folder with `contract.json` and `templates/`. store: an address for `open_store`. secret: signs stamps and
    hides addresses. site_url: scheme and host of the site, no trailing slash. mail: where mail goes, "" for nowhere.
    owners: e-mail addresses. moderators: of those who may
    approve and reject, but get no mail. journal: an address for `open_journal`, "" for none.
    refreeze: the event bus that is told when pages would show something else, "" for none.
    origin_secret: what the CDN sends to prove itself, "" when there is no CDN in front.
    """

    contract: Path
    store: str
    secret: str = field(repr=False)
    site_url: str
    mail: str = field(default="", repr=False)
    owners: tuple[str, ...] = ()
    moderators: tuple[str, ...] = ()
    journal: str = ""
    refreeze: str = ""
    origin_secret: str = field(default="", repr=False)

    @property
    def https(self) -> bool:
        """Whether visitors reach the site over TLS."""
        return self.site_url.startswith("https://")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from an environment. Raises SettingsWrong, which names every setting that is missing or wrong."""
    facts = [fact for name, wrong in _CHECKS.items() if (fact := _fact(name, environ.get(name, ""), wrong))]
    if facts:
        raise SettingsWrong(facts)
    return Settings(
        contract=Path(environ["POLYNYA_CONTRACT"]),
        store=environ["POLYNYA_STORE"],
        secret=environ["POLYNYA_SECRET"],
        site_url=environ["POLYNYA_SITE_URL"].rstrip("/"),
        mail=environ.get("POLYNYA_MAIL", ""),
        owners=_owners(environ.get("POLYNYA_OWNERS", "")),
        moderators=_owners(environ.get("POLYNYA_MODERATORS", "")),
        journal=environ.get("POLYNYA_JOURNAL", ""),
        refreeze=environ.get("POLYNYA_REFREEZE", ""),
        origin_secret=environ.get("POLYNYA_ORIGIN_SECRET", ""),
    )


def without_password(address: str) -> str:
    """Write the address of a server for whoever reads a log: without what stands before its last "@"."""
    scheme, colon, rest = address.partition(":")
    secret, at, host = rest.rpartition("@")
    return f"{scheme}{colon}{'…' if secret else ''}{at}{host}"


def _fact(name: str, value: str, wrong: Callable[[str], str]) -> str:
    reason = wrong(value)
    return f"{name} {reason}" if reason else ""


def _contract(value: str) -> str:
    return "" if value else "is not set: the folder that `freeze` wrote, with contract.json in it"


def _store(value: str) -> str:
    return "" if value.startswith(STORES) else f"has to start with {' or '.join(STORES)}: it is {value!r}"


def _secret(value: str) -> str:
    short = len(value) < SECRET_CHARACTERS
    return f"has {len(value)} characters: give at least {SECRET_CHARACTERS}, chosen at random" if short else ""


def _site_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        fits = (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.path.strip("/") and not parts.query
        )
    except ValueError:
        fits = False
    return "" if fits else f"has to be a scheme and a host, like https://example.org: it is {value!r}"


def _mail(value: str) -> str:
    fits = not value or value.startswith(MAILS)
    return "" if fits else f"has to start with {' or '.join(MAILS)}: it is {without_password(value)!r}"


def _journal(value: str) -> str:
    fits = not value or (value.startswith(JOURNALS) and value.partition("://")[2].strip("/"))
    return "" if fits else f"has to start with {' or '.join(JOURNALS)}: it is {value!r}"


def _refreeze(value: str) -> str:
    fits = not value or (value.startswith(BUSES) and bool(urlsplit(value).netloc))
    return "" if fits else f"has to start with {BUSES[0]} and name a bus: it is {value!r}"


def _owners_wrong(value: str) -> str:
    strange = [owner for owner in _owners(value) if owner.count("@") != 1]
    return f"has to list e-mail addresses with commas between: {strange[0]!r} is none" if strange else ""


def _owners(value: str) -> tuple[str, ...]:
    return tuple(owner.strip() for owner in value.split(",") if owner.strip())


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "POLYNYA_CONTRACT": _contract,
    "POLYNYA_STORE": _store,
    "POLYNYA_SECRET": _secret,
    "POLYNYA_SITE_URL": _site_url,
    "POLYNYA_MAIL": _mail,
    "POLYNYA_OWNERS": _owners_wrong,
    "POLYNYA_MODERATORS": _owners_wrong,
    "POLYNYA_JOURNAL": _journal,
    "POLYNYA_REFREEZE": _refreeze,
}

NAMES = (*_CHECKS, "POLYNYA_ORIGIN_SECRET")

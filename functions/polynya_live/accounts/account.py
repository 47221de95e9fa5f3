"""An account and its role, asked of the settings at every request: a removed owner loses it at once (live wing)."""

from enum import StrEnum

from ..settings import Settings
from ..values import dataclass


class Role(StrEnum):
    """What an account may do; a later one may do all that an earlier one may."""

    VISITOR = "visitor"
    MODERATOR = "moderator"
    OWNER = "owner"


_RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who has shown that an address is theirs."""

    email: str
    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Tell whether this account may do what `role` may."""
        return _RANK[self.role] >= _RANK[role]


def plain_address(typed: str) -> str:
    """Write an address as it is compared: no space around it, small letters."""
    return typed.strip().lower()


def account_of(email: str, settings: Settings) -> Account:
    """Make the account of an address with the role it has now."""
    return Account(email, email.partition("@")[0], _role(email, settings))


def _role(email: str, settings: Settings) -> Role:
    if email in map(plain_address, settings.owners):
        return Role.OWNER
    return Role.MODERATOR if email in map(plain_address, settings.moderators) else Role.VISITOR

"""The name that an account has chosen to be greeted with (live wing)."""

from dataclasses import replace

from ..contract import Form
from ..wing import wing
from .account import Account
from .chosen import keep_name, read_name

MOST_CHARACTERS = 60
JOINERS = "\u200c\u200d"
"""Of letters and emoji: they print nothing themselves, but belong to what does."""


def named(account: Account) -> Account:
    """Give an account the name it has chosen, if it has. Raises StoreUnavailable."""
    name = chosen_name(account)
    return replace(account, name=name) if name else account


def chosen_name(account: Account) -> str:
    """Read the name that an account has chosen; "" for none. Raises StoreUnavailable."""
    here = wing()
    return read_name(here.store, account.email, now=here.clock())


def known_of(account: Account, form: Form) -> dict[str, str]:
    """Say what a form may be filled in with: only what it asks for, and a name only when one was chosen.

    Raises StoreUnavailable.
    """
    asked = {field.fill for field in form.fields if field.fill}
    known = {"email": account.email} if "email" in asked else {}
    name = chosen_name(account) if "name" in asked else ""
    return known | ({"name": name} if name else {})


def choose_name(account: Account, typed: str) -> None:
    """Keep a name; "" goes back to the one that comes of the address. Raises StoreUnavailable."""
    keep_name(wing().store, account.email, plain_name(typed), now=wing().clock())


def plain_name(typed: str) -> str:
    """Write a name on one line, without signs that cannot be seen or that turn the text around, and not too long."""
    seen = "".join(sign for sign in " ".join(typed.split()) if sign.isprintable() or sign in JOINERS)
    return seen[:MOST_CHARACTERS].strip()

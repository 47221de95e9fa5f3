"""What the worker works with, taken from the app of the current release (shared)."""

from functools import lru_cache

from flask import Flask
from jinja2 import Environment

from ..contract import Contract
from ..journal import Journal
from ..mail import Mailer, open_mailer
from ..settings import Settings
from ..store import Store
from ..values import dataclass
from ..wing import wing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A store, its journal, a way for mail to go out (None: nowhere), and all that mail is written by."""

    store: Store
    mailer: Mailer | None
    contract: Contract
    settings: Settings
    templates: Environment
    journal: Journal | None = None


def office_of(app: Flask) -> Office:
    """Take over the surroundings of a live app. Raises ValueError for a mail address of a form we do not know."""
    wing = wing_of(app)
    mail = wing.settings.mail
    return Office(
        store=wing.store,
        mailer=_mailer(mail, wing.settings.site_url) if mail else None,
        contract=wing.contract,
        settings=wing.settings,
        templates=app.jinja_env,
        journal=wing.journal,
    )


@lru_cache(maxsize=4)
def _mailer(address: str, site_url: str) -> Mailer:
    return open_mailer(address, site_url=site_url)

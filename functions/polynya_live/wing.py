"""What an endpoint may reach: the contract, the store, the settings and the clock of the app that answers (live wing)."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

from flask import Flask, current_app
from jinja2 import Environment
from werkzeug.exceptions import NotFound

from .contract import Contract, Form, PageRef
from .forms import DeclaredForm
from .forms.days import Today
from .journal import Journal
from .journal.patience import Pause
from .settings import Settings
from .store import Store
from .templating import zone_of
from .values import dataclass

NAME = "polynya"
MS = 1000

Clock = Callable[[], int]
"""Says what time it is, in milliseconds since 1970 UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wing:
    """One live app's surroundings. form_classes: by form name, made once. pause: waits between two tries of the store.

    journal: for what the store cannot keep now; None for nowhere.
    """

    settings: Settings
    contract: Contract
    store: Store
    clock: Clock
    form_classes: Mapping[str, type[DeclaredForm]]
    journal: Journal | None = None
    pause: Pause = time.sleep

    def form(self, name: str) -> Form:
        """Find a declared form. Raises NotFound."""
        try:
            return self.contract.forms[name]
        except KeyError:
            raise NotFound(f"This site has no form called “{name}”.") from None

    def today(self, form: Form) -> Today:
        """Say which day it is where the site is, in the language of a form."""
        site = self.contract.site
        now = datetime.fromtimestamp(self.clock() / MS, zone_of(site.timezone))
        return Today(now.date(), form.language or site.language)

    def page_of(self, form: Form, page_id: str) -> PageRef | None:
        """Find the page of a thread; None when the form has no thread there, or stands alone."""
        page = self.contract.pages.get(page_id)
        return page if page is not None and form.thread and page.collection == form.thread else None

    def has_thread(self, form: Form, page_id: str) -> bool:
        """Tell whether a form has a thread there: on a page of its collection, or at no page for one that stands alone."""
        return self.page_of(form, page_id) is not None if form.thread else not page_id


def wing() -> Wing:
    """Return the surroundings of the app that answers now."""
    return wing_of(current_app)


def wing_of(app: Flask) -> Wing:
    """Return the surroundings of an app."""
    return cast(Wing, app.extensions[NAME])


def templates() -> Environment:
    """Return the templates of the app that answers now."""
    return current_app.jinja_env

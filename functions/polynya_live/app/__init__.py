"""The live Flask app: the routes of routes.py and nothing else; no session, no cookie, no static file (live wing)."""

import time
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask, Response, request
from jinja2 import BaseLoader, Environment, ModuleLoader, Template
from werkzeug.exceptions import BadRequest

from ..accounts import endpoints as accounts
from ..accounts import own
from ..answers import WORDS_STAY
from ..answers.htmx import htmx
from ..answers.problems import register_problems
from ..contract import Contract
from ..endpoints import contract as contract_endpoint
from ..endpoints import health, mailed, moderating, newer, stamp, submit, thanks
from ..endpoints.asking import check, derive, left, tally
from ..endpoints.telling import badge, thread
from ..forms import form_class
from ..guards.body import BODY_BYTES, FormRequest
from ..guards.door import came_through_the_door
from ..headers import CACHE_CONTROL, Kind, security_headers
from ..journal import open_journal
from ..journal.patience import Pause
from ..routes import OWNERS, ROUTES, route_of
from ..settings import Settings
from ..store import Store
from ..templating import prepare
from ..wing import NAME, Clock, Wing

MOST_RELEASES = 16

ENDPOINTS: dict[str, Callable[..., Response]] = {
    "submit": submit.answer,
    "thanks": thanks.answer,
    "derive": derive.answer,
    "derived": derive.answer,
    "check": check.answer,
    "left": left.answer,
    "tally": tally.answer,
    "stamp": stamp.answer,
    "newer": newer.answer,
    "thread": thread.answer,
    "badge": badge.answer_svg,
    "badge_png": badge.answer_png,
    "confirm": mailed.ask_to_confirm,
    "confirmed": mailed.confirm,
    "unsubscribe": mailed.ask_to_unsubscribe,
    "unsubscribed": mailed.unsubscribe,
    "moderate": moderating.show,
    "moderated": moderating.act,
    "sign_in": accounts.sign_in,
    "enter": accounts.ask_to_enter,
    "entered": accounts.enter,
    "account": own.show,
    "rename": own.rename,
    "edit": own.ask_to_edit,
    "edited": own.edit,
    "withdraw": own.ask_to_withdraw,
    "withdrawn": own.withdraw,
    "leave": own.ask_to_leave,
    "left_for_good": own.leave,
    "sign_out": accounts.sign_out,
    "hello": accounts.hello,
    "health": health.answer,
    "contract": contract_endpoint.answer,
}


def milliseconds() -> int:
    """Say what time it is, in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def create_app(
    settings: Settings,
    contract: Contract,
    store: Store,
    *,
    clock: Clock = milliseconds,
    pause: Pause = time.sleep,
    loader: BaseLoader | None = None,
    inbox: bool = True,
) -> Flask:
    """Make the live app for one contract. pause: waits between two tries of the store.

    loader: of the templates; by default what `freeze` compiled into `templates/` beside the contract.
    inbox: whether it serves the owner's inbox too, and passkeys.
    """
    app = Flask("polynya_live", static_folder=None, template_folder=None)
    app.request_class, app.config["MAX_CONTENT_LENGTH"] = FormRequest, BODY_BYTES
    # An `app.jinja_loader` would be asked file by file; these are modules, and need no parser at a cold start.
    app.jinja_options = {"loader": loader or _compiled(settings.contract / "templates")}
    prepare(app.jinja_env, contract.site)
    app.extensions[NAME] = _wing(settings, contract, store, clock=clock, pause=pause)
    htmx.init_app(app)
    _add_routes(app, ENDPOINTS | _owners_endpoints() if inbox else ENDPOINTS)
    register_problems(app)
    app.before_request(_demand_the_door(settings))
    app.after_request(_protect(settings))
    return app


@lru_cache(maxsize=MOST_RELEASES)
def _compiled(templates: Path) -> ModuleLoader:
    """Load what was compiled once for all apps of a release, and keep it.

    A loader puts a weak proxy of itself into `sys.modules`; when it dies with its app, whoever walks through the modules at
    that moment (Hypothesis does) meets a ReferenceError.
    """
    return _OneAtATime(templates)


class _OneAtATime(ModuleLoader):
    """Loads one template at a time: two threads that import the same module take it out of `sys.modules` from each other."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._lock = Lock()

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja's
    ) -> Template:  # Any: as Jinja has it
        """Load a template. Raises TemplateNotFound."""
        with self._lock:
            return super().load(environment, name, globals)


def _wing(settings: Settings, contract: Contract, store: Store, *, clock: Clock, pause: Pause) -> Wing:
    classes = {name: form_class(form, contract.rows) for name, form in contract.forms.items()}
    return Wing(
        settings=settings,
        contract=contract,
        store=store,
        clock=clock,
        form_classes=classes,
        journal=open_journal(settings.journal) if settings.journal else None,
        pause=pause,
    )


def _owners_endpoints() -> dict[str, Callable[..., Response]]:
    from ..inbox import endpoints as inbox  # noqa: PLC0415 -- visitors do not wait for what owners see
    from ..passkeys import endpoints as passkeys  # noqa: PLC0415

    return inbox.ENDPOINTS | passkeys.ENDPOINTS


def _add_routes(app: Flask, endpoints: dict[str, Callable[..., Response]]) -> None:
    # Werkzeug would mend such an address with a redirect to Host, and behind a CDN that is the API's own.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    for route in ROUTES:
        if route.name not in endpoints and route.path.startswith(OWNERS):
            continue  # another function serves it
        for path in route.paths:
            app.add_url_rule(
                path,
                endpoint=route.name,
                view_func=endpoints[route.name],
                methods=[route.method],
                provide_automatic_options=False,  # no other origin has anything to ask for beforehand
            )


def _demand_the_door(settings: Settings) -> Callable[[], None]:
    def demand() -> None:
        if not came_through_the_door(request.headers, settings.origin_secret):
            raise BadRequest(f"Please come in by the front door: {settings.site_url} {WORDS_STAY}")

    return demand


def _protect(settings: Settings) -> Callable[[Response], Response]:
    def protect(response: Response) -> Response:
        kind: Kind = "error" if response.status_code >= 400 else "live"
        for name, value in security_headers(kind, https=settings.https, shared=_is_shared()).items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", CACHE_CONTROL[kind])
        return response

    return protect


def _is_shared() -> bool:
    return request.endpoint is not None and route_of(request.endpoint).shared

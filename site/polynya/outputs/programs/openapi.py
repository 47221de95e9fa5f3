"""Writes /openapi.json: every live route and every declared form, for programs (build wing).

https://spec.openapis.org/oas/v3.1.1.html
"""

import json
import re
from collections.abc import Iterator

from polynya_live.contract import Contract, Form
from polynya_live.routes import OWNERS, ROUTES, Route
from polynya_live.thread_json import Json
from polynya_live.threads import rating_of

from .bodies import PROBLEM, TEXT, form_schema, page_schema, thread_schema
from .responses import responses_of

ABOUT = (
    "Everything under /live/ is answered by a function; everything else is a file. Forms are posted as a browser posts "
    "them, and only with a header that says they come from this site. What was posted before can be posted again under "
    "the same stamp: it is kept once."
)
OURS = frozenset(("submit", "derive", "check", "sign_in", "entered", "sign_out"))
"""What only our own pages may post."""
_PLACEHOLDER = re.compile(r"<(?!form>|field>)(\w+)>")
ACCOUNT_BODIES: dict[str, Json] = {
    "sign_in": {"email": {"type": "string", "format": "email", "maxLength": 254}},
    "sign_out": {"everywhere": {"type": "string"}},
}


def openapi(contract: Contract) -> str:
    """Write the document as JSON text, the same bytes for the same contract."""
    return json.dumps(document(contract), ensure_ascii=False, indent=1) + "\n"


def document(contract: Contract) -> Json:
    """Make the OpenAPI 3.1 document of a site."""
    paths: dict[str, Json] = {}
    for route in ROUTES:
        if not route.path.startswith(OWNERS):  # the owner's own, by hand and by passkey
            for path, operation in _operations(route, contract):
                paths.setdefault(path, {})[route.method.lower()] = operation
    told = {form.name: form for form in contract.forms.values() if not form.private}
    return {
        "openapi": "3.1.0",
        "info": {"title": contract.site.title, "version": "1", "description": ABOUT},
        "servers": [{"url": contract.site.url or "/"}],
        "paths": paths,
        "components": {
            "schemas": {
                "problem": PROBLEM,
                **{f"form-{form.name}": form_schema(form, contract) for form in contract.forms.values()},
                **{f"thread-{name}": thread_schema(form) for name, form in told.items()},
            }
        },
    }


def _operations(route: Route, contract: Contract) -> Iterator[tuple[str, Json]]:
    """List the paths of a route: of each form that it answers for, or its only one."""
    if "<form>" not in route.path:
        yield _written(route.path), _operation(route, None, contract)
        return
    for form in contract.forms.values():
        if answers_for(route.name, form):
            has_pages = len(route.paths) > 1 and bool(form.thread)
            path = route.paths[0] if has_pages else route.paths[-1]
            yield _written(path.replace("<form>", form.name)), _operation(route, form, contract)


def answers_for(route: str, form: Form) -> bool:
    """Tell whether a route does anything for a form but saying that there is nothing."""
    wanted = {
        "submit": form.keeps,
        "thanks": form.keeps,
        "derive": bool(form.derive),
        "derived": bool(form.derive) and not form.keeps,
        "check": any(field.check for field in form.fields),
        "tally": bool(form.tally),
        "left": form.capacity is not None or bool(form.places),
        "newer": not form.private,
        "thread": not form.private,
        **dict.fromkeys(("badge", "badge_png"), rating_of(form) is not None),
        **dict.fromkeys(("confirm", "confirmed", "unsubscribe", "unsubscribed"), bool(form.confirm)),
    }
    return wanted.get(route, True)


def _written(path: str) -> str:
    return path.replace("<path:", "<").replace("<", "{").replace(">", "}")


def _operation(route: Route, form: Form | None, contract: Contract) -> Json:
    operation: Json = {
        "operationId": f"{route.name}-{form.name}" if form else route.name,
        "tags": [form.name if form else "site"],
        "summary": f"{form.title}: {route.does}" if form else route.does,
        "parameters": list(_parameters(route, form, contract)),
        "responses": responses_of(route, form),
    }
    if body := _body(route, form):
        operation["requestBody"] = body
    return operation


def _parameters(route: Route, form: Form | None, contract: Contract) -> Iterator[Json]:
    if form and form.thread and "<path:page>" in route.path:
        yield _in_path(
            "page", page_schema(form, contract), f"A page of “{form.thread}”; its slashes may stay as they are."
        )
    for name in _PLACEHOLDER.findall(route.path):
        yield _in_path(name, {**TEXT, "minLength": 1}, "As it stands in the link.")
    if form and "<field>" in route.path:
        checked = [field.name for field in form.fields if field.check]
        yield _in_path("field", {"enum": checked}, "Which field to look at.")
    if route.name in ("newer", "thread"):
        schema = {"type": "string", "pattern": "^([0-9]{13}-[A-Za-z0-9_-]{1,12})?$"}
        yield {"name": "after", "in": "query", "schema": schema, "description": "The cursor to go on after."}
    if form and route.name == "derived":
        asked = form_schema(form, contract)
        for name, schema in asked["properties"].items():
            yield {"name": name, "in": "query", "schema": schema, "required": name in asked["required"]}
    if route.name in OURS:
        yield _header("Sec-Fetch-Site", {**TEXT, "enum": ["same-origin", "none"]}, required=True)
        yield _header("HX-Request", {**TEXT, "examples": ["true"]}, required=False)


def _in_path(name: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": description}


def _header(name: str, schema: Json, *, required: bool) -> Json:
    return {"name": name, "in": "header", "required": required, "schema": schema}


def _body(route: Route, form: Form | None) -> Json:
    """Describe what is posted, in both of the ways that a browser posts a form."""
    schema: Json
    if form and (route.name == "submit" or (route.name == "derive" and not form.keeps)):
        schema = {"$ref": f"#/components/schemas/form-{form.name}"}
    elif form and route.name in ("derive", "check"):
        schema = {"type": "object", "description": f"The answers so far, named as in form-{form.name}."}
    elif route.name in ACCOUNT_BODIES:
        properties = ACCOUNT_BODIES[route.name]
        schema = {"type": "object", "properties": properties, "required": ["email"] if "email" in properties else []}
    else:
        return {}
    ways = ("application/x-www-form-urlencoded", "multipart/form-data")
    return {"required": route.name != "sign_out", "content": {way: {"schema": schema} for way in ways}}

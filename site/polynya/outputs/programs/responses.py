"""Describes what each live route answers, status by status (build wing)."""

from polynya_live.contract import Form
from polynya_live.routes import HTML, JSON, SVG, Route
from polynya_live.thread_json import Json

STATUSES: dict[str, tuple[int, ...]] = {
    "submit": (200, 303, 400, 409, 413, 415, 422, 429, 503),
    "thanks": (200, 404, 503),
    "derive": (200, 400, 413, 415, 422),
    "derived": (200, 422),
    "check": (200, 400, 404, 413, 415),
    "tally": (200, 404, 503),
    "left": (200, 404, 503),
    "stamp": (200,),
    "newer": (200, 204, 400, 404, 503),
    "thread": (200, 304, 400, 404, 503),
    "badge": (200, 304, 404, 503),
    "badge_png": (200, 304, 404, 503),
    **dict.fromkeys(("confirm", "confirmed", "unsubscribe", "unsubscribed", "enter"), (200, 404, 503)),
    "sign_in": (200, 400, 413, 422, 429, 503),
    "entered": (303, 400, 404, 503),
    "account": (200, 303, 503),
    "sign_out": (303, 400, 413, 503),
    "hello": (200, 204, 503),
    "health": (200, 503),
    "contract": (200,),
}
MEANINGS = {
    200: "Done.",
    204: "There is nothing to say.",
    303: "Done; what follows is there.",
    304: "Not changed since.",
    400: "It could not be read, or did not come from this site.",
    404: "There is no such thing here.",
    409: "Kept before with other words, or taken by somebody else; the words come back.",
    413: "Too much at once.",
    415: "Not a form.",
    422: "Something has to be looked at again; the words come back.",
    429: "Too often.",
    503: "The store cannot be reached; nothing is known to be lost, and the same may be sent again.",
}
EMPTY = (204, 303, 304)
TEXT: Json = {"type": "string"}
VERSIONS: Json = {
    "type": "object",
    "properties": {"release": TEXT, "forms": {"type": "object", "additionalProperties": TEXT}},
    "required": ["release", "forms"],
}
HEALTH: Json = {
    "type": "object",
    "properties": {
        "store": {"enum": ["ok", "read-only", "unavailable"]},
        "posts": {"enum": ["kept", "journalled", "refused"]},
    },
    "required": ["store", "posts"],
}


def responses_of(route: Route, form: Form | None) -> Json:
    """Describe the answers of a route, for one form or for none; of those for people only that they are pages."""
    if route.name not in STATUSES:
        return {"default": {"description": "A page, or the way to one.", "content": {route.type: {"schema": TEXT}}}}
    return {str(status): _response(route, form, status) for status in STATUSES[route.name]}


def _response(route: Route, form: Form | None, status: int) -> Json:
    response: Json = {"description": MEANINGS[status]}
    if headers := _headers(route, status):
        response["headers"] = {name: {"schema": schema, "required": True} for name, schema in headers.items()}
    if status not in EMPTY:
        response["content"] = _content(route, form, status)
    return response


def _headers(route: Route, status: int) -> dict[str, Json]:
    found: dict[str, Json] = {"Cache-Control": TEXT} if status == 200 else {}
    if status == 200 and route.shared:
        found["ETag"] = TEXT
    if status == 303:
        found["Location"] = TEXT
    if status in (429, 503) and route.name != "health":
        found["Retry-After"] = {"type": "integer", "minimum": 0}
    return found


def _content(route: Route, form: Form | None, status: int) -> Json:
    if route.name == "health":
        return {JSON: {"schema": HEALTH}}
    if status == 200:
        return {route.type: _good(route, form)}
    if route.type == HTML:
        return {HTML: {"schema": TEXT}}
    return {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}


def _good(route: Route, form: Form | None) -> Json:
    if route.name == "thread" and form:
        return {"schema": {"$ref": f"#/components/schemas/thread-{form.name}"}}
    if route.name == "contract":
        return {"schema": VERSIONS}
    return {"schema": TEXT} if route.type in (HTML, SVG) else {}

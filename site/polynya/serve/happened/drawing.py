"""Draws the page that tells what happened (build wing)."""

import json
from collections.abc import Iterable
from html import escape

from polynya_live.routes import Route
from polynya_live.values import dataclass

from ..gateway import Event
from ..preview import PREVIEW, STYLE
from .calls import Call

TITLE = "What happened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One post, from the request to the answer, without its secrets. route: None when no endpoint has this address."""

    method: str
    path: str
    fields: list[tuple[str, str]]
    event: Event
    route: Route | None
    calls: list[Call]
    ms: float
    status: int
    headers: list[tuple[str, str]]
    body: str


def draw(story: Story | None) -> str:
    """Write the page; None for a server that has not seen a post."""
    parts = _parts(story) if story else ["<p>Nothing was posted yet. Post a form, then look here again.</p>"]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{TITLE}</title>\n<link rel="stylesheet" href="{PREVIEW}{STYLE}">\n</head>\n<body>\n'
        f'<main class="mail happened">\n<h1>{TITLE}</h1>\n{"".join(parts)}</main>\n</body>\n</html>\n'
    )


def _parts(story: Story) -> list[str]:
    total = sum(call.ms for call in story.calls)
    return [
        "<p>The last post to this site, from the request to the answer. Secrets are written as “…”.</p>\n",
        _section("1. The request", _line(f"{story.method} {story.path}") + _pairs(story.fields)),
        _section("2. The Lambda event", _pre(json.dumps(story.event, indent=2, ensure_ascii=False))),
        _section("3. The route", _route(story.route)),
        _section(f"4. The store, {total:.1f} ms", _calls(story.calls)),
        _section(
            f"5. The answer, after {story.ms:.1f} ms",
            _line(f"Status {story.status}") + _pairs(story.headers) + (_pre(story.body) if story.body else ""),
        ),
    ]


def _section(title: str, body: str) -> str:
    return f"<section>\n<h2>{title}</h2>\n{body}</section>\n"


def _line(text: str) -> str:
    return f"<p><code>{escape(text)}</code></p>\n"


def _pre(text: str) -> str:
    return f'<pre tabindex="0">{escape(text)}</pre>\n'


def _route(route: Route | None) -> str:
    if route is None:
        return "<p>No endpoint has this address.</p>\n"
    return f"<p><code>{escape(route.name)}</code>: {escape(route.does)}</p>\n" + _line(f"{route.method} {route.path}")


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>\n' for name, value in pairs)
    return f"<table>\n{rows}</table>\n" if rows else ""


def _calls(calls: list[Call]) -> str:
    if not calls:
        return "<p>It was not asked.</p>\n"
    rows = "".join(
        f'<tr><th scope="row">{escape(call.method)}</th><td>{escape(call.about)}</td>'
        f"<td>{escape(call.came)}</td><td>{call.ms:.1f} ms</td></tr>\n"
        for call in calls
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Method", "About", "Result", "Took"))
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    return f'<div class="calls" role="region" aria-label="Calls of the store" tabindex="0">\n{table}</div>\n'

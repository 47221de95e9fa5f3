"""Lets a real browser read answers by the hundred, and tells what in them is not as it is with harmless words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from polynya_live.headers import Kind, security_headers

from .posting import SITE_URL, Answer
from .vectors import RUNS

OURS = ("/static/", "/live/", "/pagefind/", "/batch/")
BATCH = 250
HTMX = "/static/htmx.js"

# What an injection would call, or set off; `top` for those in a frame.
WATCH = """
window.hits ??= [];
const hit = (what) => { try { top.hits.push(what); } catch { } };
window.hit = (...words) => hit("hit " + location.href);
window.HIT = window.hit;
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => hit(name);
document.addEventListener("securitypolicyviolation", (event) =>
  hit(`policy ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""

# Every element and attribute there is, once; the value too where it acts, and the scheme where it leads somewhere.
SHAPE = """() => {
  const shape = new Set();
  const leads = /^(href|src|srcset|action|formaction|data|background|xlink:href|poster|cite|srcdoc)$/;
  const plain = (value) => value.replace(/after=[^&]*/, "after=").replace(/(\\/live\\/inbox\\/).*/, "$1");
  const acts = /^(on|(data-)?hx-)/;
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const tag = element.localName;
      shape.add(tag);
      for (const { name, value } of element.attributes) {
        if (name === "data-htmx-powered") continue;  // how htmx marks what it has seen
        shape.add(`${tag}[${name}]`);
        if (acts.test(name.toLowerCase())) shape.add(`${tag}[${name}=${plain(value)}]`);
        if (leads.test(name.toLowerCase())) shape.add(`${tag}[${name}] to ${new URL(value, location.href).protocol}`);
      }
      if (element instanceof HTMLTemplateElement) look(element.content);
    }
  };
  look(document);
  return [...shape];
}"""

# For each answer, whatever the form in it does not hold as it was typed.
LOST = """(expected) => {
  const answers = [...document.body.children].filter((one) => one.matches("[data-answer]"));
  if (answers.length !== expected.length) return [`${answers.length} answers, not ${expected.length}`];
  return expected.flatMap((words, nth) => Object.entries(words).flatMap(([name, wanted]) => {
    const input = answers[nth].querySelector(`[name="${name}"]`);
    const found = input instanceof HTMLTextAreaElement ? input.value : input?.getAttribute("value");
    return found === wanted.replaceAll("\\0", "\\ufffd") ? [] : [`${name}: ${found} is not ${wanted}`];
  }));
}"""


@dataclass
class Reader:
    """A tab, and what went wrong in it. site: the folder with the frozen pages. bypasses: the policy."""

    page: Page
    site: Path
    bypasses: bool
    batches: dict[str, str]
    strange: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        """Answer a request out of the site; one to anywhere else is what an injection wanted."""
        parts = urlsplit(route.request.url)
        file = self.site / parts.path.lstrip("/")
        file = file / "index.html" if parts.path.endswith("/") else file
        if f"{parts.scheme}://{parts.netloc}" != SITE_URL or not (parts.path.startswith(OURS) or file.is_file()):
            self.strange.append(f"request for {route.request.url}")
            route.abort()
        elif parts.path in self.batches:
            kept = "text/javascript" if parts.path == HTMX else "text/html; charset=utf-8"
            route.fulfill(body=self.batches[parts.path], content_type=kept, headers=security_headers())
        elif file.is_file():
            kind: Kind = "search" if parts.path.startswith("/pagefind/") else "page"
            route.fulfill(path=file, headers=security_headers(kind))
        else:
            route.fulfill(status=204)

    def open(self, path: str) -> Page:
        """Open a page and wait until it has settled."""
        self.page.goto(SITE_URL + path)
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        if self.page.url.partition("?")[0] != SITE_URL + path.partition("?")[0] or len(self.page.frames) > 1:
            self.strange.append(f"{path} became {self.page.url} with {len(self.page.frames)} frames")
        return self.page

    def found(self) -> list[str]:
        """Tell everything strange so far, that what ran in the page is a part of."""
        hits: list[str] = self.page.evaluate("() => window.hits.splice(0)")
        return self.strange + hits

    def shape(self) -> set[str]:
        """List the elements and attributes of the page."""
        return set(self.page.evaluate(SHAPE))


@contextmanager
def reading(browser: Browser, site: Path, *, bypass_csp: bool) -> Iterator[Reader]:
    """Open a tab. bypass_csp: as a browser would be that knows no Content-Security-Policy."""
    context = browser.new_context(bypass_csp=bypass_csp)
    context.add_init_script(WATCH)
    reader = Reader(context.new_page(), site, bypass_csp, {})
    reader.page.on("console", lambda said: reader.strange.append(said.text) if blames(said.text) else None)
    reader.page.on("pageerror", lambda error: reader.strange.append(str(error)))
    reader.page.on("dialog", lambda dialog: reader.strange.append(dialog.message))
    context.route("**/*", reader.answer)
    yield reader
    context.close()


def blames(text: str) -> bool:
    """Tell whether the console complains of the page's safety."""
    return any(sign in text for sign in ("Content Security Policy", "Refused", "integrity", "XSS"))


def batches(answers: Iterable[Answer]) -> Iterator[tuple[str, list[Mapping[str, str]]]]:
    """Put answers side by side into pages: the HTML, and the words that each has to hold."""
    waiting = list(answers)
    for start in range(0, len(waiting), BATCH):
        some = waiting[start : start + BATCH]
        yield "".join(f"<section data-answer>{body_of(one)}</section>\n" for one in some), [one.kept for one in some]


def body_of(answer: Answer) -> str:
    """Take the body out of a whole page: its scripts are there once, not hundreds of times."""
    head, *rest = re.split("<body[^<>]*>", answer.text, maxsplit=1)
    assert not rest or RUNS not in head
    return rest[0].rpartition("</body>")[0] if rest else answer.text


def whole(body: str) -> str:
    """Write a page around a batch."""
    return f"<!doctype html><title>answers</title><body>\n{body}"


def swapping(address: str) -> str:
    """Write a page in which htmx loads a batch."""
    return (
        f"<!doctype html><title>swap</title><script src={HTMX}></script>"
        f'<main id="main" hx-get="{escape(address)}" hx-trigger="load" hx-swap="innerHTML"></main>'
    )


def json_of(value: Any) -> Any:  # Any: handed to the browser as it is
    """Make plain lists and dicts."""
    return [dict(one) for one in value]

"""Another site's page cannot post to ours; ours load nothing from others, and leave no cookie with who has not signed in."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect

from serving import frozen_demo, serving

pytestmark = pytest.mark.xdist_group("outside")

WORDS = {"name": "Eve", "email": "eve@evil.example", "message": "planted"}
TALL: ViewportSize = {"width": 1000, "height": 8000}  # so that every island is seen
INPUTS = "".join(f'<input name="{name}" value="{value}">' for name, value in WORDS.items())
TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
FORMS = {
    **{kind: f'<form method="post" action="{{target}}" enctype="{kind}">{INPUTS}</form>' for kind in TYPES},
    "a form in a frame": '<iframe name="hidden"></iframe>'
    f'<form method="post" action="{{target}}" target="hidden">{INPUTS}</form>',
    "a sandboxed frame": """<iframe sandbox="allow-scripts allow-forms" srcdoc='"""
    + f'<form method="post" action="{{target}}">{INPUTS}</form><script>onmessage = () => document.forms[0].submit()</script>'
    + "'></iframe>",
    "a page that hides where it is": '<meta name="referrer" content="no-referrer">'
    f'<form method="post" action="{{target}}">{INPUTS}</form>',
}
# The frame is told once the browser knows it: what it did before, nobody would hear of.
SUBMIT = "() => { document.forms[0]?.submit(); frames[0]?.postMessage(0, '*'); }"
# In every mode and type that a script of another site may send; a beacon too. What comes back is nobody's business.
FETCH = """async ([target, words]) => {
  const form = new FormData(), coded = new URLSearchParams(words);
  for (const [name, value] of Object.entries(words)) form.append(name, value);
  const bodies = [form, coded, coded.toString(), JSON.stringify(words), new Blob([coded.toString()])];
  const read = [];
  for (const mode of ["cors", "no-cors"]) {
    for (const credentials of ["include", "omit"]) {
      for (const body of bodies) {
        try {
          const answer = await fetch(target, { method: "POST", mode, credentials, body, keepalive: true });
          read.push(await answer.text());
        } catch { read.push(""); }
      }
    }
  }
  try {
    const headers = { "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded" };
    read.push(await (await fetch(target, { method: "POST", headers, body: coded.toString() })).text());
  } catch { read.push(""); }
  navigator.sendBeacon(target, coded);
  return read.join("");
}"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = frozen_demo(tmp_path_factory.mktemp("shop"))
    with serving(root) as url:
        yield root, url


class Evil(BaseHTTPRequestHandler):
    """Another site. page: what it shows."""

    page = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>evil</title>{self.page}".encode())

    def log_message(self, *_arguments: object) -> None: ...


@pytest.fixture
def evil() -> Iterator[tuple[type[Evil], int]]:
    site = type("Site", (Evil,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site, server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["localhost", "127.0.0.1"])
def host(request: pytest.FixtureRequest) -> str:
    """Where the other site is: on another host, or on ours at another port."""
    return str(request.param)


def kept(root: Path) -> list[dict[str, object]]:
    """Read everything that was ever kept."""
    command = [sys.executable, "-m", "polynya", "--root", str(root), "inbox", "--json", "--state", "all"]
    rows: list[dict[str, object]] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    return rows


def test_no_page_of_another_site_can_post(
    chromium: Browser, shop: tuple[Path, str], evil: tuple[type[Evil], int], host: str
) -> None:
    root, url = shop
    site, port = evil
    target = f"{url}/live/forms/contact"
    context = chromium.new_context()
    seen: list[Response] = []
    context.on("response", lambda answer: seen.append(answer) if answer.url == target else None)

    for form in FORMS.values():
        site.page = form.replace("{target}", target)
        page = context.new_page()
        with context.expect_event("response", lambda answer: answer.url == target):
            page.goto(f"http://{host}:{port}/")
            page.evaluate(SUBMIT)
        page.close()
    site.page = ""
    page = context.new_page()
    page.goto(f"http://{host}:{port}/")
    read = page.evaluate(FETCH, [target, WORDS])
    context.close()

    assert len(seen) >= len(FORMS)
    assert {answer.status for answer in seen if answer.request.method == "POST"} == {400}
    assert read == ""
    assert [row for row in kept(root) if row["form"] == "contact"] == []


def test_our_own_form_can_post_without_javascript(chromium: Browser, shop: tuple[Path, str]) -> None:
    root, url = shop
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/newsletter/")
    page.get_by_label("Your e-mail").fill("ida@example.org")
    page.get_by_role("button", name="Subscribe").click()

    expect(page.get_by_role("status")).to_be_visible()
    assert context.cookies() == []
    context.close()
    assert [row["form"] for row in kept(root) if row["form"] == "newsletter"] == ["newsletter"]


class Watch:
    """Notes whatever a page does that it should not. ours: the origin of the site."""

    def __init__(self, page: Page, ours: str) -> None:
        self.found: list[str] = []
        self._ours, self._note = ours, self.found.append
        page.on("request", lambda request: self._look(request.url))
        page.on("response", self._answered)
        page.on(
            "console",
            lambda said: self._note(f"{page.url}: {said.type}: {said.text}") if _complains(said.type) else None,
        )
        page.on("pageerror", lambda error: self._note(f"{page.url}: {error}"))

    def _look(self, address: str) -> None:
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != self._ours and parts.scheme not in ("data", "blob"):
            self._note(f"asked {address}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 500:
            self._note(f"{answer.url} is a {answer.status}")


def _complains(kind: str) -> bool:
    return kind in ("error", "warning")


def test_no_page_asks_another_site_sets_a_cookie_or_complains(chromium: Browser, shop: tuple[Path, str]) -> None:
    root, url = shop
    site = root / "build/site"
    addresses = sorted(f"/{path.parent.relative_to(site)}/".replace("/./", "/") for path in site.rglob("index.html"))
    context = chromium.new_context(viewport=TALL)
    page = context.new_page()
    watch = Watch(page, url)

    for address in addresses:
        page.goto(url + address)

    assert len(addresses) > 60
    assert context.cookies() == []
    assert page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]
    context.close()
    assert watch.found == []


def say_something(page: Page, url: str) -> None:
    """Let the parrot speak."""
    page.goto(f"{url}/parrot/")
    page.get_by_label("Your words").fill("Ahoy")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator(".squawk").first).to_contain_text("AHOY")


def review(page: Page, url: str) -> None:
    """Write a review."""
    page.goto(f"{url}/books/dune/")
    page.get_by_label("Your name").fill("Mara")
    page.get_by_role("radio", name="5").press("Space")
    page.get_by_label("Your review").fill("Sand.")
    page.get_by_role("button", name="Post review").click()
    expect(page.get_by_text("Thank you for your review, Mara.")).to_be_visible()


def slip(page: Page, url: str) -> None:
    """Post a contact form with nothing in it, past the browser's own look."""
    page.goto(f"{url}/contact/")
    page.locator("form#contact").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Your message")


def sign_in(page: Page, url: str) -> None:
    """Ask for a link, and do not follow it."""
    page.goto(f"{url}/account/")
    page.get_by_label("E-mail").or_(page.get_by_label("Your e-mail")).first.fill("ida@example.org")
    page.locator("main form button").first.click()
    expect(page.get_by_text("a link to sign in is on its way")).to_be_visible()


def get_lost(page: Page, url: str) -> None:
    """Ask for what is not there, frozen and live."""
    page.goto(f"{url}/nowhere/")
    page.goto(f"{url}/live/nowhere")


@pytest.mark.parametrize("journey", [say_something, review, slip, sign_in, get_lost])
@pytest.mark.parametrize("scripted", [True, False], ids=["javascript", "no-javascript"])
def test_no_journey_leaves_a_cookie(
    chromium: Browser, shop: tuple[Path, str], journey: Callable[[Page, str], None], scripted: bool
) -> None:
    context = chromium.new_context(java_script_enabled=scripted)
    page = context.new_page()
    watch = Watch(page, shop[1])

    journey(page, shop[1])

    cookies = context.cookies()
    context.close()
    assert cookies == []
    # A browser writes an error into the console whenever an answer is one; here that is what was asked for.
    assert [one for one in watch.found if "Failed to load resource" not in one] == []

"""The outbox as its author sees it: mail on pages below /live/outbox/, and a line in the terminal for each (build wing).

Mail holds what visitors wrote, and links that open a session. So this is there in the preview only, for mail that stays in a
folder, at a site of this machine, for a browser of this machine, by an address that only the terminal says: not every proxy
tells that it is one, and behind such a one everybody seems to be here.
"""

import hmac
from collections.abc import Callable
from html import escape
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from polynya_live.headers import CACHE_CONTROL
from polynya_live.routes import live_url
from polynya_live.work.links import LOCAL_NAMES, home_for

from ..gateway import Request
from ..preview import PREVIEW, STYLE
from ..replies import Reply, headers_of, plain
from .letters import Letter, find_letter, letters_in, told_of

OUTBOX = "/live/outbox/"
HTML = "html"
ENTER = live_url("enter", key="", proof="").rstrip("/")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
OLDEST = "HTTP/1.1"
"""What browsers speak; the one before it is of proxies that were told nothing else."""
KEY = 24  # hexadecimal digits
NONE = "There is nothing here, or it is not for you."
ASK = "This is read by the address that `freeze serve` prints where it was started."


class Mailbox:
    """The outbox of one machine. folder: of messages. site_url: no trailing slash. secret: of this machine."""

    def __init__(self, folder: Path, site_url: str, secret: str) -> None:
        self._folder = folder
        self._site_url = site_url
        self._home = f"{OUTBOX}{hmac.digest(secret.encode(), b'preview', 'sha256').hex()[:KEY]}/"
        self._told = {letter.name for letter in letters_in(folder)}

    @property
    def address(self) -> str:
        """Where the author reads it: for the terminal alone."""
        return self._site_url + self._home

    def answer(self, request: Request) -> Reply:
        """Answer with the list of messages, or with one; to anybody but the author it is not there."""
        if not from_here(request) or request.method not in ("GET", "HEAD"):
            return plain(404, NONE)
        start = request.path[: len(self._home)]
        if not hmac.compare_digest(start.encode("utf-8", "surrogatepass"), self._home.encode()):
            return plain(404, ASK)
        name, _, form = request.path.removeprefix(self._home).partition("/")
        if not name:
            return _page("Outbox", self._list())
        letter = find_letter(self._folder, name)
        if letter is None or form not in ("", HTML):
            return plain(404, NONE)
        return _html(letter.html) if form == HTML and letter.html else _page(letter.subject, self._one(letter))

    def telling(self, rounds: Callable[[], int], say: Callable[[str], None]) -> Callable[[], int]:
        """Make rounds of the worker that tell in the terminal what mail came of them."""

        def round_and_tell() -> int:
            done = rounds()
            if done:
                for letter in letters_in(self._folder):
                    if letter.name not in self._told:
                        self._told.add(letter.name)
                        say(told_of(letter, self._link_in(letter)))
            return done

        return round_and_tell

    def _link_in(self, letter: Letter) -> str:
        """Find the link to sign in with; "" for mail without one."""
        return next((word for word in letter.text.split() if self._is_ours(word, f"{ENTER}/")), "")

    def _list(self) -> str:
        rows = [
            f'<li><a href="{self._home}{letter.name}">{escape(letter.subject)}</a><br>to {escape(letter.to)}, {letter.date}</li>'
            for letter in letters_in(self._folder)
        ]
        none = "<p>Nothing was mailed yet. What your site mails lands here, and leaves this machine by no way.</p>"
        return f"<ul>{''.join(rows)}</ul>" if rows else none

    def _one(self, letter: Letter) -> str:
        html = f' · <a href="{self._home}{letter.name}/{HTML}">as HTML</a>' if letter.html else ""
        lines = "\n".join(self._linked(line) for line in letter.text.splitlines())
        return (
            f"<p>To {escape(letter.to)}, {letter.date}{html}</p>\n"
            f'<pre tabindex="0">{lines}</pre>\n<p><a href="{self._home}">All mail</a></p>'
        )

    def _linked(self, line: str) -> str:
        """Write a line, as a link when it is an address of this site and nothing else."""
        ours = self._is_ours(line, "/") and " " not in line
        return f'<a href="{escape(line)}">{escape(line)}</a>' if ours else escape(line)

    def _is_ours(self, word: str, start: str) -> bool:
        """Tell whether a word is an address of this site, by any name that the machine has for itself."""
        host = word.partition("://")[2].partition("/")[0]
        return word.startswith(home_for(host, self._site_url) + start)


def open_mailbox(site_url: str, mail: str, secret: str) -> Mailbox | None:
    """Open the outbox that mail goes to; None when mail leaves this machine, or the site is reached from others.

    mail: as POLYNYA_MAIL says it.
    """
    scheme, _, rest = mail.partition(":")
    folder = rest.partition("?")[0]
    if scheme != "outbox" or not folder or urlsplit(site_url).hostname not in LOCAL_NAMES:
        return None
    return Mailbox(Path(folder).resolve(), site_url, secret)


def from_here(request: Request) -> bool:
    """Tell whether a browser of this machine asks, for an address of this machine, and not by way of a proxy that shows.

    A page of another site could have its own name mean 127.0.0.1, but then Host says that name.
    """
    headers = dict(request.headers)
    try:
        near = ip_address(request.address).is_loopback
        host = urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return False
    direct = request.protocol >= OLDEST and not any(name in headers for name in FORWARDED)
    return near and host in LOCAL_NAMES and direct


def _page(title: str, body: str) -> Reply:
    return _html(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{PREVIEW}{STYLE}">\n</head>\n<body>\n'
        f'<main class="mail">\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n'
    )


def _html(content: str) -> Reply:
    more = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": CACHE_CONTROL["live"]}
    return Reply(status=200, headers=headers_of("live", https=False, more=more), body=content.encode())

"""Proves that every link, picture and form of the frozen pages leads somewhere: a frozen file or a live route (build wing)."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from typing import Literal
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from polynya_live.routes import LIVE, ROUTES
from polynya_live.values import NamedTuple, dataclass
from polynya_live.values.patterns import late

from ...freezer import file_of, files_of
from ...reading.text.closeness import closest
from .elsewhere import is_elsewhere, own_spelling
from .page import PageLinks

_SIMPLE = late(r"/(?:[\w-][\w.-]*/)*(?:[\w-][\w.-]*)?", re.ASCII)
"""An address that is its path, and needs not be taken apart."""
_SIMPLE_LINES = re.compile(r"[\w./\n-]*", re.ASCII)
_PLAIN = {"href", "src"}
_METHODS = {"action": "POST", "hx-post": "POST", "hx-put": "PUT", "hx-delete": "DELETE", "hx-patch": "PATCH"}
_BASE = "http://site.invalid"
_MAIL = late(r"(?:[^@\s,]+@[^@\s,]+(?:,[^@\s,]+@[^@\s,]+)*)?")


class Fault(NamedTuple):
    """Why an address leads nowhere. address: as it is within this site, with a slash at its start or as seen from the page.

    lacks: what is not there: the file, the spot on its page, the slash at the end of the address, or a copy of what is on the
    author's machine; "" for anything else.
    """

    said: str
    address: str
    lacks: Literal["file", "spot", "slash", "copy", ""] = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """An address that leads nowhere. url: of the page it is on; target: as the author wrote it.

    better: it leads to this site, by another spelling of its address than this one. near: the spot that was probably meant.
    """

    url: str
    target: str
    fault: Fault
    better: str = ""
    near: str = ""


def broken_links(
    links: Mapping[str, PageLinks],
    files: Iterable[str],
    *,
    site_url: str,
    forms: Iterable[str],
    urls: Iterable[str] | None = None,
) -> Iterator[Broken]:
    """List what leads nowhere. links: by the address of the page; files: all there are within the site.

    urls: of the pages to look at; all when not given.
    """
    known = _Known(links, frozenset(files), site_url=site_url, forms=frozenset(forms))
    sound: set[tuple[str, str]] = set()  # that lead somewhere from any page
    for url in links if urls is None else (one for one in urls if one in links):
        page_links = links[url]
        for attribute, address in dict.fromkeys(one for one in page_links.targets if one not in sound):
            fault = known.fault(url, attribute, address)
            if fault:
                near = known.near_spot(url, address) if fault.lacks == "spot" else ""
                yield Broken(url, page_links.written.get(address, address), fault, near=near)
            elif better := own_spelling(address, site_url):
                said = f'"{address}" is on this site, and its address is spelt otherwise'
                yield Broken(url, address, Fault(said, address), better)
            elif address[:1] == "/" and address[:2] != "//":
                sound.add((attribute, address))


def are_there(targets: Sequence[tuple[str, str]], files: Set[str], *, site_url: str) -> bool:
    """Whether all targets are plainly addresses of files, as most are.

    They are looked at as one text: of each alone it would take four times as long, and nothing else is done meanwhile.
    """
    if not targets:
        return True
    text = "\n".join(["", *(address for _, address in targets)])
    if site_url:
        text = text.replace(f"\n{site_url}/", "\n/")
    addresses = text[1:].split("\n")
    are_simple = len(addresses) == text.count("\n/") == len(targets) and _SIMPLE_LINES.fullmatch(text)
    if not are_simple or any(part in text for part in ("//", "/.", f"\n{LIVE}")):
        return False
    return {attribute for attribute, _ in targets} <= _PLAIN and files >= {*files_of(addresses)}


def _is_file(address: str, files: Container[str]) -> bool:
    if not _SIMPLE.fullmatch(address) or address.startswith(LIVE):
        return False
    return f"{address[1:]}index.html" in files if address[-1] == "/" else address[1:] in files


class _Known:
    """Everything an address of this site may lead to."""

    def __init__(
        self, links: Mapping[str, PageLinks], files: frozenset[str], *, site_url: str, forms: frozenset[str]
    ) -> None:
        self.links = links
        self.files = files
        self.site_url = site_url
        self.forms = forms
        self.routes = [(route.method, _pattern(path)) for route in ROUTES for path in route.paths]
        self._faults: dict[tuple[str, str], Fault | None] = {}

    def fault(self, url: str, attribute: str, address: str) -> Fault | None:
        """Say why an address on the page at `url` leads nowhere; None when it leads somewhere, or off the site."""
        if attribute == "href" and address[:1] == "#" and "%" not in address:  # most of them: the anchors of headings
            return self._spot_fault(url, address[1:], address)
        if is_elsewhere(address, self.site_url):
            return None
        address = own_spelling(address, self.site_url) or address
        if self.site_url and address.startswith(f"{self.site_url}/"):
            address = address[len(self.site_url) :]
        if not address.startswith("/"):
            return self._fault(url, attribute, address)
        if (attribute, address) not in self._faults:  # the same on every page, and most pages have the same ones
            there = attribute == "href" and _is_file(address, self.files)
            self._faults[attribute, address] = None if there else self._fault(url, attribute, address)
        return self._faults[attribute, address]

    def _fault(self, url: str, attribute: str, address: str) -> Fault | None:
        if self.site_url and (address + "/").startswith(self.site_url + "/"):
            address = address.removeprefix(self.site_url) or "/"
        try:
            parts = urlsplit(urljoin(_BASE + url, address))
        except ValueError:
            return Fault(f'"{address}" is not an address', address)
        if f"{parts.scheme}://{parts.netloc}" != _BASE:
            return _fault_elsewhere(parts, address)
        method = _METHODS.get(attribute, "GET")
        path = unquote(parts.path)
        if path.startswith(LIVE):
            said = self._live_fault(method, path)
            return Fault(said, address) if said else None
        if file_of(path) not in self.files:
            return self._nowhere(address, path)
        if attribute == "action":
            return Fault(f'a form cannot be sent to "{address}", which is a file', address)
        return self._spot_fault(path, unquote(parts.fragment), address)

    def _live_fault(self, method: str, path: str) -> str:
        for wanted, pattern in self.routes:
            found = pattern.fullmatch(path)
            if found and wanted == method:
                form = found.groupdict().get("form")
                return f'no form is called "{form}"' if form and form not in self.forms else ""
        return f"no live route answers {method} {path}"

    def _nowhere(self, address: str, path: str) -> Fault:
        if not path.endswith("/") and file_of(path + "/") in self.files:
            return Fault(f'"{address}" needs a slash at its end', address, "slash")
        return Fault(f'nothing is at "{address}"', address, "file")

    def _spot_fault(self, path: str, spot: str, address: str) -> Fault | None:
        if not spot or spot == "top" or path not in self.links or spot in self.links[path].spots:
            return None
        where = f'there: "{address}"' if address[0] != "#" else "here"
        return Fault(f'nothing is called "#{spot}" {where}', address, "spot")

    def near_spot(self, url: str, address: str) -> str:
        """Find the spot that was meant by one that is not there; "" when none is near."""
        parts = urlsplit(urljoin(_BASE + url, own_spelling(address, self.site_url) or address))
        links = self.links.get(unquote(parts.path))
        return closest(unquote(parts.fragment), sorted(links.spots)) if links else ""


def _fault_elsewhere(parts: SplitResult, address: str) -> Fault | None:
    if parts.scheme == "file" or len(parts.scheme) == 1:  # "C:\\tea.md"
        return Fault(f'"{unquote(address)}" is on your own machine', address, "copy")
    unfit = parts.scheme == "mailto" and not _MAIL.fullmatch(unquote(parts.path))
    return Fault(f'"{address}" is no address of mail', address) if unfit else None


def _pattern(rule: str) -> re.Pattern[str]:
    plain = rule.replace(".", r"\.")
    written = re.sub(r"<(?:(path):)?(\w+)>", lambda m: f"(?P<{m[2]}>{'.*' if m[1] else '[^/]+'})", plain)
    return re.compile(written)

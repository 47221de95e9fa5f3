"""Finds what the content security policy would block, and pictures that say nothing to those who cannot see (build wing)."""

from urllib.parse import urlsplit

from .findings import Finding
from .tags import Attributes

BLOCKED = "csp-blocked"
_LOADS = {
    "script": "src", "img": "src", "source": "src", "video": "src", "audio": "src", "track": "src", "iframe": "src",
    "embed": "src", "object": "data", "link": "href", "form": "action", "input": "src",
}  # fmt: skip
_NEVER = ("iframe", "object", "embed", "applet", "base")
_LOADED_LINKS = frozenset(("stylesheet", "icon", "manifest", "preload", "modulepreload", "apple-touch-icon"))
_ADDRESSES = frozenset(("href", "xlink:href", "src", "action", "formaction", "data", "to"))
_SKIPPED = str.maketrans("", "", "\t\n\r")
_BLANK = "".join(map(chr, range(0x21)))
"""What browsers skip within an address, and before it. https://url.spec.whatwg.org/#concept-basic-url-parser"""
_IN_STATIC = "put it into a file below static/ and refer to that."


class Policy:
    """Looks for what browsers refuse under our policy. found: in order."""

    def __init__(self, site_url: str) -> None:
        self.site_url = site_url
        self.found: list[Finding] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        """Look at an opening tag."""
        if tag == "style" or (tag == "script" and "src" not in attributes and not _is_no_script(attributes)):
            self._blocked(f"an inline <{tag}>", _IN_STATIC, f"<{tag}" if attributes else f"<{tag}>")
        elif tag in _NEVER:
            self._blocked(f"<{tag}>", "link to what it would show instead.", f"<{tag}")
        for name, value in attributes.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                kind = "an inline style" if name == "style" else f"the inline handler {name}"
                self._blocked(kind, f"give it a class and {_IN_STATIC}", f"{name}=")
            elif name in _ADDRESSES and _is_program(value):
                self._blocked(f"a javascript: address in {name}", _IN_STATIC, value)
        self._source(tag, attributes)
        if tag == "img" and "alt" not in attributes:
            source = attributes.get("src", "")
            hint = 'say in alt="…" what it shows, or write alt="" when it is only decoration.'
            self.found.append(
                Finding("missing-alt", f'the picture "{source}" has no alt text', hint, source, warns=True)
            )

    def end(self, tag: str) -> None:
        """Look at a closing tag: none matters."""

    def _source(self, tag: str, attributes: Attributes) -> None:
        address = attributes.get(_LOADS.get(tag, ""), "")
        if tag == "link" and not _LOADED_LINKS & set(attributes.get("rel", "").lower().split()):
            return
        if tag in _NEVER or not self._is_foreign(address):
            return
        hint = "put a copy into static/ or beside the page; nothing is loaded from other sites."
        host = "/".join(address.split("/", 3)[:3])
        self._blocked(f'<{tag}> from "{address}"', hint, address, alike=f"<{tag}> from {host}")

    def _is_foreign(self, address: str) -> bool:
        if not address.startswith(("http:", "https:", "//")):
            return False
        if self.site_url and (address + "/").startswith(self.site_url + "/"):
            return False
        try:
            return bool(urlsplit(address).netloc)
        except ValueError:
            return False

    def _blocked(self, what: str, hint: str, written: str, *, alike: str = "") -> None:
        self.found.append(Finding(BLOCKED, f"browsers will refuse {what} here", hint, written, alike=alike))


def _is_program(address: str) -> bool:
    return address.translate(_SKIPPED).lstrip(_BLANK).lower().startswith("javascript:")


def _is_no_script(attributes: Attributes) -> bool:
    return attributes.get("type", "").lower() in (
        "application/ld+json",
        "application/json",
        "text/template",
        "speculationrules",
    )

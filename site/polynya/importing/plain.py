"""HTML of other systems' comments as the plain text it stood for (build wing)."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "div", "blockquote", "li", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "tr"}
SILENT = {"script", "style"}
MOST_CHARACTERS = 64 * 1024
"""As many as a form of ours takes."""


class _Words(HTMLParser):
    """Collects words; a block is set off by a blank line, a link keeps its address when its text does not show it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a" and self._links:
            address, start = self._links.pop()
            shown = "".join(self.parts[start:])
            if address.startswith(("http://", "https://")) and address not in shown:
                self.parts.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """Turn HTML into plain text: paragraphs apart by one blank line, no markup left."""
    words = _Words()
    words.feed(_closed(html[:MOST_CHARACTERS]))
    words.close()
    text = "\n".join(line.strip(" \t") for line in "".join(words.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _closed(html: str) -> str:
    """Take what stands after the last tag for text: looking for the end of each tag there, the parser would take for ever."""
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", "&lt;")

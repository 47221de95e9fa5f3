"""Reads the links, pictures, forms and spots of one frozen page (build wing)."""

import re
from collections.abc import Iterator
from html import unescape

from polynya_live.values import dataclass, field

from ...markdown import ENDS
from .elsewhere import is_elsewhere

# Our own pages are well-formed, so an expression suffices; a parser would cost more than drawing the page.
# Expressions that start with what they look for skip from attribute to attribute, and look at the name last.
# It looks ahead and so never steps over anything, and takes the closing mark along, for an empty value is one too.
# Code and prose may speak of attributes: where a "<" was escaped, what follows an address has to end a tag.
# As authors may write them in raw HTML: single quotes, or none. What follows has to end a tag, or it is text.
_NAMES = "".join(rf"(?<=\s{name}=)|" for name in ("href", "src", "srcset", "action", "id", "name")).rstrip("|")
USUAL, IN_TAGS = (
    re.compile(
        rf'={ENDS}(?:"(?:(?<=\shref=.)(?=({value}"){end})|(?:(?<=\sid=.)|(?<=\sname=.))(?=([^"]*"))'
        rf'|(?<=\ssrc=.)(?=({value}"){end})|(?<=(?:cset|tion|-get|post|-put|lete|atch)(=).))'
        rf'|(?!")(?i:{_NAMES})(?<=(=)))'
    )
    for value, end in (('[^"]*', ""), ('[^"<>]*', "[^<>]*>"))
)
"""Find an address, a spot, the address of a picture, or a mark that says: there may be a rare attribute, an unusual one."""
_RARE = re.compile(r'\s(srcset|action|hx-get|hx-post|hx-put|hx-delete|hx-patch)="([^"]*)"')
_UNUSUAL = re.compile(rf"=(?!\")(?i:{_NAMES})(?:'([^']*)'|([^\s\"'<>=`]+))(?=[^<>]{{0,500}}>)")
_VERBATIM = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea)\b.*?</\1>", re.DOTALL)
"""A comment that nobody ends goes on to the end of the page, in a browser too; its end is looked for once."""


@dataclass(slots=True)
class PageLinks:
    """What one frozen page points at (attribute, address), and the spots in it that can be pointed at.

    written: addresses by what became of them, where the author wrote another.
    """

    targets: list[tuple[str, str]] = field(default_factory=list)
    spots: set[str] = field(default_factory=set)
    written: dict[str, str] = field(default_factory=dict)

    def far_targets(self, site_url: str) -> Iterator[tuple[str, str]]:
        """List, each once, the targets that need more than this page to be judged: not a spot of its own, not off the site."""
        for attribute, address in dict.fromkeys(self.targets):
            is_here = attribute == "href" and address[:1] == "#" and address[1:] in self.spots
            if not is_here and not is_elsewhere(address, site_url):
                yield attribute, address

    def lines_of_spots(self) -> str:
        """Write the spots as lines, to be kept."""
        return "\n".join(sorted(self.spots))


def without_verbatim(html: str) -> str:
    """Leave out comments and text fields, in which nothing is a link."""
    return _VERBATIM.sub("", html) if has_verbatim(html) else html


def has_verbatim(html: str) -> bool:
    """Whether there is a comment or a text field."""
    beyond = html.find("!", 2)  # of the doctype; one letter is looked for in no time
    return html[:4] == "<!--" or (beyond > 0 and html.find("<!--", beyond - 1) >= 0) or "<textarea" in html


def has_escaped(html: str) -> bool:
    """Whether a "<" was escaped in a page; many have a few other letters that were."""
    at = html.find("&")
    for _ in range(8):
        if at < 0 or html.startswith("&lt;", at):
            return at >= 0
        at = html.find("&", at + 1)
    return html.find("&lt;", at) >= 0 if at >= 0 else False


def links_of(html: str) -> PageLinks:
    """Read the links of one frozen page. `parts.LinkReader` is quicker where many pages have parts in common."""
    found = PageLinks()
    text = without_verbatim(html)
    pictures: list[str] = []
    are_rare, are_unusual = False, False
    for address, spot, picture, rare, unusual in (IN_TAGS if has_escaped(text) else USUAL).findall(text):
        if address:
            found.targets.append(("href", unescape(address[:-1])))
        elif spot:
            found.spots.add(unescape(spot[:-1]))
        elif picture:
            pictures.append(picture[:-1])
        are_rare, are_unusual = are_rare or bool(rare), are_unusual or bool(unusual)
    found.targets += [("src", unescape(one)) for one in pictures]
    if are_rare:
        found.targets += rare_targets(text)
    if are_unusual:
        _take_unusual(found, text)
    return found


def rare_targets(text: str) -> list[tuple[str, str]]:
    """List the targets of rare attributes in a page, or in a part of one."""
    return [one for attribute, value in _RARE.findall(text) for one in _targets(attribute, value)]


def _take_unusual(found: PageLinks, text: str) -> None:
    for match in _UNUSUAL.finditer(text):
        name = text[max(0, match.start() - 6) : match.start()].rsplit(maxsplit=1)[-1].lower()
        value = match[1] if match[1] is not None else match[2]
        if name in ("id", "name"):
            found.spots.add(unescape(value))
        else:
            found.targets += _targets(name, value)


def _targets(attribute: str, value: str) -> list[tuple[str, str]]:
    each = [one.split()[0] for one in value.split(",") if one.strip()] if attribute == "srcset" else [value]
    return [(attribute, unescape(one)) for one in each]

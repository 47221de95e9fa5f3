"""Links addresses that stand bare in the text, of the web and of mail, as GitHub does (build wing)."""

import re

from polynya_live.values.patterns import late

_PIECES = late(r"(<!--|-->|<[^<>]*>)")
_ADDRESS = late(r"(?<![\w/@.:=&-])(?:https?://|www\.(?=[\w-]+\.[\w-]))[^\s<>\"]+")
# What follows a sign is asked after it: so an expression starts with one letter, and skips to the next of that.
_BARE = re.compile(r':(?=//)(?<!="http:)(?<!="https:)')
_BARE_WWW = re.compile(r"w(?=ww\.)(?<!//w)")
_MAY_BE_MAIL = late(r"@[\w-]+\.\w")
# No longer than an address can be, or a line of letters without end would be searched from each of its letters.
_MAIL = late(r"(?<![\w.+/:@=-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?<![_-])(?![\w@/:-])", re.ASCII)
_CLOSED = late(r"<(/?)(a|code|pre|script|style|textarea|svg)\b", re.IGNORECASE)
_ENTITY = late(r"&(?:quot|apos|#39|gt|lt);\Z")
_LONGEST_ENTITY = 6


def link_bare_addresses(html: str) -> str:
    """Make a link of each address of the web or of mail outside of tags, links, code and comments."""
    if not (_BARE.search(html) or _BARE_WWW.search(html) or ("@" in html and _MAY_BE_MAIL.search(html))):
        return html  # in most texts all are linked
    pieces = _PIECES.split(html)
    depth = 0
    commented = False
    for index, piece in enumerate(pieces):
        if piece in ("<!--", "-->"):
            commented = piece == "<!--"
        elif piece.startswith("<"):
            tag = _CLOSED.match(piece)
            if tag and not piece.endswith("/>"):
                depth = max(0, depth - 1) if tag[1] else depth + 1
        elif not depth and not commented:
            pieces[index] = _linked(piece)
    return "".join(pieces)


def _linked(text: str) -> str:
    if "://" not in text and "www." not in text:
        return _MAIL.sub(_link_mail, text) if "@" in text else text
    linked, at = [], 0
    for found in _ADDRESS.finditer(text):
        linked += [_MAIL.sub(_link_mail, text[at : found.start()]), _link(found)]
        at = found.end()
    return "".join([*linked, _MAIL.sub(_link_mail, text[at:])])


def _link_mail(found: re.Match[str]) -> str:
    return f'<a href="mailto:{found[0]}">{found[0]}</a>'


def _link(found: re.Match[str]) -> str:
    address = found[0][: _end_of(found[0])]
    if address.endswith("//"):
        return found[0]
    scheme = "http://" if address.startswith("www.") else ""  # as GitHub does; nobody said that it answers by https
    return f'<a href="{scheme}{address}">{address}</a>{found[0][len(address) :]}'


def _end_of(text: str) -> int:
    """Find where the address ends: punctuation that closes a sentence, and a bracket never opened, are not part of it."""
    end = len(text)
    surplus = text.count(")") - text.count("(")
    while end:
        last = text[end - 1]
        entity = _ENTITY.search(text, max(0, end - _LONGEST_ENTITY), end) if last == ";" else None
        if entity:
            end = entity.start()
        elif last in "?!.,:*_~'":
            end -= 1
        elif last == ")" and surplus > 0:
            end, surplus = end - 1, surplus - 1
        else:
            break
    return end

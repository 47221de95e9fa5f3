"""Links addresses that stand bare in the text, as GitHub does (build wing)."""

import re

_PIECES = re.compile(r"(<!--|-->|<[^<>]*>)")
_ADDRESS = re.compile(r"(?<![\w/@.:=&-])https?://[^\s<>\"]+")
_CLOSED = re.compile(r"<(/?)(a|code|pre|script|style|textarea|svg)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:quot|apos|#39|gt|lt);\Z")
_LONGEST_ENTITY = 6


def link_bare_addresses(html: str) -> str:
    """Make a link of each http(s) address outside of tags, links, code and comments."""
    if html.count("://") == html.count('="https://') + html.count('="http://'):  # all are linked: most texts
        return html
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
        elif "://" in piece and not depth and not commented:
            pieces[index] = _ADDRESS.sub(_link, piece)
    return "".join(pieces)


def _link(found: re.Match[str]) -> str:
    address = found[0][: _end_of(found[0])]
    if address.endswith("//"):
        return found[0]
    return f'<a href="{address}">{address}</a>{found[0][len(address) :]}'


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

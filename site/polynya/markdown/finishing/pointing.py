"""Says whether anything in a text but links and headings may point somewhere, or be pointed at (build wing)."""

import re

ENDS = "(?<=[iemrestoucIEMRESO][fdectnhFDECTNH]=)"
"""How href, src, srcset, action, id, name, and hx-get to hx-patch end before a value: two letters rule out most others."""

# The engine leaves out a backslash before a sign.
_NAMED = re.compile(rf"=(?:{ENDS}|(?<=\\=))")
_ENTITY = re.compile(r"&[#\w]")
_ID_IN_BRACES = re.compile(r"\{[^{}\n]*#")


def only_links(body: str) -> bool:
    """Whether a text surely has no raw HTML, nothing that looks like an address or an id in it, and none in braces.

    Then all that an expression finds in its HTML are the addresses of links and pictures, and the ids of headings.
    """
    if "<" in body or ("&" in body and _ENTITY.search(body)):
        return False
    if "=" in body and _NAMED.search(body):
        return False
    return not ("{" in body and _ID_IN_BRACES.search(body))

"""Links in the sentences of a form, written as in Markdown (shared)."""

from markupsafe import Markup, escape

from ..values.patterns import late

_LINK = late(r"\[([^\[\]\n]{1,200})\]\(((?:/(?!/)|https://|mailto:)[^\s()<>\"]{0,500})\)")


def linked(sentence: str) -> Markup:
    """Write a sentence of the author as HTML: `[privacy](/privacy/)` is a link, all else is escaped.

    A link leads into the site, to https: or to an address of mail; what looks otherwise stays as it is written.
    """
    if "](" not in sentence:
        return escape(sentence)
    written, at = Markup(), 0
    for found in _LINK.finditer(sentence):
        link = Markup('<a href="{}">{}</a>').format(found[2], found[1])
        written += escape(sentence[at : found.start()]) + link
        at = found.end()
    return written + escape(sentence[at:])

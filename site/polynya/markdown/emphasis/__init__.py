"""Lets emphasis begin and end beside letters of scripts that set no spaces between words (build wing).

CommonMark looks for a space beside stars next to punctuation, and so shows those of `**「氷」**が` as they are. Here a
sign that is a letter to the engine stands between punctuation and stars, as if they stood within a word.
https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md
"""

from polynya_live.values.patterns import late

SIGN = "\ue0f4"
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3041-\u309f\u30a1-\u30fa"
    "\u30fc-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00020000-\U0003ffff"
)
_THEIRS = "\u3001-\u3004\u3008-\u3020\u3030\u303d\u30a0\u30fb\ufe30-\ufe4f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_ANYBODYS = r"!\"#$%&'()+,\-./:;<=>?@\[\]^`{}«»¡¿·\u2010-\u2027\u2030-\u205e"
_STARS = r"(?:(?<!\*)\*{1,3}(?!\*)|(?<!~)~~(?!~))"
_LETTER = rf"[^\s*~\\_|{_ANYBODYS}{_THEIRS}]"
_SPOTS = late(
    rf"(?:(?<=[{_ANYBODYS}{_THEIRS}]){_STARS}(?=[{_SPACELESS}])|(?<=[{_THEIRS}]){_STARS}(?={_LETTER}))"
    rf"|(?P<opens>(?<=[{_SPACELESS}]){_STARS}(?=[{_ANYBODYS}{_THEIRS}])|(?<={_LETTER}){_STARS}(?=[{_THEIRS}]))"
)
"""Stars between punctuation and a letter, of which one is of such a script."""


def may_have_tight_stars(body: str) -> bool:
    """Say whether emphasis may stand beside such letters."""
    return not body.isascii() and ("*" in body or "~~" in body) and SIGN not in body and bool(_SPOTS.search(body))


def loosen(body: str) -> str:
    """Set the sign between punctuation and stars; `tighten` takes it out of what the engine makes of the text."""
    return _SPOTS.sub(lambda found: f"{found[0]}{SIGN}" if found["opens"] else f"{SIGN}{found[0]}", body)


def tighten(html: str) -> str:
    """Take the signs out again."""
    return html.replace(SIGN, "")

"""Quotes as a language sets them: the engine makes English ones, this turns them into the language's own (build wing)."""

ENGLISH = "“”‘’"
_QUOTES = {
    "cs": "„“‚‘",
    "da": "»«›‹",
    "de": "„“‚‘",
    "es": "«»“”",
    "fi": "””’’",
    "fr": "«\u202f\u202f»‹›",
    "is": "„“‚‘",
    "it": "«»“”",
    "nb": "«»‘’",
    "nn": "«»‘’",
    "no": "«»‘’",
    "pl": "„”‚’",
    "sv": "””’’",
}
_KEPT = "\ue010\ue011\ue012\ue013"
"""Stand for quotes that the author set by hand, until the engine's own are turned."""


def keep_own(body: str) -> str:
    """Hide the curly quotes that an author typed: they stay as they are."""
    return body.translate(str.maketrans(ENGLISH, _KEPT)) if any(quote in body for quote in ENGLISH) else body


def set_quotes(html: str, language: str) -> str:
    """Turn the engine's quotes into those of `language`, and bring the author's own back."""
    quotes = _quotes_of(language)
    if quotes is not None:
        opening, closing, single, end = quotes
        html = html.replace("“", opening).replace("”", closing)
        if single != "‘":
            html = _set_singles(html, single, end)
    return html.translate(str.maketrans(_KEPT, ENGLISH))


def _quotes_of(language: str) -> tuple[str, str, str, str] | None:
    written = _QUOTES.get(language.split("-", maxsplit=1)[0].lower())
    if written is None:
        return None
    if "\u202f" in written:
        return "«\u202f", "\u202f»", written[-2], written[-1]
    return written[0], written[1], written[2], written[3]


def _set_singles(html: str, opening: str, closing: str) -> str:
    """Turn single quotes; a ’ that closes nothing is an apostrophe and stays."""
    parts = html.split("‘")
    turned = [parts[0]]
    for part in parts[1:]:
        end = next((at for at, sign in enumerate(part) if sign == "’" and not part[at + 1 : at + 2].isalnum()), -1)
        turned.append(f"{opening}{part}" if end < 0 else f"{opening}{part[:end]}{closing}{part[end + 1 :]}")
    return "".join(turned)

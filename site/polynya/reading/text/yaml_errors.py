"""What a YAML error means in an author's words: the place, the fact, the next act (build wing)."""

import re

import yaml

from .foreign.hints import KEEP_ONE

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLON = 'put the whole text in quotes, for example title: "Sea: a story"; or check the indentation.'
_EXPLAINED = (
    (r"mapping values are not allowed", "a colon with a space after it stands inside a text", _COLON),
    (r"found character that cannot start any token", "", ""),
    (
        r"unexpected end of stream",
        "a quotation mark is opened here and never closed",
        "close it with the same mark.",
    ),
    (r"found a tab character", "a tab is used to indent", "use spaces; YAML does not take tabs here."),
    (
        r"could not find expected ':'",
        "this line has no colon after its key",
        'write "key: value"; indent what goes on.',
    ),
    (
        r"did not find expected ',' or '\]'",
        "a list is opened with [ and not closed",
        "close it with ], commas between.",
    ),
    (
        r"did not find expected ',' or '\}'",
        "a mapping is opened with { and not closed",
        "close it with }, commas between.",
    ),
    (r"did not find expected key", "something stands where the next key belongs", "check quotes and indentation here."),
    (
        r"did not find expected '-' indicator",
        "the list ends here, but no key is open",
        'write "- " or indent the line.',
    ),
    (r"expected <block end>", "something stands where the next key belongs", "check quotes and indentation here."),
    (r"(expected|find) .*alphabetic or numeric", "a bare * or & cannot start a value", "put the text in quotes."),
    (
        r"(escape|hexdecimal|hexadecimal|Unicode)",
        "this \\ escape is none that YAML knows",
        "write \\\\ for one \\, or use single quotes.",
    ),
    (r"block scalar|indentation indicator|comment or line break", "this block text starts wrongly", "write | alone."),
    (r"(document start|directive|incompatible YAML)", "a second YAML document or a % line", "take it out."),
    (r"(undefined|invalid).*(tag|anchor|alias|handle)", "this tag or alias means nothing", "put the text in quotes."),
    (r"did not find expected node content|expected the node content", "a bracket or comma too many", "take it out."),
)
_QUOTE_IT = "put the text in quotes."
_UNMERGED = re.compile(r"^(?:<{7}|>{7}) \S", re.MULTILINE)


def explain_yaml_error(error: yaml.YAMLError, block: str) -> tuple[int, str, str]:
    """Say where in `block` (from 0) an error is, what is wrong there, and what to do."""
    if isinstance(error, yaml.reader.ReaderError):
        match = _UNPRINTABLE.search(block)
        return match.start() if match else 0, "a character that YAML does not allow", "delete it or write it anew."
    if unmerged := _UNMERGED.search(block):
        return unmerged.start(), "two versions of these lines were never merged", KEEP_ONE
    problem = getattr(error, "problem", None) or ""
    mark = getattr(error, "problem_mark", None)
    at = min(mark.index if mark else 0, len(block))
    if _colon_within(error, at, block):
        return at, _EXPLAINED[0][1], f"{_COLON.partition(';')[0]}; between {{ and }}, commas stand between keys."
    for pattern, fact, hint in _EXPLAINED:
        if re.search(pattern, problem):
            return (
                (_opening(error, at, block), fact, hint)
                if _opens(fact)
                else _character(at, block, fact=fact, hint=hint)
            )
    return at, f"this YAML cannot be read: {problem}" if problem else "this YAML cannot be read", _COLON


def _colon_within(error: yaml.YAMLError, at: int, block: str) -> bool:
    """Tell whether a colon stands inside a text between brackets that are opened on its line: then they may well be closed."""
    context = getattr(error, "context_mark", None)
    return context is not None and block[at : at + 1] == ":" and "\n" not in block[context.index : at]


def _opens(fact: str) -> bool:
    return fact.endswith(("closed", "no colon after its key"))


def _opening(error: yaml.YAMLError, at: int, block: str) -> int:
    """Point at what was opened, not at the place where the parser noticed."""
    context = getattr(error, "context_mark", None)
    return min(context.index if context and getattr(error, "context", None) else at, len(block))


def _character(at: int, block: str, *, fact: str, hint: str) -> tuple[int, str, str]:
    if fact:
        return at, fact, hint
    if block[at : at + 1] == "\t":
        return at, "a tab is used to indent", "use spaces; YAML does not take tabs here."
    return at, f"a text cannot start with {block[at : at + 1]}", _QUOTE_IT

"""`content/forms/*.yaml` -> polynya_live.contract.Form: declared once, compiled and versioned (build wing)."""

import ast
import hashlib
import importlib.util
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from polynya_live.contract import Field, Form
from polynya_live.values.patterns import late
from polynya_live.words.messages import ENGLISH

from ...problems import Problem
from ..lists.languages import in_language
from ..slugs import humanise, slugify
from ..text.closeness import suggest
from ..text.front import top_table
from ..text.source import Source, quote
from ..values.declared import Declared
from .form_fields import read_fields
from .form_limits import NOTHING, read_limits, with_places
from .form_notify import NEVER, read_notify
from .form_words import SUBMIT, THANKS, read_messages

KEYS = (
    "title", "thread", "fields", "submit", "thanks", "moderation", "show", "notify", "receipt", "confirm", "keep", "limits",
    "unique", "takes", "derive", "ask", "check", "tally", "messages", "edit",
    "template",
)  # fmt: skip
FORM_NAME = late(r"[a-z][a-z0-9-]{0,39}")
COUNTED = ("select", "radio", "checkboxes", "rating")
KEEP_S = {"h": 3600, "d": 86_400, "w": 604_800, "m": 2_592_000, "y": 31_536_000}
"""A month is 30 days, a year 365."""
EDIT_S = {"minute": 60, "hour": 3600, "day": 86_400}
EDIT_USUALLY_S = 900
_WINDOW = late(r"([1-9][0-9]{0,3})\s*(minute|hour|day)s?", re.ASCII)
_KEEP = late(r"([1-9][0-9]{0,4})\s*(h|d|w|m|y|hours?|days?|weeks?|months?|years?)", re.ASCII)
_DERIVE = late(r"([a-z_]\w*(?:\.[a-z_]\w*)*):([A-Za-z_]\w*)", re.ASCII)
_PLACEHOLDER = late(r"\{([^{}]*)\}")


def form_name(source: Source, path: str) -> str:
    """Read the name of a form off its file; "" when it cannot be one (reported). path: below content/forms/."""
    name = path.rpartition("/")[2].rsplit(".", 1)[0]
    if FORM_NAME.fullmatch(name):
        return name
    better = re.sub(r"[^a-z0-9-]", "", slugify(name.replace("_", "-"))).strip("-")
    hint = f'rename it to "{better}.yaml".' if FORM_NAME.fullmatch(better) else "name it like review.yaml."
    source.error("form-name", None, fact=f"{quote(name)} cannot be the name of a form", hint=hint)
    return ""


def forms_of(
    source: Source, name: str, collections: frozenset[str], *, functions: Path, languages: Sequence[str]
) -> dict[str, Form]:
    """Compile a form, and one called `<name>-<language>` for each other language of the site.

    Its thread is on the pages of that language; without such pages, and without a word in that language, there is none.
    """
    form = read_form(source, name, collections, functions=functions, languages=languages)
    forms = {name: form} if form else {}
    for language in languages[1:] if form else ():
        others = (language, *(one for one in languages if one != language))
        own = f"{name}-{language}".lower()
        told = read_form(source, own, collections, functions=functions, languages=others)
        thread = f"{language}/{form.thread}" if form and form.thread else ""
        same = told and form and told == replace(form, name=own, language=language, version=told.version)
        if told and (thread in collections if thread else not same):
            forms[own] = replace(told, thread=thread, original=name)
    return forms


def read_form(
    source: Source, name: str, collections: frozenset[str], *, functions: Path, languages: Sequence[str] = ()
) -> Form | None:
    """Compile one form; None when it is no mapping. functions: the folder of the site's own Python.

    languages: of the site, the one to read it in first.
    """
    table = top_table(source, "a form")
    if table is None:
        return None
    declared = Declared(source, in_language(table, languages[0], languages) if languages else table)
    declared.only(KEYS, "a form")
    fields = with_places(declared, read_fields(declared, collections))
    form = Form(
        name=name,
        language=languages[0] if languages else "",
        title=declared.text("title").strip() or humanise(name),
        fields=fields,
        submit=declared.text("submit").strip() or SUBMIT,
        thanks=_thanks(declared, fields),
        version="",
        thread=_thread(declared, collections),
        moderation=declared.choice("moderation", ("before", "after", "none"), "before"),
        show=declared.fields("show", [field.name for field in fields], to="show"),
        **asdict(read_notify(declared)),
        keep_s=_keep(declared),
        keeps=declared.text("keep").strip() != NOTHING,
        ask=declared.text("ask").strip(),
        **asdict(read_limits(declared, fields)),
        receipt=_address_field(declared, "receipt", fields),
        confirm=_address_field(declared, "confirm", fields),
        derive=_derive(declared, functions),
        tally=_tally(declared, fields),
        messages=read_messages(declared, ENGLISH),
        edit_s=_edit(declared),
        template=_template(declared),
    )
    return _versioned(form)


def _versioned(form: Form) -> Form:
    """Give a form the digest of all that changes what a post to it means; labels and thanks do not."""
    words = ("label", "help", "message", "autocomplete", "messages", "check", "fill", "whole")
    fields = [{key: value for key, value in asdict(one).items() if key not in words} for one in form.fields]
    meaning = [
        form.name,
        form.thread,
        form.moderation,
        form.show,
        form.derive,
        form.keeps,
        form.unique,
        form.takes,
        fields,
    ]
    digest = hashlib.sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()[:12]
    return Form(**{key: getattr(form, key) for key in form.__dataclass_fields__} | {"version": digest})


def _thread(declared: Declared, collections: frozenset[str]) -> str:
    thread = declared.text("thread").strip()
    if thread and thread not in collections:
        hint = suggest(thread, collections - {""}, having="This site has")
        fact = f"there is no collection {quote(thread)}"
        declared.source.error("unknown-collection", declared.at("thread"), fact=fact, hint=hint)
        return ""
    return thread


def _thanks(declared: Declared, fields: tuple[Field, ...]) -> str:
    thanks = declared.text("thanks").strip() or THANKS
    names = [*(field.name for field in fields), "number"]
    for word in _PLACEHOLDER.findall(thanks):
        if word not in names:
            hint = suggest(word, names, having="The form has")
            fact = f"the thanks name {quote('{' + word + '}')}, which is no field of the form"
            declared.source.error("unknown-field", declared.at("thanks"), fact=fact, hint=hint)
    return thanks


def _address_field(declared: Declared, key: str, fields: tuple[Field, ...]) -> str:
    """Read which field holds the visitor's address that mail goes to."""
    names = [field.name for field in fields if field.type == "email"]
    return declared.field(key, names, called="a field of type email", add="email")


def _tally(declared: Declared, fields: tuple[Field, ...]) -> str:
    """Read which field's answers are counted for everybody to see."""
    names = [field.name for field in fields if field.type in COUNTED]
    name = declared.field("tally", names, called="a field with options or a rating", add="radio")
    if name and not declared.has("show"):
        hint = f"add show: [{name}]."
        fact = "the answers of a private form are never counted"
        declared.source.error("wrong-choice", declared.at("tally"), fact=fact, hint=hint)
    return name


def _keep(declared: Declared) -> int | None:
    written = declared.text("keep").strip().lower()
    if written == NOTHING and not declared.has("derive"):
        fact = "the form keeps nothing, and derives nothing from the answers: nobody would ever see them"
        hint = "write how long they are kept, such as keep: 90d, or what is derived from them."
        declared.source.error("field-limit", declared.at("keep"), fact=fact, hint=hint)
    match = _KEEP.fullmatch(written)
    if match:
        return int(match[1]) * KEEP_S[match[2][0]]
    if written not in ("", NOTHING, "forever", "for ever"):
        fact = f'"keep" must be a time such as 2y, 90d or forever, not {quote(written)}'
        hint = "write a number and h, d, w, m or y: hours, days, weeks, months of 30 days, years of 365."
        declared.source.error("wrong-type", declared.at("keep"), fact=fact, hint=hint)
    return None


def _edit(declared: Declared) -> int:
    """Read for how long who was signed in may change what they sent, in seconds."""
    written = declared.text("edit").strip().lower()
    match = _WINDOW.fullmatch(written)
    if match:
        return int(match[1]) * EDIT_S[match[2]]
    if written == NEVER:
        return 0
    if written:
        fact = f'"edit" must be a time such as 15 minutes, 2 hours or never, not {quote(written)}'
        hint = "write a number and minutes, hours or days."
        declared.source.error("wrong-type", declared.at("edit"), fact=fact, hint=hint)
    return EDIT_USUALLY_S


def _template(declared: Declared) -> str:
    """Read by which name the form has fragments of its own: a kit's fragment is not drawn because a form is called like it."""
    written = declared.text("template").strip()
    if not written or FORM_NAME.fullmatch(written):
        return written
    fact = f'"template" must be a name such as order, not {quote(written)}'
    hint = "write template: order for templates/fragments/facts-order.html or submission-order.html."
    declared.source.error("wrong-type", declared.at("template"), fact=fact, hint=hint)
    return ""


def _derive(declared: Declared, functions: Path) -> str:
    written = declared.text("derive").strip()
    if not written:
        return ""
    match = _DERIVE.fullmatch(written)
    if not match:
        fact = f'"derive" names a function as module:function, not {quote(written)}'
        hint = "write for example bookshop.menu:total for total() in functions/bookshop/menu.py."
        declared.source.error("wrong-type", declared.at("derive"), fact=fact, hint=hint)
        return ""
    try:
        fault = _function_fault(functions, match[1], match[2])
    except SyntaxError as broken:
        _tell_python(declared.source.found, functions, broken)
        return written
    if fault:
        hint = f"define {match[2]}(values, contract) in functions/{match[1].replace('.', '/')}.py."
        declared.source.error("unknown-function", declared.at("derive"), fact=fault, hint=hint)
    return written


def _tell_python(found: list[Problem], functions: Path, broken: SyntaxError) -> None:
    """Tell of the site's own Python where it cannot be read."""
    path = Path(broken.filename or "")
    text = path.read_text(encoding="utf-8", errors="replace")
    source = Source(path.relative_to(functions.parent).as_posix(), text, found)
    at = source.start_of(broken.lineno or 1) + max((broken.offset or 1) - 1, 0)
    fact, hint = (
        f"this Python cannot be read: {broken.msg}",
        "mend the line, or the one above it; a form derives by this file.",
    )
    source.error("unknown-function", at, fact=fact, hint=hint)


def _function_fault(functions: Path, module: str, function: str) -> str:
    """Say why a function cannot be found, "" when it can; the site's own Python is parsed, never run.

    Raises SyntaxError where Python cannot read it.
    """
    path = functions / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_name(path.name + ".py")
    if not file.is_file():
        installed = not (functions / module.split(".", 1)[0]).exists() and _installed(module.split(".", 1)[0])
        return "" if installed else f"there is no Python module {quote(module)}"
    try:
        tree = ast.parse(file.read_bytes(), str(file))
    except (ValueError, OSError):
        return f"the Python module {quote(module)} cannot be read"
    defined = {getattr(one, "name", "") for one in tree.body}
    defined |= {
        alias.asname or alias.name for one in tree.body if isinstance(one, ast.ImportFrom) for alias in one.names
    }
    if function not in defined:
        return f"the module {quote(module)} has no function {quote(function)}"
    takes = [
        one.args
        for one in tree.body
        if isinstance(one, ast.FunctionDef) and one.name == function and not one.decorator_list
    ]
    return "" if all(map(_takes_two, takes)) else f"{function}() has to take two values: the answers, and the contract"


def _takes_two(args: ast.arguments) -> bool:
    most = len(args.posonlyargs) + len(args.args)
    return most - len(args.defaults) <= 2 and (most >= 2 or args.vararg is not None) and None not in args.kw_defaults


def _installed(package: str) -> bool:
    """Tell whether a package was installed for this site: Python's own modules run programs and end processes."""
    try:
        return package not in sys.stdlib_module_names and importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False

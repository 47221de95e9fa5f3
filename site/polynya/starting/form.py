"""Starts a form: a declaration that works at once, with a comment for every line (build wing)."""

import re
from pathlib import Path

from ..reading.slugs import humanise
from .writing import AlreadyThere, write_new

NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")

FORM = """\
# The form "{name}". A line ::form[{name}] in Markdown puts it on a page; `forms: [{name}]` in the front matter of a page
# draws what was approved too, as far as `show` lets it.
title: {title}
# thread: books                  # one thread for each page of this collection; leave out for a form that stands alone
fields:
  - {{name: author, label: Your name, type: text, required: true, max: 80}}
  - {{name: email, label: E-mail, type: email, required: true, autocomplete: email}}
  - {{name: text, label: Your message, type: textarea, required: true, max: 2000}}
  # more types: url, number, rating, date, select, radio, checkbox, checkboxes, quantity, hidden
submit: Send
thanks: Thank you, {{author}}.
moderation: before               # before: you approve first; after: shown at once; none: also when its sender changes it
# show: [author, text]           # fields that may ever reach a page; without it nothing does
notify: owner                    # mails you each submission
keep: 1y                         # then it is deleted, from pages too; without this line it is kept for ever
limits: {{per_visitor: 5/hour}}
"""


def new_form(root: Path, name: str) -> str:
    """Write content/forms/<name>.yaml and return its path. Raises ValueError for a name no form can have, AlreadyThere."""
    if not NAME.fullmatch(name):
        raise ValueError(name)
    if (root / f"content/forms/{name}.yml").exists():
        raise AlreadyThere(f"content/forms/{name}.yml")
    text = FORM.format(name=name, title=humanise(name))
    return write_new(root, {f"content/forms/{name}.yaml": text})[0]

"""Starts a site: the few files that freeze, serve and pass `freeze check` at once (build wing)."""

import json
from datetime import date
from pathlib import Path

from ..reading.slugs import humanise
from .form import FORM
from .writing import AlreadyThere, write_new

SETTINGS = """\
# Everything here is optional.
title: {title}
# url: https://example.org       # needed for feeds, the sitemap and mail
language: en
timezone: UTC
navigation:
  - {{title: Posts, url: /posts/}}
  - {{title: Contact, url: /contact/}}
footer:                          # imprint, privacy, what has to be on every page
  - {{title: Your account, url: /account/}}
# logo: images/logo.svg          # in static/, before the title
# styles: css/site.css           # in static/, after the kit's own
"""

HOME = """\
---
title: {title}
description: A new site, made with Polynya.
---
Welcome. This page is `content/index.md`; change it, and the preview shows it at once.

- [The first post](posts/hello.md) shows what Markdown can do here.
- [Contact](contact.md) has a form that works on this machine and in the cloud.
"""

POSTS = """\
# Every page in this folder is a post; its front matter is checked against `fields`.
title: Posts
sort: -date
fields:
  date: {type: date, required: true}
  description: {type: text}
"""

POST = """\
---
title: Hello
date: {today}
description: The first post.
---
A post has a date and words.

> [!TIP]
> `freeze new post "My title"` starts the next one.
"""

CONTACT = """\
---
title: Contact
description: Write to us.
---
We read everything, and answer most of it.

::form[contact]
"""

ACCOUNT = """\
---
title: Your account
description: Sign in with a link in a mail. There is no password to forget.
template: pages/account.html
---
Give your address, and we mail you a link. It works once, for fifteen minutes.
"""

IGNORED = """\
# What freeze writes, and what this machine alone keeps.
/build/
/var/
/.polynya/
/.venv/
/node_modules/
"""

MAKEFILE = """\
# make serve: the site in your browser. make check: every mistake, links included. make freeze: write it to build/site.
FREEZE ?= $(firstword $(wildcard .venv/bin/freeze ../.venv/bin/freeze) freeze)
HOST ?= 127.0.0.1
PORT ?= 5000

.PHONY: serve check freeze

serve:
\t$(FREEZE) serve --host $(HOST) --port $(PORT)

check:
\t$(FREEZE) check

freeze:
\t$(FREEZE)
"""


def new_site(folder: Path, *, today: date) -> list[str]:
    """Write a new site into `folder` and return the names of its files. Raises AlreadyThere when there is a site, or a file.

    today: the date of its first post.
    """
    if (folder / "content").exists():
        raise AlreadyThere("content/")
    title = json.dumps(humanise(folder.resolve().name) or "New site", ensure_ascii=False)
    files = {
        "content/site.yaml": SETTINGS.format(title=title),
        "content/index.md": HOME.format(title=title),
        "content/contact.md": CONTACT,
        "content/account.md": ACCOUNT,
        "content/posts/_collection.yaml": POSTS,
        "content/posts/hello.md": POST.format(today=today.isoformat()),
        "content/forms/contact.yaml": FORM.format(name="contact", title="Write to us"),
        "Makefile": MAKEFILE,
        ".gitignore": IGNORED,
    }
    return write_new(folder, files)

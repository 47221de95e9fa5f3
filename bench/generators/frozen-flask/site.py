"""The corpus by Flask, Frozen-Flask and Python-Markdown as their documentation puts them together: no cache, one process."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import markdown
import yaml
from flask import Flask, Response, render_template
from flask_frozen import Freezer

EXTENSIONS = {"extra": {}, "codehilite": {"css_class": "highlight", "guess_lang": False}}
Post = dict[str, Any]


def read_post(path: Path) -> Post:
    """Read one page: its front matter, and its text as it was written."""
    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return {"slug": path.stem, "text": text, **yaml.load(front, yaml.CSafeLoader)}


POSTS = {path.stem: read_post(path) for path in sorted(Path("content/posts").glob("*.md"))}
NEWEST = sorted(POSTS.values(), key=lambda post: post["date"], reverse=True)
TAGS: dict[str, list[Post]] = defaultdict(list)
for one in NEWEST:
    for name in one["tags"]:
        TAGS[name].append(one)

app = Flask(__name__)
app.config.update(FREEZER_DESTINATION="build", FREEZER_BASE_URL="https://corpus.example/")
app.jinja_env.filters["day"] = lambda day: day.strftime("%d %B %Y") if isinstance(day, date) else ""
freezer = Freezer(app)


@app.route("/")
def index() -> str:
    """Draw the home page."""
    return render_template("index.html", title="Corpus")


@app.route("/posts/")
def posts() -> str:
    """Draw the list of all posts."""
    return render_template("list.html", title="Posts", posts=NEWEST)


@app.route("/posts/<slug>/")
def post(slug: str) -> str:
    """Draw one post."""
    found = POSTS[slug]
    content = markdown.markdown(found["text"], extensions=list(EXTENSIONS), extension_configs=EXTENSIONS)
    return render_template("post.html", title=found["title"], post=found, content=content)


@app.route("/tags/")
def tags() -> str:
    """Draw the list of tags."""
    return render_template("tags.html", title="Tags", tags=sorted(TAGS.items()))


@app.route("/tags/<name>/")
def tag(name: str) -> str:
    """Draw the posts of a tag."""
    return render_template("list.html", title=name, posts=TAGS[name])


@app.route("/index.xml")
def feed() -> Response:
    """Write the feed of the newest posts."""
    return Response(render_template("feed.xml", posts=NEWEST[:20]), mimetype="application/xml")


@app.route("/sitemap.xml")
def sitemap() -> Response:
    """Write the sitemap."""
    return Response(render_template("sitemap.xml", posts=NEWEST), mimetype="application/xml")


if __name__ == "__main__":
    freezer.freeze()

"""A book page with reviews as one writes it with Flask and SQLite alone, on waitress: the peer of `bench/reviews.py`.

Run it with a database's path; it prints its address. /with-isso/ is the same page with a thread of Isso instead, whose
address is in ?isso=.
"""

import sqlite3
import sys
from contextlib import closing

import waitress  # type: ignore[import-untyped]
from flask import Flask, redirect, render_template_string, request
from werkzeug import Response

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Dune</title></head>
<body><h1>Dune</h1><p>Sand.</p>
{% if isso %}<script data-isso="{{ isso }}/" src="{{ isso }}/js/embed.min.js"></script><section id="isso-thread"></section>
{% else %}<ol>{% for author, rating, text in reviews %}<li><b>{{ author }}</b>: {{ rating }} of 5<p>{{ text }}</p></li>
{% endfor %}</ol><form method="post"><input name="author" required><input name="rating" type="number" min="1" max="5" required>
<textarea name="text" required></textarea><button>Post review</button></form>{% endif %}</body></html>
"""
DATABASE = sys.argv[1]
app = Flask(__name__)


@app.get("/books/dune/")
def show() -> str:
    """Show all reviews, asked for anew at each call."""
    with closing(sqlite3.connect(DATABASE)) as store:
        reviews = store.execute("SELECT author, rating, text FROM reviews ORDER BY id DESC LIMIT 50").fetchall()
    return render_template_string(PAGE, reviews=reviews, isso="")


@app.post("/books/dune/")
def keep() -> Response:
    """Keep a review: no moderation, no limits, no idempotency."""
    words = (request.form["author"], int(request.form["rating"]), request.form["text"])
    with closing(sqlite3.connect(DATABASE)) as store, store:
        store.execute("INSERT INTO reviews (author, rating, text) VALUES (?, ?, ?)", words)
    return redirect("/books/dune/", 303)


@app.get("/with-isso/")
def with_isso() -> str:
    """Show the page with the thread of an Isso elsewhere."""
    return render_template_string(PAGE, reviews=[], isso=request.args["isso"])


if __name__ == "__main__":
    with closing(sqlite3.connect(DATABASE)) as made:
        made.execute("CREATE TABLE reviews (id INTEGER PRIMARY KEY, author TEXT, rating INTEGER, text TEXT)")
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=8)
    print(f"http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()

"""Hello World: run it, freeze it, deploy it, unchanged."""

from flask import Flask
from flask_frozen import Freezer

from polynya_live.events import make_handler

app = Flask(__name__)


@app.route("/")
def hello() -> str:
    """Greet the world."""
    return "<!doctype html><title>Hello</title><h1>Hello World</h1>"


handler = make_handler(app)  # what Lambda calls: hello.handler
freezer = Freezer(app)  # what a CDN gets: python -c "import hello; hello.freezer.freeze()" writes build/index.html

if __name__ == "__main__":
    app.run(port=5000)

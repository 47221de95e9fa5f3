"""Measures pages and posts per second of `freeze serve` beside Flask's own server and waitress: `python bench/serve.py`.

All three answer on this machine, asked in turns by the same few clients over connections that stay open; waitress only
where it is installed. Numbers of one machine say little: the ratios to Flask's own server say what to expect elsewhere.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from build.sites import SHOP, write
from serving import serving

CLIENTS, SECONDS, ROUNDS = 4, 1.0, 3
PAGE = "/books/dune/"
POST = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}

# The live app and the pages in one WSGI app, as one would without Polynya: what the two other servers run.
WSGI = """
import os, sys
from pathlib import Path
from flask import Flask, send_from_directory
from polynya.places import Places
from polynya.serve.machine import make_ready
from polynya_live.app.current import CurrentApp
from polynya_live.settings import read_settings
from werkzeug.middleware.dispatcher import DispatcherMiddleware

root, server = Path(sys.argv[1]), sys.argv[2]
make_ready(Places(root), "http://127.0.0.1")
live, pages = CurrentApp(read_settings(os.environ)), Flask("pages", static_folder=None)


@pages.get("/<path:path>/")
def page(path):
    return send_from_directory(root / "build/site", f"{path}/index.html")


def both(environ, start_response):
    return (live if environ["PATH_INFO"].startswith("/live/") else pages)(environ, start_response)


if server == "waitress":
    import waitress

    made = waitress.create_server(both, host="127.0.0.1", port=0, threads=8)
    print(f"http://127.0.0.1:{made.effective_port}", flush=True)
    made.run()
else:
    import logging
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").disabled = True
    made = make_server("127.0.0.1", 0, both, threaded=True)
    print(f"http://127.0.0.1:{made.port}", flush=True)
    made.serve_forever()
"""


@contextmanager
def wsgi_server(root: Path, name: str) -> Iterator[str]:
    """Run the WSGI app on waitress or on Flask's own server, and yield its address."""
    command = [sys.executable, "-c", WSGI, str(root), name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        yield process.stdout.readline().strip() if process.stdout else ""
        process.terminate()


def read_page(line: HTTPConnection) -> int:
    """Read one page."""
    line.request("GET", PAGE)
    response = line.getresponse()
    response.read()
    return response.status


def post_review(line: HTTPConnection) -> int:
    """Post one review that no other post is like."""
    words = {"page": "books/dune", "author": "Mara", "rating": "4", "text": os.urandom(12).hex()}
    line.request("POST", "/live/forms/review", urlencode(words), POST)
    response = line.getresponse()
    response.read()
    return response.status


def rate(url: str, act: Callable[[HTTPConnection], int], good: int) -> float:
    """Count how often all clients together can act in a second."""

    def client(_: int) -> int:
        parts = urlsplit(url)
        line = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        done = 0
        while perf_counter() < end:
            if act(line) != good:
                raise RuntimeError(f"{url} answered something else")
            done += 1
        line.close()
        return done

    end = perf_counter() + SECONDS
    with ThreadPoolExecutor(CLIENTS) as clients:
        return sum(clients.map(client, range(CLIENTS))) / SECONDS


def main() -> None:
    """Measure all servers in turns, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), SHOP)
        with (
            serving(root) as ours,
            wsgi_server(root, "waitress") as waitress,
            wsgi_server(root, "werkzeug") as werkzeug,
        ):
            servers = {"freeze serve": ours, "waitress": waitress, "Flask's own": werkzeug}
            servers = {name: url for name, url in servers.items() if url}
            pages = {name: [rate(url, read_page, 200) for _ in range(ROUNDS)] for name, url in servers.items()}
            posts = {name: [rate(url, post_review, 303) for _ in range(ROUNDS)] for name, url in servers.items()}
    print(f"{'':14}{'pages/s':>10}{'posts/s':>10}{'pages':>9}{'posts':>9}   (the last two: times Flask's own)")
    for name in servers:
        page, review = median(pages[name]), median(posts[name])
        page_ratio, post_ratio = page / median(pages["Flask's own"]), review / median(posts["Flask's own"])
        print(f"{name:14}{page:10.0f}{review:10.0f}{page_ratio:9.1f}{post_ratio:9.1f}")


if __name__ == "__main__":
    main()

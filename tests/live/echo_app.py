"""A small Flask app for the tests of events: it tells what it was asked, and answers in every ordinary way."""

import gzip
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, abort, jsonify, make_response, redirect, request, stream_with_context, url_for
from werkzeug.datastructures import FileStorage

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PAGE = "<p>Nançay, Кирилл, 東京, 🐧</p>"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

echo_app = Flask(__name__, static_folder=None)
echo_app.json.sort_keys = False  # type: ignore[attr-defined]


@echo_app.route("/", defaults={"rest": ""}, methods=METHODS)
@echo_app.route("/<path:rest>", methods=METHODS)
def echo(rest: str) -> Response:
    """Tell what was asked; `raw=1` in the query leaves the body unparsed."""
    parsed = "raw" not in request.args
    form = list(request.form.items(multi=True)) if parsed else []
    files = {name: _file(file) for name, file in request.files.items()} if parsed else {}
    return jsonify(
        method=request.method,
        path=request.path,
        script=request.root_path,
        rest=rest,
        args=list(request.args.items(multi=True)),
        form=form,
        files=files,
        json=request.get_json(silent=True),
        body=b64encode(request.get_data()).decode(),
        cookies=list(request.cookies.items(multi=True)),
        headers={name.lower(): value for name, value in request.headers.items()},
        length=request.content_length,
        address=request.remote_addr,
        secure=request.is_secure,
        url=request.url,
        link=url_for("page", _external=True),
    )


def _file(file: FileStorage) -> list[Any]:
    return [file.filename, b64encode(file.read()).decode()]


@echo_app.get("/answers/page")
def page() -> str:
    return PAGE


@echo_app.get("/answers/png")
def png() -> Response:
    return Response(PNG, mimetype="image/png")


@echo_app.get("/answers/gzip")
def zipped() -> Response:
    return Response(gzip.compress(PAGE.encode(), mtime=0), mimetype="text/html", headers={"Content-Encoding": "gzip"})


@echo_app.get("/answers/latin-1")
def latin_1() -> Response:
    return Response("Nançay".encode("latin-1"), content_type="text/html; charset=iso-8859-1")


@echo_app.get("/answers/mislabelled")
def mislabelled() -> Response:
    return Response(PNG, content_type="application/json")


@echo_app.get("/answers/large")
def large() -> Response:
    return Response(bytes(range(256)) * 4096, mimetype="application/octet-stream")


@echo_app.get("/answers/cookies")
def cookies() -> Response:
    answer = make_response("ok")
    answer.set_cookie("a", "1", httponly=True)
    answer.set_cookie("b", "2", expires=0)
    answer.set_cookie("c", "3", samesite="Lax")
    return answer


@echo_app.get("/answers/links")
def links() -> Response:
    return Response(
        "ok", headers=[("Link", "</a.css>; rel=preload"), ("link", "</b.js>; rel=preload"), ("Vary", "HX-Request")]
    )


@echo_app.get("/answers/umlaut")
def umlaut() -> Response:
    return Response("ok", headers={"X-Place": "Nançay"})


@echo_app.get("/answers/empty")
def empty() -> tuple[str, int]:
    return "", 204


@echo_app.get("/answers/not-modified")
def not_modified() -> Response:
    return Response(status=304, headers={"ETag": '"abc"'})


@echo_app.post("/answers/see-other")
def see_other() -> Any:
    return redirect("/live/forms/review/thanks/k?x=1&y=2", code=303)


@echo_app.get("/answers/invalid")
def invalid() -> tuple[str, int]:
    return PAGE, 422


@echo_app.get("/answers/teapot")
def teapot() -> Response:
    return Response("short and stout", status="418 I'm a teapot")


@echo_app.get("/answers/refused")
def refused() -> Response:
    abort(400)


@echo_app.get("/answers/raises")
def raises() -> Response:
    raise LookupError("as a bug would")


@echo_app.get("/answers/stream")
def stream() -> Response:
    def pieces() -> Iterator[str]:
        yield "what was asked: "
        yield request.args["q"]

    return Response(stream_with_context(pieces()), mimetype="text/plain")

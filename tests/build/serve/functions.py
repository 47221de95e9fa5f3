"""Functions that answer `/live/` in tests, and the server that calls one: python -m build.serve.functions NAME ROOT."""

import asyncio
import json
import os
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

from polynya.places import Places
from polynya.serve.address import take_address
from polynya.serve.door import make_site
from polynya.serve.live import Live
from polynya.serve.proxies import SETTING, read_proxies
from polynya.serve.run import door_of, make_server
from polynya.serve.shelf import CurrentShelf

PICTURE = bytes(range(256))


def echo(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer with the event itself, or with what the last part of the path asks for."""
    answers = {
        "picture": {"headers": {"content-type": "image/png"}, "body": b64encode(PICTURE).decode(), "isBase64Encoded": True},
        "cookies": {"headers": {"vary": "a, b"}, "cookies": ["a=1", "b=2"], "body": "x"},
        "nothing": {"statusCode": 204},
        "away": {"statusCode": 303, "headers": {"location": "/books/"}},
        "unfit": {"statusCode": "oops"},
    }  # fmt: skip
    wanted = event["rawPath"].rpartition("/")[2]
    if wanted == "raises":
        raise RuntimeError("something broke")
    asked = {"body": json.dumps({**event, "left": context.get_remaining_time_in_millis()})}
    return {"statusCode": 200, **answers.get(wanted, asked)}


def live(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Say that it was asked."""
    return {"statusCode": 200, "body": "live"}


async def serve(name: str, root: Path) -> None:
    """Serve until killed; the address is printed when visitors may come."""
    address = take_address("127.0.0.1", 0)
    live = Live(globals()[name], door_of(address.url), read_proxies(os.environ.get(SETTING, "")))
    halves = make_site(live, CurrentShelf(Places(root)), preview=None)
    print(address.url, flush=True)
    await make_server(halves, address).serve()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))

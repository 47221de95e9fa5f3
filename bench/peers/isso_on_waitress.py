"""Isso on waitress, the peer of `bench/reviews.py`: run it with a database's path and the address of the page it is for.

Prints its address. Its guard is off, which would refuse the bench after two posts; all else is as it comes.
"""

import sys

import waitress  # type: ignore[import-untyped]
from isso import config, make_app  # type: ignore[import-not-found]

settings = config.load(config.default_file())
settings.set("general", "dbpath", sys.argv[1])
settings.set("general", "host", sys.argv[2])
settings.set("guard", "enabled", "false")
server = waitress.create_server(make_app(settings), host="127.0.0.1", port=0, threads=8)
print(f"http://127.0.0.1:{server.effective_port}", flush=True)
server.run()

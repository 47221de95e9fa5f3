"""Moto, an AWS in this process: a server that answers one request at a time, and forgets everything when told."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from typing import Any
from urllib.request import Request, urlopen

from moto.dynamodb.models import DynamoDBBackend, Table
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

PATIENCE_S = 120  # of a busy machine: the first request for a service imports that


class Silent(WSGIRequestHandler):
    """A request handler that logs nothing."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def moto_server() -> Iterator[str]:
    """Run moto and yield its endpoint; one request at a time, for its transactions are not atomic between threads."""
    Table.__deepcopy__ = copied
    DynamoDBBackend.update_item = update_a_copy
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def forget(endpoint: str) -> None:
    """Let moto forget all; it would keep each copy of a table that a transaction makes, gigabytes by the end of a run."""
    with urlopen(Request(f"{endpoint}/moto-api/reset", method="POST"), timeout=PATIENCE_S) as answer:
        assert answer.status == 200


def copied(table: Table, _memo: dict[int, Any]) -> Table:
    """Copy a table for the case that a transaction fails, with the very items: they are not changed but replaced.

    Moto's own copy has all items and the whole stream in it, once for each part of each transaction: that took most of
    the time of these tests.
    """
    new = copy(table)
    new.items = defaultdict(dict, {key: copy(items) for key, items in table.items.items()})
    if table.stream_shard is not None:
        new.stream_shard = copy(table.stream_shard)
        new.stream_shard.table, new.stream_shard.items = new, [*table.stream_shard.items]
    return new


_update_item = DynamoDBBackend.update_item


def update_a_copy(backend: DynamoDBBackend, table_name: str, key: dict[str, Any], *words: Any, **more: Any) -> Any:
    """Replace an item by its copy before moto changes that."""
    table = backend.get_table(table_name)
    hashed, ranged = backend.get_keys_value(table, key)
    if (item := table.get_item(hashed, ranged)) is not None:
        table.items[hashed][ranged] = deepcopy(item)
    return _update_item(backend, table_name, key, *words, **more)

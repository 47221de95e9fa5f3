"""A store between whose calls somebody else does something: a race that goes the same way each time."""

from collections.abc import Callable
from typing import Any, cast

from polynya_live.store import Store


class Between:
    """Hands every call on; before the first of one method, it lets somebody else go first."""

    def __init__(self, store: Store, method: str, deed: Callable[[], object]) -> None:
        self._store, self._method, self._deed = store, method, deed

    def __getattr__(self, name: str) -> Any:  # Any: a method of the store
        if name == self._method:
            self._method = ""
            self._deed()
        return getattr(self._store, name)


def before(store: Store, method: str, deed: Callable[[], object]) -> Store:
    """Let somebody do something just before the first call of a method."""
    return cast(Store, Between(store, method, deed))

"""What the inbox is asked to list: out of an address, and back into one (live wing)."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from ..store import Filter
from ..submissions import State
from ..values import dataclass

EVERY = "all"
STATES = (State.PENDING.value, State.APPROVED.value, State.REJECTED.value, State.PRIVATE.value, EVERY)
MOST_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be listed. state: one of STATES. after: `Listing.next` of the page before, "" for the first."""

    state: str = State.PENDING.value
    form: str = ""
    page: str = ""
    reason: str = ""
    text: str = ""
    after: str = ""

    @property
    def filter(self) -> Filter:
        """What the store is asked for. A form of the worker's own is none."""
        states = frozenset() if self.state == EVERY else frozenset({State(self.state)})
        form = self.form.lstrip("@")
        return Filter(states=states, form=form, page=self.page, reason=self.reason, text=self.text)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state is asked for."""
        return bool(self.form or self.page or self.reason or self.text)

    def query(self, **changes: str) -> str:
        """Write it as the query of an address, with `?`, what is as usual left out. changes: to its attributes."""
        asked = {name: getattr(self, name) for name in self.__slots__} | {"after": ""} | changes
        return _written({name: value for name, value in asked.items() if value and value != _USUAL.get(name)})

    @property
    def here(self) -> str:
        """The query of this very page of the listing."""
        return self.query(after=self.after)


_USUAL = {"state": State.PENDING.value}


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """Read what is wanted; whatever makes no sense is as if it were not there."""
    given = {name: asked.get(name, "").strip()[:MOST_LETTERS] for name in Wanted.__slots__}
    state = given.pop("state")
    page = given.pop("page").strip("/")
    return Wanted(state=state if state in STATES else State.PENDING.value, page=page, **given)


def read_back(query: str) -> Wanted:
    """Read where somebody came from, out of a query that we wrote; nothing else of it goes into an address."""
    return read_wanted(dict(parse_qsl(query.lstrip("?"))))


def _written(asked: dict[str, str]) -> str:
    return f"?{urlencode(asked)}" if asked else ""

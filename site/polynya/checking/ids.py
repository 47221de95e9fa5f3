"""Finds ids that stand twice on a page: a link or a label would mean either (build wing)."""

from .findings import Finding
from .tags import Attributes


class Ids:
    """Looks at ids. found: in order."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self._seen: set[str] = set()

    def start(self, tag: str, attributes: Attributes) -> None:
        """Look at an opening tag."""
        one = attributes.get("id")
        if one in self._seen:
            hint = "rename one of them; a heading takes another id with {#name} at its end."
            self.found.append(
                Finding("duplicate-id", f'the id "{one}" stands twice on this page', hint, f"#{one}", warns=True)
            )
        elif one:
            self._seen.add(one)

    def end(self, tag: str) -> None:
        """Look at a closing tag: none matters."""

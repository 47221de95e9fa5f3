"""Where things lie: the folders of a site and of the kit (build wing)."""

import os
from pathlib import Path

from polynya_live.values import dataclass

PUBLISHED = "published.json"
"""In build/: the contract of the pages that are out, as `freeze publish` left it or fetched it."""
UNFINISHED = ".new-"
"""How the folders among the releases are called that are none yet; the next freeze clears them away."""
AHEAD = f"{UNFINISHED}ahead-"
"""So starts the name of what the release behind it was linked to, for the next one; it stays until it is used."""
_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one site. Only `content` has to exist."""

    root: Path

    @property
    def content(self) -> Path:
        """What the author writes."""
        return self.root / "content"

    @property
    def templates(self) -> tuple[Path, ...]:
        """Where templates are looked up, the site's own first."""
        return _own_then_kit(self.root / "templates", kit_folder("templates"))

    @property
    def static(self) -> tuple[Path, ...]:
        """Where CSS, scripts and images are looked up, the site's own first."""
        return _own_then_kit(self.root / "static", kit_folder("static"))

    @property
    def functions(self) -> Path:
        """The site's own Python for the live wing."""
        return self.root / "functions"

    @property
    def build(self) -> Path:
        """What freeze writes. `current` in it is a link to the release that is served."""
        return self.root / "build"

    @property
    def releases(self) -> Path:
        """One folder a release, each with `site/` and `live/`."""
        return self.build / "releases"

    @property
    def site(self) -> Path:
        """The pages of the current release."""
        return self.build / "site"

    @property
    def live(self) -> Path:
        """The contract and the precompiled templates of the current release."""
        return self.build / "live"

    @property
    def var(self) -> Path:
        """What one machine keeps: the database, the outbox, the secret. Never served, never in git."""
        return self.root / "var"


def find_root(start: Path) -> Path | None:
    """Find the nearest folder upward from `start` that holds a `content/` folder; None when there is none."""
    here = start.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / "content").is_dir()), None)


def kit_folder(name: str) -> Path:
    """Find the kit's own "templates" or "static": in a checkout beside the code, else inside the installed package."""
    in_checkout = _CHECKOUT / ("site/static" if name == "static" else name)
    return in_checkout if in_checkout.is_dir() else _PACKAGE / "kit" / name


def htmx_script() -> Path:
    """Find the htmx script that npm installed (checkout) or that the wheel brought (installed)."""
    from_npm = _CHECKOUT / "node_modules/htmx.org/dist/htmx.min.js"
    return from_npm if from_npm.is_file() else _PACKAGE / "kit/static/htmx.min.js"


def store_address(root: Path) -> str:
    """Say where the submissions of the site at `root` are: POLYNYA_STORE, else SQLite below `var/`."""
    return os.environ.get("POLYNYA_STORE") or f"sqlite:///{(Places(root).var / 'polynya.db').absolute()}"


def journal_address(root: Path) -> str:
    """Say where submissions wait that the store could not keep: POLYNYA_JOURNAL, else a folder below `var/`."""
    return os.environ.get("POLYNYA_JOURNAL") or (Places(root).var / "journal").absolute().as_uri()


def _own_then_kit(own: Path, kit: Path) -> tuple[Path, ...]:
    return (own, kit) if own.is_dir() and own.resolve() != kit.resolve() else (kit,)

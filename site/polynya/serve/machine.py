"""Makes one machine ready to serve a site: its private folder, its secret, the settings of the live wing (build wing)."""

import os
import re
import secrets
import stat
import sys
from pathlib import Path

from ..places import Places, journal_address, store_address

SECRET_BYTES = 32
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
OURS = ("secret", "polynya.db", "journal", "outbox")
"""What shows that a folder is a `var/`: one of these is in it."""
_SECRET = re.compile(rb"[ -~]{32,}")


def make_ready(places: Places, site_url: str) -> None:
    """Make `var/`, and set what the environment does not say of the live wing's settings. site_url: no trailing slash.

    Raises ValueError for what is no `var/` of ours.
    """
    _check_way(places.var)
    places.var.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if stat.S_IMODE(places.var.stat().st_mode) != PRIVATE_FOLDER:  # a disk may be read-only, and pages are to be read
        places.var.chmod(PRIVATE_FOLDER)
    settings = {
        "POLYNYA_CONTRACT": str(places.live),
        "POLYNYA_STORE": store_address(places.root),
        "POLYNYA_JOURNAL": journal_address(places.root),
        "POLYNYA_SITE_URL": site_url,
        "POLYNYA_MAIL": f"outbox:{places.var / 'outbox'}",
    }
    for name, value in settings.items():
        _default(name, value)
    if not os.environ.get("POLYNYA_SECRET"):
        os.environ["POLYNYA_SECRET"] = read_secret(places.var / "secret")
    if places.functions.is_dir() and str(places.functions) not in sys.path:
        sys.path.insert(0, str(places.functions))


def _check_way(var: Path) -> None:
    """Raise ValueError where `var/` is a link to a folder with other things in it, which would be closed, and written into."""
    if var.is_symlink() and var.is_dir() and any(var.iterdir()) and not any((var / name).exists() for name in OURS):
        raise ValueError(
            f"{var} is a link to a folder with something else in it: take it away, or let it lead to an empty one"
        )


def _default(name: str, value: str) -> None:
    if not os.environ.get(name):
        os.environ[name] = value


def read_secret(path: Path) -> str:
    """Read the secret of this machine; make one when there is none. Two servers that start at once read the same.

    Raises ValueError for a file that something else wrote, or nobody, as when the power went.
    """
    if not path.exists():
        _make_secret(path)
    if stat.S_IMODE(path.stat().st_mode) != PRIVATE_FILE:
        path.chmod(PRIVATE_FILE)
    secret = path.read_bytes().strip()
    if not _SECRET.fullmatch(secret):
        raise ValueError(
            f"{path} holds no secret: take it away, and one is made anew; "
            "docs/incidents/secret-leaked says what visitors see then"
        )
    return secret.decode()


def _make_secret(path: Path) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(SECRET_BYTES) + "\n")
            file.flush()
            os.fsync(descriptor)
        # A link is there whole or not at all, and never takes the place of one that is there.
        path.hardlink_to(new)
    except FileExistsError:
        pass
    finally:
        new.unlink()

"""Where the cloud half finds what it ships: in a checkout beside the code, else inside the installed package (build wing)."""

from pathlib import Path

import polynya_live

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def live_wing() -> Path:
    """Find the folder of the package `polynya_live`."""
    return Path(polynya_live.__file__).parent


def live_wing_lock() -> Path:
    """Find the lock file of what the live wing needs, with hashes."""
    return _kit("functions/requirements.lock")


def owner_lock() -> Path:
    """Find the lock file of what the owner's function needs besides, with hashes."""
    return _kit("functions/owner.lock")


def routing_source() -> Path:
    """Find the source of the CloudFront function."""
    return _kit("functions/cdn/routing.cfjs")


def architecture(root: Path) -> Path:
    """Find the serverless.yml of a site: its own, else the kit's."""
    own = root / "serverless.yml"
    return own if own.is_file() else _kit("serverless.yml")


def _kit(name: str) -> Path:
    in_checkout = _CHECKOUT / name
    return in_checkout if in_checkout.is_file() else _PACKAGE / "kit" / name

"""Keeps in the bucket, beside each release, the list of what it shows, for `freeze diff` on whatever machine (build wing)."""

from pathlib import Path

from polynya_live.values import NamedTuple

from ...differing import NAME
from .bucket import Bucket
from .record import CONTRACT, remember


class Published(NamedTuple):
    """What is published: the release's name, its contract, the list of what it shows; "" for what there is not."""

    release: str = ""
    contract: str = ""
    shown: str = ""


def leave_shown(release: Path, bucket: Bucket) -> None:
    """Leave it under the release's name, so that it is that of the published pages after a rollback, too."""
    if (release / NAME).is_file():
        bucket.write_note(_key(release.name), (release / NAME).read_text("utf-8"))


def read_published(bucket: Bucket) -> Published:
    """Read what is published now."""
    history = remember(bucket).history
    return (
        Published(history[0], bucket.read_note(CONTRACT), bucket.read_note(_key(history[0])))
        if history
        else Published()
    )


def _key(release: str) -> str:
    return f"shown/{release}.json"

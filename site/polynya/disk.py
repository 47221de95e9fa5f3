"""What a disk may refuse, told to the author as a problem (build wing)."""

import errno
from pathlib import Path

from .places import Places
from .problems import Problem

_REFUSALS = {
    errno.ENOSPC: ("disk-full", "the disk is full"),
    errno.EDQUOT: ("disk-full", "the quota of the disk is used up"),
    errno.EFBIG: ("disk-full", "the file would grow larger than is allowed here"),
    errno.EIO: ("cannot-write", "the disk fails"),
    errno.EROFS: ("cannot-write", "the disk is read-only"),
    errno.EACCES: ("cannot-write", "you may not write here"),
    errno.EPERM: ("cannot-write", "you may not write here"),
    errno.EISDIR: ("cannot-write", "a folder is in the place of what is to be written"),
    errno.ENOTDIR: ("cannot-write", "a file is in the place of a folder"),
    errno.EEXIST: ("cannot-write", "two files want this name"),
    errno.ELOOP: ("cannot-write", "a link is in the place of what is to be written"),
    errno.ENAMETOOLONG: ("cannot-write", "the name is longer than this disk allows"),
}
_UNREADABLE = (errno.EACCES, errno.EPERM, errno.EIO)


def disk_problem(error: OSError, places: Places) -> Problem:
    """Say what the disk refused. Raises `error` itself when that is nothing an author can mend."""
    named = error.filename2 or error.filename
    path = Path(named) if isinstance(named, str | Path) else places.build
    within = path.is_relative_to(places.build)
    if error.errno in _UNREADABLE and not within:
        rule, fact, hint = "unreadable-file", "cannot be read", "mend its permissions, then freeze again."
    elif error.errno in _REFUSALS:
        rule, fact = _REFUSALS[error.errno]
        hint = f"{_way_out(error)}, then freeze again; the last release stays as it is."
    else:
        raise error
    shown = path.relative_to(places.root).as_posix() if path.is_relative_to(places.root) else path.as_posix()
    return Problem(rule=rule, path=shown, fact=fact, hint=hint)


def disk_refusal(error: OSError) -> str:
    """Say in two lines what the disk refused a command. Raises `error` itself when that is nothing its user can mend."""
    if error.errno not in _REFUSALS:
        raise error
    fact = _REFUSALS[error.errno][1]
    hint = f"{_way_out(error)}, then say it again."
    if error.errno in (errno.EACCES, errno.EPERM):
        fact = "you may not read or write here"
        hint = "say it as the user whose files these are, or mend their permissions."
    named = error.filename2 or error.filename
    return f"{named}: {fact}\nhint: {hint}" if named else f"{fact}\nhint: {hint}"


def _way_out(error: OSError) -> str:
    """Say what makes a disk take a file again."""
    if error.errno == errno.EROFS:
        return "mount it for writing (`dmesg` says what made it read-only)"
    if error.errno == errno.EIO:
        return "see what ails it (`dmesg` says more)"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "mend its permissions, or be the user whose files these are"
    if error.errno == errno.ENOSPC:
        return "make room (`df`, and `df -i` for a disk that has no more files to give)"
    return "make room or clear the way"

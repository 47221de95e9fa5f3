"""Makes files and folders durable: one by one, or a whole disk at once; says where on it they may go (build wing)."""

import fcntl
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR

FEW = 64
"""Files and folders that are made durable one by one; beyond, the whole disk at once is quicker."""
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def opened(folder: Path) -> Iterator[int]:
    """Open a folder: the system need not find it again for each path that begins there. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def write_new(files: Sequence[tuple[str, bytes]], at: int) -> None:
    """Write files that must not be there yet, below an opened folder; no more than may be open at once. Raises OSError.

    All are opened, then written, then closed: a third less work for the system than one after the other.
    """
    opened: list[int] = []
    try:
        for path, _ in files:
            opened.append(os.open(path, _NEW_FILE, 0o644, dir_fd=at))
        for descriptor, (_, content) in zip(opened, files, strict=True):
            left = content
            while left:
                left = left[os.write(descriptor, left) :]
    finally:
        for descriptor in opened:
            os.close(descriptor)


def point(path: Path, target: str) -> None:
    """Let a symbolic link lead to a target, in one step. Raises OSError, also where something else is in its place."""
    if path.is_symlink() and path.readlink().as_posix() == target:
        return
    new = path.with_name(f".{path.name}.new")
    with suppress(FileNotFoundError):
        new.unlink()
    new.symlink_to(target)
    new.replace(path)


def make_folder(path: str, at: int) -> None:
    """Make one folder below an opened one, unless another worker was here first.

    Raises OSError, FileExistsError when it is something else.
    """
    try:
        os.mkdir(path, dir_fd=at)
    except FileExistsError:
        if not S_ISDIR(os.stat(path, dir_fd=at).st_mode):
            raise


def folders_of(name: str) -> Iterator[str]:
    """List the folders that a file lies in, from the inside out."""
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def spread_folders(folder: Path) -> None:
    """Tell ext4 that what lies in the folders of `folder` has nothing to do with each other, as `chattr +T` does.

    Each then gets a part of the disk of its own. Otherwise a new release takes the places of one that was removed just before,
    and where ext4 keeps no journal, as in many small virtual machines, it looks at each of those for every file it makes:
    30,000 removed ones make a file 30 times as slow. Only a hint: a disk that knows nothing of it stays as it is.
    """
    if not sys.platform.startswith("linux"):  # the numbers mean something else elsewhere
        return
    with suppress(OSError), opened(folder) as descriptor:
        (flags,) = _FLAGS.unpack(fcntl.ioctl(descriptor, _GET_FLAGS, bytes(_FLAGS.size)))
        if not flags & TOP_FOLDER:
            fcntl.ioctl(descriptor, _SET_FLAGS, _FLAGS.pack(flags | TOP_FOLDER))


TOP_FOLDER = 0x20000
"""FS_TOPDIR_FL of Linux (linux/fs.h)."""
_FLAGS = struct.Struct("l")
_GET_FLAGS = 2 << 30 | _FLAGS.size << 16 | ord("f") << 8 | 1  # FS_IOC_GETFLAGS
_SET_FLAGS = 1 << 30 | _FLAGS.size << 16 | ord("f") << 8 | 2  # FS_IOC_SETFLAGS


def sync(path: Path) -> None:
    """Make one file or folder durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_durable(folder: Path, *, written: Sequence[str], names: Iterable[str]) -> None:
    """Make a folder durable. written: what is new in it, by its name below `folder`; names: everything in it."""
    folders, at_once = set[str](), True
    for name in names:
        folders.update(folders_of(name))
        if at_once and len(written) + len(folders) > FEW:  # known after few files, of however many
            if sync_disk(folder):
                return
            at_once = False
    for path in (*written, *folders):
        sync(folder / path)
    sync(folder)


def sync_disk(folder: Path) -> bool:
    """Make everything on the disk of `folder` durable in one go; say whether the system can (Linux: syncfs)."""
    import ctypes  # noqa: PLC0415 -- a small site never needs it

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if syncfs(descriptor) != 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), str(folder))
    finally:
        os.close(descriptor)
    return True

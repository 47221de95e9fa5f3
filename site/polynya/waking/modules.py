"""Keeps the bytecode of all modules of a start in one file, which is sooner than looking for four hundred (build wing).

As sure as Python's own cache: a module is taken when its source has the time and the size that it had.
"""

import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER
from types import CodeType, ModuleType
from zlib import crc32

from .room import write

MOST = 1_000
"""Modules; when there are more, those of the last freeze are kept."""
_HEAD = 16
"""Bytes of a file of bytecode before it: https://peps.python.org/pep-0552/"""
_NUMBER = 8

_About = tuple[str, str, int, int, bool]
"""Source, its own file of bytecode, time (ns) and size of the source, whether it is a package."""

_Kept = tuple[str, str, int, int, bool, int, int]
"""The same, with start and length of the bytecode in the file."""


class Modules:
    """Finds modules whose bytecode is kept; Python asks it first."""

    def __init__(self, folder: str) -> None:
        imported_from = repr((sys.version, sys.flags.optimize, sys.path))
        self._path = f"{folder}/modules-{crc32(imported_from.encode()):08x}"
        self._so_far = imported_from + repr([_mark(place) for place in sys.path])
        self._kept: dict[str, _Kept] = {}
        self._file = -1
        self._before = frozenset(sys.modules)
        self._open()

    def use(self) -> None:
        """Let Python ask here before it looks in folders, and behind what reads modules late, which stands first."""
        sys.meta_path.insert(1, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module that is kept and has not changed; None leaves it to Python."""
        kept = self._kept.get(fullname)
        if kept is None:
            return None
        source, cached, modified, size, is_package, start, length = kept
        folder = os.path.dirname(source)  # noqa: PTH120 -- pathlib is not imported yet
        if path is not None and (os.path.dirname(folder) if is_package else folder) not in path:  # noqa: PTH120
            return None
        if _mark(source) != (modified, size):
            return None
        loader = _Loader(fullname, source, partial(os.pread, self._file, length, start))
        spec = ModuleSpec(fullname, loader, origin=source, is_package=is_package)
        spec.has_location, spec.cached = True, cached
        if is_package:
            spec.submodule_search_locations = [folder]
        return spec

    def keep(self) -> None:
        """Write down the bytecode of the modules that Python found at this start."""
        new = dict(_found_plainly(sys.modules.keys() - self._before))
        if not new:
            return
        self._open()  # again, for a worker may have written it
        old = {name: (kept[:5], os.pread(self._file, kept[6], kept[5])) for name, kept in self._kept.items()}
        parts = new if len(old) + len(new) > MOST else old | new
        start, index = 0, {}
        for name, (about, code) in parts.items():
            index[name] = (*about, start, len(code))
            start += len(code)
        head = marshal.dumps((self._so_far, index))
        write(self._path, b"".join((len(head).to_bytes(_NUMBER), head, *(code for _, code in parts.values()))))

    def _open(self) -> None:
        """Open what is kept, if it is still imported from the same folders, with the same in them."""
        self._kept = {}
        with suppress(OSError, ValueError, EOFError, TypeError):
            self._file = os.open(self._path, os.O_RDONLY)  # which stays open, and so the same, for who reads from it
            length = int.from_bytes(os.read(self._file, _NUMBER))
            so_far, index = marshal.loads(os.read(self._file, length))  # noqa: S302 -- in a folder of our own
            if so_far == self._so_far:
                begin = _NUMBER + length
                self._kept = {name: (*kept[:5], kept[5] + begin, kept[6]) for name, kept in index.items()}


class _Loader(SourceFileLoader):
    """Loads a module from the bytecode that is kept, if that is what it is."""

    def __init__(self, fullname: str, path: str, code: Callable[[], bytes]) -> None:
        super().__init__(fullname, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType | None:
        with suppress(OSError, ValueError, EOFError, TypeError):
            code = marshal.loads(self._code())  # noqa: S302 -- as above
            if isinstance(code, CodeType):
                return code
        return super().get_code(fullname)


def _mark(path: str) -> tuple[int, int]:
    try:
        there = os.stat(path)  # noqa: PTH116
    except OSError:
        return 0, 0
    return there.st_mtime_ns, there.st_size


def _found_plainly(names: Iterable[str]) -> Iterator[tuple[str, tuple[_About, bytes]]]:
    """Give what is to be kept of those modules that Python found by itself."""
    for name in names:
        spec: ModuleSpec | None = getattr(sys.modules[name], "__spec__", None)
        if spec is None or type(spec.loader) is not SourceFileLoader or spec.name != name:
            continue
        source, cached = spec.origin, spec.cached
        if source and cached:
            with suppress(OSError):
                with open(cached, "rb") as opened:  # noqa: PTH123
                    whole = opened.read()
                modified, size = _mark(source)
                if whole[:_HEAD] == _head(modified, size):
                    yield (
                        name,
                        ((source, cached, modified, size, spec.submodule_search_locations is not None), whole[_HEAD:]),
                    )


def _head(modified: int, size: int) -> bytes:
    """Write what bytecode of such a source starts with."""
    seconds = modified // 1_000_000_000
    numbers = (0, seconds & 0xFFFFFFFF, size & 0xFFFFFFFF)
    return MAGIC_NUMBER + b"".join(number.to_bytes(4, "little") for number in numbers)

"""Lets modules that others import, but that a freeze hardly ever uses, be read when they are used (build wing).

The module itself is there at once, and is filled when something in it is asked for. Others take names out of it before that:
for them there are stand-ins, that do with the class or function whatever is done with them.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any


def _one_line(text: str) -> str | None:
    return None if "\n" in text else text.expandtabs().lstrip()


SELDOM: Mapping[str, tuple[str, ...]] = {
    "bz2": (),  # with lzma, for archives, which `shutil` could make
    "csv": (),
    "decimal": (),
    "difflib": ("SequenceMatcher", "get_close_matches"),  # to say what a misspelt word may mean
    "email.utils": (),  # with socket
    "flask.blueprints": ("Blueprint",),
    "flask.wrappers": ("Request", "Response"),
    "hmac": (),
    "html.entities": ("html5",),
    "importlib.metadata": (),  # Flask looks for plugins of its own command line
    "inspect": ("cleandoc", "getattr_static", "iscoroutinefunction"),  # with ast and dis
    "ipaddress": (),
    "itsdangerous": ("BadSignature", "URLSafeTimedSerializer"),  # of sessions
    "jinja2.compiler": ("CodeGenerator", "generate"),
    "jinja2.lexer": ("Lexer", "TokenStream", "get_lexer"),
    "jinja2.parser": ("Parser",),
    "lzma": (),
    "mimetypes": (),
    "numbers": ("Number",),
    "PIL.ExifTags": (),  # what cameras write
    "pkgutil": (),
    "platform": (),
    "pprint": ("pformat",),
    "random": ("Random", "SystemRandom", "choice", "randrange"),
    "secrets": (),
    "tempfile": (),
    "traceback": (),
    "uuid": ("UUID",),
    "werkzeug": ("run_simple",),
    "werkzeug.datastructures.accept": ("Accept", "CharsetAccept", "LanguageAccept", "MIMEAccept"),
    "werkzeug.datastructures.auth": ("Authorization", "WWWAuthenticate"),
    "werkzeug.datastructures.cache_control": ("RequestCacheControl", "ResponseCacheControl"),
    "werkzeug.datastructures.csp": ("ContentSecurityPolicy",),
    "werkzeug.datastructures.etag": ("ETags",),
    "werkzeug.datastructures.file_storage": ("FileMultiDict", "FileStorage"),
    "werkzeug.datastructures.range": ("ContentRange", "IfRange", "Range"),
    "werkzeug.formparser": ("FormDataParser", "default_stream_factory"),
    "werkzeug.sansio.response": ("Response",),
    "werkzeug.serving": ("is_running_from_reloader", "run_simple"),  # a server, with http.server and ssl
    "werkzeug.wrappers": ("Request", "Response"),
}
"""What is taken out of them by those who import them, and used later: classes and functions, but no constants."""

EASY: Mapping[str, Callable[..., object]] = {"inspect.cleandoc": _one_line}
"""What a stand-in answers by itself, if it is not None."""

_OF_NO_CLASS = ("__isabstractmethod__", "__parameters__", "__typing")
_waiting: dict[str, ModuleType] = {}


class _Finder:
    """Finds a module as ever; its loader waits until something in it is asked for."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in SELDOM:
            return None
        others = [finder.find_spec for finder in sys.meta_path if not isinstance(finder, _Finder)]
        spec = next((spec for find in others if (spec := find(fullname, path, target))), None)
        if spec is not None and spec.loader is not None:
            waiting: Any = _Waiting(spec.loader)  # Any: importing the base of loaders takes 1 ms
            spec.loader = waiting
        return spec


class _Waiting:
    """Loads a module later, by its own loader."""

    def __init__(self, loader: Any) -> None:  # Any: as above
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Put stand-ins in."""
        name = module.__name__
        _waiting[name] = module
        vars(module).update({one: _StandIn(module, one) for one in SELDOM[name]}, __getattr__=partial(_ask, module))

    def __getattr__(self, name: str) -> Any:  # Any: whatever a loader has
        return getattr(self.loader, name)


class _StandIn:
    """Stands for a class or a function of a module that waits."""

    def __init__(self, module: ModuleType, name: str) -> None:
        self._module, self._name = module, name
        self._easy = EASY.get(f"{module.__name__}.{name}")

    def _real(self) -> Any:  # Any: here and below, whatever it stands for
        _load(self._module)
        return vars(self._module)[self._name]

    def __call__(self, *values: Any, **named: Any) -> Any:
        easy = self._easy(*values, **named) if self._easy else None
        return self._real()(*values, **named) if easy is None else easy

    def __get__(self, instance: object, owner: type) -> Any:
        return self._real()

    def __getattr__(self, name: str) -> Any:
        if name.startswith(_OF_NO_CLASS):
            raise AttributeError(name)
        return getattr(self._real(), name)

    def __contains__(self, one: object) -> bool:
        return one in self._real()

    def __getitem__(self, one: Any) -> Any:
        return self._real()[one]

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return (self._real(),)

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, self._real())

    def __subclasscheck__(self, kind: type) -> bool:
        return issubclass(kind, self._real())

    def __or__(self, other: Any) -> Any:
        return self._real() | other

    def __ror__(self, other: Any) -> Any:
        return other | self._real()


def _ask(module: ModuleType, name: str) -> Any:  # Any: whatever the module has
    within = module.__spec__.submodule_search_locations if module.__spec__ else None
    if name == "__path__" or (within and PathFinder.find_spec(f"{module.__name__}.{name}", within)):
        raise AttributeError(name)  # a module in it, that Python then imports
    _load(module)
    return getattr(module, name)


def _load(module: ModuleType) -> None:
    """Fill a module, if it waits."""
    if _waiting.pop(module.__name__, None) is None:
        return
    _fill(module)
    if SELDOM[module.__name__]:
        _relieve(module)


def _fill(module: ModuleType) -> None:
    spec, names = module.__spec__, vars(module)
    before = {name: names.pop(name) for name in ("__getattr__", *SELDOM[module.__name__])}
    loader: Any = spec.loader.loader  # type: ignore[union-attr]  # Any: as above
    try:
        spec.loader = module.__loader__ = loader  # type: ignore[union-attr]
        loader.exec_module(module)
    except BaseException:
        names.update(before)
        spec.loader, _waiting[module.__name__] = _Waiting(loader), module  # type: ignore[union-attr]
        raise


def _relieve(module: ModuleType) -> None:
    """Let the modules that have a stand-in have what it stands for."""
    for holder in list(sys.modules.values()):
        for name, value in list(vars(holder).items()):
            if type(value) is _StandIn and value._module is module:
                setattr(holder, name, value._real())


@contextmanager
def imported_late() -> Iterator[None]:
    """Let the modules of SELDOM be read when they are first used, if they are imported within; in a process of one thread."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)


def import_now() -> None:
    """Read what waits, and whatever comes at once: in a process that does more than freeze, or has threads.

    What cannot be read is as if nobody had asked: a Python may have been built without `lzma`.
    """
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Finder)]
    for name, module in list(_waiting.items()):
        try:
            _load(module)
        except ImportError:
            sys.modules.pop(name, None)

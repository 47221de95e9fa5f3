"""The address that a server listens at, taken before anything else is done, and how many it lets in (build wing)."""

import resource
import socket
from errno import EACCES, EADDRINUSE, EADDRNOTAVAIL
from ipaddress import ip_address
from urllib.parse import urlsplit

from polynya_live.values import dataclass

WAITING = 1024  # connections that were made and not yet answered
MOST = 4096  # that are open at a time: a browser keeps six
UNREAD_MS = 60_000  # for a visitor to take in what was sent; a browser that paused a film asks for the rest anew
OWN_FILES = 256  # that the server has open beside its connections
LOCALHOST = "localhost"


class CannotListen(Exception):
    """Nobody can listen at this address. `fact` and `hint`: in the author's words."""

    def __init__(self, fact: str, hint: str) -> None:
        super().__init__(fact)
        self.fact = fact
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens. ip: of the host that was asked for. listener: visitors wait there from now on.

    asked: that host; as "localhost", under which alone a browser keeps passkeys on one machine, it is the one in `url`.
    """

    ip: str
    port: int
    listener: socket.socket
    asked: str = ""

    @property
    def url(self) -> str:
        """What to type into a browser on this machine; no trailing slash."""
        if self.asked == LOCALHOST:
            return f"http://localhost:{self.port}"
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.ip, self.ip)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def take_address(host: str, port: int) -> Address:
    """Listen at an address. port: 0 for any that is free. Raises CannotListen.

    Granian would share a port with any other server that shares it, and nobody could tell which of the two answers.
    """
    try:
        family, _, _, _, found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror:
        raise CannotListen(f'this machine knows no host "{host}"', "--host 127.0.0.1 is this machine alone.") from None
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Inherited by each connection; without it a body waits 40 ms for the browser to acknowledge its headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux has it
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
        listener.bind(found)
        listener.listen(WAITING)
    except OSError as error:
        listener.close()
        raise _refusal(error, host, port) from error
    ip, taken = listener.getsockname()[:2]
    return Address(ip, taken, listener, host)


def names_here(asked: str, site_url: str) -> frozenset[str]:
    """List the names that a preview goes by: this machine's, and those that its author gave it."""
    own = socket.gethostname().lower()
    named = urlsplit(site_url).hostname or ""
    return frozenset({LOCALHOST, own, f"{own.removesuffix('.local')}.local", asked.lower(), named} - {""})


def is_called(host: str, names: frozenset[str]) -> bool:
    """Tell whether a Host header is a number, or one of these names, with any port.

    A page of another site can make a name of its own mean this machine, and read what is here; a number it cannot.
    https://en.wikipedia.org/wiki/DNS_rebinding
    """
    try:
        name = (urlsplit(f"//{host}").hostname or "").removesuffix(".")
    except ValueError:
        return False
    return name in names or name.endswith(f".{LOCALHOST}") or _is_number(name)


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _refusal(error: OSError, host: str, port: int) -> CannotListen:
    if error.errno == EADDRINUSE:
        other = f"freeze serve --port {port + 1 if port < 65535 else 0}"
        return CannotListen(f"port {port} of {host} is taken by another program", f"end it, or try `{other}`")
    if error.errno == EACCES:
        return CannotListen(f"port {port} is not for everybody", "choose one above 1023, such as --port 5000.")
    if error.errno == EADDRNOTAVAIL:
        return CannotListen(f"{host} is not an address of this machine", "--host 127.0.0.1 is this machine alone.")
    return CannotListen(f"nobody can listen at {host}, port {port}: {error.strerror}", "try --host 127.0.0.1.")


def most_connections() -> int:
    """Let this process open as many files as it may and needs, and say how many connections leave room for its own."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = MOST + OWN_FILES
    may = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < may:
        resource.setrlimit(resource.RLIMIT_NOFILE, (may, hard))
        soft = may
    return MOST if soft == resource.RLIM_INFINITY else max(OWN_FILES, min(MOST, soft - OWN_FILES))

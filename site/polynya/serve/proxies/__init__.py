"""Whom a request comes from when a proxy on the way says so: believed of proxies that were named (build wing)."""

from collections.abc import Iterable
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from polynya_live.values import dataclass

from ..gateway import Request

SETTING = "POLYNYA_TRUSTED_PROXIES"
FORWARDED_FOR = "x-forwarded-for"

_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies that are believed; none unless told."""

    networks: tuple[_Network, ...] = ()

    def seen_through(self, request: Request) -> Request:
        """Put the visitor in the place of the proxies: the last address that no believed proxy has.

        Each proxy adds at the end the address it was asked from; what stands before the first stranger, anybody may have
        written. A request that did not come by a believed proxy stays as it is, whatever it says.
        """
        visitor = _address(request.address)
        if visitor is None or not self.believe(visitor):
            return request
        for said in reversed(_said(request)):
            before = _address(said)
            if before is None:
                break
            visitor = before
            if not self.believe(visitor):
                break
        rest = tuple((name, value) for name, value in request.headers if name != FORWARDED_FOR)
        return replace(request, address=str(visitor), headers=rest)

    def believe(self, address: _Address) -> bool:
        """Tell whether an address is of a proxy that is believed."""
        return any(address in network for network in self.networks)

    def disbelieved(self, request: Request) -> bool:
        """Tell whether a proxy on this machine speaks for somebody and nobody said that it is to be believed."""
        peer = _address(request.address)
        return bool(_said(request)) and peer is not None and peer.is_loopback and not self.believe(peer)


def read_proxies(value: str) -> Proxies:
    """Read a setting: addresses and networks with commas between. Raises ValueError, in the operator's words."""
    return Proxies(tuple(_network(one.strip()) for one in value.split(",") if one.strip()))


def _network(written: str) -> _Network:
    try:
        return ip_network(written, strict=False)
    except ValueError:
        raise ValueError(
            f"{SETTING} has to list addresses or networks, such as 127.0.0.1, 10.0.0.0/8: {written!r} is neither"
        ) from None


def _said(request: Request) -> list[str]:
    lines: Iterable[str] = (value for name, value in request.headers if name == FORWARDED_FOR)
    return [one for line in lines for part in line.split(",") if (one := part.strip())]


def _address(written: str) -> _Address | None:
    """Read an address; with a port, in brackets, or an IPv4 one within IPv6, as proxies write them."""
    bare = written.strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address

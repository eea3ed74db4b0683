"""Which addresses may be asked for, and which may be reached: the public internet and nothing else.

Whoever types a web address must not make Foulée's machine speak to itself or to its neighbours. So every address
that a name stands for is checked, addresses that carry another one inside are unwrapped, and only an address that was
checked is connected to.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from foulee.connectors.http.answer import NetworkError

PORTS = {"http": 80, "https": 443}
MOST_CHARACTERS = 2000
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")  # a name as the network writes it, or an IPv6 address
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"}  # controls, direction marks, spaces of every kind
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address as machines without IPv4 see it

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Place = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What a door may reach besides the public internet; only tests, and servers of one's own, have a use for it.

    `routes` by host and port: where to connect instead, unchecked. `authorities`: certificates (PEM) trusted
    besides the usual ones.
    """

    routes: Mapping[Place, Place] = field(default_factory=dict)
    authorities: str = ""


def readable(address: str, permission: Permission) -> httpx.URL:
    """Read a web address. Raises NetworkError where it is none, or one that may not be asked for."""
    if len(address) > MOST_CHARACTERS or "\\" in address:
        raise _refused("bad_address", address)
    if any(unicodedata.category(sign) in UNSEEN for sign in address):
        raise _refused("bad_address", address)
    try:
        url = httpx.URL(address)
        scheme, host = url.scheme, url.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise _refused("bad_address", address) from error
    if scheme not in PORTS:
        raise _refused("bad_scheme", address)
    if url.userinfo:
        raise _refused("credentials", address)
    if not HOST.fullmatch(host):
        raise _refused("bad_address", address)
    port = PORTS[scheme] if url.port is None else url.port
    if port != PORTS[scheme] and (host, port) not in permission.routes:
        raise _refused("refused_port", address)
    return url


def _refused(code: str, address: str) -> NetworkError:
    seen = "".join(sign for sign in address[:MOST_CHARACTERS] if unicodedata.category(sign) not in UNSEEN)
    return NetworkError(code, permanent=True, values={"address": seen})


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the public internet, and so do the addresses it carries inside."""
    if "%" in text:  # an address with a zone: one of this machine's own networks
        return False
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    inside = _inside(address)
    if inside:
        return all(_is_public_unicast(inner) for inner in inside)
    return _is_public_unicast(address)


def _inside(address: Address) -> tuple[ipaddress.IPv4Address, ...]:
    """IPv4 addresses carried by an IPv6 one: mapped, NAT64, 6to4, Teredo (its server and its client)."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    if address in NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF),)
    found = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
    return tuple(inner for inner in found if inner is not None)


def _is_public_unicast(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address not in GLOBAL_UNICAST:
        return False  # local NAT64 (64:ff9b:1::/48), site-local and unassigned ranges too
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)

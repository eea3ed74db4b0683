"""From what was typed to the addresses worth trying."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

from foulee.connectors.http import NetworkError, Permission
from foulee.connectors.http.addresses import is_public, readable

SCHEMES = ("https", "http")
WWW = "www."
MAIL = re.compile(r"(?:mailto:)?[^\s/:@]+@[^\s/:@]+", re.IGNORECASE)


def usable(typed: str, permission: Permission | None = None) -> str:
    """Turn what was typed into a whole address, without asking the network. Raises NetworkError.

    Https stands in where no scheme was typed. What is plainly not on the public internet is refused at once; the
    door refuses the rest, once it knows where a name leads.
    """
    permission = permission or Permission()
    text = typed.strip()
    if MAIL.fullmatch(text):
        raise NetworkError("mail_address", permanent=True, values={"address": text})
    address = text if "://" in text else f"https://{text}"
    url = readable(address, permission)
    host = url.raw_host.decode("ascii")
    place = (host, url.port or {"https": 443, "http": 80}[url.scheme])
    if place not in permission.routes:
        _refuse_inside(host, address)
    return str(url.copy_with(fragment=None))


def _refuse_inside(host: str, address: str) -> None:
    """Refuse numbers that are not public, and names that only a house knows."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if "." not in host.strip("."):
            raise NetworkError("bad_address", permanent=True, values={"address": address}) from None
    else:
        if not is_public(host):
            raise NetworkError("refused_address", permanent=True, values={"address": address, "found": host})


def variants(address: str) -> Iterator[str]:
    """The address, then the same without or with `www.`, then both in http: what a visitor may have typed."""
    parts = urlsplit(address)
    host = parts.netloc
    other = host.removeprefix(WWW) if host.startswith(WWW) else f"{WWW}{host}"
    hosts = [host] if _is_number(host) else [host, other]
    for scheme in SCHEMES if parts.port is None else (parts.scheme,):
        for name in hosts:
            yield urlunsplit((scheme, name, parts.path or "/", parts.query, ""))


def _is_number(host: str) -> bool:
    """Whether a host is an IP address rather than a name."""
    return host.startswith("[") or host.replace(".", "").replace(":", "").isdigit()


def in_http(address: str) -> str:
    """The same address in http, at its usual port."""
    parts = urlsplit(address)
    return urlunsplit(("http", parts.hostname or "", parts.path or "/", parts.query, ""))


def host_of(address: str) -> str:
    """Host of an address, without `www.`."""
    return (urlsplit(address).hostname or "").removeprefix(WWW)


def is_below(host: str, names: tuple[str, ...]) -> bool:
    """Whether a host is one of some names, or below one."""
    return any(host == name or host.endswith(f".{name}") for name in names)

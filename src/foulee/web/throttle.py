"""Limits on how often a page may be used: `allowed` counts a use, `used_up` only looks."""

import datetime as dt
import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from foulee.actions.throttling import count_use
from foulee.records.models import Throttle

HOUR = 3600
DAY = 24 * HOUR
WITH_PORT = re.compile(r"^(?:(\d+\.\d+\.\d+\.\d+)|\[([^\]]+)\])(?::\d+)?$")  # as some proxies tell it
HOME = 64  # bits of an IPv6 address that one home or shop has to itself


def allowed(key: str, limit: int, seconds: int, now: dt.datetime) -> bool:
    """Count one use of what `key` names; False once `limit` were counted in the `seconds` since the first."""
    return count_use(digest=digest_of(key), limit=limit, seconds=seconds, now=now)


def used_up(key: str, limit: int, now: dt.datetime) -> bool:
    """Whether `allowed` would say no, without counting."""
    return Throttle.objects.filter(digest=digest_of(key), uses__gte=limit, ends_at__gt=now).exists()


def digest_of(key: str) -> str:
    """What stands for a key in the table: whoever reads the table learns neither address nor telephone."""
    return salted_hmac("foulee.throttle", key, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The visitor's address, to put into a key and nowhere else; of IPv6 the part that a whole home shares.

    Behind reverse proxies it is what the outermost of them saw (`FOULEE_PROXIES`): what stands before it is the
    visitor's own invention.
    """
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.PROXIES
    found = told[-proxies] if proxies and len(told) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(WITH_PORT.sub(r"\1\2", found))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, HOME), strict=False))

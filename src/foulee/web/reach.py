"""Whether the addresses that are handed out lead anywhere from another machine."""

from urllib.parse import urlsplit

from django.conf import settings

HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 - names that lead nowhere from elsewhere


def only_here() -> bool:
    """Whether this installation's address is one that only its own machine can open."""
    return urlsplit(settings.PUBLIC_URL).hostname in HERE

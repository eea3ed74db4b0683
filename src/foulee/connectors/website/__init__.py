"""A firm's website as a visitor finds it: one polite look, written down without judging."""

from foulee.connectors.website.addresses import usable
from foulee.connectors.website.look import look
from foulee.connectors.website.outside import goes_out

__all__ = ["goes_out", "look", "usable"]

"""Moved: see `foulee.core.plans` and `foulee.core.focusing.market`."""

from foulee.core.focusing.market import Market as Market
from foulee.core.plans import *  # noqa
from foulee.core.plans import MONTHS_PER_WEEK, SETTING_UP_WEEKS, TOLERANCE  # noqa

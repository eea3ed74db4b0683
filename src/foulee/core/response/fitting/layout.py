"""Where each parameter stands in the vector that the likelihood reads.

Every entry is a real number with a normal prior: logs, log-odds, or plain. First what the firm has one of, then the
linear terms of the log of demand (season, calendar, controls), then one block for each lever.
"""

from typing import NamedTuple

# One for the firm.
LEVEL = 0  # log of true mean weekly sales of the window, whatever brought them, in multiples of those counted
TREND = 1  # log growth a year
NOISE = 2  # log of the scale of a week's surprise (Student's t, on the log of sales), beyond the least there is
AUTO = 3  # autocorrelation of the noise, through tanh
LOSS = 4  # log-odds of the share of the relationship stock lost in a silent year
HELD_FOR = 5  # log of the years for which levers had been held before the first week, where nobody said
ORDER = 6  # log of what one order is worth, in multiples of mean sales: only where weeks without any sale occur
NEW = 7  # log of true mean weekly new customers of the window, in multiples of those counted
FIRST = 8  # log-odds of the share of orders that are first orders
KEPT = 9  # log-odds of the share of customers still active a year later
ACTIVE = 10  # log of active customers at the start, in multiples of what a steady firm would have
SHOCK = 11  # how far a week's surprise in new customers goes into its sales
SIZE = 12  # log of the negative binomial's size
BOND = 13  # log-odds of the rise of the log-odds of retention for each unit of the stock, as a share of the most
ORDERS_LEVEL = 14  # log of true mean weekly orders of the window, in multiples of those counted
ORDERS_SIZE = 15  # log of the negative binomial's size, of orders counted beside new customers or alone
ORDERS_SHOCK = 16  # how far a week's surprise in them goes into its sales
ONLINE = 17  # log-odds of the share of sales made online in the window, whatever brought them
ONLINE_TREND = 18  # its growth a year
ONLINE_NOISE = 19  # log of the scale of a week's surprise in the log-odds of that share
ONLINE_AUTO = 20  # autocorrelation of it, through tanh
NEW_TREND = 21  # log growth a year of new customers counted beyond that of sales: fewer are left to win, or to ask
STAYING = 22  # log-odds of the share of the customers whom levers win who come back as the others do
FIRM = 23  # how many there are

MOST_BOND = 4.0  # rise of the log-odds of staying, for a stock that doubles new customers: nobody leaves any more

# One for each lever.
CARRY = 0  # log-odds of the weekly carryover
HALF = 1  # log of the half-saturation, in typical efforts
QUICK = 2  # standard normal behind the quick effect
SLOW = 3  # standard normal behind the slow effect
SPLIT = 4  # log of the odds that an order it brings at once is a first one, in multiples of those of any order
CAPTURE = 5  # log-odds of the share of its customers that are counted as its own
BROUGHT_ONLINE = 6  # standard normal behind the log-odds of the share of what it brings that is bought online
LEVER = 7  # how many there are

FIRM_NAMES = (
    "level",
    "trend",
    "noise",
    "autocorrelation",
    "loss",
    "held_for",
    "order",
    "new",
    "first",
    "kept",
    "active",
    "shock",
    "size",
    "bond",
    "orders",
    "orders_size",
    "orders_shock",
    "online",
    "online_trend",
    "online_noise",
    "online_autocorrelation",
    "new_trend",
    "staying",
)
LEVER_NAMES = ("carryover", "half_saturation", "quick", "slow", "split", "capture", "online")


class Layout(NamedTuple):
    """Sizes of the blocks: `linear` terms, `levers`."""

    linear: int
    levers: int

    @property
    def size(self) -> int:
        """Length of the whole vector."""
        return FIRM + self.linear + LEVER * self.levers

    def lever(self, lever: int, part: int) -> int:
        """Place of a lever's parameter."""
        return FIRM + self.linear + LEVER * lever + part

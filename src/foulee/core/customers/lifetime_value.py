"""What a customer is worth over a horizon (METHOD A2), from the same retention as the projection."""

import numpy as np

from foulee.core.response.draws import FirmDraws
from foulee.core.response.simulate import discount_factors
from foulee.core.types import Floats


def customer_value(firm: FirmDraws, weeks: int, weekly_discount: float) -> Floats:
    """Discounted margin of one new customer over `weeks`, first order included (draws,).

    A first order, then `λ` orders a week while active, active with probability `r^t` after `t` weeks.
    """
    retention = 1.0 / (1.0 + np.exp(-firm.retention_logit))
    still = retention[:, None] ** np.arange(weeks - 1)
    worth = discount_factors(weekly_discount, weeks)
    orders = worth[0] + firm.orders_rate * (still @ worth[1:])
    return orders * firm.basket * firm.margin

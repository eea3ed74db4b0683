"""Prices of having the work done, from the country's figures (METHOD B2, C4)."""

from foulee.advice.unknowns import Unknowns
from foulee.core.planning import Prices
from foulee.core.quantities import Quantity, Scale
from foulee.core.types import Floats
from foulee.knowledge.structures import CountryFigures


def prices(country: CountryFigures, hour_cost: Floats, unknowns: Unknowns) -> Prices:
    """Draw what each way of having the work done costs in a country."""
    help_ = country.help

    def price(name: str, fact: str | None, amounts: tuple[float, float, float] | None) -> Floats:
        if fact is not None:
            return unknowns.fact(fact)
        return unknowns.draw(f"price.{name}", Quantity(*(amounts or (0.0, 0.0, 0.0))))

    return Prices(
        hour_cost=hour_cost,
        training=price("training", help_.training.once, help_.training.once_amount),
        training_hours=price("training_hours", None, help_.training.hours_once),
        paid_hour=price("paid_hour", help_.part_time.hour, help_.part_time.hour_amount),
        useful_share=unknowns.draw("price.useful_share", Quantity(*help_.part_time.hours_share, Scale.LOGIT)),
        least_paid_hours=unknowns.prior("part_time.least_hours"),
        freelance=price("freelance", None, help_.freelance.month),
        agency=price("agency", None, help_.agency.month),
        owner_share=unknowns.prior("outsourced.owner_share"),
    )

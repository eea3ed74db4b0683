"""What is believed of the firm itself: its answers where it gave them, its trade's usual figures elsewhere."""

from dataclasses import dataclass

from foulee.core.quantities import Quantity, Scale
from foulee.core.response.priors import FirmPrior
from foulee.core.types import WEEKS_PER_YEAR
from foulee.firmfile.schema import FirmFile, Place, SellsTo
from foulee.knowledge.reader import Knowledge

CERTAIN_SHARE = 0.04  # half-width of an answered share
SHARE_EDGE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFigures:
    """The firm's prior, what of it comes from the trade and not from the owner, and where the firm sells."""

    prior: FirmPrior
    assumed: tuple[str, ...]
    season: tuple[float, ...]
    consumers: bool
    has_premises: bool
    sells_online: bool


def firm_figures(document: FirmFile, knowledge: Knowledge) -> FirmFigures:
    """Put together what is believed of the firm, in its country's currency."""
    told = _Told(document, knowledge)
    firm, means = document.firm, document.means
    trade = knowledge.trades[firm.trade]
    prior = FirmPrior(
        sales_per_year=told.sales(),
        basket=told.amount("average_basket", firm.average_basket, trade.basket, rate=told.rate),
        orders_per_year=told.orders(),
        kept_per_year=told.share("customers_kept_per_year", firm.customers_kept_per_year, trade.kept),
        yearly_trend=told.trend(),
        margin=told.share("margin", firm.margin, trade.margin),
        hour_cost=told.amount("hour_cost", means.hour_cost, knowledge.countries[firm.country].hour_cost),
        loss_per_year=knowledge.prior("goodwill.loss_per_year"),
    )
    places = set(firm.sells_where)
    online = Place.ONLINE in places or bool(document.presence.website.sells_online)
    return FirmFigures(
        prior=prior,
        assumed=tuple(told.assumed),
        season=tuple(firm.seasons or trade.season),
        consumers=firm.sells_to is not SellsTo.FIRMS,
        has_premises=not places or bool(places - {Place.ONLINE}),
        sells_online=online or firm.trade == "online_shop",
    )


class _Told:
    """Answers turned into quantities; what was not answered is noted in `assumed`."""

    def __init__(self, document: FirmFile, knowledge: Knowledge) -> None:
        self.document = document
        self.knowledge = knowledge
        self.trade = knowledge.trades[document.firm.trade]
        self.rate = knowledge.countries[document.firm.country].rates["EUR"][1]
        self.assumed: list[str] = []

    def amount(
        self, name: str, answer: float | None, usual: tuple[float, float, float], *, rate: float = 1.0
    ) -> Quantity:
        """A positive figure: as told from memory, or the trade's range."""
        if answer is not None:
            return self.knowledge.prior("answer.margin_of_error").times(answer)
        self.assumed.append(name)
        low, mid, high = usual
        return Quantity(low * rate, mid * rate, high * rate)

    def share(self, name: str, answer: float | None, usual: tuple[float, float, float]) -> Quantity:
        """A share: as told, within a few points, or the trade's range."""
        if answer is None:
            self.assumed.append(name)
            return Quantity(*usual, Scale.LOGIT)
        middle = min(max(answer, SHARE_EDGE), 1.0 - SHARE_EDGE)
        low, high = (
            max(middle - CERTAIN_SHARE, SHARE_EDGE / 2),
            min(middle + CERTAIN_SHARE, 1.0 - SHARE_EDGE / 2),
        )
        return Quantity(low, middle, high, Scale.LOGIT)

    def sales(self) -> Quantity:
        """Sales told, or customers × orders × basket where all are told, or the trade's range."""
        firm = self.document.firm
        if firm.sales_per_year is not None:
            return self.knowledge.prior("sales.known").times(firm.sales_per_year)
        if firm.active_customers and firm.orders_per_customer_per_year and firm.average_basket:
            product = firm.active_customers * firm.orders_per_customer_per_year * firm.average_basket
            return self.knowledge.prior("answer.margin_of_error").times(product)
        self.assumed.append("sales_per_year")
        return Quantity(*self.trade.sales).times(self.rate)

    def orders(self) -> Quantity:
        """Orders per active customer and year: told, or from customers, sales and basket, or the trade's."""
        firm = self.document.firm
        if firm.orders_per_customer_per_year is None and firm.active_customers and firm.sales_per_year:
            basket = firm.average_basket or self.trade.basket[1] * self.rate
            return self.knowledge.prior("answer.margin_of_error").times(
                firm.sales_per_year / basket / firm.active_customers
            )
        return self.amount("orders_per_customer_per_year", firm.orders_per_customer_per_year, self.trade.orders)

    def trend(self) -> Quantity:
        """Growth told (with the usual doubt around it), or none."""
        usual = self.knowledge.prior("trend")
        growth = self.document.firm.yearly_growth
        if growth is None:
            return usual
        return Quantity(growth + usual.low, growth + usual.mid, growth + usual.high, Scale.LINEAR)


def weekly_discount(knowledge: Knowledge) -> float:
    """Weekly discount rate from the yearly one."""
    return float((1.0 + knowledge.prior("discount").mid) ** (1.0 / WEEKS_PER_YEAR) - 1.0)

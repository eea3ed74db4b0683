"""What each channel would bring this firm: people, contacts and customers, as draws (METHOD B3, E2)."""

from dataclasses import dataclass, replace

import numpy as np

from foulee.advice.firm import FirmFigures
from foulee.advice.unknowns import Unknowns
from foulee.core.customers.survey import SurveyCounts, updated
from foulee.core.plans import Option
from foulee.core.quantities import Quantity, Scale
from foulee.core.response import effects
from foulee.core.response.draws import FirmDraws
from foulee.core.response.effects import Flow, Response
from foulee.core.response.priors import LeverEffects
from foulee.core.types import MONTHS_PER_WEEK, WEEKS_PER_YEAR, Floats, Network
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.audiences import audience, target_share
from foulee.knowledge.reader import Knowledge

ADULTS = (18, 99)
BUYERS_AGES = (25, 64)
LEAST_FROM_CATCHMENT = 0.2  # where fewer come from nearby, the figure of people nearby says little
SOCIAL = ("social", "ads_social")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who could be met on a network: share of the target (before and after the customers' answers), and people."""

    share: Quantity
    before: Quantity
    borrowed: bool
    facts: tuple[str, ...]
    people: Floats


class MarketBuilder:
    """Turns the firm's answers and the knowledge base into the effects of each option, in draws."""

    def __init__(
        self, document: FirmFile, figures: FirmFigures, firm: FirmDraws, unknowns: Unknowns, customers: SurveyCounts
    ) -> None:
        self.document = document
        self.customers = customers
        self.figures = figures
        self.firm = firm
        self.unknowns = unknowns
        self.knowledge = unknowns.knowledge
        self.target = self._target()
        self.audiences = {network: self._audience(network) for network in self.knowledge.usage.lender}
        self.flow = Flow(new_customers=firm.level, repeat_orders=firm.orders_rate * firm.active)
        self.response = self._response()

    # --- people ------------------------------------------------------------------------------------------------

    def _target(self) -> Floats:
        """People the firm wants to speak to (draws,)."""
        told, firm = self.document.target, self.document.firm
        if not self.figures.consumers:
            buyers = self._told("buyers", told.buyers, "market.buyers")
            return buyers * self.unknowns.prior("market.people_per_buyer")
        if told.buyers is not None:
            return self._told("buyers", told.buyers, "market.buyers")
        people = np.zeros(self.unknowns.normals.count)
        if self.figures.has_premises:
            around = self._told("catchment_population", firm.catchment_population, "market.catchment")
            told_share = 1.0 if firm.share_from_catchment is None else firm.share_from_catchment
            beyond = max(told_share, LEAST_FROM_CATCHMENT)
            people = people + around / beyond * target_share(self.knowledge, firm.country, self.ages)
        if self.figures.sells_online:
            people = people + self.unknowns.prior("market.online")
        return people

    @property
    def ages(self) -> tuple[int, int]:
        """Ages of the target; all adults where not told."""
        return ages_of(self.document, consumers=self.figures.consumers)

    def _told(self, name: str, answer: float | None, prior: str) -> Floats:
        if answer is None:
            return self.unknowns.prior(prior)
        return self.unknowns.draw(name, self.knowledge.prior("answer.margin_of_error").times(answer))

    def _audience(self, network: Network) -> Audience:
        estimate = audience(self.knowledge, self.document.firm.country, network, self.ages)
        share = self._answered_by_customers(network, estimate.share)
        drawn = self.unknowns.draw(f"audience.{network}", share)
        return Audience(
            share=share,
            before=estimate.share,
            borrowed=estimate.borrowed,
            facts=estimate.facts,
            people=self.target * drawn,
        )

    def _answered_by_customers(self, network: Network, share: Quantity) -> Quantity:
        return updated(share, self.customers.uses.get(network), at_most(self.knowledge))

    # --- responses ---------------------------------------------------------------------------------------------

    def _response(self) -> Response:
        """How people reached respond."""
        draw = self.unknowns
        return Response(
            uplift_new=draw.prior("contact.uplift_new"),
            uplift_later=draw.later("contact.uplift_new"),
            uplift_repeat=draw.prior("contact.uplift_repeat"),
            slow_ratio=draw.prior("slow_ratio"),
            works=self._works("nil.organic"),
        )

    def _works(self, nil: str) -> Floats:
        return self.unknowns.happens(nil, 1.0 - self.knowledge.prior(nil).mid)

    # --- channels ----------------------------------------------------------------------------------------------

    def effects(self, option: Option) -> tuple[LeverEffects, Floats]:
        """Effects of an option at its typical effort, and people of the target it meets in a week."""
        make = {
            "social": self._social,
            "ads_social": self._ads_social,
            "ads_search": self._ads_search,
            "list": self._list,
            "listing": self._listing,
            "site": self._site,
            "blog": self._blog,
        }[self.knowledge.channels[option.name].family]
        brought, met = make(option, self._carryover(option))
        # A contact makes one customer at the most: priors on people and on the firm's flow are drawn apart.
        # And no channel alone transforms a firm: its effect flattens out below a share of the firm's own flow.
        ceiling = self.flow.new_customers * self.unknowns.prior("lift.ceiling")
        parts = (brought.quick_customers, brought.slow_customers)
        quick, slow = (effects.at_most(np.minimum(part, met), ceiling) for part in parts)
        return replace(brought, quick_customers=quick, slow_customers=slow), met

    def _carryover(self, option: Option) -> Floats:
        fact = self.knowledge.facts[self.knowledge.channels[option.name].carryover]
        quantity = Quantity(max(fact.low or 0.0, 0.01), fact.value, fact.high or fact.value, Scale.LOGIT)
        return self.unknowns.draw(f"carryover.{option.name}", quantity)

    def _social(self, option: Option, carryover: Floats) -> tuple[LeverEffects, Floats]:
        channel = self.knowledge.channels[option.name]
        draw, found = self.unknowns, self.audiences[option.network]
        seen = draw.draw(f"seen.{option.network}", Quantity(*(channel.reach_per_item or (0.0, 0.0, 0.0))))
        following = self._customers_following(option.network)
        followers = self._followers(option.network, found, following)
        people = effects.reached_by_posting(followers, seen, option.typical, draw.prior("reach.beyond"), found.people)
        nearby = draw.prior("followers.nearby") if self.figures.has_premises else 1.0
        customers = following * effects.seen_in_a_week(seen, option.typical)
        brought = effects.by_contact(self.flow, self.response, people * nearby / self.target, customers, carryover)
        fewer = following * draw.prior("bond.fewer_losses") * self.response.works
        return replace(brought, fewer_losses=fewer), people

    def _followers(self, network: Network, found: Audience, following: Floats) -> Floats:
        """Followers after a year: those there are, the share of the public that follows, or of the customers."""
        prior = "followers.after_a_year" if self.figures.consumers else "followers.after_a_year.firms"
        channels = self.document.presence.channels
        now = next((item.followers for item in channels if item.network is network), None)
        expected = np.maximum(found.people * self.unknowns.prior(prior), float(now or 0))
        return np.maximum(expected, following * self.firm.active)

    def _customers_following(self, network: Network) -> Floats:
        """Share of the customers who follow: from what they said they would do, or the prior (draws,)."""
        if self.customers.would_follow is None:
            present = self.unknowns.draw(f"audience.{network}", self.audiences[network].share)
            return self.unknowns.prior("customers.following") * present
        said = updated(self.knowledge.prior("would_follow"), self.customers.would_follow, at_most(self.knowledge))
        return self.unknowns.draw("would_follow", said) * self.unknowns.prior("follow.promise")

    def _ads_social(self, option: Option, carryover: Floats) -> tuple[LeverEffects, Floats]:
        draw = self.unknowns
        country = self.knowledge.countries[self.document.firm.country]
        dollar = draw.draw("dollar", Quantity(*country.rates["USD"]))
        price = draw.fact(country.ad_cost_per_thousand.fact) * dollar
        both = self.audiences[Network.FACEBOOK].people + self.audiences[Network.INSTAGRAM].people
        people = np.minimum(both, self.target) * draw.prior("ads.reachable")
        reached = effects.reached_by_ads(option.typical, price, draw.prior("ads.frequency"), people)
        worth = reached / self.target * draw.prior("ads.contact")
        return effects.by_contact(self.flow, self.response, worth, worth, carryover), reached

    def _ads_search(self, option: Option, carryover: Floats) -> tuple[LeverEffects, Floats]:
        draw = self.unknowns
        rate = self.knowledge.countries[self.document.firm.country].rates["EUR"][1]
        bought = option.typical * MONTHS_PER_WEEK / (draw.prior("search.cpc") * rate)
        clicks = np.minimum(bought, self.target * draw.prior("search.searching"))
        ceiling = self.flow.new_customers * self._found_on_google() * draw.prior("search.room")
        customers = effects.at_most(clicks * draw.prior("search.conversion"), ceiling)
        lift = customers * draw.prior("incremental") * self._works("nil.intent") / self.flow.new_customers
        return effects.by_demand(self.flow, lift, np.zeros_like(lift), carryover), clicks

    def _found_on_google(self) -> Floats:
        """Share of new customers who look on Google before they come (draws,)."""
        return self.unknowns.prior("google.share" if self.figures.consumers else "google.share.firms")

    def _list(self, option: Option, carryover: Floats) -> tuple[LeverEffects, Floats]:
        draw, customers = self.unknowns, self.firm.active
        readers = np.maximum(draw.prior("email.joining") * customers, float(self.document.presence.email_list or 0))
        on_list = np.minimum(readers, customers)
        rhythm = self.firm.orders_rate * draw.prior("email.uplift")
        orders = on_list * option.typical * effects.at_most(self._orders_per_letter(), rhythm)
        works = self._works("nil.intent")
        fewer = on_list / customers * draw.prior("bond.fewer_losses") * works
        brought = effects.by_letters(orders * works, carryover)
        strangers = np.zeros_like(fewer)  # readers know the firm already
        return replace(brought, fewer_losses=fewer), strangers

    def _orders_per_letter(self) -> Floats:
        draw = self.unknowns
        if not self.figures.consumers:
            return draw.prior("email.firms")
        total = np.zeros(draw.normals.count)
        if self.figures.has_premises:
            total = total + draw.prior("email.shop")
        if self.figures.sells_online:
            total = total + draw.prior("email.click") * draw.prior("email.conversion") * draw.prior("incremental")
        return total

    def _listing(self, _option: Option, carryover: Floats) -> tuple[LeverEffects, Floats]:
        draw = self.unknowns
        works = self._works("nil.intent")
        lift = draw.prior("listing.lift")
        if self.document.presence.listing_claimed is not True:
            lift = lift + draw.prior("listing.claim")
        found = self._found_on_google()
        lift = lift * found * works
        brought = effects.by_demand(self.flow, lift, np.zeros_like(lift), carryover)
        stars = draw.prior("listing.stars") * draw.prior("listing.star_worth") * works
        slow = self.flow.new_customers * stars * float(self.figures.consumers)
        return replace(brought, slow_customers=slow), self.target * draw.prior("search.searching")

    def _site(self, _option: Option, carryover: Floats) -> tuple[LeverEffects, Floats]:
        draw = self.unknowns
        visits = self._told("site_visits", self.document.presence.website.visits_per_month, "site.visits")
        lift = draw.prior("site.lift") * draw.prior("site.share") * self._works("nil.intent")
        return effects.by_demand(self.flow, lift, np.zeros_like(lift), carryover), visits * MONTHS_PER_WEEK

    def _blog(self, option: Option, carryover: Floats) -> tuple[LeverEffects, Floats]:
        draw = self.unknowns
        ranked = option.typical * WEEKS_PER_YEAR * draw.prior("blog.rank")
        visits = ranked * draw.prior("blog.visits") * MONTHS_PER_WEEK
        if not self.figures.sells_online:
            visits = visits * draw.prior("blog.local")
        ceiling = self.flow.new_customers * self._found_on_google()
        customers = effects.at_most(visits * draw.prior("site.conversion"), ceiling)
        lift = customers * self._works("nil.organic") / self.flow.new_customers
        brought = effects.by_demand(self.flow, lift, np.ones_like(lift), carryover)
        return replace(brought, quick_customers=np.zeros_like(lift)), visits

    # --- together ----------------------------------------------------------------------------------------------

    def overlaps(self, found: tuple[Option, ...]) -> Floats:
        """Share of each channel's audience (columns) also met on another (rows): social media among themselves."""
        social = np.array([self.knowledge.channels[option.name].family in SOCIAL for option in found])
        overlap = np.outer(social, social) * self.knowledge.prior("overlap.social").mid
        np.fill_diagonal(overlap, 0.0)
        return overlap


def at_most(knowledge: Knowledge) -> float:
    """How many customers drawn by lot the answers of those who wished to answer are worth at the most."""
    return knowledge.prior("survey.at_most").mid


def ages_of(document: FirmFile, *, consumers: bool) -> tuple[int, int]:
    """Ages of the people the firm wants to speak to; all adults where not told."""
    if not consumers:
        return BUYERS_AGES
    ages = document.target.ages
    return (ages[0], ages[1]) if ages else ADULTS

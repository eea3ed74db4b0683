"""The focus as advice: channels with their costs, what one more would take, and why not the others."""

import numpy as np

from foulee.advice.model import WEEKS_AS_SAID, FirmModel
from foulee.advice.options import missing_skills
from foulee.advice.result import (
    AudienceAdvice,
    CandidateAdvice,
    ChannelAdvice,
    FocusAdvice,
    OneMoreAdvice,
    WhyNot,
)
from foulee.core.focusing import Candidate, Focus, OneMore
from foulee.core.plans import GOOD_BET, Choice
from foulee.core.quantities import Quantity
from foulee.core.response.saturation import scaled_hill
from foulee.core.types import Interval, Means, Network, Objective, interval
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge


def focus_advice(
    found: Focus, model: FirmModel, document: FirmFile, knowledge: Knowledge, unasked: tuple[str, ...] | None
) -> FocusAdvice:
    """Turn the search's result into advice."""
    plan = found.chosen.plan
    return FocusAdvice(
        objective=document.objective.kind or Objective.SELL,
        target_ages=model.ages,
        target_people=interval(model.target),
        channels=tuple(_channel(choice, found, model) for choice in plan),
        candidates=tuple(_candidate(item) for item in sorted(found.candidates, key=lambda item: -item.chance_best)),
        chance_nothing=found.chance_nothing,
        one_more=tuple(_one_more(more) for more in found.one_more),
        why_not=_why_not(found, document, knowledge),
        audiences=_audiences(model),
        hours_week=sum(choice.hours for choice in plan),
        budget_month=sum(choice.money for choice in plan),
        capacity=model.capacity,
        asked=model.customers.asked,
        unasked=unasked,
    )


def _channel(choice: Choice, found: Focus, model: FirmModel) -> ChannelAdvice:
    column = model.market.column(choice)
    lever = model.market.draws.lever
    response = scaled_hill(np.asarray(choice.multiple), lever.half_saturation[:, column], lever.slope[:, column])
    by_hours = choice.option.means is Means.HOURS
    return ChannelAdvice(
        name=choice.option.name,
        network=choice.option.network,
        means=choice.option.means,
        hours_week=choice.hours,
        items_week=choice.amount if by_hours else None,
        budget_month=choice.money,
        chance_best=found.chance_of(choice.option),
        people_week=interval(model.market.reach[:, column] * response),
    )


def _candidate(item: Candidate) -> CandidateAdvice:
    return CandidateAdvice(
        channels=tuple(choice.option.name for choice in item.plan),
        hours_week=sum(choice.hours for choice in item.plan),
        budget_month=sum(choice.money for choice in item.plan),
        gain=interval(item.gain),
        expected_gain=float(item.gain.mean()),
        chance_pays=float((item.gain > 0.0).mean()),
        chance_best=item.chance_best,
    )


def _one_more(more: OneMore) -> OneMoreAdvice:
    cheapest = Choice(option=more.option, amount=more.option.minimum)
    return OneMoreAdvice(
        name=more.option.name,
        network=more.option.network,
        fits=bool(more.plan),
        hours_needed=more.hours_needed,
        money_needed=cheapest.money,
        change=interval(more.change),
        expected_change=float(more.change.mean()),
        chance_better=float((more.change > 0.0).mean()),
        hours_taken=more.hours_taken,
        lacking=more.lacking,
        ideas_needed=more.option.minimum * more.option.ideas_per_item * WEEKS_AS_SAID,
    )


def _why_not(found: Focus, document: FirmFile, knowledge: Knowledge) -> tuple[WhyNot, ...]:
    """Say of every channel outside the focus why it is outside (METHOD D6)."""
    chosen = {choice.option.name for choice in found.chosen.plan}
    offered = {more.option.name: more for more in found.one_more}
    reasons = []
    for name, channel in knowledge.channels.items():
        if name in chosen:
            continue
        if name in offered:
            code, values = _why_not_more(offered[name])
        elif not channel.studied:
            code, values = "not_studied", {}
        elif channel.customers not in {"both", document.firm.sells_to, "consumers"}:
            code, values = "wrong_customers", {}
        elif any(item.network is channel.network for item in (more.option for more in found.one_more)):
            continue
        else:
            code, values = _why_not_offered(name, document, knowledge)
        lacking = missing_skills(channel, document)
        if lacking:
            values = {**values, "skills": ", ".join(lacking)}
        reasons.append(WhyNot(network=channel.network, means=channel.means, code=code, values=values))
    return tuple(reasons)


def _why_not_more(more: OneMore) -> tuple[str, dict[str, float | str]]:
    chance = float((more.change > 0.0).mean())
    if not more.plan:
        return f"no_room_{more.lacking}", {
            "money": more.option.minimum,
            "hours": more.hours_needed,
            "ideas": more.option.minimum * more.option.ideas_per_item * WEEKS_AS_SAID,
        }
    values: dict[str, float | str] = {"chance": chance, "change": float(np.median(more.change))}
    if chance < GOOD_BET and float(more.change.mean()) > 0.0:
        return "a_bet", values
    return ("costs_more" if chance < GOOD_BET else "small_gain"), values


def _why_not_offered(name: str, document: FirmFile, knowledge: Knowledge) -> tuple[str, dict[str, float | str]]:
    channel = knowledge.channels[name]
    if channel.customers not in {"both", document.firm.sells_to.value}:
        return "wrong_customers", {}
    if channel.family in {"site", "blog", "listing"}:
        return "nothing_to_start", {}
    return "no_room_hours", {"hours": channel.hours_fixed}


def _audiences(model: FirmModel) -> tuple[AudienceAdvice, ...]:
    return tuple(
        AudienceAdvice(
            network=Network(network),
            before=_as_interval(found.before),
            share=_as_interval(found.share),
            people=interval(found.people),
            borrowed=found.borrowed,
            facts=found.facts,
            told=model.customers.uses.get(network),
        )
        for network, found in model.audiences.items()
    )


def _as_interval(quantity: Quantity) -> Interval:
    return Interval(quantity.low, quantity.mid, quantity.high)

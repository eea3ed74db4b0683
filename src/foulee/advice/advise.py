"""From a firm's file to its advice: the one walk that command line, library and web pages share."""

import datetime as dt
from dataclasses import replace

import numpy as np

from foulee.advice.answers import Answered, answers, computed
from foulee.advice.changes import what_would_change
from foulee.advice.evidence import NOTHING_MORE, Evidence
from foulee.advice.focusing import focus_advice
from foulee.advice.model import FirmModel, Setup, build
from foulee.advice.result import METHOD_VERSION, Advice, BeforeWeeks, TaughtLever, WeeksAdvice
from foulee.advice.unknowns import Unknowns
from foulee.advice.ways import prices
from foulee.advice.weeks_read import LeverRead
from foulee.advice.with_weeks import lever_multiple
from foulee.core.customers.lifetime_value import customer_value
from foulee.core.diagnosing.case import Case
from foulee.core.diagnosing.motives import read_motive
from foulee.core.diagnosing.rules import RULES
from foulee.core.diagnosing.verdict import Diagnosis, apply_rules, conclude
from foulee.core.focusing import Focus, choose, focus
from foulee.core.planning import compare_ways
from foulee.core.plans import Plan, steady
from foulee.core.projecting.best import best_path
from foulee.core.projecting.compare import Projection, project
from foulee.core.projecting.knowing import Unknown, rank_unknowns
from foulee.core.projecting.paths import BEYOND_TRIED, burst
from foulee.core.response.priors import Normals
from foulee.core.response.simulate import Efforts, no_effort
from foulee.core.types import WEEKS_PER_YEAR, Objective, Question, interval
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.motives import load_motives
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.rulebooks import load_rules

CHOOSING_DRAWS = 1000
BEST_PATH_DRAWS = 100
TOP_UNKNOWNS = 3
SHOWN = ("red", "blue", "none")  # before the weeks and with them


def advise(document: FirmFile, knowledge: Knowledge, setup: Setup, evidence: Evidence = NOTHING_MORE) -> Advice:
    """Give the firm its verdict, its focus and its three years.

    The same document, knowledge, setup and evidence give the same advice, to the last bit.
    """
    answered = answer(document, knowledge, setup, evidence)
    model, found = answered.model, answered.focus
    country = knowledge.countries[document.firm.country]
    unknowns = Unknowns(knowledge=knowledge, normals=Normals(setup.seed, setup.draws))
    chosen = found.chosen.plan
    diagnosis = diagnose(answered, setup.today)
    unsure = diagnosis.questions[Question.INTEREST] != "yes"
    return Advice(
        firm_name=document.firm.name,
        trade=document.firm.trade.value,
        country=document.firm.country.value,
        currency=country.currency,
        sells_to_firms=not model.figures.consumers,
        today=setup.today,
        facts_date=knowledge.facts_date,
        method_version=METHOD_VERSION,
        seed=setup.seed,
        draws=setup.draws,
        diagnosis=diagnosis,
        focus=focus_advice(found, model, document, knowledge, unasked(document, knowledge, setup, model)),
        projection=answered.projection,
        customer_value=interval(answered.customer_value),
        ways=compare_ways(
            sum(choice.hours for choice in chosen),
            sum(choice.money for choice in chosen),
            prices(country, model.firm.hour_cost, unknowns),
        ),
        unknowns=_unknowns(found, model, setup.seed),
        would_change=what_would_change(document, model, knowledge, setup) if unsure else (),
        assumed=model.figures.assumed,
        law=tuple(entry.id for entry in knowledge.law if set(country.law) & set(entry.countries)),
        weeks=_weeks(answered, setup) if evidence.weeks else None,
        unread=evidence.unread,
    )


def answer(
    document: FirmFile, knowledge: Knowledge, setup: Setup, evidence: Evidence = NOTHING_MORE, *, whole: bool = True
) -> Answered:
    """Choose a plan and project it; unless `whole`, without the best path and what one more channel would take."""
    model = build(document, knowledge, setup, evidence)
    objective = document.objective.kind or Objective.SELL
    found = focus(model.market.take(slice(0, CHOOSING_DRAWS)), model.capacity, objective, one_more=whole)
    return Answered(
        document=document,
        knowledge=knowledge,
        model=model,
        focus=found,
        projection=project_plan(model, found.chosen.plan, best=whole),
        customer_value=customer_value(model.firm, setup.weeks, model.market.draws.weekly_discount),
    )


def _weeks(found: Answered, setup: Setup) -> WeeksAdvice | None:
    """What the firm's weeks have in the answer; the answer without them is made for that, on the same luck."""
    weeks, plan = found.model.evidence.weeks, found.focus.chosen.plan
    if weeks is None:
        return None
    bare = replace(found.model.evidence, weeks=None)
    before = answer(found.document, found.knowledge, setup, bare, whole=False)
    blue = before.projection.paths["blue"]
    same = before.projection if before.focus.chosen.plan == plan else project_plan(before.model, plan, best=False)
    return WeeksAdvice(
        start=weeks.start,
        end=weeks.end,
        placed=weeks.placed,
        counted=weeks.counted,
        since=weeks.weeks_since(setup.today),
        levers=tuple(_lever(lever, plan) for lever in weeks.levers),
        before=BeforeWeeks(
            verdict=diagnose(before, setup.today).verdict,
            channels=tuple(choice.option.name for choice in before.focus.chosen.plan),
            gain=blue.gain,
            chance_pays=blue.chance_pays,
            sales={name: same.paths[name].sales for name in SHOWN},
        ),
    )


def _lever(lever: LeverRead, plan: Plan) -> TaughtLever:
    """A lever of the weeks; `plan`: chosen with them."""
    choice = next((choice for choice in plan if choice.option.name == lever.channel), None)
    most = lever_multiple(choice.option, lever.most, lever.unit) if choice else 0.0
    return TaughtLever(
        name=lever.name,
        channel=lever.channel,
        unit=lever.unit,
        taught=lever.taught,
        told=lever.told,
        finding=lever.finding,
        before=lever.before,
        after=lever.after,
        chance_before=lever.chance_before,
        chance_after=lever.chance_after,
        beyond=choice is not None and lever.taught and choice.multiple > BEYOND_TRIED * most,
    )


def unasked(document: FirmFile, knowledge: Knowledge, setup: Setup, asked: FirmModel) -> tuple[str, ...] | None:
    """Channels that would be chosen had nobody asked the customers, with the same luck; None where nobody has."""
    if not asked.customers.asked:
        return None
    target = document.target.model_copy(update={"asked": None, "uses": {}, "would_follow": None})
    evidence = Evidence(weeks=asked.evidence.weeks)
    model = build(document.model_copy(update={"target": target}), knowledge, setup, evidence)
    objective = document.objective.kind or Objective.SELL
    plan = choose(model.market.take(slice(0, CHOOSING_DRAWS)), model.capacity, objective).plan
    return tuple(choice.option.name for choice in plan)


def diagnose(found: Answered, today: dt.date) -> Diagnosis:
    """Apply the rules to the answers and the computed figures."""
    rules = load_rules()
    motive = read_motive(found.document.objective.reason or "", load_motives().lexicon)
    case = Case(
        answers=answers(found.document, found.model, motive, today),
        computed=computed(found),
        seen=found.model.evidence.website,
    )
    rate = found.knowledge.countries[found.document.firm.country].rates["EUR"][1]
    reasons = apply_rules(case, RULES, rules.books)
    return conclude(tuple(reason.costing(rate) for reason in reasons), rules.limits)


def project_plan(
    model: FirmModel, plan: Plan, others: dict[str, tuple[Plan, Efforts]] | None = None, *, best: bool = True
) -> Projection:
    """Project a plan as red, blue, none and, if wanted, best path; `others` are paths given, each with its channels."""
    weeks = model.capacity.weeks
    draws = model.market.draws_for(plan)
    blue = steady(plan, weeks)
    paths = {"none": no_effort(weeks, len(plan)), "red": burst(plan, blue), "blue": blue}
    if best:
        few = model.market.take(slice(0, BEST_PATH_DRAWS))
        paths["best"] = best_path(few.draws_for(plan), plan, model.capacity) if plan else blue
    given = {name: (model.market.draws_for(used), efforts) for name, (used, efforts) in (others or {}).items()}
    # Doing nothing drops at once what is under way, for every plan alike: the same yardstick as in the choice.
    given["none"] = (model.market.draws.only(()), no_effort(weeks, 0))
    return project(draws, paths, material=_material(model), others=given)


def _material(model: FirmModel) -> float:
    """Smallest difference over the horizon that matters to this firm, in money."""
    firm = model.firm
    orders = firm.level + firm.orders_rate * firm.active
    return float(np.median(orders * firm.basket * firm.margin) * WEEKS_PER_YEAR) * model.material


def _unknowns(found: Focus, model: FirmModel, seed: int) -> tuple[Unknown, ...]:
    """The three unknowns that matter most to the choice between plans and doing nothing."""
    gains = [candidate.gain for candidate in found.candidates]
    if not gains:
        return ()
    count = gains[0].size
    benefits = np.array([np.zeros(count), *gains])
    plans = [candidate.plan for candidate in found.candidates]
    chosen = 1 + plans.index(found.chosen.plan)
    drawn = {name: values[:count] for name, values in model.unknowns.items() if _bears(name, model)}
    ranked = rank_unknowns(benefits, chosen, drawn, seed=seed)
    return ranked[:TOP_UNKNOWNS]


def _bears(name: str, model: FirmModel) -> bool:
    """Whether an unknown bears on any plan: a network that is no option does not."""
    kind, _, code = name.partition(".")
    if kind not in {"audience", "seen"}:
        return True
    return any(option.network == code for option in model.market.options)

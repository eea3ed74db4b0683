"""What is worth asking next, and how the picture stands so far (MODEL §5; `docs/methode/asking.md`).

Everything is computed on the first 300 of the answer's own draws: the order of the questions and a picture that says
"for now" need no more, and a page must not wait.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from foulee.advice.advise import project_plan
from foulee.advice.answers import Answered
from foulee.advice.evidence import NOTHING_MORE, Evidence
from foulee.advice.model import Setup, build
from foulee.advice.tries import GRAVE, Trial, Trials
from foulee.core.customers.lifetime_value import customer_value
from foulee.core.diagnosing.knowing import worth_of_telling
from foulee.core.focusing import focus
from foulee.core.projecting.knowing import Unknown, chance_to_move, rank_unknowns
from foulee.core.types import Interval, Objective, Reason, Verdict
from foulee.firmfile.answering import WITHIN, document_of, take
from foulee.firmfile.fields import fields
from foulee.knowledge.asking import load_order
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.rulebooks import load_rules
from foulee.knowledge.texts import load_questions

DRAWS = 300
FINALISTS = 5

NEEDED = ("essential", "frame", "worth", "held", "doubt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """A question still open.

    `why`: `essential` or `frame` (asked of everybody), `worth` (its answer may be worth more than the least), `held`
    (its silence would be held against the firm without having been asked), `step` (it may add a thing to do first),
    `doubt` (the same, where too many ways of answering what is left end at another verdict) or `rest`. `money`: what
    its answer may be worth, in the country's currency; `chance`: how much surer of the verdict one would be.
    """

    path: str
    why: str
    money: float = 0.0
    chance: float = 0.0

    @property
    def needed(self) -> bool:
        """Whether the first answer waits for it."""
        return self.why in NEEDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The open questions, the one to put next first; empty when all have been put."""

    next: tuple[Next, ...]

    @property
    def enough(self) -> bool:
        """Whether an answer can be given: nothing left may be worth more than the least."""
        return not any(item.needed for item in self.next)

    @property
    def essential_left(self) -> int:
        """How many questions are left without which nothing is computed."""
        return sum(item.why == "essential" for item in self.next)

    @property
    def needed_left(self) -> int:
        """How many questions an answer still waits for, as far as can be seen now."""
        return sum(item.needed for item in self.next)

    @property
    def worth_asking_left(self) -> int:
        """How many questions could still add a thing to do first."""
        return sum(item.why == "step" for item in self.next)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """How things stand with what is known so far.

    `verdict`: the one that would be given now, and `agree`, the share of the ways of answering the open questions that
    end there; `leaning`: where most of them end. `chance_pays` and `gain` of the best plan over the horizon, in
    `currency`; `channels`: its channels; `least_known`: the unknown that it would be worth most to know, if any is.
    """

    verdict: Verdict
    agree: float
    leaning: Verdict
    chance_pays: float
    gain: Interval
    channels: tuple[str, ...]
    currency: str
    years: float
    least_known: Unknown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What to ask, and the picture so far; no picture while an essential question is open."""

    asking: Asking
    picture: Picture | None


def open_questions(values: Mapping[str, Any], asked: frozenset[str]) -> tuple[str, ...]:
    """Questions neither put nor answered, and that arise: in the file's order."""
    told, only_if = dict(values), load_order().only_if

    def arises(path: str) -> bool:
        parent = only_if.get(path)
        if parent is None or take(told, parent):
            return True
        return take(told, parent) is None and parent not in asked and arises(parent)

    return tuple(
        item.path
        for item in fields()
        if not item.path.startswith(WITHIN)
        and item.path not in asked
        and take(told, item.path) is None
        and arises(item.path)
    )


def outlook(
    values: Mapping[str, Any],
    asked: frozenset[str],
    knowledge: Knowledge,
    setup: Setup,
    evidence: Evidence = NOTHING_MORE,
) -> Outlook:
    """Say what is worth asking next and how things stand: `values` are raw answers, `asked` the questions put.

    Raises FirmFileError if the answers contradict one another.
    """
    plain = uncomputed(values, asked)
    if plain.asking.essential_left:
        return plain
    frame = tuple(item for item in plain.asking.next if item.why == "frame")
    left = open_questions(values, asked)
    look = _Look(values, knowledge, setup, evidence)
    trial = look.trials.run(left, seed=setup.seed)
    rest = look.ranked(left, trial, {item.path for item in frame})
    return Outlook(asking=Asking(next=(*frame, *rest)), picture=look.picture(trial))


def uncomputed(values: Mapping[str, Any], asked: frozenset[str]) -> Outlook:
    """The order of the questions as far as it can be told without computing anything."""
    left, order = open_questions(values, asked), load_order()
    first = [Next(path=path, why="essential") for path in order.essential if path in left]
    frame = [Next(path=path, why="frame") for path in order.frame if path in left]
    listed = {item.path for item in (*first, *frame)}
    return Outlook(asking=Asking(next=(*first, *frame, *_rest(set(left) - listed, values))), picture=None)


def _rest(paths: set[str], values: Mapping[str, Any]) -> list[Next]:
    """Questions whose answers would change nothing that is asked for, the weightiest first; children last."""
    listed = [item for item in load_questions().questions if item.path in paths]
    told, only_if = dict(values), load_order().only_if
    waiting = {item.path for item in listed if item.path in only_if and take(told, only_if[item.path]) is None}
    ordered = sorted(listed, key=lambda item: (item.path in waiting, item.ask_first))
    return [Next(path=item.path, why="rest") for item in ordered]


class _Look:
    """One firm as far as it is known, on few draws."""

    def __init__(self, values: Mapping[str, Any], knowledge: Knowledge, setup: Setup, evidence: Evidence) -> None:
        few = replace(setup, draws=DRAWS)
        document = document_of(values, setup.today)
        model = build(document, knowledge, few, evidence)
        objective = document.objective.kind or Objective.SELL
        found = focus(model.market, model.capacity, objective, finalists=FINALISTS, one_more=False)
        self.values, self.seed = values, setup.seed
        self.model, self.focus = model, found
        self.projection = project_plan(model, found.chosen.plan, best=False)
        self.currency = knowledge.countries[document.firm.country].currency
        answered = Answered(
            document=document,
            knowledge=knowledge,
            model=model,
            focus=found,
            projection=self.projection,
            customer_value=customer_value(model.firm, setup.weeks, model.market.draws.weekly_discount),
        )
        self.trials = Trials(answered, setup.today)
        self.least_money = load_order().least.hours * float(np.median(model.firm.hour_cost))
        self.drawn = {name: values for name, values in model.unknowns.items() if self._bears(name)}
        self.unknowns = self._unknowns()

    def _bears(self, unknown: str) -> bool:
        """Whether an answer would narrow an unknown, and some candidate rests on it."""
        kind, _, code = unknown.partition(".")
        networks = {choice.option.network for candidate in self.focus.candidates for choice in candidate.plan}
        return bool(load_order().narrowing(unknown)) and (kind != "audience" or code in networks)

    def _unknowns(self) -> tuple[Unknown, ...]:
        """What bears on the choice, weightiest first."""
        gains = [candidate.gain for candidate in self.focus.candidates]
        if not gains:
            return ()
        plans = [candidate.plan for candidate in self.focus.candidates]
        benefits = np.array([np.zeros(gains[0].size), *gains])
        chosen = 1 + plans.index(self.focus.chosen.plan)
        return rank_unknowns(benefits, chosen, self.drawn, seed=self.seed)

    # --- what to ask -------------------------------------------------------------------------------------------

    def ranked(self, left: tuple[str, ...], trial: Trial, frame: set[str]) -> list[Next]:
        """The open questions beside the frame, the one worth most first."""
        money, chance = self._money(left), self._chances(left, trial)
        least = load_order().least.chance
        worth = {
            path: max(money.get(path, 0.0) / self.least_money, chance.get(path, 0.0) / least)
            for path in left
            if path not in frame
        }
        held, listed = self._held(left), []
        step = "step" if trial.agree >= load_order().agree else "doubt"
        for path in sorted(worth, key=lambda path: -worth[path]):  # equal ones stay in the file's order
            why = "worth" if worth[path] >= 1.0 else "held" if path in held else step if path in trial.adds else ""
            if why:
                listed.append(Next(path=path, why=why, money=money.get(path, 0.0), chance=chance.get(path, 0.0)))
        listed.sort(key=lambda item: NEEDED.index(item.why) if item.needed else len(NEEDED))
        return [*listed, *_rest(set(worth) - {item.path for item in listed}, self.values)]

    def _money(self, left: tuple[str, ...]) -> dict[str, float]:
        """What each question's answer may be worth in better choices, by the unknown that it narrows."""
        found: dict[str, float] = {}
        for unknown in self.unknowns:
            path = self._narrowing(unknown.name, left)
            if path:
                found[path] = max(found.get(path, 0.0), unknown.worth)
        return found

    def _chances(self, left: tuple[str, ...], trial: Trial) -> dict[str, float]:
        """How much surer of the verdict each answer would make: through the rules, or through whether it pays."""
        found = {
            path: worth_of_telling(trial.verdicts, told, seed=(self.seed, *path.encode("utf-8")))
            for path, told in trial.told.items()
        }
        limits = load_rules().books["pays"].limits
        pays = (self.focus.chosen.gain > 0.0).astype(np.float64)
        for name, values in self.drawn.items():
            path = self._narrowing(name, left)
            if path:
                ends = (limits["unlikely"], limits["likely"])
                moved = chance_to_move(pays, values, ends, seed=(self.seed, *name.encode("utf-8")))
                found[path] = max(found.get(path, 0.0), moved)
        return found

    def _narrowing(self, unknown: str, left: tuple[str, ...]) -> str | None:
        return next((path for path in load_order().narrowing(unknown) if path in left), None)

    def _held(self, left: tuple[str, ...]) -> frozenset[str]:
        """Open questions whose silence counts as a thing to do first: one for each finding."""
        grave = [reason for reason in self.trials.reasons() if reason.severity in GRAVE]
        return frozenset(path for reason in grave if (path := _unasked(reason, left)))

    # --- the picture -------------------------------------------------------------------------------------------

    def picture(self, trial: Trial) -> Picture:
        """How things stand."""
        blue = self.projection.paths["blue"]
        return Picture(
            verdict=trial.now,
            agree=trial.agree,
            leaning=trial.leaning,
            chance_pays=blue.chance_pays,
            gain=blue.gain,
            channels=tuple(choice.option.name for choice in self.focus.chosen.plan),
            currency=self.currency,
            years=self.trials.computed.years,
            least_known=next((item for item in self.unknowns if item.worth >= self.least_money), None),
        )


def _unasked(reason: Reason, left: tuple[str, ...]) -> str | None:
    """The first open question among what a finding rests on."""
    keys = [item.key for item in reason.evidence if item.kind == "answer" and not item.value]
    return next((key for key in keys if key in left), None)

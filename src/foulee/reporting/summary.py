"""The answer in sentences: one summary that the terminal, the report and the pages all show."""

import datetime as dt
import functools
from dataclasses import dataclass

from foulee.advice.result import Advice, ChannelAdvice, OneMoreAdvice, WhyNot
from foulee.core.planning import WayCost
from foulee.core.projecting.compare import PathResult
from foulee.core.projecting.knowing import Unknown
from foulee.core.types import WEEKS_PER_YEAR, Evidence, Question, Reason, Severity, Verdict
from foulee.firmfile.fields import find
from foulee.firmfile.reading import STAND_IN
from foulee.knowledge.reader import Knowledge
from foulee.knowledge.rulebooks import load_rules
from foulee.reporting.customers import what_asking_changed
from foulee.reporting.efforts import doing, plain
from foulee.reporting.labels import Labels, small
from foulee.reporting.language import Language
from foulee.reporting.weeks_told import ToldWeeks, caveat, tell_weeks, unread

PRONOUNCED = {"steady": "blue", "burst": "red"}  # outcomes of the rule that compares the two paths
SOCIAL = {"facebook", "instagram", "tiktok", "youtube", "linkedin", "x", "pinterest", "snapchat"}
HALF = 0.5
AT_ONCE = 4  # weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a reason rests on, in words: the thing, its value, and for a fact its sources and how it was seen."""

    text: str
    sources: tuple[tuple[str, str], ...] = ()
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One reason in words: what was found, what to do, at what cost, and its proofs."""

    rule: str
    severity: Severity
    says: str
    do: str
    cost: str
    cites: tuple[str, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The whole answer in sentences, in reading order."""

    firm: str
    verdict: str
    subtitle: str
    questions: tuple[str, ...]
    changes: tuple[str, ...]
    stakes: str
    customer: str
    focus: str
    objective: str
    target: str
    channels: tuple[str, ...]
    nothing: str
    asked: str
    first_steps: tuple[Point, ...]
    advice: tuple[Point, ...]
    strengths: tuple[Point, ...]
    paths: tuple[str, ...]
    caveat: str
    why_not: tuple[str, ...]
    one_more: tuple[str, ...]
    unknowns: tuple[str, ...]
    ways: tuple[str, ...]
    assumed: tuple[str, ...]
    law: tuple[tuple[str, str], ...]
    footer: str
    weeks: ToldWeeks | None
    unread: str


def summarise(advice: Advice, knowledge: Knowledge, language: Language) -> Summary:
    """Put an advice into sentences."""
    teller = _Teller(advice, knowledge, language)
    points = [teller.point(reason) for reason in advice.diagnosis.reasons]
    by = {severity: tuple(point for point in points if point.severity is severity) for severity in Severity}
    return Summary(
        firm=advice.firm_name if advice.firm_name != STAND_IN["name"] else language.say("Your firm"),
        verdict=teller.labels.sentence("verdict", advice.diagnosis.verdict),
        subtitle=teller.subtitle(),
        questions=teller.questions(),
        changes=teller.changes(),
        stakes=teller.interval_sentence("stakes", advice.projection.paths["blue"].gain),
        customer=teller.interval_sentence("customer", advice.customer_value),
        focus=teller.focus(),
        objective=teller.labels.sentence("objective", advice.focus.objective),
        target=teller.target(),
        channels=tuple(teller.channel(channel) for channel in advice.focus.channels),
        nothing=teller.labels.sentence("focus", "nothing_best", {"nothing_chances": advice.focus.chance_nothing}),
        asked=what_asking_changed(advice.focus, teller.labels),
        first_steps=by[Severity.BLOCKER] + by[Severity.DO_FIRST],
        advice=by[Severity.ADVICE],
        strengths=by[Severity.STRENGTH],
        paths=teller.paths(),
        caveat=caveat(advice, language) or teller.labels.sentence("paths", "caveat"),
        why_not=tuple(teller.why_not(reason) for reason in advice.focus.why_not),
        one_more=tuple(teller.one_more(more) for more in advice.focus.one_more),
        unknowns=tuple(teller.unknown(unknown) for unknown in advice.unknowns),
        ways=tuple(teller.way(way) for way in advice.ways),
        assumed=tuple(teller.labels.answer(name) for name in advice.assumed),
        law=teller.law(),
        footer=teller.footer(),
        weeks=tell_weeks(advice, teller.labels),
        unread=unread(advice, language),
    )


class _Teller:
    """Makes the sentences of one advice."""

    def __init__(self, advice: Advice, knowledge: Knowledge, language: Language) -> None:
        self.advice = advice
        self.knowledge = knowledge
        self.language = language
        self.labels = Labels(language, knowledge)
        self.rules = load_rules()

    # --- verdict -------------------------------------------------------------------------------------------------

    def questions(self) -> tuple[str, ...]:
        """How each of the three questions is answered."""
        answers = self.advice.diagnosis.questions
        todo = [
            reason
            for reason in self.advice.diagnosis.reasons
            if reason.question is Question.READINESS and reason.severity is Severity.DO_FIRST
        ]
        interest = answers[Question.INTEREST] if self.advice.focus.channels else "nothing"
        return (
            self.labels.sentence("interest", interest, self._interest_values()),
            self.labels.sentence("readiness", answers[Question.READINESS], {"todo_count": len(todo)}),
            self.labels.sentence("fit", "unsaid" if self._is_fit_unsaid() else answers[Question.FIT]),
        )

    def subtitle(self) -> str:
        """Under a verdict to go, now or later, without any social network: where instead; else nothing."""
        channels = self.advice.focus.channels
        if not channels or self.advice.diagnosis.verdict is Verdict.NOT_NOW or self._is_social():
            return ""
        return self.labels.sentence("focus", "not_yet_social", {"channels": self._plan()})

    def _is_social(self) -> bool:
        return any(channel.network in SOCIAL for channel in self.advice.focus.channels)

    def _is_fit_unsaid(self) -> bool:
        """Nothing speaks against it, but the owner said neither whether criticism is borne nor whether to talk."""
        diagnosis = self.advice.diagnosis
        found = {reason.rule: reason.outcome for reason in diagnosis.reasons}
        said = "dialogue" in found or found.get("criticism") != "unknown"
        return diagnosis.questions[Question.FIT] == "yes" and not said

    def _interest_values(self) -> dict[str, object]:
        blue = self.advice.projection.paths["blue"]
        return {
            "pays_chances": blue.chance_pays,
            "plan": self._plan(),
            "capacity_hours": self.advice.focus.capacity.hours,
        }

    def _plan(self) -> str:
        return self.language.listed([self.labels.channel(item.name) for item in self.advice.focus.channels])

    def changes(self) -> tuple[str, ...]:
        """Where the answer is not *go*: what would change it."""
        if self.advice.diagnosis.verdict is Verdict.GO:
            return ()
        found = []
        blockers = [item for item in self.advice.diagnosis.reasons if item.severity is Severity.BLOCKER]
        separator = " ; " if self.language.code == "fr" else "; "
        titles = [small(self.point(item).do).rstrip(".") for item in blockers if self.point(item).do]
        if titles:
            found.append(self.labels.sentence("changes", "blockers", {"blockers": separator.join(titles)}))
        for change in self.advice.would_change:
            values = change.values | {"pays_chances": change.chance_pays}
            found.append(self.labels.sentence("changes", change.code, values))
        needed = next((item for item in self.advice.diagnosis.reasons if item.rule == "breakeven"), None)
        if needed is not None:
            found.append(self.point(needed).says)
        return tuple(found)

    def interval_sentence(self, topic: str, value: tuple[float, float, float]) -> str:
        """A sentence that tells an 80 % interval of money."""
        low, mid, high = value
        return self.labels.sentence(topic, "told", {"low_money": low, "mid_money": mid, "high_money": high})

    # --- reasons -------------------------------------------------------------------------------------------------

    def point(self, reason: Reason) -> Point:
        """One reason in words."""
        texts = self.rules.texts[reason.rule][reason.outcome]
        values = self.labels.values(reason.values)
        lang = self.language.code
        return Point(
            rule=reason.rule,
            severity=reason.severity,
            says=self.language.fill(texts.says.get(lang), values),
            do=self.language.fill(texts.do.get(lang), values) if texts.do else "",
            cost=self._cost(reason),
            cites=reason.cites,
            proofs=tuple(self._proof(evidence) for evidence in reason.evidence),
        )

    def _cost(self, reason: Reason) -> str:
        parts = []
        if reason.hours:
            parts.append(self.language.hours(reason.hours))
        if reason.money:
            parts.append(self.language.money(reason.money))
        return ", ".join(parts)

    def _proof(self, evidence: Evidence) -> Proof:
        if evidence.kind == "fact":
            return self._fact(evidence.key)
        if evidence.kind == "computed":
            name = evidence.key.partition(".")[0]
            label = self.labels.sentence("computed", name)
            return Proof(text=self._told(label, self._computed_value(name, evidence.value)))
        if evidence.kind == "seen":
            return self._seen(evidence)
        value = self._answer_value(evidence.key, self.labels.coded(evidence.key, evidence.value))
        return Proof(text=self._told(self.labels.answer(evidence.key), value))

    def _seen(self, evidence: Evidence) -> Proof:
        """What was seen in answer to a question, and since when."""
        path, _, day = evidence.key.partition("@")
        seen = self.language.say("Seen by Foulée on {date}").format(date=self.language.date(dt.date.fromisoformat(day)))
        told = self._told(self.labels.answer(path), self._answer_value(path, evidence.value))
        return Proof(text=self._told(seen, told))

    def _told(self, label: str, value: str) -> str:
        colon = " : " if self.language.code == "fr" else ": "
        return f"{label}{'' if label.endswith('?') else colon} {value}".replace("  ", " ") if value else label

    def _computed_value(self, name: str, value: float | str | None) -> str:
        if value is None or isinstance(value, str):
            write = functools.partial(self.labels.choice, "Skill") if name.endswith("skills") else self.labels.network
            return self.language.listed([write(code) for code in (value or "").split(",") if code])
        writers = {
            "chance_pays": self.language.percent,
            "blue_ahead": self.language.percent,
            "target_use": self.language.percent,
            "gain": self.language.money,
            "breakeven_per_year": self.language.money,
            "expected_per_year": self.language.money,
            "customer_value": self.language.money,
        }
        return writers.get(name, self.language.number)(value)

    def _answer_value(self, path: str, value: float | str | bool | None) -> str:
        if value is None:
            return self.language.say("not known")
        field = find(path)
        if isinstance(value, bool) and field is not None and field.kind != "yes_no":
            return self.language.say("answered") if value else self.language.say("not answered")
        if isinstance(value, bool):
            return self.language.say("yes") if value else self.language.say("no")
        if field is not None and field.share and isinstance(value, int | float):
            return self.language.percent(value)
        return self.language.number(value) if isinstance(value, int | float) else value

    def _fact(self, key: str) -> Proof:
        fact = self.knowledge.facts[key]
        sources = tuple(
            (self.knowledge.sources[source].title, self.knowledge.sources[source].url) for source in fact.source
        )
        value = "" if fact.unit == "flag" else self._fact_value(fact.value, fact.unit)
        year = f" ({fact.year})"
        return Proof(
            text=self._told(self.labels.fact(key), value) + year,
            sources=sources,
            status=self.labels.sentence("status", fact.status),
        )

    def _fact_value(self, value: float, unit: str) -> str:
        if unit == "percent":
            return self.language.percent(value / 100)
        if unit == "percent_change":
            return f"{'+' if value > 0 else ''}{self.language.number(value)}\u202f%".replace("-", "\u2212")
        return self.language.number(value)

    # --- focus ---------------------------------------------------------------------------------------------------

    def focus(self) -> str:
        """The focus in one or two sentences."""
        channels = self.advice.focus.channels
        if not channels:
            return self.labels.sentence("focus", "none")
        if self.advice.diagnosis.verdict is Verdict.NOT_NOW:
            return self.labels.sentence("focus", "least_bad", {"channels": self._plan()})
        case = "one" if len(channels) == 1 else "several"
        told = self.labels.sentence("focus", case, {"channels": self._plan()})
        if self._is_social():
            return told
        return f"{told} {self.labels.sentence('focus', 'no_social')}"

    def target(self) -> str:
        """Whom it speaks to, and how many they are."""
        focus = self.advice.focus
        values = {
            "people_count": plain(focus.target_people.p50),
            "from_age": focus.target_ages[0],
            "to_age": focus.target_ages[1],
        }
        return self.labels.sentence("target", "firms" if self.advice.sells_to_firms else "consumers", values)

    def channel(self, channel: ChannelAdvice) -> str:
        """What to do on a channel and what it costs."""
        chance = self.labels.sentence("channel", "chance", {"best_chances": channel.chance_best})
        return f"{doing(channel, self.labels)} {chance}"

    def why_not(self, reason: WhyNot) -> str:
        """Why a channel is not in the focus."""
        name = f"{reason.network}.{reason.means}"
        values: dict[str, object] = {
            "channel": self.labels.channel(name),
            "needed_hours": reason.values.get("hours", 0.0),
            "needed_money": reason.values.get("money", 0.0),
            "needed_count": reason.values.get("ideas", 0.0),
            "better_chances": reason.values.get("chance", 0.0),
        }
        told = self.labels.sentence("why_not", reason.code, values)
        lacking = str(reason.values.get("skills", ""))
        if not lacking or reason.code in {"not_studied", "wrong_customers"}:
            return told
        skills = [self.labels.sentence("skill", code.strip()) for code in lacking.split(",")]
        return f"{told} {self.labels.sentence('why_not', 'skills', {'skills': self.language.listed(skills)})}"

    def one_more(self, more: OneMoreAdvice) -> str:
        """What one more presence would take."""
        values: dict[str, object] = {
            "channel": self.labels.channel(more.name),
            "needed_hours": more.hours_needed,
            "needed_money": more.money_needed,
            "needed_count": more.ideas_needed,
            "taken_hours": max(sum(more.hours_taken.values()), 0.0),
            "low_money": more.change.p10,
            "high_money": more.change.p90,
        }
        case = (
            "fits" if more.fits else {"money": "too_dear", "ideas": "too_little_to_show"}.get(more.lacking, "too_much")
        )
        return self.labels.sentence("one_more", case, values)

    # --- paths and unknowns --------------------------------------------------------------------------------------

    def paths(self) -> tuple[str, ...]:
        """Red against blue, when, and money back by when."""
        projection = self.advice.projection
        if not self.advice.focus.channels:
            return ()
        shapes = {f"{shape}_pct": chance for shape, chance in projection.by_shape.items()}
        blue = projection.paths["blue"]
        back = self._payback(blue)
        return (
            self._comparison(),
            self.labels.sentence("paths", "shapes", shapes),
            self.labels.sentence("paths", "extrapolates"),
            self._overtaking(),
            back,
        )

    def _payback(self, blue: PathResult) -> str:
        if not blue.payback_week:
            return self.labels.sentence("paths", "no_payback", {"pays_pct": blue.chance_pays})
        if blue.payback_week <= AT_ONCE:
            return self.labels.sentence("paths", "at_once")
        return self.labels.sentence("paths", "payback", self._week(blue.payback_week))

    def _comparison(self) -> str:
        projection = self.advice.projection
        chance = projection.chance_blue_ahead_end
        values = {"blue_chances": chance, "red_chances": 1.0 - chance}
        if projection.chance_tie > HALF:
            return self.labels.sentence("paths", "tie")
        found = {item.rule: item.outcome for item in self.advice.diagnosis.reasons}
        case = PRONOUNCED.get(found.get("steady_or_burst", ""), "cannot_tell")
        return self.labels.sentence("paths", case, values)

    def _overtaking(self) -> str:
        projection = self.advice.projection
        if projection.blue_overtakes_week:
            return self.labels.sentence("paths", "overtakes", self._week(projection.blue_overtakes_week))
        return self.labels.sentence("paths", "never", {"ever_pct": projection.chance_blue_overtakes})

    def _week(self, week: int) -> dict[str, object]:
        month = self.language.month(self.advice.today + dt.timedelta(weeks=week))
        return {"week_count": week, "month": month}

    def unknown(self, unknown: Unknown) -> str:
        """What one unknown weighs and how to find out."""
        label, measure = self.labels.unknown(unknown.name)
        values = {
            "label": label[:1].upper() + label[1:],
            "measure": measure,
            "worth_money": unknown.worth,
            "share_pct": unknown.share,
        }
        case = "worthless" if unknown.worth < 1.0 else "worth" if measure else "no_measure"
        return self.labels.sentence("unknowns", case, values)

    def way(self, way: WayCost) -> str:
        """The yearly cost of one way of having the work done."""
        values = {
            "way": self.labels.sentence("ways", way.way),
            "total_money": way.total.p50,
            "low_money": way.total.p10,
            "high_money": way.total.p90,
            "owner_hours": way.owner_hours.p50 / WEEKS_PER_YEAR,
        }
        return self.labels.sentence("ways", "line", values)

    def law(self) -> tuple[tuple[str, str], ...]:
        """The legal checklist that concerns this firm: the rule, and what to do."""
        lang = self.language.code
        return tuple(
            (entry.rule.get(lang), entry.do.get(lang)) for entry in self.knowledge.law if entry.id in self.advice.law
        )

    def footer(self) -> str:
        """Dates, method and seed, for whoever wants to make the same answer again."""
        template = self.language.say(
            "Figures checked up to {facts}. Method {method}, seed {seed}, {draws} draws, made on {today}."
        )
        return template.format(
            facts=self.language.date(self.advice.facts_date),
            method=self.advice.method_version,
            seed=self.advice.seed,
            draws=self.language.number(self.advice.draws),
            today=self.language.date(self.advice.today),
        )

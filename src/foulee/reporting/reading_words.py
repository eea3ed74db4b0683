"""What a firm's weeks told, in words and pictures for their owner: one sentence, then what each effort brought."""

from dataclasses import dataclass

from foulee.advice.describing import Tells
from foulee.advice.read_result import Brought, KeptLever, KeptReading, KeptTrial
from foulee.core.history import Unit
from foulee.core.measuring.schedule import Schedule
from foulee.core.projecting.verdicts import Duel, Verdict
from foulee.core.response.telling import TOLD
from foulee.core.types import Interval, Shape
from foulee.reporting.closing import closed_words
from foulee.reporting.language import Language
from foulee.reporting.trial import kind_name

PROBABLY, NO_EFFECT = "probably", "no_effect_found"  # the engine's codes; anything else is that nobody can tell
NOTHING = 1e-12
WIDE = 20.0  # times its lower end: an interval that wide says nothing to anybody
TOO_WIDE = 0.6  # from the 10th to the 90th percentile of a share: nothing is told of it
VISIBLE = 0.05  # narrowing of a range that is worth a sentence
SHRUNK = 0.25  # narrowing that nobody would call nothing
LONG = 60  # signs of a name that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTrial:
    """The trial that would tell; `place` of its lever, None where there are no weeks to put into a calendar."""

    says: tuple[str, ...]
    place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLever:
    """One lever in words: its finding, why, what it brought before and with the weeks, how much they told."""

    name: str
    finding: str
    why: str
    brought: tuple[str, ...]
    told: str
    trial: ToldTrial | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReading:
    """A reading in words.

    `paths` on red, blue and none; `odd`: in what the model is unlike the firm; `health`: how the computation went.
    """

    headline: str
    rests_on: str
    levers: tuple[ToldLever, ...]
    verdict: str
    paths: tuple[str, ...]
    odd: str
    health: tuple[tuple[str, str], ...]


def tell_reading(read: KeptReading, language: Language) -> ToldReading:
    """Put a reading into words."""
    verdict, paths = _paths(read, language)
    return ToldReading(
        headline=_headline(read, verdict, language),
        rests_on=_rests_on(read, language),
        levers=tuple(_lever(place, lever, language) for place, lever in enumerate(read.levers)),
        verdict=verdict,
        paths=paths,
        odd=_odd(read, language),
        health=_health(read, language),
    )


def name_of(lever: str) -> str:
    """A lever's name as it is shown: one line, not too long."""
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in lever.replace("_", " ")).split())
    return name if len(name) <= LONG else f"{name[: LONG - 1]}…"


# --- one sentence ----------------------------------------------------------------------------------------------------


def _headline(read: KeptReading, verdict: str, language: Language) -> str:
    """The most useful finding: what works, else what does not, else what to do, else that nobody can tell."""
    works = [lever for lever in read.levers if lever.finding == PROBABLY]
    if works:
        best = max(works, key=lambda lever: lever.after.works)
        return _short(language.say("{lever} probably brings sales ({chances})."), best, language)
    silent = [lever for lever in read.levers if lever.finding == NO_EFFECT]
    if silent:
        least = min(silent, key=lambda lever: lever.after.works)
        return _short(language.say("No effect of {lever} was found in your weeks."), least, language)
    duel = read.duel("blue", "red")
    if duel is not None and duel.verdict is not Verdict.CANNOT_TELL:
        return verdict
    go_on = read.duel("blue", "none")
    if go_on is not None and go_on.verdict is not Verdict.CANNOT_TELL:
        return _going_on(go_on, language)
    return language.say("Your weeks cannot tell yet what your efforts bring.")


def _short(template: str, lever: KeptLever, language: Language) -> str:
    return template.format(lever=language.quoted(name_of(lever.name)), chances=language.chances(lever.after.works))


def _rests_on(read: KeptReading, language: Language) -> str:
    told = language.plural(
        "From {n} week of sales, between {start} and {end}.",
        "From {n} weeks of sales, between {start} and {end}.",
        read.counted,
    )
    return told.format(n=language.number(read.counted), start=language.date(read.start), end=language.date(read.end))


# --- levers ----------------------------------------------------------------------------------------------------------


def _lever(place: int, lever: KeptLever, language: Language) -> ToldLever:
    unsure = lever.finding not in {PROBABLY, NO_EFFECT}
    return ToldLever(
        name=name_of(lever.name),
        finding=_finding(lever, language),
        why=_why(lever, language) if unsure else "",
        brought=_brought(lever, language),
        told=_told(lever, language),
        trial=_trial(place, lever, language) if unsure else None,
    )


def _finding(lever: KeptLever, language: Language) -> str:
    templates = {
        PROBABLY: language.say("{lever} probably brings sales: {chances}, where it was {before} before your weeks."),
        NO_EFFECT: language.say(
            "No effect of {lever} was found: {chances} that it brings anything, where it was {before} before your "
            "weeks."
        ),
    }
    unsure = language.say(
        "Your weeks do not say whether {lever} brings sales: {chances} that it does, where it was {before} before them."
    )
    return templates.get(lever.finding, unsure).format(
        lever=language.quoted(name_of(lever.name)),
        chances=language.chances(lever.after.works),
        before=language.chances(lever.before.works),
    )


def _why(lever: KeptLever, language: Language) -> str:
    """Why weeks like these cannot tell; empty where they might have."""
    say = language.say
    sentences = {
        Tells.UNUSED: say("It was never used."),
        Tells.CONSTANT: say("It is the same every week, so that nothing can be compared."),
        Tells.TOO_SHORT: say("There are too few weeks."),
        Tells.TOGETHER: say("It always goes with {other}: which of them brings what cannot be seen."),
        Tells.FOLLOWS: say("It follows demand: it rises with your sales whether or not it brings any."),
        Tells.FEW_USES: say("It was used in few weeks ({used})."),
        Tells.SEASON: say("It comes and goes with the season, which hides what it brings."),
    }
    if lever.suspected:
        return say("It moves so much like your sales that it must be set by them: nothing here tells the two apart.")
    reason = Tells.FOLLOWS if lever.apart else lever.why
    return sentences.get(reason, "").format(other=language.quoted(name_of(lever.like)), used=lever.used)


def _brought(lever: KeptLever, language: Language) -> tuple[str, ...]:
    """What a unit of it brought, before the weeks and with them; and what one more would bring."""
    say = language.say
    moved = say("{one} brings in sales {after}; before your weeks, one would have said {before}.").format(
        one=_one(lever, language),
        after=between(lever.after.returned, language),
        before=between(lever.before.returned, language),
    )
    more = say("In all: {sales} of sales, {now} of them at once and the rest over the following months.").format(
        sales=between(lever.after.sales_in_all, language), now=language.percent(max(lever.after.short.p50, 0.0))
    )
    lines = [moved, more] if lever.after.sales_in_all.p90 > 0.0 else [moved]
    return (*lines, *_where(lever, language), *_customers(lever.after, lever, language))


def _where(lever: KeptLever, language: Language) -> tuple[str, ...]:
    """Whether what a lever brings is bought online or in the shop, where sales are told apart."""
    share = lever.after.online
    if share is None or lever.finding != PROBABLY:
        return ()
    if share.p90 - share.p10 > TOO_WIDE:
        return (language.say("Whether that is bought online or in the shop, your weeks do not tell."),)
    told = language.say("Of that, between {low} and {high} is bought online, the rest in the shop.")
    return (told.format(low=language.percent(share.p10), high=language.percent(share.p90)),)


def _one(lever: KeptLever, language: Language) -> str:
    return language.say("An hour") if lever.unit is Unit.HOURS else language.exact_money(1.0)


def _customers(brought: Brought, lever: KeptLever, language: Language) -> tuple[str, ...]:
    """What a new customer costs, where that can be said at all."""
    if brought.customer is None or lever.finding != PROBABLY:
        return ()
    low, _, high = brought.customer
    if high > WIDE * low:
        return ()
    write = language.hours if lever.unit is Unit.HOURS else language.money
    told = language.say("A new customer takes between {low} and {high}.")
    return (told.format(low=write(low), high=write(high)),)


def _told(lever: KeptLever, language: Language) -> str:
    """What the weeks did to what is believed of it."""
    say = language.say
    if lever.apart or lever.most <= 0.0:
        return say(
            "Such weeks cannot tell what it brings: your diagnosis goes on with what is seen of such efforts elsewhere."
        )
    before, after = lever.before.returned, lever.after.returned
    narrower = 1.0 - (after.p90 - after.p10) / max(before.p90 - before.p10, NOTHING)
    if lever.told < TOLD and narrower >= SHRUNK:
        return say(
            "Your weeks rule out the highest figures, and say little else of it: your diagnosis goes on with what is "
            "seen of such efforts elsewhere."
        )
    if lever.told < TOLD:
        return say("Your weeks say almost nothing of it: this is what is seen of such efforts elsewhere.")
    if narrower < VISIBLE:
        return say("Your weeks have moved what is believed of it; the range is no narrower.")
    return say("Your weeks have narrowed what is believed of it by {share}.").format(share=language.percent(narrower))


def between(value: Interval, language: Language) -> str:
    """An interval of money in words."""
    told = language.say("between {low} and {high}")
    return told.format(low=language.money(value.p10), high=language.money(value.p90))


# --- what would tell -------------------------------------------------------------------------------------------------


def _trial(place: int, lever: KeptLever, language: Language) -> ToldTrial | None:
    trial = lever.trial
    if trial is None:
        return None
    if trial.kind is None:
        told = language.say(
            "No trial that a firm like yours can afford would tell: sales move more by themselves. What would help: "
            "{ways}."
        ).format(ways=_ways(lever, language))
        return ToldTrial(says=(told,), place=None)
    says = language.say(
        "What would tell: {trial}, over {weeks} weeks from {start}. If it works as one would think, you would see it "
        "{chances}."
    ).format(
        trial=kind_name(trial.kind, language),
        weeks=len(trial.efforts),
        start=language.date(trial.start),
        chances=language.chances(trial.power),
    )
    return ToldTrial(says=(says, _cost(trial, language)), place=place)


def _ways(lever: KeptLever, language: Language) -> str:
    """What could make a trial possible."""
    say = language.say
    counted = lever.after.customer is not None
    ways = [say("more weeks"), *([] if counted else [say("new customers counted apart")])]
    return ", ".join([*ways, say("a larger effort for a time")])


def schedule_of(lever: KeptLever, trial: KeptTrial) -> Schedule:
    """The weeks of the trial that would tell what a lever brings."""
    return Schedule(lever=name_of(lever.name), start=trial.start, efforts=trial.efforts, block=trial.block)


def _cost(trial: KeptTrial, language: Language) -> str:
    say = language.say
    worth = language.money(max(trial.worth, 0.0))
    if trial.cost <= 0.0:
        return say("It costs nothing more than going on as now; to know is worth about {worth} over a year.").format(
            worth=worth
        )
    return say("It costs about {cost} beyond going on as now; to know is worth about {worth} over a year.").format(
        cost=language.money(trial.cost), worth=worth
    )


# --- red, blue and none ----------------------------------------------------------------------------------------------


def _paths(read: KeptReading, language: Language) -> tuple[str, tuple[str, ...]]:
    """The verdict on red against blue, and what goes with it."""
    duel, go_on = read.duel("blue", "red"), read.duel("blue", "none")
    if duel is None or go_on is None:
        return "", ()
    lines = [_moved(duel, language), _by_shape(duel, language), _going_on(go_on, language)]
    lines += [_beyond(read, language), closed_words(read.closed, language)]
    return _verdict(duel, language), tuple(line for line in lines if line)


def _verdict(duel: Duel, language: Language) -> str:
    say = language.say
    templates = {
        Verdict.FIRST: say("The steady pace does better than the splash ({chances})."),
        Verdict.SECOND: say("The splash does better than the steady pace ({chances})."),
        Verdict.TIE: say("Steady pace or splash: for your firm, the difference is too small to matter."),
        Verdict.CANNOT_TELL: say("Your weeks cannot say which is better, the steady pace or the splash."),
    }
    chance = 1.0 - duel.probability if duel.verdict is Verdict.SECOND else duel.probability
    return templates[duel.verdict].format(chances=language.chances(chance))


def _moved(duel: Duel, language: Language) -> str:
    told = language.say("That the steady pace earns more: {after}; before your weeks, {before}.")
    return told.format(after=language.chances(duel.probability), before=language.chances(duel.prior_probability))


def _by_shape(duel: Duel, language: Language) -> str:
    """Why nobody can tell, where it hangs on how customers respond."""
    if duel.verdict is not Verdict.CANNOT_TELL:
        return ""
    told = language.say(
        "It hangs on how your customers respond, which sales alone do not show: {concave} if each hour brings a little "
        "less than the last, {threshold} if one must first be noticed, {far} if there is much room left."
    )
    return told.format(**{shape.value: language.chances(duel.by_shape[shape]) for shape in Shape})


def _going_on(duel: Duel, language: Language) -> str:
    say = language.say
    templates = {
        Verdict.FIRST: say("To go on as in the last year pays better than to stop ({chances})."),
        Verdict.SECOND: say("To stop would pay better than to go on as in the last year ({chances})."),
        Verdict.TIE: say("To go on or to stop: the difference is too small to matter."),
        Verdict.CANNOT_TELL: say(
            "Whether to go on pays better than to stop cannot be told yet ({chances} that it does)."
        ),
    }
    chance = 1.0 - duel.probability if duel.verdict is Verdict.SECOND else duel.probability
    return templates[duel.verdict].format(chances=language.chances(chance))


def _beyond(read: KeptReading, language: Language) -> str:
    far = [language.quoted(name_of(name)) for name in read.beyond.get("red", ())]
    if not far:
        return ""
    return language.say(
        "The splash goes beyond anything you have tried ({levers}): there, the curve is a guess."
    ).format(levers=language.listed(far))


# --- how the computation went ----------------------------------------------------------------------------------------


def _odd(read: KeptReading, language: Language) -> str:
    """In what weeks drawn from the model hardly ever look like the firm's own; empty where they do."""
    if not read.odd:
        return ""
    say = language.say
    names = {
        "year": say("the last year against the whole"),
        "peak": say("the highest week"),
        "trough": say("the lowest week"),
        "jump": say("the jumps from week to week"),
        "zeros": say("the weeks without any sale"),
    }
    told = language.listed([names.get(name, name) for name in read.odd])
    return say("Take care: the model hardly ever makes weeks like yours in one thing, {what}.").format(what=told)


def _health(read: KeptReading, language: Language) -> tuple[tuple[str, str], ...]:
    say, found = language.say, read.health
    narrowed = [share for share in read.contraction.values() if share >= TOLD]
    return (
        (say("Method"), read.method_version),
        (say("Weeks with sales"), f"{language.number(read.counted)} / {language.number(read.weeks)}"),
        (say("Margin used"), _usual("margin", language.percent(read.margin), read, language)),
        (say("Price of an hour used"), _usual("hour_cost", language.money(read.hour_cost), read, language)),
        (say("A difference matters from"), language.money(read.material)),
        (say("What the weeks taught"), _taught(len(narrowed), len(read.contraction), language)),
        (say("Agreement of the chains (r-hat, 1 is best)"), f"{found.max_rhat:.3f}".replace(".", _point(language))),
        (say("Smallest effective sample"), language.number(round(found.min_ess))),
        (say("Divergent draws"), language.number(found.divergences)),
        (say("Run a second time"), say("yes") if found.reran else say("no")),
        (say("Computing time"), say("{n} s").format(n=language.number(round(found.cpu_seconds, 1)))),
        (say("Seed"), str(read.seed)),
    )


def _usual(name: str, told: str, read: KeptReading, language: Language) -> str:
    """A figure, and that it is what is usual where the owner has not told it."""
    if name not in read.assumed:
        return told
    return language.say("{figure}, as is usual in your trade: say yours among your answers").format(figure=told)


def _taught(narrowed: int, whole: int, language: Language) -> str:
    told = language.say("{some} of the {all} quantities of the model are better known than before")
    return told.format(some=narrowed, all=whole)


def _point(language: Language) -> str:
    return "," if language.code == "fr" else "."

"""Paths ahead of a firm's weeks in words: which does better, and why that can or cannot be told."""

from foulee.advice.reading import Reading
from foulee.core.history import LeverHistory
from foulee.core.projecting.futures import NONE
from foulee.core.projecting.verdicts import HIGH, Duel, Verdict
from foulee.core.response.telling import TOLD
from foulee.core.types import Shape
from foulee.reporting.language import Language
from foulee.reporting.reading_words import name_of

EVEN = 0.5
UNDER = 0.01  # so that what is not enough is not rounded up to it


def path_name(name: str, language: Language) -> str:
    """A path's name: ours in words, the owner's own between quotation marks."""
    names = {
        "none": language.say("nothing"),
        "red": language.say("splash"),
        "blue": language.say("steady pace"),
        "best": language.say("best plan"),
    }
    return names.get(name) or language.quoted(name_of(name))


def path_title(name: str, language: Language) -> str:
    """A path's name with its capital."""
    name = path_name(name, language)
    return name[:1].upper() + name[1:]


def shown_paths(reading: Reading) -> list[str]:
    """Doing nothing, then the paths that are something else."""
    others = [name for name in reading.futures.posterior if name != NONE and _does_something(name, reading)]
    return [*others, NONE]


def _does_something(name: str, reading: Reading) -> bool:
    future = reading.futures.posterior[name]
    return any(value != 0.0 for value in (*future.incremental, *future.gain))


def path_means(name: str, language: Language) -> str:
    """What one of our own paths is; nothing for the owner's."""
    say = language.say
    return {
        "none": say("every effort stops"),
        "red": say("the efforts of all these weeks in the first three months, then nothing"),
        "blue": say("the last year's efforts, held every week"),
        "best": say("what leaves most, month by month, by what is believed now"),
    }.get(name, "")


def pairs(reading: Reading) -> list[tuple[str, str]]:
    """Pairs of paths worth a sentence, each once, the likelier first: against each other, then against doing nothing.

    The owner's own are held against each other and against the steady pace; so are the splash and the best.
    """
    names = [name for name in shown_paths(reading) if name != NONE]
    among = [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
    told = [pair for pair in among if "blue" in pair or not {"red", "best"} & set(pair)]
    found = [*told, *((name, NONE) for name in names)]
    duels = reading.futures.duels
    return [(one, other) if duels[one, other].probability >= EVEN else (other, one) for one, other in found]


def verdict_words(one: str, other: str, reading: Reading, language: Language) -> str:
    """What can be said of two paths, in one sentence, with the chance before and after."""
    duel, say = reading.futures.duels[one, other], language.say
    if duel.verdict is Verdict.SECOND:
        return verdict_words(other, one, reading, language)
    templates = {
        Verdict.FIRST: say("{one} does better than {other}: {chances} (before your weeks: {before})."),
        Verdict.TIE: say("{one} or {other}: no difference that matters, less than {material} in all ({chances_tie})."),
        Verdict.CANNOT_TELL: say(
            "{one} or {other}: cannot tell which does better. {chances} for the first (before your weeks: {before})."
        ),
    }
    told = templates[duel.verdict].format(
        one=path_name(one, language),
        other=path_name(other, language),
        chances=language.chances(duel.probability),
        before=language.chances(duel.prior_probability),
        material=language.money(reading.futures.material),
        chances_tie=language.chances(duel.chance_tie),
    )
    return language.typeset(told[:1].upper() + told[1:])


def why_words(one: str, other: str, reading: Reading, language: Language) -> str:
    """Why a verdict is what it is: the part of the weeks, and how results may follow effort."""
    duel = reading.futures.duels[one, other]
    if duel.verdict is Verdict.TIE:
        return ""
    return _cannot(duel, language) if duel.verdict is Verdict.CANNOT_TELL else _agree(duel, language)


def _cannot(duel: Duel, language: Language) -> str:
    say, ahead = language.say, duel.probability >= EVEN
    if duel.told < TOLD:
        return say("Your weeks had hardly a part in it: this is nearly what was believed before them.")
    least = min(chance if ahead else 1.0 - chance for chance in duel.by_shape.values())
    if least >= EVEN:
        return say(
            "The same one is ahead however results follow effort, but not by enough to choose by it: {least} at the "
            "least, where {asked} are asked for."
        ).format(least=language.percent(min(least, HIGH - UNDER)), asked=language.percent(HIGH))
    told = say(
        "It hangs on how results follow effort, which weekly sales do not teach. For the first: {concave} if each "
        "effort brings a little less than the one before, {threshold} if too little brings nothing, {far} if there "
        "is room for far more."
    )
    return told.format(**{shape.value: language.percent(duel.by_shape[shape]) for shape in Shape})


def _agree(duel: Duel, language: Language) -> str:
    chances = [max(chance, 1.0 - chance) for chance in duel.by_shape.values()]
    return language.say("It holds however results follow effort: {share} at the least.").format(
        share=language.percent(min(chances))
    )


def far_words(name: str, reading: Reading, language: Language) -> str:
    """What a path pushes beyond anything ever tried; nothing where it does not."""
    levers = [language.quoted(name_of(lever)) for lever in reading.beyond.get(name, ())]
    if not levers:
        return ""
    template = language.say("It pushes {levers} beyond anything ever tried: what comes of it is the less certain.")
    return language.typeset(template.format(levers=language.listed(levers)))


# --- what would tell -------------------------------------------------------------------------------------------------


def what_would_tell(reading: Reading, levers: tuple[LeverHistory, ...], language: Language) -> tuple[str, ...]:
    """What would tell more of the levers of which too little can be said, nearest at hand first."""
    if not levers:
        return ()
    say, history = language.say, reading.history
    named = language.listed([language.quoted(name_of(lever.name)) for lever in levers])
    ways = [
        say(
            "Weeks with and weeks without {lever}, drawn at random: the command foulee trial says which, how many it "
            "takes, what they cost, and whether any could tell."
        ).format(lever=language.quoted(name_of(levers[0].name))),
        say("A burst: several times the usual effort for a few weeks, then none, stands out from the noise."),
    ]
    if any(lever.follows_demand and not history.controls_of(lever) for lever in levers):
        column = say("A column that follows demand and that no lever moves, such as searches or footfall (--control).")
        ways.insert(1, column)
    if not set(history.attributed) & {lever.name for lever in levers}:
        code = say("A code, a link of its own, or the question at the till: who came through {lever}?")
        ways.append(code.format(lever=named))
    if history.new_customers is None:
        ways.append(say("Counting new and returning customers apart (a column new_customers)."))
    if any(lever.effort[0] > 0.0 and lever.since is None for lever in levers):
        ways.append(say("Weeks from before it all began: a file that starts earlier shows what changed with it."))
    return tuple(language.typeset(way) for way in ways)

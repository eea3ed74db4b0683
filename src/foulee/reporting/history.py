"""A history described: in a terminal, and as plain values for JSON."""

import textwrap
from collections.abc import Iterable
from typing import Any

from foulee.advice.describing import LEAST, YEAR, Description, LeverUse, Tells
from foulee.core.history import LeverKind, Unit
from foulee.firmfile.problems import Problem
from foulee.reporting.language import Language
from foulee.reporting.levels import levels_payload, taken_for
from foulee.reporting.problems import sentence

WIDTH = 78
DIGITS = 4
CENTS_BELOW = 10.0
VISIBLE = 0.03  # a month that far from the mean is worth naming


def history_text(name: str, found: Description, language: Language) -> str:
    """Describe a history for a terminal: its weeks, its levers, what they can tell."""
    parts = (_weeks(name, found, language), _levers(found, language), _levels(found, language), _tell(found, language))
    return "\n".join(line for part in parts for line in part) + "\n"


def problems_text(problems: Iterable[Problem], notes: Iterable[Problem], language: Language) -> str:
    """What is to be corrected, then what is worth knowing; empty if there is neither."""
    parts = [(language.say("To correct"), "  ! ", problems), (language.say("Worth knowing"), "  • ", notes)]
    lines = []
    for title, bullet, told in parts:
        sentences = [begun(problem, language) for problem in told]
        lines += ["", title, *(_wrapped(text, bullet) for text in sentences)] if sentences else []
    return "\n".join(lines) + "\n" if lines else ""


def begun(problem: Problem, language: Language) -> str:
    """A sentence with its capital, unless it begins with a name of the owner's."""
    text = sentence(problem, language)
    names = tuple(str(value) for value in problem.values.values() if value)
    return text if text.startswith(names) else _capital(text)


def flags_text(unused: tuple[str, ...], language: Language) -> str:
    """The columns that may be levers, and the words to write for each; empty if there is none."""
    if not unused:
        return ""
    intro = language.say("No lever was named. If these columns are efforts, say of which kind, replacing KIND:")
    flags = [f"--lever {_shell(f'{name}=KIND')}" for name in unused]
    kinds = kind_words(language)
    width = max(map(len, kinds))
    lines = ["", _wrapped(intro), *(f"    {flag}" for flag in flags), "", language.say("Kinds:")]
    lines += [f"    {kind.value:{width}}  {words}" for kind, words in kinds.items()]
    return "\n".join(lines) + "\n"


def kind_words(language: Language) -> dict[LeverKind, str]:
    """What each kind of lever is, in a few words."""
    say = language.say
    return {
        LeverKind.PAID_SOCIAL: say("advertisements on social networks"),
        LeverKind.ORGANIC_SOCIAL: say("posts on social networks, unpaid"),
        LeverKind.SEARCH: say("advertisements beside searches, which follow demand"),
        LeverKind.EMAIL: say("newsletters"),
        LeverKind.LOCAL_LISTING: say("care of the listing on maps, reviews"),
        LeverKind.LOCAL_ADS: say("leaflets, posters, local press and radio"),
        LeverKind.BLOG: say("articles on the firm's own site"),
        LeverKind.OTHER: say("anything else"),
    }


def history_payload(found: Description) -> dict[str, Any]:
    """The description as plain values."""
    history = found.history
    return {
        "start": history.start.isoformat(),
        "end": found.end.isoformat(),
        "weeks": history.weeks,
        "counted": found.counted,
        "missing": history.weeks - found.counted,
        "sales_total": _rounded(found.total),
        "years": {
            str(year): {"sales": _rounded(sales), "weeks": weeks} for year, (sales, weeks) in found.years.items()
        },
        "season": None if found.season is None else [_rounded(float(value)) for value in found.season],
        "scatter": _rounded(found.scatter),
        "levers": {use.lever.name: _use_payload(use) for use in found.levers},
        "controls": list(history.controls),
        "events": list(history.events),
        "levels": levels_payload(found.levels, history),
        "has": [name for name in history.series() if " " not in name],
    }


def _use_payload(use: LeverUse) -> dict[str, Any]:
    return {
        "kind": use.lever.kind.value,
        "unit": use.lever.unit.value,
        "follows_demand": use.lever.follows_demand,
        "weeks_used": use.weeks_used,
        "typical": _rounded(use.lever.typical if use.weeks_used else 0.0),
        "total": _rounded(float(use.lever.effort.sum())),
        "share_of_sales": _rounded(use.share_of_sales),
        "explained_by_season": _rounded(use.season),
        "moves_with": use.like[0] if use.like else None,
        "smallest_seen": _rounded(use.smallest_seen),
        "tells": use.tells.value,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


# --- sentences -------------------------------------------------------------------------------------------------


def _weeks(name: str, found: Description, language: Language) -> list[str]:
    say, history = language.say, found.history
    count = language.counted("{n} week", "{n} weeks", history.weeks)
    title = say("{file}: {weeks}, from {start} to {end}").format(
        file=name, weeks=count, start=language.date(history.start), end=language.date(found.end)
    )
    missing = history.weeks - found.counted
    known = say("Sales are known for every week.") if not missing else _missing(missing, language)
    years = [_year(year, told, language) for year, told in found.years.items()]
    total = say("Sales: {total} in all").format(total=language.exact_money(round(found.total)))
    lines = [title, _wrapped(known, "  "), _wrapped(f"{total} ({_semicolon(language).join(years)}).", "  ")]
    return [*lines, *(_wrapped(text, "  ") for text in (_season(found, language), _scatter(found, language)) if text)]


def _missing(missing: int, language: Language) -> str:
    return language.plural("Sales are missing for {n} week.", "Sales are missing for {n} weeks.", missing).format(
        n=language.number(missing)
    )


def _year(year: int, told: tuple[float, int], language: Language) -> str:
    sales, weeks = told
    template = language.plural("{year}: {sales} in {n} week", "{year}: {sales} in {n} weeks", weeks)
    return template.format(year=year, sales=language.exact_money(round(sales)), n=weeks)


def _season(found: Description, language: Language) -> str:
    if found.season is None:
        return language.say("Less than a year of sales: the season cannot be seen.")
    high, low = int(found.season.argmax()), int(found.season.argmin())
    if max(found.season[high], -found.season[low]) < VISIBLE:
        return language.say("Hardly any season: all months sell about the same.")
    names = language.month_names()
    template = language.say("The best month is {best} ({above} above the mean), the weakest {worst} ({below} below).")
    above, below = language.percent(float(found.season[high])), language.percent(-float(found.season[low]))
    return template.format(best=names[high], worst=names[low], above=above, below=below)


def _scatter(found: Description, language: Language) -> str:
    if found.scatter is None:
        return ""
    template = language.say(
        "Beyond trend, season and levers, a week's sales move by about {share} up or down, for reasons unknown."
    )
    return template.format(share=language.percent(found.scatter))


def _levers(found: Description, language: Language) -> list[str]:
    if not found.levers:
        return []
    lines = ["", language.say("Levers")]
    return lines + [_wrapped(_used(use, found, language), "  • ") for use in found.levers]


def _used(use: LeverUse, found: Description, language: Language) -> str:
    """How a lever was used, in one line."""
    kind = kind_words(language)[use.lever.kind]
    if not use.weeks_used:
        return language.say("{lever} ({kind}): never used.").format(lever=use.lever.name, kind=kind)
    usual = language.hours(use.lever.typical) if use.lever.unit is Unit.HOURS else language.money(use.lever.typical)
    share = ""
    if use.share_of_sales is not None:
        share = language.say(", {share} of sales").format(share=language.percent(use.share_of_sales))
    template = language.say("{lever} ({kind}): used {used} weeks in {weeks}, usually {usual}{share}.")
    return template.format(
        lever=use.lever.name,
        kind=kind,
        used=use.weeks_used,
        weeks=found.history.weeks,
        usual=usual,
        share=share,
    )


def _levels(found: Description, language: Language) -> list[str]:
    """Followers, visits and reach; nothing of them where no lever was named to which they could belong."""
    if not found.levels or not found.levers:
        return []
    told = [taken_for(level, found.history, language) for level in found.levels]
    return ["", language.say("Followers, visits, reach"), *(_wrapped(language.typeset(text), "  • ") for text in told)]


def _tell(found: Description, language: Language) -> list[str]:
    lines = ["", language.say("What these weeks can tell"), _wrapped(_length(found, language), "  ")]
    return lines + [
        _wrapped(f"{use.lever.name}{_colon(language)}{_told(use, language)}", "  • ") for use in found.levers
    ]


def _semicolon(language: Language) -> str:
    return language.typeset(" ; ") if language.code == "fr" else "; "


def _colon(language: Language) -> str:
    return language.typeset(" : ") if language.code == "fr" else ": "


def _length(found: Description, language: Language) -> str:
    say = language.say
    if found.counted < LEAST:
        return say("So few weeks tell almost nothing: the answers will be what is believed of such efforts elsewhere.")
    if found.counted < YEAR:
        return say("Less than a year: what comes with the season cannot be told from what comes with your efforts.")
    if found.counted < 2 * YEAR:
        return say("The season was seen once: what happens at the same time every year may be mistaken for an effect.")
    return say("The season was seen more than once, so that it can be told from your efforts.")


def _told(use: LeverUse, language: Language) -> str:
    say = language.say
    sentences = {
        Tells.UNUSED: say("nothing, since it was never used."),
        Tells.CONSTANT: say("nothing, since it never changes: leave it out for some weeks to see."),
        Tells.TOO_SHORT: say("nothing yet: too few weeks."),
        Tells.TOGETHER: say("nothing on its own: it always goes with {other}."),
        Tells.FOLLOWS: say(
            "nothing, since it follows demand: a column that follows demand too (--control), or a trial, would help."
        ),
        Tells.FEW_USES: say("little: used in {used} weeks only."),
        Tells.SEASON: say("little: it comes and goes with the season, which hides what it brings."),
    }
    told = sentences.get(use.tells, "").format(other=use.like[0] if use.like else "", used=use.weeks_used)
    return " ".join(part for part in (told, _smallest(use, language)) if part)


def _smallest(use: LeverUse, language: Language) -> str:
    """How small an effect could be seen; said only where weeks could show one."""
    if use.smallest_seen is None or use.tells is Tells.FOLLOWS:
        return ""
    money = use.smallest_seen
    amount = language.exact_money(round(money)) if money >= CENTS_BELOW else language.exact_money(round(money, 1))
    if use.lever.unit is Unit.HOURS:
        template = language.say("an effect would be seen if an hour brings {amount} of sales or more.")
        return _capital_after(use, template.format(amount=amount))
    template = language.say("an effect would be seen if {one} brings {amount} of sales or more.")
    return _capital_after(use, template.format(one=language.exact_money(1.0), amount=amount))


def _capital_after(use: LeverUse, text: str) -> str:
    """A capital where another sentence comes before."""
    return text if use.tells is Tells.MAYBE else _capital(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _wrapped(text: str, bullet: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_on_hyphens=False,
        break_long_words=False,
    )


def _shell(text: str) -> str:
    """A word as a shell takes it whole."""
    return text if text.replace("_", "").replace("=", "").replace("-", "").isalnum() else f'"{text}"'

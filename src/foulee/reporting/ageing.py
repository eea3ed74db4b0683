"""Why an answer is no longer up to date, in sentences: the same wherever it is shown or listed."""

from foulee.advice.grounds import GONE, Grounds, outdated
from foulee.knowledge.rulebooks import load_rules
from foulee.reporting.language import Language, mark

SENTENCES = {
    "answers": mark("Answers have changed since."),
    "customers": mark("Customers have answered your survey since."),
    "website": mark("Your website was looked at since."),
    "weeks": mark("Your weeks were read since."),
    GONE: mark("A measurement no longer counts."),
    "method": mark("The calculation has changed since."),
    "facts": mark("Published figures were checked again since."),
}
MEASURED = mark("Something was measured since.")


def why_stale(made: Grounds, now: Grounds, language: Language) -> list[str]:
    """Why an answer is no longer up to date, in sentences; none where it is."""
    months = load_rules().limits["redo_after_months"]
    codes = outdated(made, now, months=months)
    told = [language.say(SENTENCES.get(code, MEASURED)) for code in codes if code != "old"]
    if "old" in codes:
        told.append(
            language.counted("It was made more than {n} month ago.", "It was made more than {n} months ago.", months)
        )
    return told

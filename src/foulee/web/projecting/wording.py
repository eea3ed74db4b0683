"""Words of the pages of a firm's weeks: what is wrong with a file, how far a reading is, why it came to nothing."""

from collections.abc import Iterable

from foulee.firmfile.problems import Problem
from foulee.reporting.history import begun
from foulee.reporting.language import Language, mark

UNUSED = frozenset({"history_unused", "history_unused_near"})  # said by the page itself, column by column
STAGES = {
    "opening": mark("Your weeks are being opened."),
    "fitting": mark("The model is being fitted to your weeks: thousands of possible firms are compared with yours."),
    "drawing": mark("Thousands of possible firms that sold as yours did are being drawn."),
    "again": mark("The computation did not agree with itself: it is made once more, for longer."),
    "answering": mark("What each effort brought is being worked out, and what lies ahead."),
    "planning": mark("What would tell more is being worked out."),
}
WAITING = mark("It begins in a moment.")
REFUSED = {
    "not_converged": mark(
        "The computation did not come to a stable answer, even at the second try. Weeks like these leave too much "
        "open: rather than show a figure that means nothing, Foulée shows none. More weeks, or a column that says how "
        "demand went, would help."
    ),
    "no_sales": mark("No week of this file has any sales, so that there is nothing to learn from."),
    "answers": mark("Your answers contradict one another: put them right, then have your weeks read again."),
    "unreadable": mark("These weeks were kept by another version, which this one cannot read: send the file again."),
    "worker_lost": mark(
        "The reading was broken off several times. If it goes on, tell whoever runs this installation."
    ),
}
OTHERWISE = mark("The reading failed, and the fault is ours. Try again a little later.")


def sentences(problems: Iterable[Problem], language: Language) -> list[str]:
    """What is wrong, or worth knowing, each with its capital."""
    return [begun(problem, language) for problem in problems if problem.code not in UNUSED]


def refused(code: str, language: Language) -> str:
    """Why weeks were not read, by its code."""
    return language.say(REFUSED.get(code, OTHERWISE))

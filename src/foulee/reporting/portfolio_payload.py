"""A firm's answer within a portfolio, as JSON: `foulee fit`'s, and what it leans on. See docs/guide/portfolio.md."""

from typing import Any

from foulee.advice.portfolio import Placed
from foulee.core.pooling.pooled import Leaning
from foulee.reporting.fit_payload import payload
from foulee.reporting.fit_telling import Shown
from foulee.reporting.language import Language

DIGITS = 4


def placed_payload(placed: Placed, trade: str, shown: Shown, language: Language) -> dict[str, Any]:
    """As plain values. Without the seconds it took, so that the same firm gives the same bytes."""
    told = payload(placed.reading, shown, language)
    told["diagnostics"].pop("cpu_seconds")
    return told | {
        "trade": trade,
        "leans_on": {
            "levers": {
                name: _shares(lean) | {"words": leaning_words(lean, language)} for name, lean in placed.levers.items()
            },
            "parameters": {name: _shares(lean) for name, lean in placed.parameters.items()},
        },
    }


def leaning_words(lean: Leaning, language: Language) -> str:
    """What a lever's answer leans on, in a sentence whose parts make a whole."""
    own, peers = round(lean.own, 2), round(lean.peers, 2) if lean.firms else 0.0
    shares = {"own": own, "peers": peers, "rest": max(round(1.0 - own - peers, 2), 0.0)}
    told = {name: language.percent(value) for name, value in shares.items()}
    if not lean.firms:
        return language.say("{own} from its own weeks, {rest} from what is known of such levers.").format(**told)
    sentence = language.plural(
        "{own} from its own weeks, {peers} from {n} firm like it, {rest} from what is known of such levers.",
        "{own} from its own weeks, {peers} from {n} firms like it, {rest} from what is known of such levers.",
        lean.firms,
    )
    return sentence.format(n=language.number(lean.firms), **told)


def _shares(lean: Leaning) -> dict[str, float | int]:
    return {
        "own": round(lean.own, DIGITS),
        "peers": round(lean.peers, DIGITS),
        "knowledge": round(lean.knowledge, DIGITS),
        "firms": lean.firms,
    }

"""What the verdict gains from one more answer: the value of knowing where nothing is counted in money (MODEL §5).

The unanswered questions are answered at random, many times over, and the verdict is drawn each time. Two such draws
disagree with a chance of `1 − Σ p²` (Gini 1912; Simpson 1949, Nature 163: 688). With one answer known they disagree
less: the fall of that chance, on average over the answer, is what the answer is worth. How often one would name the
right verdict is the other measure; it is blind where two answers only tell together, as two reasons to refuse do.
"""

import numpy as np

from foulee.core.types import Ints

SHUFFLES = 8
CLEARLY = 2.0  # standard deviations of the shuffled worths


def worth_of_telling(verdicts: Ints, told: Ints, *, seed: tuple[int, ...]) -> float:
    """Fall of the chance that two draws disagree on the verdict, from 0 to 1, once an answer is known.

    `verdicts` (draws,): a number for each verdict drawn; `told` (draws,): which answer was drawn, -1 where the
    question does not arise. What shuffled answers seem to be worth, by the luck of few draws, is taken off; a worth
    that does not stand out of that luck is nil.
    """
    now, rng = disagreement(verdicts), np.random.default_rng(seed)
    luck = [now - remaining(verdicts, rng.permutation(told)) for _ in range(SHUFFLES)]
    apparent = now - remaining(verdicts, told)
    clear = apparent > float(np.mean(luck)) + CLEARLY * float(np.std(luck))
    return max(apparent - float(np.mean(luck)), 0.0) if clear else 0.0


def disagreement(verdicts: Ints) -> float:
    """Chance that two draws disagree."""
    shares = np.bincount(verdicts) / verdicts.size
    return 1.0 - float(shares @ shares)


def remaining(verdicts: Ints, told: Ints) -> float:
    """Chance that two draws with the same answer disagree, on average over the answers."""
    parts = [verdicts[told == answer] for answer in np.unique(told)]
    return sum(part.size * disagreement(part) for part in parts) / verdicts.size

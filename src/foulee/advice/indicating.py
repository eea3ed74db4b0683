"""What followers, visits and reach add to what the sales told: the knowledge base's priors, and the draws they keep."""

from foulee.core.response.fitting.beliefs import normal
from foulee.core.response.fitting.indicators import Indicated, IndicatorPrior, indicated
from foulee.core.response.fitting.problem import Problem
from foulee.core.types import Floats
from foulee.knowledge.reader import Knowledge


def indicator_prior(knowledge: Knowledge) -> IndicatorPrior:
    """What is believed of levels before any is noted."""
    lost = knowledge.prior("indicator.unfollow")
    return IndicatorPrior(
        follows=knowledge.prior("indicator.follows").mid,
        own_way=knowledge.prior("indicator.own_way").mid,
        near=(
            normal(knowledge.prior("indicator.carryover"))[1],
            normal(knowledge.prior("indicator.half_saturation"))[1],
        ),
        noise=knowledge.prior("indicator.noise").mid,
        unfollow=(lost.low, lost.mid, lost.high),
    )


def levels_heard(ready: Problem, natural: Floats, knowledge: Knowledge, seed: int) -> Indicated:
    """Take in the levels of a history whose draws (draws, size) are `natural`."""
    return indicated(ready, natural, indicator_prior(knowledge), seed)

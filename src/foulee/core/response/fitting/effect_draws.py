"""Effects of many draws at once from the standard normals behind them; the twin of `forward.effect`."""

import numpy as np

from foulee.core.response.fitting.arrays import CAP, NIL, SCALE, SPREAD, Data
from foulee.core.response.fitting.forward import LUCK, OWN_LUCK, RAMP
from foulee.core.types import Floats


def quick_and_slow(data: Data, quick: Floats, slow: Floats) -> tuple[Floats, Floats]:
    """Both effects of each lever from their scores (draws, levers)."""
    return effects(data, quick, 0), effects(data, LUCK * quick + OWN_LUCK * slow, 1)


def effects(data: Data, scores: Floats, part: int) -> Floats:
    """Effects from their standard normal scores (draws, levers); `part` 0 quick, 1 slow. See `forward.effect`."""
    table = data.lever
    place = np.clip((scores - table[:, NIL + part]) / RAMP, 0.0, 1.0)
    rise = place**3 * (10.0 + place * (6.0 * place - 15.0))
    full = table[:, SCALE + part] * np.exp(table[:, SPREAD + part] * scores) * rise
    return full / (1.0 + full / data.firm[CAP])

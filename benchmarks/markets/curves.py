"""What emerges: how effects grow with what is spent, how they build up, how they fade. Nobody wrote these curves.

`python -m benchmarks.markets.curves`: for each scenario and variant, the mean over some seeds. The same effort every
week for a year, then none for a year; at 1/4 to 12 times what the firm usually spends.
"""

from collections.abc import Sequence

import numpy as np
from benchmarks.markets.chance import Floats
from benchmarks.markets.drawing import draw_market
from benchmarks.markets.living import Story, happened, levers_for, life_number, lived, sky, stretch
from benchmarks.markets.scenarios import VARIANTS, WARM_UP, YEAR

MULTIPLES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 12.0)
SHOWN = ("concave", "threshold", "lasting", "fleeting")
SEEDS, LIVES = 12, 2
PHASES = ((0, 4), (4, 13), (13, 26), (26, 52), (52, 56), (56, 65), (65, 78), (78, 104))


def brought(story: Story, multiple: float, life: int) -> Floats:
    """Sales that a year of effort brings, week by week over two years."""
    market, levers, number = story.market, levers_for(story.market), life_number(story.market, life)
    efforts = np.zeros((2 * YEAR, len(market.levers)))
    nothing = efforts.copy()
    efforts[:YEAR] = multiple * story.efforts.mean(axis=0)
    above = sky(market, life)

    def live(done: Floats) -> Floats:
        return lived(market, levers, story.before.copy(), stretch(market, above, WARM_UP, done), number).sales

    return live(efforts) - live(nothing)


def _relative(values: Floats, one: int) -> Floats:
    """As multiples of one of them; missing where that one is nothing."""
    return values / values[one] if values[one] != 0.0 else np.full(values.size, np.nan)


def shape(story: Story) -> tuple[Floats, Floats]:
    """Sales for each unit of effort by multiple, the usual one being 1; by phase, the second half-year being 1."""
    lives = range(1, LIVES + 1)
    found = [np.mean([brought(story, multiple, life) for life in lives], axis=0) for multiple in MULTIPLES]
    whole = np.array([weeks.sum() / multiple for weeks, multiple in zip(found, MULTIPLES, strict=True)])
    four = found[MULTIPLES.index(4.0)]
    phases = np.array([four[first:last].mean() for first, last in PHASES])
    return _relative(whole, MULTIPLES.index(1.0)), _relative(phases, 3)


def _words(values: Floats) -> str:
    return "".join(f"{value:8.2f}" for value in values)


def _middle(found: Sequence[Floats]) -> Floats:
    middle: Floats = np.nanmedian(found, axis=0)
    return middle


def main() -> None:
    """Print both tables."""
    curves = {}
    for variant in VARIANTS:
        for scenario in SHOWN:
            stories = [happened(draw_market(scenario, seed, variant)) for seed in range(SEEDS)]
            curves[f"{variant} {scenario}"] = [shape(story) for story in stories]
    print("sales for each unit, by multiple of the usual effort (median of seeds)")
    print(f"{'':22}" + "".join(f"{multiple:8g}" for multiple in MULTIPLES))
    for name, found in curves.items():
        print(f"{name:22}{_words(_middle([each[0] for each in found]))}")
    print("sales a week at four times the usual effort, 52 weeks of it and 52 without; weeks 27–52 are 1")
    print(f"{'':22}" + "".join(f"{first + 1}–{last}".rjust(8) for first, last in PHASES))
    for name, found in curves.items():
        print(f"{name:22}{_words(_middle([each[1] for each in found]))}")


if __name__ == "__main__":
    main()

"""Write the example history `bakery_history.csv`: three years of an invented bakery, with what its levers truly bring.

    .venv/bin/python benchmarks/bakery_history.py

Two hours of Instagram in most weeks bring 3 % of sales at once and, if kept up, some 5 % more after a year; forty euros
of advertisements bring about 2.5 % over three weeks. Sales also follow the season, the calendar and chance (5 % a
week). Closed two weeks each August (cells left empty); one week was never typed in.
"""

import datetime as dt
from importlib.resources import files
from pathlib import Path

import numpy as np

from foulee.core.types import Country, Floats
from foulee.knowledge.calendar import calendar_events

SEED, WEEKS, START = 4, 156, dt.date(2023, 1, 2)
SALES, NEW = 4600.0, 14.0
CALENDAR = {"public_holiday": -0.03, "school_holiday": -0.04, "christmas": 0.16, "feast": 0.07}
CARRYOVER = {"instagram": 0.3, "ads": 0.4}
FORGOTTEN = 61  # the week nobody typed in


def main() -> None:
    """Draw the weeks and write them as a French spreadsheet would."""
    rng = np.random.default_rng(SEED)
    weeks = np.arange(WEEKS)
    months = np.array([(START + dt.timedelta(weeks=int(week))).month for week in weeks])
    closed = np.array([august(START + dt.timedelta(weeks=int(week))) for week in weeks])
    hours, ads = instagram(rng, closed), advertisements(rng, months, closed)
    lift = 1.0 + effect(hours, ads)
    calm = np.exp(season(weeks))
    sales = SALES * calm * lift * np.exp(0.05 * rng.standard_normal(WEEKS))
    customers = rng.negative_binomial(12, 12 / (12 + NEW * calm * (1.0 + 4.0 * (lift - 1.0))))
    lines = ["week;sales;new_customers;instagram_hours;facebook_ads"]
    for week in weeks:
        if week == FORGOTTEN:
            continue
        year, number, _ = (START + dt.timedelta(weeks=int(week))).isocalendar()
        counted = ";" if closed[week] else f"{french(sales[week], 2)};{customers[week]}"
        lines.append(f"{year}-W{number:02d};{counted};{french(hours[week], 2)};{french(ads[week], 0)}")
    path = Path(str(files("foulee") / "examples" / "bakery_history.csv"))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(path, len(lines) - 1, "rows")


def august(monday: dt.date) -> bool:
    """The two weeks of closing."""
    return monday.month == 8 and 5 <= monday.day < 19


def instagram(rng: np.random.Generator, closed: np.ndarray) -> Floats:
    """About two hours a week, begun in the third month and given up for a while in the second year."""
    hours = np.round(4.0 * rng.gamma(8.0, 2.0 / 8.0, WEEKS)) / 4.0
    hours[:9] = 0.0
    hours[70:83] = 0.0
    return np.where(closed | (rng.random(WEEKS) < 0.12), 0.0, hours)


def advertisements(rng: np.random.Generator, months: np.ndarray, closed: np.ndarray) -> Floats:
    """Thirty to sixty euros in one week out of three, and more often before Christmas."""
    chance = np.where(months == 12, 0.75, 0.3)
    return np.where((rng.random(WEEKS) < chance) & ~closed, 5.0 * rng.integers(6, 13, WEEKS), 0.0)


def effect(hours: Floats, ads: Floats) -> Floats:
    """What both bring, as a share of sales: at once, with its tail, and through a reputation that builds up slowly."""
    quick = 0.03 * saturated(carried(hours, CARRYOVER["instagram"]), 2.0)
    paid = 0.05 * saturated(carried(ads, CARRYOVER["ads"]), 40.0)
    reputation = np.zeros(WEEKS)
    for week in range(1, WEEKS):
        reputation[week] = 0.975 * reputation[week - 1] + 0.025 * saturated(hours[week - 1 : week], 2.0)[0]
    return 2.0 * quick + paid + 0.14 * reputation


def carried(effort: Floats, carryover: float) -> Floats:
    """Effort with what is left of the weeks before (MODEL: carryover first, saturation after)."""
    stock = np.zeros(effort.size)
    for week, done in enumerate(effort):
        stock[week] = carryover * (stock[week - 1] if week else 0.0) + (1.0 - carryover) * done
    return stock


def saturated(effort: Floats, half: float) -> Floats:
    """Concave response, one half at `half`."""
    return effort / (effort + half)


def season(weeks: np.ndarray) -> Floats:
    """Trend, two waves of the year, and the French calendar, in logs."""
    angle = 2.0 * np.pi * weeks / 52.18
    waves = 0.05 * np.cos(angle) + 0.03 * np.sin(2.0 * angle)
    events = calendar_events(Country.FRANCE, START, WEEKS).events
    return waves + 0.02 * weeks / 52.0 + sum(CALENDAR[name] * events[name] for name in CALENDAR)


def french(value: float, decimals: int) -> str:
    """A number with its decimal comma, without useless zeros."""
    text = f"{value:.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


if __name__ == "__main__":
    main()

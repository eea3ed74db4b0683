"""Simulated firms that make a trial, their truth known: `tried` by weeks drawn, `burst`, `two_shops`."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from foulee.core.history import FirmHistory, LeverHistory, LeverKind, Unit
from foulee.core.measuring.schedule import Schedule, carried, draw_efforts
from foulee.core.quantities import Quantity, Scale
from foulee.core.types import Floats

START = dt.date(2024, 1, 1)
SALES = 4000.0
SPEND = 50.0
CARRYOVER = 0.25
CARRYOVERS = Quantity(0.05, 0.25, 0.5, Scale.LOGIT)
LEVER = "ads"


@dataclass(frozen=True, kw_only=True)
class Truth:
    """How a simulated firm is: weeks before and of the trial, noise, and the `rise` that its lever brings."""

    past: int = 104
    trial: int = 24
    block: int = 2
    sd: float = 0.1
    autocorrelation: float = 0.3
    rise: float = 0.1
    heavy: bool = False  # tails of a Student law of three degrees
    unknown: bool = False  # the carryover is drawn from `CARRYOVERS`, and nobody knows it


def noise(rng: np.random.Generator, weeks: int, sd: float, autocorrelation: float, *, heavy: bool = False) -> Floats:
    """Autocorrelated noise (weeks,), written from its definition."""
    surprise = sd * (rng.standard_t(3, weeks) / np.sqrt(3.0) if heavy else rng.standard_normal(weeks))
    found = np.empty(weeks)
    found[0] = surprise[0] / np.sqrt(1.0 - autocorrelation**2)
    for week in range(1, weeks):
        found[week] = autocorrelation * found[week - 1] + surprise[week]
    return found


def demand(rng: np.random.Generator, weeks: int, truth: Truth) -> Floats:
    """Sales without the lever (weeks,): season, growth, noise."""
    place = np.arange(weeks)
    season = 0.15 * np.cos(2.0 * np.pi * (place - 3) / 52.18) + 0.03 * place / 52.0
    wobble = noise(rng, weeks, truth.sd, truth.autocorrelation, heavy=truth.heavy)
    return SALES * np.exp(season + wobble)


def firm(sales: Floats, efforts: Floats, controls: dict[str, Floats] | None = None) -> FirmHistory:
    """A history with one lever, its efforts in times the usual."""
    lever = LeverHistory(name=LEVER, kind=LeverKind.PAID_SOCIAL, unit=Unit.MONEY, effort=efforts * SPEND)
    return FirmHistory(start=START, sales=sales, levers=(lever,), controls=controls or {})


def schedule(efforts: tuple[float, ...], past: int, block: int = 0) -> Schedule:
    """A trial that begins after `past` weeks."""
    return Schedule(lever=LEVER, start=START + dt.timedelta(weeks=past), efforts=efforts, block=block)


def tried(rng: np.random.Generator, truth: Truth) -> tuple[FirmHistory, Schedule]:
    """A firm that used its lever every week, then with and without as drawn."""
    drawn = draw_efforts(rng, truth.trial, truth.block)
    efforts = np.concatenate([np.ones(truth.past), drawn])
    rate = float(CARRYOVERS.draw(rng.standard_normal(1))[0]) if truth.unknown else CARRYOVER
    sales = demand(rng, efforts.size, truth) * (1.0 + truth.rise * carried(efforts, rate, 1.0))
    return firm(sales, efforts), schedule(drawn, truth.past, truth.block)


def burst(rng: np.random.Generator, truth: Truth) -> tuple[FirmHistory, Schedule]:
    """A firm that did three times the usual in the first half of the trial."""
    half = truth.trial // 2
    drawn = (3.0,) * half + (1.0,) * half
    efforts = np.concatenate([np.ones(truth.past), drawn])
    sales = demand(rng, efforts.size, truth) * (1.0 + truth.rise * carried(efforts, CARRYOVER, 1.0))
    return firm(sales, efforts), schedule(drawn, truth.past)


def two_shops(rng: np.random.Generator, truth: Truth) -> tuple[FirmHistory, Schedule]:
    """A firm that stopped in this shop, and not in a like one, whose sales are the control `other`."""
    drawn = (0.0,) * truth.trial
    efforts = np.concatenate([np.ones(truth.past), drawn])
    both = demand(rng, efforts.size, truth)
    here, there = (np.exp(noise(rng, efforts.size, truth.sd / 2.0, truth.autocorrelation)) for _ in range(2))
    sales = both * here * (1.0 + truth.rise * carried(efforts, CARRYOVER, 1.0))
    return firm(sales, efforts, {"other": 0.7 * both * there}), schedule(drawn, truth.past)

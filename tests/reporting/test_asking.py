"""The picture beside a question says that nothing will change only once nothing more need be asked."""

import datetime as dt
from dataclasses import replace

import pytest

from foulee.advice.asking import Asking, Next, Outlook, Picture
from foulee.core.types import Interval, Verdict
from foulee.knowledge import reader
from foulee.reporting.asking import tell_picture
from foulee.reporting.language import Language

TODAY = dt.date(2026, 11, 22)
PICTURE = Picture(
    verdict=next(iter(Verdict)),
    agree=0.99,
    leaning=next(iter(Verdict)),
    chance_pays=0.6,
    gain=Interval(p10=-100.0, p50=50.0, p90=300.0),
    channels=(),
    currency="EUR",
    years=1.0,
    least_known=None,
)


@pytest.mark.parametrize(("why", "said"), [("worth", False), ("frame", False), ("step", True), ("rest", True)])
def test_nothing_will_change_is_said_once_it_is_enough(why: str, said: bool) -> None:
    asking = Asking(next=(Next(path="firm.margin", why=why),))
    told = tell_picture(Outlook(asking=asking, picture=PICTURE), None, reader.load(TODAY), Language("en"))
    assert any(line.startswith("Whatever you answer") for line in told.lines) is said
    doubtful = Outlook(asking=asking, picture=replace(PICTURE, agree=0.1))
    lines = tell_picture(doubtful, None, reader.load(TODAY), Language("en")).lines
    assert any("may well change" in line for line in lines)

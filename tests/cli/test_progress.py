"""What a long command says of how far it is."""

import pytest

from foulee.cli.progress import Progress
from foulee.core.response.fitting.fit import CHAINS, Part, Step
from foulee.reporting.language import Language


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(Part.TUNING), "Recherche d’entreprises"),
        (Step(Part.DRAWING, 2), f"2 parties faites sur {CHAINS}"),
        (Step(Part.AGAIN), "encore une fois, plus longuement"),
        (Step(Part.FITTED, CHAINS), "ce que chaque levier"),
    ],
)
def test_every_part_of_a_fit_is_said(step: Step, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(Language("fr"))
    progress.seen = True
    progress.fitting(step)
    assert said in capsys.readouterr().err


def test_nothing_is_said_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    Progress(Language("fr")).fitting(Step(Part.DRAWING, 2))
    assert capsys.readouterr().err == ""

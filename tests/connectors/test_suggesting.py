"""What a column's heading says of it."""

import pytest

from foulee.connectors.files.history.suggesting import suggestion
from foulee.core.history import LeverKind, Unit


@pytest.mark.parametrize(
    ("header", "kind", "unit"),
    [
        ("instagram_hours", LeverKind.ORGANIC_SOCIAL, Unit.HOURS),
        ("Heures Instagram", LeverKind.ORGANIC_SOCIAL, Unit.HOURS),
        ("facebook_ads", LeverKind.PAID_SOCIAL, Unit.MONEY),
        ("Publicité Facebook (€)", LeverKind.PAID_SOCIAL, Unit.MONEY),
        ("Réseaux sociaux (h)", LeverKind.ORGANIC_SOCIAL, Unit.HOURS),
        ("Google Ads", LeverKind.SEARCH, Unit.MONEY),
        ("google", LeverKind.LOCAL_LISTING, Unit.HOURS),
        ("Fiche Google", LeverKind.LOCAL_LISTING, Unit.HOURS),
        ("newsletter", LeverKind.EMAIL, Unit.HOURS),
        ("Infolettre", LeverKind.EMAIL, Unit.HOURS),
        ("tracts", LeverKind.LOCAL_ADS, Unit.MONEY),
        ("blog hours", LeverKind.BLOG, Unit.HOURS),
        ("budget marketing", LeverKind.OTHER, Unit.MONEY),
    ],
)
def test_an_effort_is_known_by_its_heading(header: str, kind: LeverKind, unit: Unit) -> None:
    found = suggestion(header)
    assert found is not None
    assert (found.control, found.kind, found.unit) == (False, kind, unit)
    assert found.follows == (kind is LeverKind.SEARCH)


@pytest.mark.parametrize("header", ["recherches", "Footfall", "affluence"])
def test_a_sign_of_demand_is_known_by_its_heading(header: str) -> None:
    found = suggestion(header)
    assert found is not None
    assert found.control


@pytest.mark.parametrize("header", ["", "temperature", "magazine", "<script>", "🥖", "pizza", "exact", "x" * 4000])
def test_of_other_headings_nothing_is_guessed(header: str) -> None:
    assert suggestion(header) is None

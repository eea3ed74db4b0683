"""What the tests of the pages share."""

import pytest

from tests.people import Town


@pytest.fixture
def town(db: None) -> Town:  # noqa: ARG001 - asks for a database
    """Everybody, and two firms."""
    return Town()

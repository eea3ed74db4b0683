"""What the tests of the pages share."""

import pytest
from tests.people import Town


@pytest.fixture
def town(db: None) -> Town:
    """Everybody, and two firms."""
    return Town()

"""What the tests of the connectors share: a small web on loopback."""

from collections.abc import Iterator

import pytest
from tests.loopback import Web, running


@pytest.fixture
def web() -> Iterator[Web]:
    """Run real servers for one test."""
    with running() as started:
        yield started

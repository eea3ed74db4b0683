"""Settings of a worker in the browser's journeys: the product's own, and a door that also reaches loopback.

The product itself has no such setting, and its command takes no other settings: only a test can start a worker so.
"""

import os

from tests.loopback import permission_of

from foulee.settings import *  # noqa: F403

DOOR_PERMISSION = permission_of(os.environ["FOULEE_TESTS_WEB"])

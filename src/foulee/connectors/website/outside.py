"""Whether we can go out at all: where a website does not answer, the fault may be ours."""

from foulee.connectors.http import Bounds, Door, NetworkError
from foulee.knowledge.website_signs import load_signs

CONTROL = Bounds(seconds=6.0, body=2_000, redirects=0)


def goes_out(door: Door) -> bool:
    """Whether one of the names that always answer does so, through the same door."""
    return any(_answers(name, door) for name in load_signs().controls)


def _answers(name: str, door: Door) -> bool:
    try:
        door.fetch(f"https://{name}/", method="HEAD", bounds=CONTROL)
    except NetworkError:  # whatever it is: a network that puts its own page in the way is no way out either
        return False
    return True

"""What a first step asks, in a short key: a tick holds for what was asked when it was ticked, and no longer."""

import hashlib
import json

from foulee.core.types import Reason

FIGURES = 2  # significant figures: a step does not change because a draw moved a number a little


def step_key(reason: Reason) -> str:
    """A key of a first step: its rule, and a digest of what it found and of the values that it tells."""
    found = [reason.outcome, sorted((name, _told(value)) for name, value in reason.values.items())]
    return f"{reason.rule}@{hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]}"


def rule_of(key: str) -> str:
    """The rule that asked for a step."""
    return key.partition("@")[0]


def _told(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.{FIGURES}g}"

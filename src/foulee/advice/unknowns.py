"""Draws of everything that is uncertain, by name: the same name is the same draws wherever it is used."""

from dataclasses import dataclass, field

import numpy as np

from foulee.core.quantities import Quantity
from foulee.core.response.priors import Normals
from foulee.core.types import Floats
from foulee.knowledge.reader import Knowledge

MIN_SPREAD = 1e-12


@dataclass(slots=True)
class Unknowns:
    """Draws by name, and which of them are really uncertain."""

    knowledge: Knowledge
    normals: Normals
    drawn: dict[str, Floats] = field(default_factory=dict)

    def draw(self, name: str, quantity: Quantity) -> Floats:
        """Draw a quantity (draws,), remembered under its name."""
        if name not in self.drawn:
            self.drawn[name] = quantity.draw(self.normals(name))
        return self.drawn[name]

    def prior(self, name: str) -> Floats:
        """Draw a prior of the knowledge base."""
        return self.draw(name, self.knowledge.prior(name))

    def later(self, name: str) -> Floats:
        """Draw a prior again with partly its own luck, for its slow counterpart."""
        own = self.normals(f"{name} later")
        shared = self.knowledge.prior("luck.shared").mid
        mixed = shared * self.normals(name) + np.sqrt(1.0 - shared**2) * own
        return self.knowledge.prior(name).draw(mixed)

    def fact(self, name: str, *, times: float = 1.0) -> Floats:
        """Draw a fact from its spread, multiplied into another unit."""
        fact = self.knowledge.facts[name]
        low = fact.low if fact.low is not None else fact.value
        high = fact.high if fact.high is not None else fact.value
        return self.draw(name, Quantity(low * times, fact.value * times, high * times))

    def happens(self, name: str, chance: float) -> Floats:
        """1.0 with probability `chance`, else 0.0 (draws,), remembered under its name."""
        self.drawn[name] = (self.normals.uniform(name) < chance).astype(np.float64)
        return self.drawn[name]

    def uncertain(self) -> dict[str, Floats]:
        """The drawn quantities that vary."""
        return {name: values for name, values in self.drawn.items() if np.ptp(values) > MIN_SPREAD}

"""The firm and its channels, before they are put together: what answers and published figures say of each."""

from dataclasses import dataclass

from foulee.advice.firm import FirmFigures, firm_figures
from foulee.advice.market import MarketBuilder
from foulee.advice.options import options
from foulee.advice.unknowns import Unknowns
from foulee.core.customers.survey import SurveyCounts
from foulee.core.plans import Option
from foulee.core.response.draws import FirmDraws
from foulee.core.response.priors import Lever, LeverEffects, Normals, Setting, draw_firm
from foulee.core.types import Floats
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.reader import Knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmParts:
    """The firm and its channels before they are put together; `effects` and `met` (people) by option."""

    document: FirmFile
    knowledge: Knowledge
    figures: FirmFigures
    firm: FirmDraws
    unknowns: Unknowns
    builder: MarketBuilder
    options: tuple[Option, ...]
    effects: dict[str, LeverEffects]
    met: dict[str, Floats]
    customers: SurveyCounts

    def option(self, name: str) -> Option:
        """The option of that name."""
        return next(option for option in self.options if option.name == name)


def firm_parts(
    document: FirmFile, knowledge: Knowledge, normals: Normals, customers: SurveyCounts, firm: FirmDraws | None = None
) -> FirmParts:
    """The firm and its channels, from its answers, its customers' and what is known of the world.

    `firm`: as it is known otherwise than by its answers.
    """
    unknowns = Unknowns(knowledge=knowledge, normals=normals)
    figures = firm_figures(document, knowledge)
    firm = draw_firm(figures.prior, normals) if firm is None else firm
    builder = MarketBuilder(document, figures, firm, unknowns, customers)
    found = options(document, knowledge)
    made = {option.name: builder.effects(option) for option in found}
    return FirmParts(
        document=document,
        knowledge=knowledge,
        figures=figures,
        firm=firm,
        unknowns=unknowns,
        builder=builder,
        options=found,
        effects={name: brought for name, (brought, _) in made.items()},
        met={name: people for name, (_, people) in made.items()},
        customers=customers,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spine:
    """All that is put together into the draws of the model."""

    parts: FirmParts
    levers: dict[str, Lever]
    setting: Setting

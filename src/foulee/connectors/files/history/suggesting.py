"""What a column is likely to be, from its heading: which kind of effort, or something that follows demand."""

import re
from dataclasses import dataclass

from foulee.connectors.files.history.units import counted
from foulee.connectors.files.history.wanted import LeverSpec
from foulee.core.history import LeverKind, Unit, folded

NETWORKS = (
    r"facebook|fb|instagram|insta|ig|tiktok|pinterest|linkedin|youtube|snapchat|meta|twitter|x|reseaux?|social|sociaux|"
    r"socials"
)
PAID = r"ads?|pubs?|publicites?|campagnes?|campaigns?|boosts?|sponso|sponsored|sponsorise\w*|paid|annonces?"
FOLLOWING = (
    r"recherches?|searches|queries|requetes|footfall|passages?|passants|affluence|frequentation|trends?|tendances?|market|"
    r"marche"
)
# The first that a heading matches; all the expressions of a line must be in it.
KINDS: tuple[tuple[LeverKind, tuple[str, ...]], ...] = (
    (LeverKind.SEARCH, (r"google|bing|search", PAID + r"|search|sem|sea|adwords")),
    (LeverKind.SEARCH, (r"adwords|googleads|sem|sea",)),
    (LeverKind.PAID_SOCIAL, (NETWORKS, PAID)),
    (LeverKind.ORGANIC_SOCIAL, (NETWORKS,)),
    (LeverKind.EMAIL, (r"newsletters?|infolettres?|e_?mails?|emailings?|mailings?|courriels?|mailchimp|brevo",)),
    (LeverKind.LOCAL_LISTING, (r"google|maps|fiche|listing|avis|reviews?|gmb",)),
    (
        LeverKind.LOCAL_ADS,
        (r"flyers?|tracts?|leaflets?|affiches?|affichage|posters?|radio|presse|press|journal|prospectus",),
    ),
    (LeverKind.BLOG, (r"blog|articles?",)),
    (LeverKind.OTHER, (PAID + r"|marketing|depenses?|spend|budget",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a column is likely to be: a control, or a lever of a kind, in a unit."""

    control: bool
    kind: LeverKind
    unit: Unit
    follows: bool


def suggestion(header: str) -> Suggestion | None:
    """What a column is likely to be; None where its heading says nothing."""
    name = folded(header)
    kind = next((kind for kind, all_of in KINDS if all(_in(words, name) for words in all_of)), None)
    if kind is None:
        return _lever(LeverKind.OTHER, header, control=True) if _in(FOLLOWING, name) else None
    return _lever(kind, header)


def _lever(kind: LeverKind, header: str, *, control: bool = False) -> Suggestion:
    spec = LeverSpec(name=header, kind=kind)
    return Suggestion(control=control, kind=kind, unit=counted(spec, header).unit, follows=spec.follows)


def _in(words: str, name: str) -> bool:
    """Whether one of the words stands whole in a folded heading."""
    return re.search(rf"(?:^|_)(?:{words})(?:_|\d|$)", name) is not None

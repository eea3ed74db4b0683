"""What the rules share: how a finding is put together, and which networks are social."""

from collections.abc import Collection, Mapping

from foulee.core.diagnosing.case import Case, Found
from foulee.core.types import Network

Value = float | str | None
Grounds = dict[str, Value]

# Networks that people open to see what others have posted. YouTube is searched like a library and WhatsApp
# is a telephone: that everybody has them says little of whom a small firm would meet there.
FOLLOWED = (
    Network.FACEBOOK,
    Network.INSTAGRAM,
    Network.TIKTOK,
    Network.LINKEDIN,
    Network.X,
    Network.PINTEREST,
    Network.SNAPCHAT,
)
SOCIAL = (*FOLLOWED, Network.YOUTUBE, Network.WHATSAPP)


def found(outcome: str, evidence: Mapping[str, Value], **values: float | str) -> Found:
    """Make a finding: `evidence` by key, in order; `values` fill the outcome's sentence.

    An answer's value is what the firm's file holds (None: not told), or True where it was told but only what
    follows from it is known here (an age for a year, months for a date).
    """
    return Found(outcome=outcome, evidence=tuple(evidence.items()), values=values)


def either(answer: bool | None, key: str, *, yes: str = "yes", no: str = "no") -> Found | None:
    """Find `yes` or `no` from a yes-or-no answer that stands at `key`; nothing if it is not known."""
    return None if answer is None else found(yes if answer else no, {key: answer})


def listed(codes: Collection[str]) -> str:
    """Write codes one after the other, as the placeholders of lists take them."""
    return ",".join(codes)


def is_alone(case: Case, limits: Mapping[str, float]) -> bool:
    """Whether the firm is one person, who then does everything."""
    people = case.answers.people
    return people is not None and people <= limits["alone_count"]


def social_wanted(case: Case) -> tuple[Network, ...]:
    """Social networks among those the owner has in mind, each once."""
    return tuple(network for network in dict.fromkeys(case.answers.wanted) if network in SOCIAL)


def presences(case: Case) -> frozenset[Network]:
    """List the presences that the owner wants or keeps already."""
    return frozenset(case.answers.wanted) | {channel.network for channel in case.answers.channels}


def best_network(case: Case) -> tuple[Network, float] | None:
    """Network followed by most of the target, and the share who use it; nothing if no share is known."""
    uses = case.computed.target_use
    known = [network for network in FOLLOWED if network in uses]
    if not known:
        return None
    best = max(known, key=lambda network: uses[network])
    return best, uses[best]

"""What customers say when they are asked, in words: the labels of their answers, and what they change."""

from foulee.advice.result import FocusAdvice
from foulee.core.customers.survey import Follow, FollowFor, Heard
from foulee.reporting.labels import Labels
from foulee.reporting.language import mark

FOLLOWS = {
    Follow.YES: mark("Yes, gladly"),
    Follow.MAYBE: mark("Perhaps"),
    Follow.NO: mark("No, thank you"),
}
FOLLOW_FOR = {
    FollowFor.NEWS: mark("What is new"),
    FollowFor.OFFERS: mark("Special offers"),
    FollowFor.PRACTICAL: mark("Opening hours, practical things"),
    FollowFor.MAKING: mark("How it is made here"),
    FollowFor.ADVICE: mark("Advice and ideas"),
}
HEARD = {
    Heard.PASSING: mark("Passing by"),
    Heard.FRIEND: mark("By word of mouth"),
    Heard.GOOGLE: mark("On Google"),
    Heard.FACEBOOK: mark("On Facebook"),
    Heard.INSTAGRAM: mark("On Instagram"),
    Heard.OTHER_NETWORK: mark("On another network"),
    Heard.PRINT: mark("A paper or a leaflet"),
    Heard.OTHER: mark("Another way"),
}


def what_asking_changed(focus: FocusAdvice, labels: Labels) -> str:
    """Whether the customers' own answers change the choice of channels; empty where nobody was asked."""
    if focus.unasked is None:
        return ""
    now, before = tuple(channel.name for channel in focus.channels), focus.unasked
    if set(now) == set(before):
        case = "same" if now else "same_nothing"
    else:
        case = "changed" if now and before else "from_nothing" if now else "to_nothing"
    listed = {
        name: labels.language.listed([labels.channel(code) for code in codes])
        for name, codes in (("plan", now), ("other_plan", before))
    }
    return labels.sentence("asked", case, listed | {"asked_count": focus.asked})

"""Roles in plain words."""

from foulee.core.roles import GIVEN, Role
from foulee.reporting.language import Language, mark

NAMES = {
    Role.OWNER: mark("Owner"),
    Role.CHAMPION: mark("In charge"),
    Role.CONTRIBUTOR: mark("Contributor"),
    Role.APPROVER: mark("Approver"),
    Role.ADVISER: mark("Adviser"),
    Role.READER: mark("Reader"),
    Role.HOLDER: mark("By private link"),
}
DOES = {
    Role.OWNER: mark("Does everything: answers, shares, invites and removes people, takes the file away or erases it."),
    Role.CHAMPION: mark("Sees to it within the firm: answers the questions, ticks the steps, shares the answer."),
    Role.CONTRIBUTOR: mark("Helps: answers the questions and ticks the steps, without sharing."),
    Role.APPROVER: mark("Has to agree: reads everything, changes nothing."),
    Role.ADVISER: mark("Advises from outside: answers the questions, ticks the steps, shares the answer."),
    Role.READER: mark("Reads everything, changes nothing."),
    Role.HOLDER: mark("Came by the private link, without an account."),
}


def role_name(role: str, language: Language) -> str:
    """A role in a word or two."""
    return language.say(NAMES[Role(role)])


def role_does(role: str, language: Language) -> str:
    """What a role may do, in one sentence."""
    return language.say(DOES[Role(role)])


def role_choices(language: Language) -> list[tuple[str, str, str]]:
    """The roles that can be given: code, name, what they do."""
    return [(role.value, role_name(role, language), role_does(role, language)) for role in GIVEN]

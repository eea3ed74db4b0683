"""Who may do what with a firm's file: roles of the people, and the rights that each carries."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to a firm; `HOLDER` has no account and came by the private link."""

    OWNER = "owner"
    CHAMPION = "champion"
    CONTRIBUTOR = "contributor"
    APPROVER = "approver"
    ADVISER = "adviser"
    READER = "reader"
    HOLDER = "holder"


class Right(StrEnum):
    """What may be done: read, answer questions, share by link, run the people and the file."""

    READ = "read"
    ANSWER = "answer"
    SHARE = "share"
    MANAGE = "manage"


GIVEN: tuple[Role, ...] = tuple(role for role in Role if role is not Role.HOLDER)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.CHAMPION: frozenset({Right.READ, Right.ANSWER, Right.SHARE}),
    Role.CONTRIBUTOR: frozenset({Right.READ, Right.ANSWER}),
    Role.APPROVER: frozenset({Right.READ}),
    Role.ADVISER: frozenset({Right.READ, Right.ANSWER, Right.SHARE}),
    Role.READER: frozenset({Right.READ}),
    Role.HOLDER: frozenset({Right.READ, Right.ANSWER, Right.SHARE}),
}


def may(role: Role, right: Right) -> bool:
    """Whether a role carries a right."""
    return right in RIGHTS[role]

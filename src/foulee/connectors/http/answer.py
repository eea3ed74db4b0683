"""What comes back through the door: an answer, or one kind of error, in codes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hop:
    """An address that answered by sending elsewhere, and the status with which it did."""

    address: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answered.

    `address` is where the redirects in `chain` led. `headers` have small names. `body` is unpacked, and only its
    beginning where `truncated`. Times are in seconds from the first look-up, redirects included.
    """

    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    truncated: bool
    chain: tuple[Hop, ...]
    seconds_to_first_byte: float
    seconds: float
    certificate_ends: dt.datetime | None

    def header(self, name: str) -> str:
        """Return a header's value by its small name, empty if it is not there."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(eq=False)
class NetworkError(Exception):
    """Nothing usable came back.

    `code`: `mail_address`, `bad_address`, `bad_scheme`, `credentials`, `refused_port`, `refused_address`,
    `unresolved`, `connection`, `certificate` (its `detail`: `expired`, `not_yet`, `self_signed`, `wrong_name`,
    `incomplete`, `other`), `tls`, `timeout`, `too_many_redirects`, `too_large` (headers), `encoding`, `bad_answer`.
    `permanent`: asking again would give the same until somebody changes something. `values`: what the sentence needs,
    `address` first.
    """

    code: str
    permanent: bool
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return ", ".join([self.code, *self.values.values()])

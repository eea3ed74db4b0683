"""What a website is recognised by (`website_signs.yaml`): tools, platforms, networks, phrases, words."""

from enum import StrEnum
from functools import cache
from typing import Annotated

from pydantic import Field, field_validator

from foulee.knowledge.reader import read_as
from foulee.knowledge.rulebooks import Limit
from foulee.knowledge.schema import Strict

FILE = "website_signs.yaml"
LEAST_SIGN = 4  # characters: a shorter one would be found in anything

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Host = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
Phrases = tuple[Annotated[str, Field(min_length=LEAST_SIGN)], ...]


class Tool(StrEnum):
    """What a tool on a page is for."""

    COUNTING = "counting"
    TRACKING = "tracking"
    CONSENT = "consent"
    BUYING = "buying"
    BOOKING = "booking"


class PlatformSign(Strict):
    """What a site is made with, and what gives it away."""

    name: str
    signs: Annotated[Phrases, Field(min_length=1)]

    @field_validator("signs")
    @classmethod
    def _small(cls, signs: tuple[str, ...]) -> tuple[str, ...]:
        if any(sign != sign.lower() for sign in signs):
            raise ValueError("signs are written in small letters")
        return signs


class ToolSign(PlatformSign):
    """A tool, its kind and what gives it away."""

    kind: Tool


class NotOurs(Strict):
    """Hosts and phrases of pages that are not the firm's own."""

    hosts: tuple[Host, ...]
    anywhere: Phrases
    alone: Phrases


class PhraseSigns(Strict):
    """Pages that stand where a website should."""

    parked: NotOurs
    unfinished: NotOurs


class WordSigns(Strict):
    """Words with which pages speak."""

    empty_titles: Phrases
    days: tuple[str, ...]
    buying: Phrases
    booking: Phrases
    legal_notice: Phrases
    acting_links: Phrases
    needs_scripts: Phrases


class ReadingLimits(Strict):
    """Numbers of reading."""

    few_words: Limit
    alone_words: Limit
    close: Limit
    most_parts: Limit
    most_links: Limit
    visit_seconds: Limit


class WebsiteSigns(Strict):
    """The whole file."""

    tools: dict[Code, ToolSign]
    platforms: dict[Code, PlatformSign]
    social: tuple[Host, ...]
    phrases: PhraseSigns
    words: WordSigns
    business: tuple[str, ...]
    controls: Annotated[tuple[Host, ...], Field(min_length=1)]
    limits: ReadingLimits

    def named(self, code: str) -> str:
        """Name of a tool or a platform; the code itself where this version does not know it."""
        found = self.tools.get(code) or self.platforms.get(code)
        return found.name if found else code


@cache
def load_signs() -> WebsiteSigns:
    """Read the signs, once. Raises KnowledgeError with everything wrong in the file."""
    return read_as(FILE, WebsiteSigns)

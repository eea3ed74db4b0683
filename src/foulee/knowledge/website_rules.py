"""What is said of a website that was looked at (`rules/website.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import Field

from foulee.core.diagnosing.verdict import RuleBook
from foulee.knowledge.reader import read_as
from foulee.knowledge.rulebooks import Limit, Name, OutcomeTexts, RuleEntry, book_of, texts_of
from foulee.knowledge.schema import Strict

FILE = "rules/website.yaml"


class WebsiteRulesFile(Strict):
    """The whole file."""

    rules: Annotated[dict[Name, RuleEntry], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebsiteRules:
    """The file, read: what the core needs (`books`), the texts by rule and outcome, the grounds of each limit."""

    books: Mapping[str, RuleBook]
    texts: Mapping[str, Mapping[str, OutcomeTexts]]
    grounds: Mapping[str, Mapping[str, Limit]]


@cache
def load_website_rules() -> WebsiteRules:
    """Read the rules, once. Raises KnowledgeError with everything wrong in the file."""
    read = read_as(FILE, WebsiteRulesFile)
    return WebsiteRules(
        books={name: book_of(entry) for name, entry in read.rules.items()},
        texts={name: texts_of(entry) for name, entry in read.rules.items()},
        grounds={name: entry.limits for name, entry in read.rules.items()},
    )

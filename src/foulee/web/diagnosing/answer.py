"""The answer as pieces of a page: made once for each result and language, since neither changes."""

import dataclasses
import json

from django.template.loader import render_to_string

from foulee.advice.result import Advice
from foulee.advice.steps import step_key
from foulee.knowledge.reader import Knowledge
from foulee.reporting.html import report_parts
from foulee.reporting.language import Language


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A first step: the rule that asks for it, the key of what it asks, and what it says, as a piece of a page."""

    rule: str
    key: str
    html: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer in one language: texts, and pieces of a page that go above, between and below what moves."""

    firm: str
    date: str
    verdict: str
    subtitle: str
    opening: str
    steps: tuple[Step, ...]
    weeks: str
    where: str
    years: str
    rest: str
    footer: str

    def all_done(self, ticked: set[str]) -> bool:
        """Whether there were first steps, and all are ticked."""
        return bool(self.steps) and all(step.key in ticked for step in self.steps)

    def as_json(self) -> str:
        """Write it down, to be kept."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> "Answer":
        """Read what was kept."""
        values = json.loads(text)
        return cls(**values | {"steps": tuple(Step(**step) for step in values["steps"])})


def write_answer(advice: Advice, knowledge: Knowledge, code: str) -> Answer:
    """Write an advice as pieces of a page, in one language; some tenths of a second, most of it for the pictures."""
    language = Language(code, advice.currency, advice.country)
    parts = report_parts(advice, knowledge, language) | {"language": language}

    def piece(name: str, **more: object) -> str:
        return render_to_string(name, parts | more)

    summary = parts["summary"]
    keys = {reason.rule: step_key(reason) for reason in advice.diagnosis.reasons}
    return Answer(
        firm=summary.firm,
        date=language.date(advice.today),
        verdict=summary.verdict,
        subtitle=summary.subtitle,
        opening=piece("parts/answer.html.jinja"),
        steps=tuple(
            Step(rule=point.rule, key=keys[point.rule], html=piece("diagnosing/step.html.jinja", point=point))
            for point in summary.first_steps
        ),
        weeks=piece("parts/weeks.html.jinja"),
        where=piece("parts/where.html.jinja"),
        years=piece("parts/years.html.jinja"),
        rest="".join(piece(f"parts/{name}.html.jinja") for name in ("doing", "reasons", "law", "assumed", "sources")),
        footer=summary.footer,
    )

"""One question's control on its page: what it shows, and what is read back from it."""

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from foulee.firmfile.fields import Field
from foulee.firmfile.numbers import hundredths, number, written
from foulee.firmfile.problems import Problem
from foulee.firmfile.schema import MAX_TEXT, is_unknown
from foulee.firmfile.typed import parse, read_number
from foulee.knowledge.texts import QuestionText
from foulee.reporting.answers import PERCENTS, label
from foulee.reporting.language import Language
from foulee.web.typed import clean_line, clean_text

ANSWER = "answer"
HUNDRED = 100
LONGEST_NUMBER = 40
LONGEST_TEXT = 50 * MAX_TEXT  # beyond what is accepted, so that what is refused is shown whole
LONG_TEXTS = {"brand", "objective", "service"}  # sections whose texts take more than a line
NUMERIC = re.compile(r"-?\d+(\.\d+)?")
LEADING = re.compile(r'^("(?:[^"\\]|\\.)*"|\[.*?\]|\{.*?\}|\S+)\s*(?:\((.*)\))?$', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the accepted answers."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One of several numbers asked together; `wrong`: what stands in it cannot be taken."""

    name: str
    label: str
    value: str
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What the page draws: `kind` is line, area, number, date, radio, boxes or cells."""

    kind: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    cells: tuple[Cell, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came back: as it was typed, to be shown again, and as a raw answer; None where it was left empty."""

    typed: Any = None
    answer: Any = None
    problems: list[Problem] = field(default_factory=list)


class AskedField:
    """A field of the file with its question, in one language."""

    def __init__(self, found: Field, question: QuestionText, language: Language) -> None:
        self.field = found
        self.question = question
        self.language = language

    @property
    def percent(self) -> bool:
        """Whether the number is asked in hundredths."""
        return self.field.share or self.field.path in PERCENTS

    # --- shown -------------------------------------------------------------------------------------------------

    def control(self, value: Any) -> Control:  # noqa: ANN401 - a raw value, or what was typed
        """What to draw, holding a raw value or what was typed."""
        draw: dict[str, Callable[[Any], Control]] = {
            "text": self._text,
            "texts": self._texts,
            "number": self._number,
            "date": lambda told: Control(kind="date", value=str(told or "")),
            "yes_no": self._yes_no,
            "choice": self._choice,
            "choices": self._boxes,
            "tables": self._boxes,
            "numbers": self._numbers,
            "counts": self._counts,
        }
        return draw[self.field.kind](value)

    def example(self) -> str:
        """The question's example as one would say it; empty where the choices say enough."""
        if self.field.kind in {"choice", "choices", "yes_no", "tables", "date"}:
            return ""
        written = LEADING.match(self.question.example.get(self.language.code).strip())
        if written is None:
            return ""
        value, gloss = written[1], (written[2] or "").removeprefix("=").strip()
        if value.startswith('"'):
            return self.language.quoted(tomllib.loads(f"value = {value}")["value"])
        if self.field.kind == "texts":
            listed = tomllib.loads(f"value = {value}")["value"]
            return self.language.listed([self.language.quoted(item) for item in listed])
        gloss = gloss if self.field.kind == "numbers" else re.split(r"[\s\u202f]*;", gloss)[0]
        number = self._plain(float(value)) if NUMERIC.fullmatch(value) else value
        told = gloss if any(sign.isdigit() for sign in gloss) or not value[:1].isdigit() else f"{number} ({gloss})"
        return self.language.typeset(told if gloss else number)

    def _text(self, value: Any) -> Control:  # noqa: ANN401
        long = self.field.path.partition(".")[0] in LONG_TEXTS and self.field.path != "service.answered_by"
        return Control(kind="area" if long else "line", value=str(value or ""))

    def _texts(self, value: Any) -> Control:  # noqa: ANN401
        return Control(kind="area", value="\n".join(value) if isinstance(value, list) else str(value or ""))

    def _number(self, value: Any) -> Control:  # noqa: ANN401
        shown = value * HUNDRED if self.percent and isinstance(value, int | float) else value
        return Control(kind="number", value=self._plain(shown), unit=self.unit())

    def unit(self) -> str:
        """What the number counts, in the firm's currency where it is money."""
        words = self.question.unit
        signs = {"EUR": "€", "CAD": "$"}
        currency = signs.get(self.language.currency, self.language.currency)
        return self.language.typeset(words.get(self.language.code).replace("{currency}", currency)) if words else ""

    def _plain(self, value: Any) -> str:  # noqa: ANN401
        """A number as one would type it."""
        if value is None or isinstance(value, str):
            return value or ""
        return written(value, self.language.code)

    def _yes_no(self, value: Any) -> Control:  # noqa: ANN401
        told = {True: "yes", False: "no"}.get(value, value) if value is not None else None
        labels = (("yes", self.language.say("Yes")), ("no", self.language.say("No")))
        return Control(
            kind="radio",
            choices=tuple(Choice(code=code, label=label, chosen=code == told) for code, label in labels),
        )

    def _choice(self, value: Any) -> Control:  # noqa: ANN401
        return Control(kind="radio", choices=self._labelled([value]))

    def _boxes(self, value: Any) -> Control:  # noqa: ANN401
        chosen = [item["network"] if isinstance(item, dict) else item for item in value or []]
        return Control(kind="boxes", choices=self._labelled(chosen))

    def _labelled(self, chosen: list[Any]) -> tuple[Choice, ...]:
        return tuple(
            Choice(code=code, label=label(self.field, code, self.language), chosen=code in chosen)
            for code in self.field.choices
        )

    def _numbers(self, value: Any) -> Control:  # noqa: ANN401
        told = list(value or [])
        names = self._cell_names()
        values = [self._plain(told[place]) if place < len(told) else "" for place in range(len(names))]
        return Control(
            kind="cells",
            cells=tuple(
                Cell(name=f"{ANSWER}.{place}", label=name, value=shown, wrong=not self._is_number(shown))
                for place, (name, shown) in enumerate(zip(names, values, strict=True))
            ),
        )

    def _cell_names(self) -> list[str]:
        if self.field.path == "firm.seasons":
            return self.language.month_names()
        return [self.language.say("From (years old)"), self.language.say("To (years old)")]

    def _counts(self, value: Any) -> Control:  # noqa: ANN401
        told = value or {}
        return Control(
            kind="cells",
            cells=tuple(
                Cell(
                    name=f"{ANSWER}.{code}",
                    label=label(self.field, code, self.language),
                    value=self._plain(told.get(code)),
                    wrong=code in told and not self._is_number(self._plain(told[code])),
                )
                for code in self.field.choices
            ),
        )

    # --- read back ---------------------------------------------------------------------------------------------

    def posted(self, data: QueryDict) -> Posted:
        """Read what was sent: typed and raw; an answer left empty is None, without problems."""
        read: dict[str, Callable[[QueryDict], Posted]] = {
            "choices": self._posted_boxes,
            "tables": self._posted_boxes,
            "texts": self._posted_texts,
            "numbers": self._posted_numbers,
            "counts": self._posted_counts,
        }
        return read.get(self.field.kind, self._posted_one)(data)

    def _posted_one(self, data: QueryDict) -> Posted:
        limit = LONGEST_TEXT if self.field.kind == "text" else LONGEST_NUMBER
        cleaned = clean_text if self.control(None).kind == "area" else clean_line
        typed = cleaned(data.get(ANSWER, ""), limit)
        if not typed:
            return Posted()
        if is_unknown(typed):
            return Posted(typed=typed)
        if self.percent:
            return self._posted_percent(typed)
        if self.field.kind == "date":
            return self._posted_date(typed)
        if self.field.kind == "choice":
            return Posted(typed=typed, answer=typed)  # a code, from the page's own buttons
        return Posted(typed=typed, answer=parse(typed, self.field, self.language.code))

    def _posted_date(self, typed: str) -> Posted:
        try:
            return Posted(typed=typed, answer=dt.date.fromisoformat(typed))
        except ValueError:
            return Posted(typed=typed, problems=[Problem("not_a_date", self.field.path, {"found": typed})])

    def _posted_percent(self, typed: str) -> Posted:
        """Hundredths; what is surely meant as a share is asked again rather than guessed."""
        told = hundredths(typed, self.language.code, self.field.path)
        if told is None:
            return Posted(typed=typed, answer=typed)
        if 0 < abs(told) < 1 and self.field.share:
            problem = Problem("share_not_percent", self.field.path, {"found": typed, "wanted": f"{told * HUNDRED:g}"})
            return Posted(typed=typed, problems=[problem])
        return Posted(typed=typed, answer=round(told / HUNDRED, 10))

    def _posted_boxes(self, data: QueryDict) -> Posted:
        codes = list(dict.fromkeys(clean_line(code, LONGEST_NUMBER) for code in data.getlist(ANSWER)))
        answered = bool(codes) or "none" in data
        return Posted(typed=codes, answer=codes if answered else None)

    def _posted_texts(self, data: QueryDict) -> Posted:
        typed = clean_text(data.get(ANSWER, ""), LONGEST_TEXT)
        lines = [line.strip() for line in typed.split("\n") if not is_unknown(line)]
        return Posted(typed=typed or None, answer=lines or None)

    def _posted_numbers(self, data: QueryDict) -> Posted:
        names = [f"{ANSWER}.{place}" for place in range(len(self._cell_names()))]
        typed = [clean_line(data.get(name, ""), LONGEST_NUMBER) for name in names]
        if not any(typed):
            return Posted()
        if not all(typed):
            return Posted(typed=typed, problems=[Problem("list_length", self.field.path)])
        return Posted(typed=typed, answer=[self._read(item) for item in typed])

    def _posted_counts(self, data: QueryDict) -> Posted:
        typed = {code: clean_line(data.get(f"{ANSWER}.{code}", ""), LONGEST_NUMBER) for code in self.field.choices}
        given = {code: text for code, text in typed.items() if text}
        return Posted(typed=given or None, answer={code: self._read(text) for code, text in given.items()} or None)

    def _read(self, typed: str) -> Any:  # noqa: ANN401
        return read_number(typed, self.language.code, self.field.path)

    def _is_number(self, typed: str) -> bool:
        return bool(typed) and number(typed, self.language.code, self.field.path) is not None

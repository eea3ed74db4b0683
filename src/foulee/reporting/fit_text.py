"""What a firm's weeks told, for the terminal."""

import textwrap

from foulee.advice.reading import Reading
from foulee.reporting.fit_telling import Block, Row, Shown, Told, Verdict, tell_reading
from foulee.reporting.history import problems_text
from foulee.reporting.language import Language
from foulee.reporting.text import WIDTH, Style, plain

INDENT = "  "
TABLE = 80  # columns that a table may take; sentences take a little less
NARROW = 66  # columns below which a quantity stands above its values
GAP = 2
COLOURED = ("red", "blue")


def reading_text(reading: Reading, shown: Shown, language: Language, style: Style = plain, width: int = TABLE) -> str:
    """Write a reading for a terminal `width` signs wide: answer, levers, paths, what would tell, what it rests on."""
    told = tell_reading(reading, shown, language)
    writer = _Writer(told, language, style, width)
    parts = [writer.opening(), writer.levers(), writer.paths(), writer.verdicts(), writer.ways(), writer.rests()]
    text = "\n\n".join(part for part in parts if part) + "\n"
    return text + problems_text(shown.problems, shown.notes, language)


class _Writer:
    """Writes the parts, each without an empty line at its ends."""

    def __init__(self, told: Told, language: Language, style: Style, width: int) -> None:
        self.told, self.language, self.style = told, language, style
        self.width, self.table = min(width, WIDTH), min(width, TABLE)

    def opening(self) -> str:
        """The answer first."""
        lines = [self.style(self._wrapped(f"{self.told.name} — {self.told.answer}"), "strong")]
        return "\n".join([*lines, *(self._wrapped(sentence, INDENT) for sentence in self.told.lead)])

    def levers(self) -> str:
        """Each lever."""
        if not self.told.levers:
            return ""
        return self._section(self.language.say("What each lever brings"), self.told.levers)

    def paths(self) -> str:
        """Each path ahead."""
        return self._section(self.language.say("What lies ahead"), self.told.paths)

    def verdicts(self) -> str:
        """Which path does better."""
        if not self.told.verdicts:
            return ""
        lines = [self._heading(self.language.say("Which does better"))]
        for verdict in self.told.verdicts:
            lines += self._verdict(verdict)
        return "\n".join(lines)

    def _verdict(self, verdict: Verdict) -> list[str]:
        said = self._wrapped(verdict.said, "  • ")
        return [said, self.style(self._wrapped(verdict.why, "    "), "faint")] if verdict.why else [said]

    def ways(self) -> str:
        """What would tell."""
        if not self.told.ways:
            return ""
        lines = [self._heading(self.language.say("What would tell"))]
        return "\n".join([*lines, *(self._wrapped(way, "  • ") for way in self.told.ways)])

    def rests(self) -> str:
        """What it rests on."""
        lines = [self._heading(self.language.say("What it rests on"))]
        return "\n".join([*lines, *(self._wrapped(line, INDENT) for line in self.told.rests)])

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _section(self, title: str, blocks: tuple[Block, ...]) -> str:
        """Blocks under one heading, their columns the same throughout."""
        rows = [row for block in blocks for row in block.rows]
        columns = self._columns(rows)
        lines = [self._heading(title)]
        for place, block in enumerate(blocks):
            lines += [""] if place else []
            lines += self._block(block, columns)
        return "\n".join(lines)

    def _block(self, block: Block, columns: tuple[int, int] | None) -> list[str]:
        colour = block.key if block.key in COLOURED else "strong"
        about = f" ({block.about})" if block.about else ""
        first = self._wrapped(f"{block.title}{about}", INDENT, INDENT)
        lines = [first.replace(block.title, self.style(block.title, colour), 1)]
        lines += [self._wrapped(sentence, "    ") for sentence in block.said]
        if columns is not None:
            return [*lines, *self._table(block.rows, columns)]
        return [*lines, *(line for row in block.rows for line in self._stacked(row))]

    def _columns(self, rows: list[Row]) -> tuple[int, int] | None:
        """Widths of the label and of the first value; None where a line would not hold the three."""
        if self.table < NARROW or not rows:
            return None
        unit, now, _ = self.told.head
        label = max(len(unit), *(len(row.label) for row in rows))
        value = max(len(now), *(len(row.now) for row in rows))
        last = max(len(row.before) for row in rows)
        whole = 4 + label + GAP + value + GAP + last
        return (label, value) if whole <= self.table else None

    def _table(self, rows: tuple[Row, ...], columns: tuple[int, int]) -> list[str]:
        label, value = columns
        unit, now, before = self.told.head
        head = f"    {unit:{label}}  {now:{value}}  {before}"
        return [
            self.style(head.rstrip(), "faint"),
            *(f"    {row.label:{label}}  {row.now:{value}}  {self.style(row.before, 'faint')}" for row in rows),
        ]

    def _stacked(self, row: Row) -> list[str]:
        _, now, before = self.told.head
        wide = max(len(now), len(before))
        return [
            f"    {row.label}",
            self._wrapped(f"{now:{wide}}  {row.now}", " " * 6, " " * 8),
            self.style(self._wrapped(f"{before:{wide}}  {row.before}", " " * 6, " " * 8), "faint"),
        ]

    def _heading(self, text: str) -> str:
        return self.style(text, "title")

    def _wrapped(self, text: str, bullet: str = "", further: str | None = None) -> str:
        return textwrap.fill(
            text,
            self.width,
            initial_indent=bullet,
            subsequent_indent=" " * len(bullet) if further is None else further,
            break_on_hyphens=False,
            break_long_words=False,
        )

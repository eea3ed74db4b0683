"""Where things stand in the knowledge files: the line of a fact, a source or an entry."""

import csv
import io
import re
from functools import cached_property
from importlib.resources.abc import Traversable

FACTS = "facts"
SOURCES = "sources.csv"
Place = tuple[str, str]


class Places:
    """Files and lines of facts, sources and YAML entries; nothing is read before it is asked for."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self._read: dict[str, list[str]] = {}

    def fact(self, key: str) -> Place:
        """File and line of a fact."""
        table, line = self.facts[key]
        return table, f"line {line}, {key}"

    def source(self, key: str) -> Place:
        """File and line of a source."""
        return SOURCES, f"line {self.sources[key]}, {key}"

    def entry(self, file: str, *words: str) -> Place:
        """File and line where the words are found one after the other; as far as they are found."""
        line: int | None = None
        for word in words:
            found = self._next_line(file, word, line or 0)
            if found is None:
                break
            line = found
        return file, words[0] if line is None else f"line {line + 1}, {words[0]}"

    @cached_property
    def facts(self) -> dict[str, tuple[str, int]]:
        """Table (`reach.csv`) and line of each fact, by id."""
        tables = sorted(self.folder.joinpath(FACTS).iterdir(), key=lambda entry: entry.name)
        return {
            key: (table.name, line)
            for table in tables
            if table.name.endswith(".csv")
            for key, line in _first_cells(table)
        }

    @cached_property
    def sources(self) -> dict[str, int]:
        """Line of each source, by key."""
        return dict(_first_cells(self.folder.joinpath(SOURCES)))

    def _next_line(self, file: str, word: str, start: int) -> int | None:
        pattern = re.compile(rf"(?<![\w.]){re.escape(word)}(?!\.?\w)")
        lines = self._lines(file)
        return next((number for number in range(start, len(lines)) if pattern.search(lines[number])), None)

    def _lines(self, file: str) -> list[str]:
        if file not in self._read:
            self._read[file] = self.folder.joinpath(file).read_text(encoding="utf-8").splitlines()
        return self._read[file]


def _first_cells(table: Traversable) -> list[tuple[str, int]]:
    rows = csv.reader(io.StringIO(table.read_text(encoding="utf-8"), newline=""))
    next(rows, None)
    return [(row[0], rows.line_num) for row in rows if row]

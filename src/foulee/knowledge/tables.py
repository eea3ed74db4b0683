"""Reading the tables of facts and of sources (CSV), every bad line named."""

import csv
import io
from importlib.resources.abc import Traversable

from pydantic import ValidationError

from foulee.knowledge.errors import KnowledgeError, Problem
from foulee.knowledge.schema import Fact, Source

FACT_COLUMNS = tuple(Fact.model_fields)
SOURCE_COLUMNS = tuple(Source.model_fields)


def read_facts(folder: Traversable) -> dict[str, Fact]:
    """Read every `*.csv` below `folder` into facts by id, in file order.

    Raises KnowledgeError with one problem per bad line: unknown column, bad value, id used twice.
    """
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for table in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if table.name.endswith(".csv"):
            _read_table(table, facts, problems)
    if problems:
        raise KnowledgeError(problems)
    return facts


def _read_table(table: Traversable, facts: dict[str, Fact], problems: list[Problem]) -> None:
    for line, row in _rows(table, FACT_COLUMNS, problems):
        keys = (row.pop("source") or "").split(";")
        cells: dict[str, object] = {name: cell for name, cell in row.items() if cell}
        try:
            fact = Fact.model_validate({**cells, "source": tuple(key.strip() for key in keys if key.strip())})
        except ValidationError as error:
            problems.extend(_problems(table.name, line, error))
            continue
        if fact.id in facts:
            problems.append(Problem(table.name, f"line {line}", f"the id {fact.id} is used twice"))
        facts[fact.id] = fact


def read_sources(table: Traversable) -> dict[str, Source]:
    """Read the table of sources into a dictionary by key. Raises KnowledgeError."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for line, row in _rows(table, SOURCE_COLUMNS, problems):
        try:
            source = Source.model_validate(row)
        except ValidationError as error:
            problems.extend(_problems(table.name, line, error))
            continue
        if source.key in sources:
            problems.append(Problem(table.name, f"line {line}", f"the key {source.key} is used twice"))
        sources[source.key] = source
    if problems:
        raise KnowledgeError(problems)
    return sources


def _rows(table: Traversable, columns: tuple[str, ...], problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    with io.StringIO(table.read_text(encoding="utf-8"), newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        if tuple(reader.fieldnames or ()) != columns:
            problems.append(Problem(table.name, "line 1", f"the columns must be: {','.join(columns)}"))
            return []
        rows = []
        try:
            for row in reader:
                if None in row or None in row.values():
                    problems.append(Problem(table.name, f"line {reader.line_num}", "too many or too few cells"))
                else:
                    rows.append((reader.line_num, row))
        except csv.Error as error:
            problems.append(Problem(table.name, f"line {reader.line_num + 1}", str(error)))
        return rows


def _problems(name: str, line: int, error: ValidationError) -> list[Problem]:
    return [
        Problem(name, f"line {line}", f"{'.'.join(map(str, issue['loc'])) or 'row'}: {issue['msg']}")
        for issue in error.errors()
    ]

"""How the texts of the knowledge files are written: French spaces, and keys given twice in a YAML file."""

import csv
import io
import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable

import yaml

from foulee.knowledge.errors import Level, Problem, mark
from foulee.knowledge.places import FACTS

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FRENCH, LABEL = "fr", "label_fr"
FOLDERS = ("", "rules")
PLAIN_SPACE = re.compile(r"[ \u00a0](?=[:;!?»%€])|«[ \u00a0]|(?<![\d.,])\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)")
SPACE_WANTED = mark("a narrow no-break space (U+202F) is wanted in: …{text}…")


def badly_written(folder: Traversable) -> Iterator[Problem]:
    """Find French labels and sentences with plain spaces where French wants narrow ones, and repeated keys."""
    for table in sorted(folder.joinpath(FACTS).iterdir(), key=lambda entry: entry.name):
        if table.name.endswith(".csv"):
            yield from _in_table(table)
    for below in FOLDERS:
        for file in sorted(folder.joinpath(below).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".yaml"):
                yield from _in_yaml(file, f"{below}/{file.name}".lstrip("/"))


def _in_table(table: Traversable) -> Iterator[Problem]:
    rows = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"), newline=""))
    for row in rows:
        found = PLAIN_SPACE.search(row.get(LABEL) or "")
        if found:
            yield _plain_space(table.name, f"line {rows.line_num}, {row.get('id')}", found)


def _in_yaml(file: Traversable, name: str) -> Iterator[Problem]:
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.YAMLError:
        return  # the reader says it, with its line
    for node in _mappings(root):
        yield from _repeated_keys(node, name)
        yield from _plain_spaces(node, name)


def _mappings(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _mappings(value)


def _repeated_keys(node: yaml.MappingNode, name: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for key, _ in node.value:
        if key.value in seen:
            line = key.start_mark.line + 1
            yield Problem(name, f"line {line}", mark("the key {key} is used twice"), values={"key": key.value})
        seen.add(key.value)


def _plain_spaces(node: yaml.MappingNode, name: str) -> Iterator[Problem]:
    for key, value in node.value:
        if key.value != FRENCH or not isinstance(value, yaml.ScalarNode) or value.style == "|":
            continue  # lists of phrases to recognise are as people type them
        found = PLAIN_SPACE.search(value.value)
        if found:
            yield _plain_space(name, f"line {value.start_mark.line + 1}", found)


def _plain_space(file: str, place: str, found: re.Match[str]) -> Problem:
    """A warning: whoever shows the text puts most of these spaces right."""
    start, end = max(found.start() - 12, 0), found.end() + 12
    return Problem(file, place, SPACE_WANTED, Level.WARNING, {"text": found.string[start:end].strip()})

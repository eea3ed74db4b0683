"""Writing a firm's file: the answers with each question above as a comment, so that it can be read again."""

from typing import Any

import tomlkit
from tomlkit.items import Table

from foulee.knowledge.texts import Questions


def as_toml(values: dict[str, Any], questions: Questions, lang: str) -> str:
    """Write raw answers as TOML: sections in the file's order, answers as given, tables within a section last."""
    document = tomlkit.document()
    titles = {section.key: section.title.get(lang) for section in questions.sections}
    for key, title in titles.items():
        if key in values:
            document.add(tomlkit.nl())
            document.add(tomlkit.comment(title))
            document.add(key, _table(values[key], key, questions, lang))
    return tomlkit.dumps(document)


def _table(values: dict[str, Any], path: str, questions: Questions, lang: str) -> Table:
    table = tomlkit.table()
    for name in sorted(values, key=lambda name: _is_table(values[name])):
        value, below = values[name], f"{path}.{name}"
        question = questions.find(below)
        if question:
            table.add(tomlkit.comment(question.ask.get(lang)))
        table.add(name, _table(value, below, questions, lang) if isinstance(value, dict) else value)
    return table


def _is_table(value: object) -> bool:
    """Whether an answer has its own header: it goes last, for whatever follows a header belongs to it."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))

"""Writing a firm's file: the answers with each question above as a comment, so that it can be read again."""

from typing import Any

import tomlkit
from tomlkit.items import Table

from foulee.knowledge.texts import Questions


def as_toml(values: dict[str, Any], questions: Questions, lang: str) -> str:
    """Write raw answers as TOML, sections and answers in the file's order."""
    document = tomlkit.document()
    titles = {section.key: section.title.get(lang) for section in questions.sections}
    for key, title in titles.items():
        if key in values:
            document.add(tomlkit.comment(title))
            document.add(key, _table(values[key], key, questions, lang))
    return tomlkit.dumps(document)


def _table(values: dict[str, Any], path: str, questions: Questions, lang: str) -> Table:
    table = tomlkit.table()
    for name, value in values.items():
        below = f"{path}.{name}"
        if isinstance(value, dict):
            table.add(name, _table(value, below, questions, lang))
            continue
        question = questions.find(below)
        if question:
            table.add(tomlkit.comment(question.ask.get(lang)))
        table.add(name, value)
    return table

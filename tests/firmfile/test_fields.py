"""The fields read off the schema, and the questions that ask for them: neither without the other."""

from typing import Any

import pytest
from pydantic import BaseModel

from foulee.firmfile.fields import Field, fields
from foulee.firmfile.schema import FirmFile
from foulee.knowledge.texts import load_questions

KINDS = {"text", "number", "date", "yes_no", "choice", "choices", "texts", "numbers", "counts", "tables"}


def leaves(schema: dict[str, Any], definitions: dict[str, Any], prefix: str = "") -> set[str]:
    """Paths of all answers, read off the JSON schema that pydantic makes (another way than `fields`)."""
    found: set[str] = set()
    for name, entry in schema["properties"].items():
        path = f"{prefix}{name}"
        inner = next((definitions[told] for told in references(entry) if "properties" in definitions[told]), None)
        if inner is None:
            found.add(path)
            continue
        if entry.get("type") == "array":
            found.add(path)
        found |= leaves(inner, definitions, f"{path}.")
    return found


def references(entry: dict[str, Any]) -> list[str]:
    every = [entry, entry.get("items", {}), *entry.get("allOf", []), *entry.get("anyOf", [])]
    return [item["$ref"].rpartition("/")[2] for item in every if isinstance(item, dict) and "$ref" in item]


def test_every_leaf_of_the_schema_is_a_field() -> None:
    schema = FirmFile.model_json_schema()
    assert {field.path for field in fields()} == leaves(schema, schema["$defs"])


def test_every_field_has_a_question_and_every_question_a_field() -> None:
    assert {question.path for question in load_questions().questions} == {field.path for field in fields()}


def test_questions_are_in_the_order_of_the_schema() -> None:
    paths = [field.path for field in fields()]
    asked = [question.path for question in load_questions().questions]
    assert [path.partition(".")[0] for path in asked] == [path.partition(".")[0] for path in paths]


def test_sections_have_titles() -> None:
    assert [section.key for section in load_questions().sections] == list(FirmFile.model_fields)


def test_only_name_trade_and_country_are_required() -> None:
    needed = {field.path for field in fields() if field.required}
    assert needed == {"firm.name", "firm.trade", "firm.country", "presence.channels.network"}


@pytest.mark.parametrize("field", fields(), ids=lambda field: field.path)
def test_each_field_can_be_asked(field: Field) -> None:
    assert field.kind in KINDS
    listed = field.kind in {"choice", "choices", "counts", "tables"}
    assert bool(field.choices) == listed
    if listed:
        labels = load_questions().choices[field.choices_name]
        assert set(field.choices) <= set(labels)


@pytest.mark.parametrize("name", load_questions().choices)
def test_labels_of_choices_are_of_choices_that_exist(name: str) -> None:
    known = {field.choices_name: set(field.choices) for field in fields() if field.choices}
    assert name in known
    assert set(load_questions().choices[name]) == known[name]


def test_sections_are_models_that_refuse_unknown_keys() -> None:
    for info in FirmFile.model_fields.values():
        assert isinstance(info.annotation, type)
        assert issubclass(info.annotation, BaseModel)
        assert info.annotation.model_config["extra"] == "forbid"

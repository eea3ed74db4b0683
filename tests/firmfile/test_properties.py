"""Whatever is fed to the reader, it answers with a document or with sentences, and never with another error."""

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foulee.firmfile.fields import Field, fields
from foulee.firmfile.problems import FirmFileError
from foulee.firmfile.reading import check, read
from foulee.firmfile.schema import FirmFile
from foulee.firmfile.writing import as_toml
from foulee.knowledge.texts import load_questions
from foulee.reporting.language import Language
from foulee.reporting.problems import sentence

TODAY = dt.date(2026, 11, 22)
LANGUAGES = (Language("fr"), Language("en"))
FIXED = settings(derandomize=True, deadline=None, max_examples=250, suppress_health_check=[HealthCheck.too_slow])

NAMES = st.sampled_from(sorted({part for field in fields() for part in field.path.split(".")})) | st.text(max_size=5)
WORDS = st.sampled_from(sorted({code for field in fields() for code in field.choices}))
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 1, 0, 12])
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["?", "", "\ud800", "{", "{found}", "2027-06-30"])
    | WORDS
    | st.dates()
    | st.datetimes()
    | st.times()
)
JUNK = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)
DOCUMENTS = st.dictionaries(st.sampled_from(list(FirmFile.model_fields)) | st.text(max_size=4), JUNK, max_size=6)


def answer(reading: Any) -> FirmFile | None:
    """The document, or None when it was refused with sentences in both languages."""
    try:
        document = reading()
    except FirmFileError as error:
        told = [sentence(problem, language) for problem in error.problems for language in LANGUAGES]
    else:
        assert isinstance(document, FirmFile)
        return document
    assert told
    assert min(len(text) for text in told) > 10
    return None


@FIXED
@given(DOCUMENTS)
def test_any_junk_is_a_document_or_a_refusal_in_words(values: dict[str, Any]) -> None:
    answer(lambda: check(values, today=TODAY))


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """Mostly wrong values for one field, of every kind."""
    listed = st.sampled_from(field.choices) if field.choices else st.text(max_size=3)
    return LEAVES | listed | st.lists(listed | LEAVES, max_size=13) | st.dictionaries(listed, LEAVES, max_size=3)


@FIXED
@given(st.data())
def test_a_right_file_with_any_one_answer_spoiled(data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(fields()))
    values: dict[str, Any] = {"firm": {"name": "a", "trade": "bakery", "country": "FR"}}
    *sections, name = field.path.split(".")
    inner = values
    for section in sections:
        inner = inner.setdefault(section, {})
    inner[name] = data.draw(values_of(field))
    answer(lambda: check(values, today=TODAY))


@FIXED
@given(st.binary(max_size=300))
@example(b"a = " + b"[" * 5_000)
@example(b"a = " + b"9" * 5_000)
@example(b"[firm]\nname = 0x" + b"f" * 5_000)
def test_any_bytes_are_a_document_or_a_refusal_in_words(data: bytes) -> None:
    answer(lambda: read(data, today=TODAY))


@FIXED
@given(st.text("[]{}=.,\"'#\n \t0123456789firmnaetdcou_-?é", max_size=120))
def test_any_text_near_to_toml_too(text: str) -> None:
    answer(lambda: read(text.encode(), today=TODAY))


# --- right documents, written and read again --------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda text: text.strip() not in {"", "?"}
)
COUNTS = st.integers(1, 100)


Strategies = dict[str, st.SearchStrategy[Any]]


def table(needed: Strategies, optional: Strategies | None = None) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(needed, optional=optional or {})


RIGHT = table(
    {
        "firm": table(
            {"name": TEXT, "trade": st.sampled_from(["bakery", "other"]), "country": st.sampled_from(["MQ", "QC"])},
            optional={
                "place": TEXT,
                "people": st.floats(0.5, 50),
                "sells_where": st.lists(st.sampled_from(["shop", "online"]), max_size=2),
                "margin": st.floats(0.01, 1.0),
                "seasons": st.lists(st.floats(0.1, 3), min_size=12, max_size=12),
            },
        )
    },
    optional={
        "brand": table({}, optional={"mission": TEXT, "promise": TEXT}),
        "objective": table({}, optional={"by": st.dates(dt.date(2026, 11, 23)), "reason": TEXT}),
        "target": table(
            {"uses": st.dictionaries(st.sampled_from(["x", "tiktok"]), COUNTS), "asked": st.just(100)},
            optional={"ages": st.tuples(st.integers(0, 40), st.integers(40, 120)).map(list)},
        ),
        "presence": table(
            {
                "website": table({}, optional={"built": st.integers(1990, 2026), "bounce": st.floats(0, 1)}),
                "channels": st.lists(
                    table(
                        {"network": st.sampled_from(["x", "facebook", "blog"])},
                        optional={"since": st.dates(dt.date(2003, 1, 1), TODAY), "followers": COUNTS},
                    ),
                    max_size=3,
                    unique_by=lambda channel: channel["network"],
                ),
            },
            optional={"email_list": COUNTS, "listing_claimed": st.booleans()},
        ),
        "service": table({}, optional={"complaints": st.lists(TEXT, max_size=3), "procedures": st.booleans()}),
    },
)


@FIXED
@given(RIGHT, st.sampled_from(["fr", "en"]))
def test_a_right_document_reads_back_as_written(values: dict[str, Any], lang: str) -> None:
    written = as_toml(values, load_questions(), lang)
    assert read(written.encode(), today=TODAY) == check(values, today=TODAY)


def test_each_question_stands_above_its_answer() -> None:
    values = {
        "firm": {"name": "a", "trade": "bakery", "country": "FR"},
        "presence": {"website": {"exists": True}, "channels": [{"network": "x"}], "email_list": 3},
        "target": {"uses": {"x": 3}, "asked": 30},
    }
    lines = [line for line in as_toml(values, load_questions(), "en").splitlines() if line]
    for path, told in {
        "firm.name": 'name = "a"',
        "presence.email_list": "email_list = 3",
        "presence.website.exists": "exists = true",
        "target.asked": "asked = 30",
        "target.uses": "[target.uses]",
        "presence.channels": "[[presence.channels]]",
    }.items():
        question = load_questions().find(path)
        assert question is not None
        assert lines[lines.index(told) - 1] == f"# {question.ask.en}"

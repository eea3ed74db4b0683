"""Every example firm from its file to its answer, held by a snapshot in both languages.

A snapshot holds the verdict, the three answers, the channels with their amounts, and the answer as the terminal
shows it. After a change that is meant to move answers, write them all again and read the difference:

    FOULEE_UPDATE_SNAPSHOTS=1 pytest tests/journeys/test_examples.py
"""

import datetime as dt
import json
import os
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

import foulee
from foulee.advice.examples import example_names
from foulee.advice.result import Advice, ChannelAdvice
from foulee.cli.main import cli
from foulee.core.types import Means
from foulee.knowledge.reader import Knowledge
from foulee.reporting.language import Language
from foulee.reporting.payload import as_json
from foulee.reporting.text import as_text

TODAY = dt.date(2026, 11, 22)
SNAPSHOTS = Path(__file__).parent / "__snapshots__"
UPDATING = os.environ.get("FOULEE_UPDATE_SNAPSHOTS") == "1"
LIBRARY_PAGE = Path(__file__).parents[2] / "docs" / "guide" / "library.md"
PYTHON_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
FIRST = "boulangerie-martinique"

Answered = Callable[[str], Advice]


def language(advice: Advice, lang: str) -> Language:
    return Language(lang, advice.currency, advice.country)


def amounts(channel: ChannelAdvice) -> str:
    """One channel's amounts, rounded so that the last bits of another processor do not count."""
    told = f"  {channel.name}: {channel.hours_week:.1f} hours a week"
    if channel.means is Means.ADS:
        return f"{told}, {channel.budget_month:.0f} a month"
    return f"{told}, {channel.items_week or 0.0:.1f} items a week, {channel.budget_month:.0f} a month"


def snapshot(advice: Advice, knowledge: Knowledge, lang: str) -> str:
    questions = [f"{question.value}: {answer}" for question, answer in advice.diagnosis.questions.items()]
    channels = [amounts(channel) for channel in advice.focus.channels] or ["  none"]
    head = [f"verdict: {advice.diagnosis.verdict.value}", *questions, "channels:", *channels, ""]
    return "\n".join(head) + "\n" + as_text(advice, knowledge, language(advice, lang))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", example_names())
def test_the_answer_is_the_one_last_read_by_a_person(
    answered: Answered, knowledge: Knowledge, name: str, lang: str
) -> None:
    found, path = snapshot(answered(name), knowledge, lang), SNAPSHOTS / f"{name}.{lang}.txt"
    if UPDATING:
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.exists(), "no snapshot yet: FOULEE_UPDATE_SNAPSHOTS=1 pytest tests/journeys/test_examples.py"
    assert found == path.read_text(encoding="utf-8")


def test_there_is_no_snapshot_of_an_example_that_is_gone() -> None:
    kept = {path.name.split(".")[0] for path in SNAPSHOTS.iterdir()}
    assert kept <= set(example_names())


def test_the_examples_do_not_all_get_the_same_answer(answered: Answered) -> None:
    advices = [answered(name) for name in example_names()]
    assert len(advices) >= 8
    assert len({advice.diagnosis.verdict for advice in advices}) >= 2
    assert len({tuple(advice.diagnosis.questions.values()) for advice in advices}) >= 3
    assert len({tuple(channel.name for channel in advice.focus.channels) for advice in advices}) >= 4


@pytest.mark.parametrize("name", example_names())
def test_the_hours_and_the_money_fit(answered: Answered, name: str) -> None:
    focus = answered(name).focus
    assert focus.hours_week <= focus.capacity.hours + 1e-9
    assert focus.budget_month <= focus.capacity.money + 1e-9


def test_command_line_and_library_give_the_same_bytes(answered: Answered, knowledge: Knowledge, tmp_path: Path) -> None:
    advice = answered(FIRST)
    firm = example_file(FIRST, tmp_path)
    words = ["advise", str(firm), "--today", TODAY.isoformat(), "--format", "json", "--lang", "fr"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output
    assert result.stdout == as_json(advice, knowledge, language(advice, "fr"))


def test_calls_one_after_the_other_give_the_same_bytes(
    answered: Answered, knowledge: Knowledge, tmp_path: Path
) -> None:
    """Another firm in between, the knowledge read again, and the same numbers."""
    firm = foulee.load_firm(example_file(FIRST, tmp_path), today=TODAY)
    other = foulee.load_firm(example_file("salon-coiffure-presque-vide", tmp_path), today=TODAY)
    told = [
        as_json(
            foulee.advise(document, foulee.load_knowledge(TODAY), foulee.Setup(today=TODAY)), knowledge, Language("fr")
        )
        for document in (firm, other, firm)
    ]
    assert told[0] == told[2] != told[1]
    assert told[0] == as_json(answered(FIRST), knowledge, Language("fr"))


def test_another_seed_moves_figures_and_not_the_answer(
    knowledge: Knowledge, answered: Answered, tmp_path: Path
) -> None:
    firm = foulee.load_firm(example_file(FIRST, tmp_path), today=TODAY)
    first, second = answered(FIRST), foulee.advise(firm, knowledge, foulee.Setup(today=TODAY, seed=2))
    assert first.diagnosis.verdict == second.diagnosis.verdict
    ones, others = (json.loads(as_json(advice, knowledge, Language("en"))) for advice in (first, second))
    assert ones["projection"] != others["projection"]


def test_the_guide_to_the_library_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its Python blocks, one after the other, beside a firm.toml."""
    if not LIBRARY_PAGE.exists():
        pytest.skip("docs/guide/library.md is not written yet")
    blocks = PYTHON_BLOCK.findall(LIBRARY_PAGE.read_text(encoding="utf-8"))
    assert blocks
    monkeypatch.chdir(tmp_path)
    example_file(FIRST, tmp_path).rename(tmp_path / "firm.toml")
    names: dict[str, object] = {"__name__": "guide"}
    for number, block in enumerate(blocks, start=1):
        exec(compile(block, f"library.md, block {number}", "exec"), names)


def example_file(name: str, folder: Path) -> Path:
    path = folder / f"{name}.toml"
    path.write_bytes((files("foulee") / "examples" / f"{name}.toml").read_bytes())
    return path

"""The tables: every bad line is named, and the real ones hold what they promise."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from foulee.knowledge import reader
from foulee.knowledge.errors import KnowledgeError
from foulee.knowledge.places import Places
from foulee.knowledge.reader import FOLDER, Knowledge, load
from foulee.knowledge.schema import EvidenceKind, Status
from foulee.knowledge.searching import near, search
from foulee.knowledge.tables import FACT_COLUMNS, SOURCE_COLUMNS, read_facts, read_sources
from foulee.knowledge.uses import Use, UseKind

TODAY = dt.date(2026, 11, 22)
GOOD = {
    "id": "reach.facebook.lt1k",
    "network": "facebook",
    "country": "XX",
    "base": "followers",
    "age_from": "",
    "age_to": "",
    "metric": "reach_per_post",
    "value": "7.5",
    "low": "5",
    "high": "10",
    "spread": "range",
    "unit": "percent",
    "year": "2025",
    "source": "S01; S02",
    "evidence": "platform",
    "status": "seen",
    "checked_on": "2026-11-22",
    "label_fr": "Part des abonnés qui voient une publication",
    "label_en": "Share of followers who see a post",
    "note": "",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(TODAY)


def table(folder: Path, *rows: dict[str, str], name: str = "reach.csv") -> Path:
    """Write a table of facts and return its folder."""
    lines = [",".join(FACT_COLUMNS), *(",".join(row.values()) for row in rows)]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def refused(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        read_facts(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_line_becomes_a_fact(tmp_path: Path) -> None:
    fact = read_facts(table(tmp_path, GOOD))["reach.facebook.lt1k"]
    assert (fact.low, fact.value, fact.high) == (5.0, 7.5, 10.0)
    assert fact.source == ("S01", "S02")
    assert fact.age_from is None
    assert fact.evidence is EvidenceKind.PLATFORM
    assert fact.status is Status.SEEN


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "Reach Facebook"}, "reach.csv, line 2: id:"),
        ({"value": "about 7"}, "reach.csv, line 2: value:"),
        ({"year": "25"}, "reach.csv, line 2: year:"),
        ({"source": ""}, "reach.csv, line 2: source:"),
        ({"evidence": "hearsay"}, "reach.csv, line 2: evidence:"),
        ({"checked_on": "soon"}, "reach.csv, line 2: checked_on:"),
        ({"label_fr": "Part"}, "reach.csv, line 2: label_fr:"),
        ({"high": ""}, "low and high go together"),
        ({"spread": "default"}, "low and high need a spread kind"),
        ({"low": "", "high": ""}, "low and high are missing"),
        ({"value": "12"}, "value 12.0 is outside 5.0 … 10.0"),
        ({"age_from": "40", "age_to": "30"}, "age_from is above age_to"),
    ],
)
def test_a_bad_cell_is_named_with_its_line(tmp_path: Path, change: dict[str, str], said: str) -> None:
    problems = refused(table(tmp_path, {**GOOD, **change}))
    assert len(problems) == 1
    assert said in problems[0]


def test_all_bad_lines_are_named_at_once(tmp_path: Path) -> None:
    table(tmp_path, {**GOOD, "value": "x"}, GOOD, {**GOOD, "id": "reach.b", "unit": ""}, name="a.csv")
    problems = refused(table(tmp_path, GOOD, name="b.csv"))
    assert [problem.split(":")[0] for problem in problems] == ["a.csv, line 2", "a.csv, line 4", "b.csv, line 2"]
    assert problems[2].endswith("the id reach.facebook.lt1k is used twice")


def test_wrong_columns_and_wrong_numbers_of_cells_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,value\nx,1\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(",".join(FACT_COLUMNS) + "\nreach.x,facebook\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text(",".join(FACT_COLUMNS) + '\n"reach" .x,facebook\n', encoding="utf-8")
    problems = refused(tmp_path)
    assert problems[0].startswith("a.csv, line 1: the columns must be: id,network,")
    assert problems[1] == "b.csv, line 2: too many or too few cells"
    assert problems[2].startswith("c.csv, line 2: ")


def test_a_source_needs_a_key_a_title_and_to_stand_once(tmp_path: Path) -> None:
    rows = ["S01,A survey,https://example.org", "S01,Another,", "x,No key,"]
    (tmp_path / "sources.csv").write_text("\n".join([",".join(SOURCE_COLUMNS), *rows]), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_sources(tmp_path / "sources.csv")
    told = [str(problem) for problem in caught.value.problems]
    assert told[0] == "sources.csv, line 3: the key S01 is used twice"
    assert told[1].startswith("sources.csv, line 4: key:")


def test_the_real_tables_are_read_whole(knowledge: Knowledge) -> None:
    assert len(knowledge.facts) > 1700
    assert len(knowledge.sources) > 300
    for fact in knowledge.facts.values():
        assert fact.low is not None
        assert fact.high is not None
        assert fact.low <= fact.value <= fact.high, fact.id
    assert knowledge.facts_date == max(fact.checked_on for fact in knowledge.facts.values())


def test_a_known_line_says_what_its_source_says(knowledge: Knowledge) -> None:
    fact = knowledge.facts["usage.facebook.us.35_44.2025"]
    assert (fact.age_from, fact.age_to, fact.unit, fact.base) == (35, 44, "percent", "adults")
    assert knowledge.is_assumption("effort.reply_comment.default")
    assert not knowledge.is_assumption(fact.id)


def test_places_point_at_the_lines(knowledge: Knowledge) -> None:
    places = Places(FOLDER)
    assert set(places.facts) == set(knowledge.facts)
    for key in ("trade.bakery.fr.ticket", "usage.tiktok.qc.18_34.2024"):
        name, line = places.facts[key]
        lines = FOLDER.joinpath("facts", name).read_text(encoding="utf-8").splitlines()
        assert lines[line - 1].startswith(f"{key},")
    file, place = places.entry("priors.yaml", "slow_ratio", "proposed.multiplier")
    line = int(place.removeprefix("line ").partition(",")[0])
    assert "proposed.multiplier" in FOLDER.joinpath(file).read_text(encoding="utf-8").splitlines()[line - 1]


def test_the_reader_refuses_an_unknown_code_and_an_anecdote_below_a_prior(monkeypatch: pytest.MonkeyPatch) -> None:
    real = reader.read(TODAY, FOLDER)
    likes = real.facts["method.campaign.likes"].model_copy(update={"unit": "furlongs"})
    prior = real.priors["slow_ratio"].model_copy(update={"facts": (likes.id, "long.nowhere")})
    changed = replace(real, facts={**real.facts, likes.id: likes}, priors={"slow_ratio": prior})
    monkeypatch.setattr(reader, "read", lambda _on, _folder: changed)
    with pytest.raises(KnowledgeError) as caught:
        load.__wrapped__(TODAY)
    told = "\n".join(str(problem) for problem in caught.value.problems)
    assert "method_figures.csv, line" in told
    assert "the unit furlongs is not in codes.yaml" in told
    assert "an anecdote never feeds a prior" in told
    assert "the fact long.nowhere does not exist" in told


@pytest.mark.parametrize("words", [["QUEBEC", "tiktok"], ["québec", "TikTok"], ["Tiktok Québec"]])
def test_words_are_found_whatever_their_accents_and_capitals(knowledge: Knowledge, words: list[str]) -> None:
    found = [fact.id for fact in search(knowledge, words)]
    assert "usage.tiktok.qc.18_34.2024" in found
    assert all("tiktok" in key for key in found)


def test_the_best_match_comes_first_and_all_words_count(knowledge: Knowledge) -> None:
    assert search(knowledge, ["baguette"])[0].id == "trade.bakery.fr.baguette"
    assert search(knowledge, ["salaire", "minimum", "2026", "mois"])[0].id.startswith("cost.min_wage.fr")
    assert {fact.source for fact in search(knowledge, ["Fiducial", "2022", "hairdressing"])} == {("T54",)}
    assert search(knowledge, ["coiffeurs"])
    assert search(knowledge, ["xyzzy"]) == []


def test_near_ids_are_offered(knowledge: Knowledge) -> None:
    assert "usage.facebook.fr.18_24.2025" in near(knowledge, "usage.facebook.fr.18-24")
    assert all(key.startswith("cost.min_wage.fr.") for key in near(knowledge, "cost.min_wage.fr")[:3])
    assert near(knowledge, "zzz") == []


def test_a_use_knows_its_file() -> None:
    assert Use(UseKind.PRIOR, "slow_ratio").file == "priors.yaml"
    assert Use(UseKind.RULE, "pays").file == "rules/diagnosing.yaml"

"""`foulee knowledge`: what each command prints, in both languages and as JSON, and how it refuses."""

import gettext
import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from foulee.cli import knowledge as command
from foulee.cli.knowledge import knowledge
from foulee.knowledge import reader
from foulee.knowledge.errors import KnowledgeError, Level, Problem, mark
from foulee.reporting import language

DAY = ["--today", "2026-11-22"]
WIDE = 80
FIGURE = "usage.facebook.fr.18_24.2025"


@pytest.fixture(autouse=True)
def _own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles in English whatever the catalogue holds: figures and labels speak French by themselves."""
    monkeypatch.setattr(language, "_catalogue", lambda _code: gettext.NullTranslations())


def run(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(knowledge, [*words, *DAY, "--lang", lang], obj={"lang": "fr"})


def lines(*words: str, lang: str = "en") -> list[str]:
    result = run(*words, lang=lang)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def payload(*words: str) -> Any:
    result = run(*words, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


# --- list and search -----------------------------------------------------------------------------------------------


def test_list_aligns_values_years_and_labels() -> None:
    told = lines("list", "--theme", "carryover")
    assert told[0].startswith(" 0.8  2022  Share of the effect left from one week to the next")
    assert told[2] == "            carryover.tv"
    assert told[-1] == "9 figures"


def test_filters_add_up_and_ignore_capitals() -> None:
    found = payload("list", "--country", "fr", "--network", "Facebook", "--status", "seen_second_hand")
    assert found
    assert {(one["country"], one["network"], one["status"]) for one in found} == {
        ("FR", "facebook", "seen_second_hand")
    }
    everything = payload("list")
    assert len(everything) > 1700
    assert [one["id"] for one in everything if one["id"] == FIGURE] == [FIGURE]


def test_an_assumption_is_labelled_as_one() -> None:
    told = " ".join(" ".join(lines("list", "--status", "assumption", "--theme", "half_lives")).split())
    assert told.count("assumption, to be replaced by your figure") == told.count("half_life.")


@pytest.mark.parametrize(
    ("option", "code", "accepted"),
    [
        ("--theme", "weather", "carryover"),
        ("--country", "ZZ", "MQ"),
        ("--network", "orkut", "tiktok"),
        ("--status", "x", "seen"),
    ],
)
def test_an_unknown_code_is_refused_with_those_accepted(option: str, code: str, accepted: str) -> None:
    result = run("list", option, code)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{code} is not accepted; choose among: ")
    assert accepted in result.stderr


def test_nothing_found_is_said() -> None:
    assert lines("list", "--country", "TH", "--network", "tiktok") == ["No figure found."]
    assert lines("search", "xyzzy") == ["No figure found."]
    assert payload("search", "xyzzy") == []


def test_search_in_either_language_best_first() -> None:
    assert payload("search", "BAGUETTE")[0]["id"] == "trade.bakery.fr.baguette"
    french = lines("search", "québec", "tiktok", "18-34", lang="fr")
    assert any("18-34 ans" in line for line in french)
    assert payload("search", "quebec", "TikTok") == payload("search", "Québec tiktok")


# --- show ----------------------------------------------------------------------------------------------------------


def test_show_tells_everything_about_a_figure() -> None:
    told = " ".join(" ".join(lines("show", FIGURE)).split())
    for part in (
        "Share of 18-24 year-olds who use Facebook in France",
        "value 22%",
        "interval from 18.9 to 25.5%",
        "counted on adults, aged 18 to 24, France",
        "network Facebook",
        "year 2025",
        "evidence survey",
        "how seen figure seen in a text that quotes the source",
        "last checked 22 November 2026",
        "source S252 Flashs for Hostinger, 2025 https://",
        "table usage_france.csv, line",
        "used by who uses which network: France (usage.yaml)",
    ):
        assert part in told


def test_show_in_french_writes_figures_the_french_way() -> None:
    told = " ".join(lines("show", "trade.bakery.fr.ticket", lang="fr"))
    assert "6,33\u00a0€" in told
    assert "22 novembre 2026" in told
    assert "enquête" in told or "chiffre d'un vendeur" in told


def test_show_says_when_nothing_uses_a_figure_and_what_a_finding_is() -> None:
    told = " ".join(" ".join(lines("show", "discovery.news.ca.blocked")).split())
    assert "value (finding)" in told
    assert "interval" not in told
    assert "used by nothing: background only" in told


def test_show_as_json_spells_out_sources_and_uses() -> None:
    found = payload("show", FIGURE)
    assert found["value"] == 22.0
    assert found["table"] == "usage_france.csv"
    assert [source["key"] for source in found["sources"]] == found["source"]
    assert found["used_by"] == [{"kind": "audience", "name": "FR", "file": "usage.yaml"}]
    assert found["low"] < found["value"] < found["high"]


def test_an_unknown_figure_is_refused_with_near_ones() -> None:
    result = run("show", "usage.facebook.fr.18-24")
    assert result.exit_code == 2
    assert "There is no figure usage.facebook.fr.18-24." in result.stderr
    assert FIGURE in result.stderr
    assert run("show", "zzz").stderr.splitlines() == ["There is no figure zzz."]


# --- check ---------------------------------------------------------------------------------------------------------


def test_check_counts_when_all_is_well() -> None:
    told = lines("check")
    assert told[-1] == "Nothing wrong."
    assert told[0].split() == ["figures", f"{payload('check')['counts']['facts']:,}"]


def test_check_says_each_problem_in_a_sentence_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        Problem("reach.csv", "line 7, reach.x", mark("the source {key} is not in sources.csv"), values={"key": "S999"}),
        Problem("legal.yaml", "line 4, law.x", "last checked long ago", Level.WARNING),
    ]
    monkeypatch.setattr(command, "check", lambda _day: found)
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "reach.csv, line 7, reach.x: the source S999 is not in sources.csv",
        "legal.yaml, line 4, law.x: last checked long ago (warning)",
    ]
    as_json = json.loads(run("check", "--format", "json").stdout)
    assert as_json["problems"][0] == {
        "level": "error",
        "file": "reach.csv",
        "place": "line 7, reach.x",
        "sentence": "the source S999 is not in sources.csv",
    }


def test_warnings_alone_do_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "check", lambda _day: [Problem("a.csv", "a.b", "old", Level.WARNING)])
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.startswith("a.csv, a.b: old (warning)\n")
    assert "Nothing wrong." not in result.stdout


def test_files_that_cannot_be_read_are_said_by_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_day: object) -> None:
        raise KnowledgeError([Problem("codes.yaml", "units", "nonsense")])

    monkeypatch.setattr(reader, "load", refuse)
    result = run("priors")
    assert result.exit_code == 1
    assert result.stderr == "codes.yaml, units: nonsense\n"


# --- audience and priors -------------------------------------------------------------------------------------------


def test_audience_tells_the_share_its_interval_and_whose_figures() -> None:
    told = lines("audience", "qc", "TikTok", "--ages", "18-34")
    assert told[0] == "TikTok, Québec, aged 18 to 34"
    assert told[1] == "  share  51% (8 chances in 10 between 42% and 60%)"
    assert "its own figures" in told[2]
    assert any("usage.tiktok.qc.18_34.2024" in line for line in told)


def test_audience_says_when_it_is_borrowed() -> None:
    told = " ".join(" ".join(lines("audience", "CA", "snapchat", "--ages", "60+")).split())
    assert "Snapchat, Canada, aged 60 to 99" in told
    assert "no figure of its own: borrowed (United States), hence the wide interval" in told
    found = payload("audience", "CA", "snapchat")
    assert found["borrowed"]
    assert found["ages"] == [18, 99]
    assert found["share"]["low"] < found["share"]["mid"] < found["share"]["high"]


@pytest.mark.parametrize("ages", ["12-20", "54-25", "18-120", "young", "25-"])
def test_ages_outside_the_figures_are_refused(ages: str) -> None:
    result = run("audience", "FR", "x", "--ages", ages)
    assert result.exit_code == 2
    assert f"{ages} is not a range of ages from 18 to 99" in result.stderr


def test_a_country_or_network_without_estimate_is_refused() -> None:
    assert run("audience", "FR", "newsletter").exit_code == 2
    assert "FR, MQ, QC, CA, XX" in run("audience", "TH", "x").stderr


def test_priors_are_listed_with_interval_unit_status_and_facts() -> None:
    told = lines("priors")
    start = next(number for number, line in enumerate(told) if line.startswith("goodwill.loss_per_year"))
    assert told[start].split() == ["goodwill.loss_per_year", "0.25", "from", "0.08", "to", "0.6"]
    assert told[start + 1] == "  what is lost in a year of silence (share per year)"
    assert told[start + 2].startswith("  from published figures, long.stop.sales.y1.au")
    found = {one["name"]: one for one in payload("priors")}
    assert found["goodwill.loss_per_year"]["facts"]
    assert found["trend"]["status"] == "assumption"


# --- all of them ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    "words",
    [["list"], ["search", "facebook"], ["show", FIGURE], ["priors"], ["check"], ["audience", "MQ", "facebook"]],
)
def test_everything_fits_eighty_columns_but_addresses(words: list[str], lang: str) -> None:
    long = [line for line in lines(*words, lang=lang) if len(line) >= WIDE and "http" not in line]
    assert long == []


def test_the_language_is_the_systems_where_none_is_asked_for() -> None:
    result = CliRunner().invoke(knowledge, ["show", FIGURE, *DAY], obj={"lang": "en"})
    assert "Share of 18-24 year-olds" in result.stdout
    result = CliRunner().invoke(knowledge, ["show", FIGURE, *DAY])
    assert "Part des 18-24 ans" in result.stdout

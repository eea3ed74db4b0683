"""`foulee fit`: every option, the contract of its JSON, and files that cannot tell or that lie."""

import datetime as dt
import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import foulee
from foulee.cli.main import cli
from foulee.core.types import Country
from foulee.knowledge.calendar import with_calendar

Run = Callable[..., Result]
Row = tuple[object, ...]

DAY = ("--today", "2026-11-28")
ADS = ("--lever", "ads=paid_social")
START = dt.date(2023, 1, 2)
EFFECT = {
    "roas_in_window",
    "roas_with_tail",
    "sales_in_window",
    "share_short",
    "chance_positive",
    "marginal",
    "cost_per_customer",
    "words",
}
INTERVALS = ("roas_in_window", "roas_with_tail", "sales_in_window", "share_short", "marginal")


def mondays(count: int) -> list[str]:
    """The weeks' names."""
    return [(START + dt.timedelta(weeks=week)).isoformat() for week in range(count)]


@cache
def shop(count: int = 80) -> list[Row]:
    """Week, sales, ads: a shop of a thousand a week, whose advertisements bring half of what they cost."""
    rng = np.random.default_rng(3)
    ads = np.where(rng.random(count) < 0.5, np.round(rng.gamma(4.0, 10.0, count)), 0.0)
    calm = 1000.0 * (1.0 + 0.05 * np.sin(np.arange(count) / 8.3))
    sales = calm * np.exp(0.06 * rng.standard_normal(count)) + 0.5 * ads
    return list(zip(mondays(count), sales.round(2).tolist(), ads.tolist(), strict=True))


def table(rows: Sequence[Row], head: str = "week,sales,ads") -> str:
    """Rows as a CSV."""
    return "\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n"


def invoked(*words: str | Path) -> Result:
    """Run the command as it is, in English."""
    return CliRunner().invoke(cli, [*map(str, words), "--lang", "en"])


def refused_constant(word: str) -> None:
    raise AssertionError(f"{word} in the answer")


def read_back(result: Result) -> dict[str, Any]:
    """The JSON, which holds numbers only where there are some."""
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout, parse_constant=refused_constant)
    return found


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Any]]:
    """Fit a table once for all tests that ask for it: `fitted(text, *words)`."""
    folder = tmp_path_factory.mktemp("fits")

    @cache
    def found(text: str, *words: str) -> dict[str, Any]:
        path = folder / "weeks.csv"
        path.write_text(text, encoding="utf-8")
        return read_back(invoked("fit", path, *words, *DAY, "--format", "json"))

    return found


@pytest.fixture
def weeks(tmp_path: Path) -> Path:
    path = tmp_path / "weeks.csv"
    path.write_text(table(shop()), encoding="utf-8")
    return path


def width(effect: dict[str, Any]) -> float:
    return float(effect["roas_with_tail"]["p90"] - effect["roas_with_tail"]["p10"])


def numbers(value: Any) -> Iterator[float]:
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from numbers(inner)
    if isinstance(value, float):
        yield value


# --- the contract ----------------------------------------------------------------------------------------------------


def test_the_json_holds_what_is_promised(fitted: Callable[..., dict[str, Any]]) -> None:
    found = fitted(table(shop()), *ADS)
    lever = found["levers"]["ads"]
    assert set(lever) > EFFECT
    assert set(lever["prior"]) > EFFECT - {"cost_per_customer"}
    for effect in (lever, lever["prior"]):
        assert effect["cost_per_customer"] is None  # new customers are not counted here
        assert 0.0 <= effect["chance_positive"] <= 1.0
        for name in INTERVALS:
            low, mid, high = (effect[name][end] for end in ("p10", "p50", "p90"))
            assert 0.0 <= low <= mid <= high
    assert set(found["plans"]) == {"none", "red", "blue", "best"}
    for plan in found["plans"].values():
        for total in ("sales_total", "incremental_total", "profit_total"):
            assert set(plan[total]) == set(plan["prior"][total]) == {"p10", "p50", "p90"}
    assert set(found["compare"]) == {
        f"{one}>{other}" for one in found["plans"] for other in found["plans"] if one != other
    }
    for duel in found["compare"].values():
        assert set(duel["by_shape"]) == {"concave", "threshold", "far"}
        assert duel["verdict"] in {"A", "B", "tie", "cannot_tell"}
        assert 0.0 <= duel["probability"] <= 1.0
        assert 0.0 <= duel["prior_probability"] <= 1.0
    told = found["diagnostics"]
    assert told["max_rhat"] < 1.01
    assert told["min_ess"] > 400
    assert (told["weeks"], told["missing"], told["reran"]) == (80, 0, False)
    assert told["cpu_seconds"] > 0.0
    assert all(map(math.isfinite, numbers(found)))


def test_both_sides_of_a_comparison_say_the_same(fitted: Callable[..., dict[str, Any]]) -> None:
    compare = fitted(table(shop()), *ADS)["compare"]
    one, other = compare["red>blue"], compare["blue>red"]
    assert one["probability"] == pytest.approx(1.0 - other["probability"], abs=1e-6)
    assert {"A": "B", "B": "A"}.get(one["verdict"], one["verdict"]) == other["verdict"]


def test_words_say_the_finding_and_the_chance(fitted: Callable[..., dict[str, Any]]) -> None:
    lever = fitted(table(shop()), *ADS)["levers"]["ads"]
    begins = {"probably": "Probably:", "no_effect_found": "No effect found:", "cannot_tell": "Cannot tell:"}
    assert lever["words"].startswith(begins[lever["finding"]])
    assert " in 10" in lever["words"]
    assert lever["prior"]["words"].startswith("Before your weeks:")


def test_the_same_seed_gives_the_same_answer(weeks: Path, fitted: Callable[..., dict[str, Any]]) -> None:
    once = fitted(table(shop()), *ADS)
    again, other = (
        read_back(invoked("fit", weeks, *ADS, *DAY, "--format", "json", "--seed", seed)) for seed in ("1", "2")
    )
    assert again["levers"] == once["levers"]
    assert again["compare"] == once["compare"]
    assert other["levers"] != once["levers"]
    # The evidence is the same, whatever the draws.
    assert other["levers"]["ads"]["roas_with_tail"]["p90"] == pytest.approx(
        once["levers"]["ads"]["roas_with_tail"]["p90"], rel=0.25
    )


def test_the_library_gives_the_same_numbers(weeks: Path, fitted: Callable[..., dict[str, Any]]) -> None:
    told, day = fitted(table(shop()), *ADS), dt.date(2026, 11, 28)
    history = foulee.read_history(weeks, {"ads": "paid_social"}, today=day).history
    setup = foulee.ReadingSetup(margin=told["margin"], hour_cost=told["hour_cost"])
    reading = foulee.read_weeks(with_calendar(history, Country.FRANCE), foulee.load_knowledge(day), setup)
    for name in INTERVALS:
        ours, theirs = getattr(reading.levers["ads"].posterior, name), told["levers"]["ads"][name]
        assert tuple(ours) == pytest.approx((theirs["p10"], theirs["p50"], theirs["p90"]), rel=1e-5)
    duel = reading.futures.duels["blue", "red"]
    assert duel.probability == pytest.approx(told["compare"]["blue>red"]["probability"], rel=1e-5)


# --- options ---------------------------------------------------------------------------------------------------------


def test_the_margin_said_is_the_margin_used(fitted: Callable[..., dict[str, Any]]) -> None:
    usual, said = fitted(table(shop()), *ADS), fitted(table(shop()), *ADS, "--margin", "0.2")
    assert usual["assumed"] == ["margin"]
    assert (said["assumed"], said["margin"]) == ([], 0.2)
    none = said["plans"]["none"]
    assert none["profit_total"]["p50"] == pytest.approx(0.2 * none["sales_total"]["p50"], rel=1e-4)


def test_the_firms_file_gives_margin_hours_and_country(run: Run, example: Callable[[str], Path], weeks: Path) -> None:
    firm = example("pme-quebec")
    text = firm.read_text(encoding="utf-8")
    said = run("fit", weeks, "--lever", "ads=organic_social:hours", "--firm", firm, *DAY, "--format", "json")
    found = read_back(said)
    assert found["currency"] == "CAD"
    assert f"margin = {found['margin']}" in text or "margin" in found["assumed"]
    assert found["hour_cost"] > 0.0
    over = read_back(run("fit", weeks, *ADS, "--firm", firm, "--country", "FR", *DAY, "--format", "json"))
    assert over["currency"] == "EUR"


def test_plans_of_ones_own_stand_beside_ours(run: Run, weeks: Path, tmp_path: Path) -> None:
    lines = [(week, 0 if week % 2 else 60) for week in range(1, 157)]
    (tmp_path / "every.csv").write_text(table(lines, "week,ads"), encoding="utf-8")
    over = START + dt.timedelta(weeks=76)
    dated = [((over + dt.timedelta(weeks=week)).isoformat(), 5000) for week in range(8)]
    (tmp_path / "far.csv").write_text(table(dated, "week,ads"), encoding="utf-8")
    said = run("fit", weeks, *ADS, *DAY, "--format", "json", "--plan", "every other=every.csv", "--plan", "far=far.csv")
    found = read_back(said)
    assert set(found["plans"]) == {"none", "red", "blue", "best", "every other", "far"}
    assert found["plans"]["far"]["beyond"] == ["ads"]
    assert found["plans"]["every other"]["beyond"] == []
    assert "every other>far" in found["compare"]
    told = {note["code"]: note["text"] for note in found["notes"]}
    assert told["plan_begun"].endswith(": 4.")  # the file's weeks end four after the plan's first
    assert "week 4" in told["plan_ends"]


def test_a_trials_result_is_evidence(run: Run, weeks: Path, tmp_path: Path) -> None:
    """A sharp trial that found next to nothing at once leaves little; its weeks are set aside."""
    trial = {
        "lever": "ads",
        "effect_per_unit": 0.05,
        "error": 0.05,
        "start": "2023-06-05",
        "weeks": 8,
        "counted": "sales",
    }
    (tmp_path / "trial.json").write_text(json.dumps(trial), encoding="utf-8")
    found = read_back(run("fit", weeks, *ADS, *DAY, "--format", "json", "--trial-result", "trial.json"))
    assert found["levers"]["ads"]["roas_in_window"]["p50"] < 0.2
    assert found["diagnostics"]["weeks"] == 72
    (tmp_path / "trial.json").write_text(json.dumps(trial | {"lever": "flyers"}), encoding="utf-8")
    refused = run("fit", weeks, *ADS, *DAY, "--trial-result", "trial.json", code=2)
    assert "flyers" in refused.stderr


def test_a_plan_that_is_over_is_refused(run: Run, weeks: Path, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(table([("2023-05-01", 10)], "week,ads"), encoding="utf-8")
    said = run("fit", weeks, *ADS, *DAY, "--plan", "old=old.csv", code=2)
    assert "all its weeks are over" in said.stderr
    assert said.stdout == ""


def test_without_a_lever_trend_and_season_are_read(run: Run, weeks: Path) -> None:
    found = read_back(run("fit", weeks, *DAY, "--format", "json"))
    assert found["levers"] == {}
    assert found["plans"]["none"]["sales_total"]["p10"] > 0.0
    text = run("fit", weeks, *DAY).stdout
    assert "No lever was named" in text
    assert "Steady pace" not in text


def test_a_lever_that_follows_demand_keeps_its_prior(fitted: Callable[..., dict[str, Any]]) -> None:
    """Demand moves sales and the spend alike: taken at its face, the spend would look far better than it is."""
    rng = np.random.default_rng(4)
    demand = 1000.0 * np.exp(0.15 * rng.standard_normal(80))
    scatter = np.exp(rng.standard_normal((3, 80)) * [[0.05], [0.3], [0.1]])
    sales, ads, queries = (demand * [[1.0], [0.04], [0.15]] * scatter).round(1).tolist()
    rows = list(zip(mondays(80), sales, ads, queries, strict=True))
    text = table(rows, "week,sales,ads,queries")
    apart = fitted(text, "--lever", "ads=search")["levers"]["ads"]
    assert apart["follows_demand"]
    assert width(apart) == pytest.approx(width(apart["prior"]), rel=0.2)
    assert "only what was believed before" in apart["words"]
    told = fitted(text, "--lever", "ads=search", "--control", "queries")["levers"]["ads"]
    assert not told["follows_demand"]
    said = fitted(text, "--lever", "ads=paid_social", "--follows", "ads")["levers"]["ads"]
    assert said["follows_demand"]


def test_numbered_weeks_have_no_holidays(fitted: Callable[..., dict[str, Any]]) -> None:
    numbered = [(week + 1, *row[1:]) for week, row in enumerate(shop())]
    found = fitted(table(numbered), *ADS)
    assert not [name for name in found["diagnostics"]["contraction"] if name.startswith("event")]
    dated = fitted(table(shop()), *ADS)
    assert [name for name in dated["diagnostics"]["contraction"] if name.startswith("event")]


def test_what_comes_out_in_every_form_and_language(run: Run, weeks: Path, tmp_path: Path) -> None:
    french = run("fit", weeks, *ADS, *DAY, "--lang", "fr").stdout
    assert "Vos semaines" in french
    assert "Ce qu’apporte chaque levier" in french
    run("fit", weeks, *ADS, *DAY, "--format", "html", "--out", "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 4
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


def test_a_file_with_mistakes_says_them_beside_the_answer(run: Run, tmp_path: Path) -> None:
    rows = [(row[0], "oops" if week == 5 else row[1], row[2]) for week, row in enumerate(shop(30))]
    (tmp_path / "weeks.csv").write_text(table(rows), encoding="utf-8")
    text = run("fit", "weeks.csv", *ADS, *DAY).stdout
    assert "Line 7, sales: oops is not a number" in text
    assert text.index("What it rests on") < text.index("To correct")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--lever", "adds=paid_social"), "did you mean ads?"),
        (("--lever", "ads=magic"), "cannot be read"),
        ((*ADS, "--follows", "other"), "no --lever has this name"),
        ((*ADS, "--control", "queries"), "there is no column queries"),
        ((*ADS, "--plan", "mine"), "--plan mine cannot be read"),
        ((*ADS, "--plan", "mine=nowhere.csv"), "nowhere.csv"),
        ((*ADS, "--margin", "40"), "is not in the range"),
        ((*ADS, "--weeks", "5"), "is not in the range"),
        ((*ADS, "--firm", "nowhere.toml"), "nowhere.toml"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_used_is_said(run: Run, weeks: Path, words: tuple[str, ...], said: str) -> None:
    result = run("fit", weeks, *words, *DAY, code=2)
    assert said in result.stderr
    assert result.stdout == ""


def test_chains_that_do_not_agree_give_no_answer(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weeks.csv").write_text(table(shop(12)), encoding="utf-8")
    monkeypatch.setattr("foulee.core.response.fitting.fit.LEAST_ESS", 1e9)
    result = run("fit", "weeks.csv", *ADS, *DAY, "--format", "json", code=3)
    assert result.stdout == ""
    assert "No answer: twice, the calculation did not agree with itself" in result.stderr
    assert "Less than a year" in result.stderr or "Within less than a year" in result.stderr


# --- bad input -------------------------------------------------------------------------------------------------------


def changed(week: int, sales: object) -> str:
    """The shop's weeks with other sales in one of them."""
    return table([(row[0], sales if place == week else row[1], row[2]) for place, row in enumerate(shop())])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (changed(7, -5), "line 9, sales: -5 is below zero"),
        (table([(row[0], 0, 0) for row in shop(52)]), "every week is empty or zero"),
        (table([(row[0], "", 0) for row in shop(52)]), "every week is empty or zero"),
        (table([*shop(), (shop()[4][0], 999, 3)]), "stands there several times with different figures"),
        (table([(row[0], row[1], "NaN€" if row[2] else "some") for row in shop()]), "is not a number"),
        ("week,sales,ads\n", "no week below it"),
        ("", "is empty"),
    ],
    ids=["negative", "closed", "empty cells", "twice", "words for efforts", "no week", "no file"],
)
def test_what_nothing_can_be_learnt_from_is_refused(run: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "weeks.csv").write_text(text, encoding="utf-8")
    result = run("fit", "weeks.csv", *ADS, *DAY, code=2)
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("text", "code", "least"),
    [
        (table(shop(12)), "history_few_weeks", 0.8),
        (table(shop(1)), "history_one_week", 0.8),  # what the luck of two thousand draws leaves of a width
        (table([(*row[:2], 40) for row in shop()]), "history_lever_constant", 0.5),
        (table([(*row[:2], 0) for row in shop()]), "history_lever_unused", 0.85),
    ],
    ids=["twelve weeks", "one week", "constant", "never used"],
)
def test_weeks_that_cannot_tell_leave_the_answer_wide(
    fitted: Callable[..., dict[str, Any]], text: str, code: str, least: float
) -> None:
    found = fitted(text, *ADS)
    lever = found["levers"]["ads"]
    assert code in {note["code"] for note in found["notes"]}
    assert lever["finding"] != "probably"
    assert width(lever) >= least * width(lever["prior"])
    assert lever["roas_with_tail"]["p10"] == 0.0
    assert found["compare"]["blue>red"]["verdict"] in {"cannot_tell", "tie"}


def test_levers_always_together_are_not_told_apart(fitted: Callable[..., dict[str, Any]]) -> None:
    rows = [(*row, float(str(row[2])) / 2.0) for row in shop()]
    found = fitted(table(rows, "week,sales,ads,leaflets"), *ADS, "--lever", "leaflets=local_ads:money")
    assert "history_levers_together" in {note["code"] for note in found["notes"]}
    for lever in found["levers"].values():
        assert lever["finding"] != "probably"
        assert lever["roas_with_tail"]["p10"] == 0.0
        assert width(lever) >= 0.45 * width(lever["prior"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (changed(30, 10.0 * float(str(shop()[30][1]))), "history_slip"),
        (changed(30, "NaN"), "history_gaps"),
        (table([*shop(), shop()[4]]), "history_repeated"),
        (table([(row[0], f"{row[1]} €", f"€{row[2]}") for row in shop()]), None),
        (
            table([(f"{day.isocalendar()[0]}-W{day.isocalendar()[1]:02d}", *row[1:])
                   for row in shop() for day in [dt.date.fromisoformat(str(row[0]))]]),
            None,
        ),
    ],
    ids=["tenfold", "NaN", "repeated", "currency", "ISO weeks over two ends of years"],
)  # fmt: skip
def test_slips_hardly_move_the_answer(fitted: Callable[..., dict[str, Any]], text: str, code: str | None) -> None:
    clean, found = fitted(table(shop()), *ADS), fitted(text, *ADS)
    assert code is None or code in {note["code"] for note in found["notes"]}
    one, other = (answer["levers"]["ads"]["roas_with_tail"] for answer in (clean, found))
    assert other["p50"] == pytest.approx(one["p50"], abs=0.5)
    assert other["p90"] == pytest.approx(one["p90"], rel=0.35)
    total = found["plans"]["none"]["sales_total"]["p50"]
    assert total == pytest.approx(clean["plans"]["none"]["sales_total"]["p50"], rel=0.05)


def test_a_year_of_closure_is_said_and_does_not_pass_for_an_effect(fitted: Callable[..., dict[str, Any]]) -> None:
    rows = [(row[0], *((0, 0) if 26 <= week < 78 else row[1:])) for week, row in enumerate(shop(104))]
    found = fitted(table(rows), *ADS)
    assert "history_closed_year" in {note["code"] for note in found["notes"]}
    assert found["levers"]["ads"]["finding"] != "probably"
    assert found["levers"]["ads"]["roas_with_tail"]["p10"] == 0.0


@pytest.mark.slow
def test_ten_thousand_days_are_read_and_fitted(fitted: Callable[..., dict[str, Any]]) -> None:
    rng = np.random.default_rng(1)
    first = dt.date(1998, 1, 5)
    rows = [
        ((first + dt.timedelta(days=day)).isoformat(), round(150.0 * math.exp(0.1 * rng.standard_normal()), 2), ads)
        for day, ads in enumerate(20 * (rng.random(10_000) < 0.3))
    ]
    found = fitted(table(rows, "date,sales,ads"), *ADS)
    assert found["diagnostics"]["weeks"] == 1428
    assert found["levers"]["ads"]["finding"] == "no_effect_found"  # nothing was put into these sales


# --- how little it takes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["--help", "fit --help", "history --help", "advise --help", "trial --help"])
def test_the_engine_is_not_loaded_for_help(words: str) -> None:
    program = (
        "import sys\nfrom foulee.cli.main import main\n"
        f"sys.argv = ['foulee', *{words.split()!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    print('numba' in sys.modules, file=sys.stderr)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stderr.strip() == "False"


def test_the_engine_is_not_loaded_for_advice() -> None:
    program = "import sys, foulee.advice.advise, foulee.cli.history, foulee.cli.doctor\nprint('numba' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"

"""The check: nothing wrong in the real files, and each kind of problem caught on a broken copy."""

import csv
import datetime as dt
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from foulee.knowledge.check import check
from foulee.knowledge.errors import Level, Problem
from foulee.knowledge.reader import FOLDER

TODAY = dt.date(2026, 11, 22)
THIN = "\u202f"


class Copy:
    """A copy of the knowledge files, to be broken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "knowledge"
        shutil.copytree(str(FOLDER), self.folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))

    def cell(self, fact: str, column: str, text: str) -> None:
        """Change one cell of a fact's line."""
        for table in (self.folder / "facts").glob("*.csv"):
            rows = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8"))))
            for row in rows:
                if row[0] == fact:
                    row[rows[0].index(column)] = text
                    out = io.StringIO()
                    csv.writer(out, lineterminator="\n").writerows(rows)
                    table.write_text(out.getvalue(), encoding="utf-8")
                    return
        raise AssertionError(fact)

    def text(self, file: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text in a file."""
        path = self.folder / file
        content = path.read_text(encoding="utf-8")
        assert old in content, old
        path.write_text(content.replace(old, new, 1), encoding="utf-8")

    def line(self, file: str, text: str) -> None:
        """Add a line at the end of a file."""
        with (self.folder / file).open("a", encoding="utf-8") as stream:
            stream.write(f"{text}\n")

    def problems(self, on: dt.date = TODAY) -> list[Problem]:
        return check(on, self.folder)


def test_the_real_files_have_no_problem() -> None:
    assert [str(problem) for problem in check(TODAY)] == []


# --- what the files say, all broken at once ------------------------------------------------------------------------


def break_facts(copy: Copy) -> None:
    copy.cell("cadence.blog.age_first", "network", "orkut")
    copy.cell("cadence.blog.age_top10", "country", "ZZ")
    copy.cell("cadence.blog.time_to_top10", "base", "martians")
    copy.cell("cadence.instagram.advice.posts", "unit", "furlongs")
    copy.cell("cadence.instagram.advice.stories", "source", "S999")
    copy.cell("effort.blog.article.default", "source", "A00;S01")
    copy.cell("effort.blog.article.2014", "source", "A00")
    copy.cell("discovery.reviews.us.google", "value", "103")
    copy.cell("discovery.news.ca.blocked", "value", "2")
    copy.cell("noise.week.sales", "label_en", "week-to-week variation of the number of  tickets, three shops")
    copy.cell("carryover.tv", "checked_on", "2027-01-01")
    copy.cell("carryover.print", "checked_on", "2024-11-20")
    copy.cell("carryover.display", "label_fr", "Est-ce la part de l'effet qui reste ?")


def break_sources(copy: Copy) -> None:
    copy.line("sources.csv", "S998,Nobody cites this one,https://example.org")
    copy.text(
        "background.yaml", "\nkept_sources:", '\nkept_sources:\n  - {key: S997, why: "It does not exist at all."}'
    )
    copy.text("background.yaml", "\nkept_sources:", '\nkept_sources:\n  - {key: S01, why: "It is cited all the same."}')


def break_names(copy: Copy) -> None:
    copy.text(
        "priors.yaml",
        "facts: [proposed.multiplier,",
        "facts: [long.nowhere, method.campaign.likes, proposed.multiplier,",
    )
    copy.cell("proposed.multiplier", "source", "S151;T49")
    copy.text("channels.yaml", "reach_facts: [reach.tiktok.xx.per_video]", "reach_facts: [reach.tiktok.nowhere]")
    copy.text("trades.yaml", "season.gift_shop.au.dec", "season.gift_shop.nowhere")
    copy.text("countries.yaml", "hour_cost_facts: [cost.min_wage.qc.full_hour.2026]", "hour_cost_facts: [cost.nowhere]")
    copy.text("usage.yaml", "usage.pinterest.fr.16_64.monthly.2024", "usage.pinterest.nowhere")
    copy.text("rules/diagnosing.yaml", "fact: threshold.speed.abandoned.3s", "fact: threshold.nowhere")
    copy.text("rules/diagnosing.yaml", "searching_pct: {value: 0.87,", "searching_pct: {value: 0.77,")


def break_background(copy: Copy) -> None:
    copy.text("background.yaml", "ids: [engagement.*]", "ids: [engagement.*, engagement.nowhere.*]")
    copy.text("background.yaml", "ids: [cadence.blog.*]", "ids: [cadence.blog.time_*]")


def break_law_and_words(copy: Copy) -> None:
    copy.text("legal.yaml", "countries: [FR]", "countries: [FR, ZZ]")
    copy.text("legal.yaml", "networks: [newsletter, sms]", "networks: [newsletter, pigeon]")
    copy.text("legal.yaml", "source: [S220, S221, S222]", "source: [S996]")
    copy.text("legal.yaml", "id: law.fr.b2b", "id: law.fr.existing_customer")
    copy.text("legal.yaml", 'checked_on: "2026-11-22"', 'checked_on: "2027-02-01"')
    copy.text("legal.yaml", 'checked_on: "2026-11-22"', 'checked_on: "2023-02-01"')
    copy.text("channels.yaml", f"35 ans{THIN};", "35 ans ;")


BREAKS: tuple[Callable[[Copy], None], ...] = (
    break_facts,
    break_sources,
    break_names,
    break_background,
    break_law_and_words,
)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    copy = Copy(tmp_path_factory.mktemp("broken"))
    for spoil in BREAKS:
        spoil(copy)
    return copy.problems()


EXPECTED = [
    ("cadence.csv", "cadence.blog.age_first", "the network orkut is not in codes.yaml"),
    ("cadence.csv", "cadence.blog.age_top10", "the country ZZ is not in codes.yaml"),
    ("cadence.csv", "cadence.blog.time_to_top10", "the base martians is not in codes.yaml"),
    ("cadence.csv", "cadence.instagram.advice.posts", "the unit furlongs is not in codes.yaml"),
    ("cadence.csv", "cadence.instagram.advice.stories", "the source S999 is not in sources.csv"),
    ("effort.csv", "effort.blog.article.default", "an assumption cites A00 and nothing else"),
    ("effort.csv", "effort.blog.article.2014", "only an assumption cites A00"),
    (
        "discovery.csv",
        "discovery.reviews.us.google",
        "a percentage runs from 0 to 100; a change is written in percent_change",
    ),
    ("discovery.csv", "discovery.news.ca.blocked", "a flag has value 1"),
    ("noise.csv", "noise.week.sales", "the label is the same as that of noise.week.tickets"),
    ("carryover.csv", "carryover.tv", "checked_on, 2027-01-01, is in the future"),
    ("carryover.csv", "carryover.print", "facts not checked for more than 24 months: 1, the oldest on 2024-11-20"),
    ("carryover.csv", "carryover.display", "a narrow no-break space (U+202F) is wanted in: …et qui reste ?…"),
    ("sources.csv", "S998", "nothing cites this source; cite it, remove it, or list it in background.yaml"),
    ("background.yaml", "S997", "the source S997 is not in sources.csv"),
    ("background.yaml", "S01", "the source S01 is cited: no need to keep it"),
    ("priors.yaml", "slow_ratio", "the fact long.nowhere does not exist"),
    ("priors.yaml", "slow_ratio", "the fact method.campaign.likes is an anecdote, and an anecdote never feeds a prior"),
    (
        "priors.yaml",
        "slow_ratio",
        "the fact proposed.multiplier cites the rejected source T49, and never feeds a prior",
    ),
    ("channels.yaml", "tiktok.hours", "the fact reach.tiktok.nowhere does not exist"),
    ("trades.yaml", "gift_shop", "the fact season.gift_shop.nowhere does not exist"),
    ("countries.yaml", "QC", "the fact cost.nowhere does not exist"),
    ("usage.yaml", "FR", "the fact usage.pinterest.nowhere does not exist"),
    ("rules/diagnosing.yaml", "website_slow", "the fact threshold.nowhere does not exist"),
    ("rules/diagnosing.yaml", "listing", "the limit is 0.77, but discovery.google.fr.local_search gives 0.87"),
    ("background.yaml", "engagement.csv", "the pattern engagement.nowhere.* matches no unused fact"),
    ("cadence.csv", "cadence.blog.age_first", "nothing uses this fact; use it, or say why in background.yaml"),
    ("cadence.csv", "cadence.blog.age_top10", "nothing uses this fact; use it, or say why in background.yaml"),
    ("legal.yaml", "law.fr.consent_email", "the country ZZ is not in codes.yaml"),
    ("legal.yaml", "law.fr.consent_email", "the network pigeon is not in codes.yaml"),
    ("legal.yaml", "law.fr.consent_email", "the source S996 is not in sources.csv"),
    ("legal.yaml", "law.fr.consent_email", "checked_on, 2027-02-01, is in the future"),
    ("legal.yaml", "law.fr.existing_customer", "last checked more than 24 months ago, on 2023-02-01"),
    ("legal.yaml", "law.fr.existing_customer", "the id law.fr.existing_customer is used twice"),
    ("channels.yaml", "line", "a narrow no-break space (U+202F) is wanted in: …us de 35 ans ; peu d'abon…"),
]


@pytest.mark.parametrize(("file", "place", "sentence"), EXPECTED)
def test_each_kind_of_problem_is_caught(broken: list[Problem], file: str, place: str, sentence: str) -> None:
    found = [problem for problem in broken if problem.file == file and place in problem.place]
    assert sentence in [problem.told for problem in found]


def test_nothing_else_is_reported(broken: list[Problem]) -> None:
    told = {sentence for _, _, sentence in EXPECTED}
    assert [str(problem) for problem in broken if problem.told not in told] == []


def test_problems_say_the_line(broken: list[Problem]) -> None:
    for problem in broken:
        if problem.level is Level.ERROR:
            assert problem.place.startswith("line "), str(problem)


def test_age_and_spaces_are_warnings_and_come_last(broken: list[Problem]) -> None:
    levels = [problem.level for problem in broken]
    assert levels.count(Level.WARNING) == 4
    assert set(levels[-4:]) == {Level.WARNING}


def test_age_counts_from_the_day_asked() -> None:
    assert all(problem.level is Level.WARNING for problem in check(dt.date(2029, 1, 1)))
    assert len(check(dt.date(2029, 1, 1))) > 20
    early = check(dt.date(2026, 11, 21))
    assert early
    assert all("is in the future" in problem.told for problem in early)


# --- the shape of files, and what needs a copy of its own ----------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "priors.yaml",
            "assumption\n  facts: []",
            "from_facts\n  facts: []",
            "status is from_facts but no fact is named",
        ),
        ("priors.yaml", "status: from_facts", "status: guessed", "goodwill.loss_per_year.status"),
        ("channels.yaml", "  means: hours", "  means: minutes", "facebook.hours.means"),
        ("codes.yaml", "scale: share", "scale: sideways", "units.percent.scale"),
        ("background.yaml", "\nkept_sources:", "\nlost_sources:", "lost_sources"),
        ("usage.yaml", "level_sd: 0.7", "level_sd: [0.7", "usage.yaml, line"),
        ("facts/reach.csv", "reach.facebook.xx.2012,facebook,", "reach.facebook.xx.2012,", "too many or too few cells"),
        ("sources.csv", "S02,", "S01,", "the key S01 is used twice"),
    ],
)
def test_a_file_of_the_wrong_shape_is_named(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    copy = Copy(tmp_path)
    copy.text(file, old, new)
    told = [str(problem) for problem in copy.problems()]
    assert len(told) == 1
    assert said in told[0]
    assert file.removeprefix("facts/") in told[0]


def test_a_key_given_twice_is_caught(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    copy.text("trades.yaml", "restaurant:\n", "bakery:\n")
    told = [problem for problem in copy.problems() if problem.file == "trades.yaml"]
    assert told[0].told == "the key bakery is used twice"
    assert told[0].place.startswith("line ")


def test_a_country_without_audiences_is_caught(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    copy.text("usage.yaml", "  XX:\n    lends_from: US\n    facebook: []\n", "  ZZ:\n    lends_from: Atlantis\n")
    told = [problem.told for problem in copy.problems()]
    assert "the country XX has no entry in usage.yaml" in told
    assert "lends_from must be US or another country of this file" in told
    assert "the network facebook has no list of facts; write [] if there is none" in told


def test_declared_spreads_far_from_the_observed_ones_are_a_warning(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    copy.text("usage.yaml", "level_sd: 0.7", "level_sd: 0.3")
    (problem,) = copy.problems()
    assert problem.level is Level.WARNING
    assert problem.told.startswith("level_sd is 0.3, but the countries' own figures differ by 0.75")

"""A firm's weeks, as tills and spreadsheets write them: read, or refused line by line, never silently wrong."""

import datetime as dt
import math
from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foulee.connectors.files.history.reading import HistoryFile, parse_history
from foulee.connectors.files.history.wanted import Told, wanted
from foulee.core.history import LeverKind, Unit
from foulee.firmfile.problems import FirmFileError, Problem
from foulee.reporting.language import Language
from foulee.reporting.problems import sentence

TODAY = dt.date(2026, 11, 22)
MONDAY = dt.date(2024, 2, 12)
FIXED = settings(derandomize=True, deadline=None, max_examples=60)
LEVERS: dict[str, Told] = {"posts": "organic_social", "ads": "paid_social"}


def read(text: str | bytes, levers: dict[str, Told] | None = None, controls: Iterable[str] = ()) -> HistoryFile:
    data = text if isinstance(text, bytes) else text.encode()
    return parse_history(data, "mine.csv", wanted(levers or {}, controls, TODAY))


def codes(problems: Iterable[Problem]) -> list[str]:
    """Their codes; each has a sentence in both languages, without a hole."""
    found = list(problems)
    for problem in found:
        french, english = sentence(problem, Language("fr")), sentence(problem, Language("en"))
        assert french != english
        assert "{" not in french + english
    return [problem.code for problem in found]


def refused(text: str | bytes, levers: dict[str, Told] | None = None, controls: Iterable[str] = ()) -> list[Problem]:
    with pytest.raises(FirmFileError) as caught:
        read(text, levers, controls)
    codes(caught.value.problems)
    return caught.value.problems


def label(week: int) -> str:
    year, number, _ = (MONDAY + dt.timedelta(weeks=week)).isocalendar()
    return f"{year}-W{number:02d}"


def weeks(count: int, row: Callable[[int], str], heading: str = "week,sales") -> str:
    return "\n".join([heading, *(f"{label(week)},{row(week)}" for week in range(count))]) + "\n"


def usual(week: int) -> float:
    """Sales of a shop with a season and some chance."""
    return round(1000.0 + 150.0 * math.sin(week / 8.3) + 37.0 * math.sin(week * 12.9), 2)


# --- one table written in many ways ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "week,sales,posts\n2024-W07,1234.5,2\n2024-W08,2000,0\n",
        "semaine;ventes;posts\n2024-S07;1234,50;2\n2024-S08;2 000,00;\n",
        "\ufeffSemaine;Ventes (€);Posts\r\n2024-W07;1 234,50 €;2,0\r\n2024-W08;2 000 €;0\r\n",
        "Date;Chiffre d’affaires;posts\n12/02/2024;1\u202f234,5;2\n19/02/2024;2\u00a0000;nan\n",
        'week,revenue,posts\nS7 2024,"$1,234.50",2\nS8 2024,"$2,000.00",-\n',
        "week\tca\tposts\n2024W7\t1.234,50\t2\n2024W8\t2.000,00\tn/a\n",
        "sep=;\nweek;sales;posts\n2024-02-14;1'234.5;2h\n2024-02-25;2000;\n",
        "Export de la caisse\n\nlundi;recettes;posts\nlundi 12 février 2024;1234,5;2 h\nlundi 19 février 2024;2000;0\n",
        "année;semaine;ventes;posts\n2024;7;1234,5;2\n2024;08;2000;0\n",
        "posts,sales,week\n2,1234.5,2024/02/12\n0,2000.0,2024/02/19\n",
        "week,sales,posts\r2024-W07,1234.5,120 min\r2024-W08,2000,0\r",
    ],
    ids=[
        "English", "French", "French on Windows", "narrow spaces", "dollars", "tabs", "days of the week", "titles",
        "year and number", "other order", "old Mac, minutes",
    ],
)  # fmt: skip
def test_one_history_written_in_many_ways(text: str) -> None:
    history = read(text, {"posts": ("organic_social", "hours")}).history
    assert history.start == MONDAY
    assert history.sales.tolist() == [1234.5, 2000.0]
    assert history.levers[0].effort.tolist() == [2.0, 0.0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_every_spreadsheet(encoding: str) -> None:
    text = "semaine;ventes;publicité à Noël\n2024-W07;1 000 €;50\n2024-W08;1 100 €;60\n"
    found = read(text.encode(encoding), {"publicité à Noël": "paid_social"})
    assert found.history.levers[0].effort.tolist() == [50.0, 60.0]
    assert ("history_windows_text" in codes(found.notes)) == (encoding == "cp1252")


def test_all_that_may_be_observed() -> None:
    text = (
        "date;ventes_en_ligne;ventes_boutique;nouveaux_clients;clients_habituels;commandes;abonnés;visites;"
        "attribués posts;recherches;posts\n12/02/2024;100;900;5;30;40;310;80;2;70;1\n"
        "19/02/2024;;950;6;31;41;;90;1;75;2\n"
    )
    history = read(text, {"posts": "organic_social"}, ["recherches"]).history
    assert history.sales[0] == 1000.0
    assert np.isnan(history.sales[1])
    assert history.sales_shop is not None
    assert history.sales_shop.tolist() == [900.0, 950.0]
    assert history.new_customers is not None
    assert history.new_customers.tolist() == [5.0, 6.0]
    assert history.orders is not None
    assert history.returning_customers is not None
    assert set(history.levels) == {"followers", "visits"}
    assert history.attributed["posts"].tolist() == [2.0, 1.0]
    assert history.controls["recherches"].tolist() == [70.0, 75.0]


def test_a_total_that_its_parts_contradict_is_said() -> None:
    found = read("week,sales,sales_online,sales_shop\n2024-W07,1000,100,900\n2024-W08,1000,100,700\n")
    assert "history_split_differs" in codes(found.notes)
    assert found.history.sales.tolist() == [1000.0, 1000.0]


# --- what a lever counts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "told", "unit"),
    [
        ("posts", "organic_social", Unit.HOURS),
        ("posts", "paid_social", Unit.MONEY),
        ("posts", ("organic_social", "money"), Unit.MONEY),
        ("instagram_budget", "organic_social", Unit.MONEY),
        ("Facebook (€)", "blog", Unit.MONEY),
        ("dépenses pub", "email", Unit.MONEY),
        ("radio_heures", "local_ads", Unit.HOURS),
        ("temps_h", "other", Unit.HOURS),
        ("hours_spend", ("search", Unit.MONEY), Unit.MONEY),
    ],
)
def test_the_unit_is_said_else_in_the_heading_else_usual(column: str, told: Told, unit: Unit) -> None:
    lever = read(f"week,sales,{column}\n2024-W07,1000,3\n2024-W08,1100,2\n", {column: told}).history.levers[0]
    assert (lever.unit, lever.effort.tolist()) == (unit, [3.0, 2.0])


def test_too_many_hours_are_money_and_said() -> None:
    text = "week,sales,posts\n2024-W07,1000,150\n2024-W08,1100,90\n"
    found = read(text, {"posts": "organic_social"})
    assert found.history.levers[0].unit is Unit.MONEY
    assert "history_read_as_money" in codes(found.notes)
    said = read(text, {"posts": ("organic_social", "hours")})
    assert said.history.levers[0].unit is Unit.HOURS
    assert "history_read_as_money" not in codes(said.notes)


def test_minutes_become_hours() -> None:
    found = read("week,sales,posts_minutes\n2024-W07,1000,90\n2024-W08,1100,\n", {"posts_minutes": "organic_social"})
    assert found.history.levers[0].effort.tolist() == [1.5, 0.0]
    assert "history_minutes" in codes(found.notes)


def test_search_follows_demand_unless_told_otherwise() -> None:
    text = "week,sales,a,b,c\n2024-W07,1000,1,2,3\n2024-W08,1100,2,2,1\n"
    found = read(text, {"a": "search", "b": ("search", None, False), "c": ("paid_social", None, True)})
    assert [lever.follows_demand for lever in found.history.levers] == [True, False, True]
    assert found.history.levers[0].kind is LeverKind.SEARCH


# --- numbers ---------------------------------------------------------------------------------------------------


def test_what_could_be_two_numbers_is_settled_by_the_file_or_refused() -> None:
    french = read("week;sales\n2024-W07;1.234\n2024-W08;1.300,50\n").history
    assert french.sales.tolist() == [1234.0, 1300.5]
    english = read('week;sales\n2024-W07;"1,234"\n2024-W08;"1,300.50"\n').history
    assert english.sales.tolist() == [1234.0, 1300.5]
    decimals = read("week,sales\n2024-W07,1.234\n2024-W08,1.3\n").history
    assert decimals.sales.tolist() == [1.234, 1.3]
    problems = refused("week;sales\n2024-W07;1,234\n2024-W08;1300\n")
    assert [(one.code, one.values["line"]) for one in problems] == [("history_two_readings", 2)]


def test_decimal_commas_between_commas_are_refused() -> None:
    assert [one.code for one in refused("week,sales\n2024-W07,1234,50\n")] == ["history_extra_cells"]


@pytest.mark.parametrize(
    "cell", ["abc", "1,2,3", "=1+1", "#REF!", "12k€", "<b>3</b>", "9" * 200, "1e99", "\u202e12", "🍞"]
)
def test_sales_that_are_no_number_leave_their_week_missing(cell: str) -> None:
    found = read(f'week,sales\n2024-W07,1000\n2024-W08,"{cell}"\n2024-W09,1000\n')
    assert codes(found.problems) == ["history_not_an_amount"]
    assert found.problems[0].values["line"] == 3
    assert np.isnan(found.history.sales).tolist() == [False, True, False]


def test_an_effort_that_is_no_number_is_refused() -> None:
    problems = refused("week,sales,posts\n2024-W07,1000,some\n2024-W08,x,2\n", {"posts": "organic_social"})
    assert [(one.code, one.values["line"]) for one in problems] == [("history_not_an_effort", 2)]


@pytest.mark.parametrize("empty", ["", "nan", "NaN", "n/a", "-", "NULL", "#N/A", "n.d."])
def test_nothing_counted_is_missing_and_nothing_done_is_none(empty: str) -> None:
    found = read(
        f"week,sales,posts\n2024-W07,1000,2\n2024-W08,{empty},{empty}\n2024-W09,900,1\n", {"posts": "organic_social"}
    )
    assert np.isnan(found.history.sales).tolist() == [False, True, False]
    assert found.history.levers[0].effort.tolist() == [2.0, 0.0, 1.0]
    assert "history_gaps" in codes(found.notes)


def test_negative_sales_are_refused_with_their_line() -> None:
    problems = refused("week;sales;ads\n2024-W07;-120,5;1\n2024-W08;(30);-2\n2024-W09;100;1\n", {"ads": "paid_social"})
    assert [(one.code, one.values["line"]) for one in problems] == [
        ("history_negative_sales", 2),
        ("history_negative_sales", 3),
        ("history_negative", 3),
    ]


# --- weeks and days --------------------------------------------------------------------------------------------


def test_gaps_are_missing_weeks_and_counted() -> None:
    found = read("week,sales,posts\n2024-W07,1000,1\n2024-W11,1100,2\n", {"posts": "organic_social"})
    assert found.history.weeks == 5
    assert np.isnan(found.history.sales).sum() == 3
    gap = next(note for note in found.notes if note.code == "history_gaps")
    assert (gap.values["count"], gap.values["first"]) == (3, dt.date(2024, 2, 19))


def test_weeks_out_of_order_are_sorted_and_said() -> None:
    found = read("week,sales\n2024-W08,2\n2024-W07,1\n2024-W09,3\n")
    assert found.history.sales.tolist() == [1.0, 2.0, 3.0]
    assert "history_unsorted" in codes(found.notes)


def test_a_week_twice_alike_counts_once() -> None:
    found = read("week,sales,new_customers\n2024-W07,1000,\n2024-W07,1000,4\n2024-W08,900,5\n")
    assert found.history.sales.tolist() == [1000.0, 900.0]
    assert found.history.new_customers is not None
    assert found.history.new_customers.tolist() == [4.0, 5.0]
    assert "history_repeated" in codes(found.notes)


def test_a_week_twice_with_different_figures_is_refused() -> None:
    (problem,) = refused("week,sales\n2024-W07,1000\n2024-W08,5\n12/02/2024,1001\n")
    assert (problem.code, problem.values["lines"]) == ("history_week_twice", "2, 4")


def test_week_53_and_the_weeks_of_the_year_s_end() -> None:
    text = "week,sales\n2020-W52,1\n2020-W53,2\n2021-W01,3\n2021-W02,4\n"
    history = read(text).history
    assert (history.weeks, history.monday(1), history.sales.tolist()) == (
        4,
        dt.date(2020, 12, 28),
        [1.0, 2.0, 3.0, 4.0],
    )
    (problem,) = refused("week,sales\n2021-W52,1\n2021-W53,2\n2022-W01,3\n")
    assert (problem.code, problem.values["found"]) == ("history_not_a_week", "2021-W53")


def test_the_first_days_of_january_belong_to_their_iso_week() -> None:
    text = "date,sales\n25/12/2020,1\n01/01/2021,2\n08/01/2021,3\n"
    assert read(text).history.start == dt.date(2020, 12, 21)
    assert read("week,sales\n2025-W01,5\n2025-W02,6\n").history.start == dt.date(2024, 12, 30)


def test_days_are_summed_by_week() -> None:
    days = [MONDAY + dt.timedelta(days=number) for number in range(21)]
    rows = [f"{day},{10 if day.isoweekday() < 7 else 0},1,{100 + number}" for number, day in enumerate(days)]
    found = read("date,sales,posts,followers\n" + "\n".join(rows), {"posts": ("organic_social", "hours")})
    assert found.daily
    assert found.history.sales.tolist() == [60.0, 60.0, 60.0]
    assert found.history.levers[0].effort.tolist() == [7.0, 7.0, 7.0]
    assert found.history.levels["followers"].tolist() == [103.0, 110.0, 117.0]


def daily(closed: set[dt.date], first: dt.date = MONDAY, count: int = 42) -> HistoryFile:
    """Six days a week, those of `closed` without a row."""
    days = [first + dt.timedelta(days=number) for number in range(count)]
    rows = [f"{day},10" for day in days if day.isoweekday() < 7 and day not in closed]
    return read("date,sales\n" + "\n".join(rows))


def test_a_day_missing_in_the_middle_is_a_day_of_closing_and_said() -> None:
    found = daily({dt.date(2024, 2, 28)})
    assert found.history.sales.tolist() == [60.0, 60.0, 50.0, 60.0, 60.0, 60.0]
    assert "history_days_missing" in codes(found.notes)


def test_a_week_of_which_most_days_are_missing_is_missing() -> None:
    found = daily({dt.date(2024, 2, 26) + dt.timedelta(days=number) for number in range(4)})
    assert np.isnan(found.history.sales).tolist() == [False, False, True, False, False, False]
    assert "history_week_incomplete" in codes(found.notes)


def test_the_week_in_which_a_daily_file_begins_or_ends_is_whole_or_missing() -> None:
    assert np.isnan(daily(set(), MONDAY + dt.timedelta(days=2)).history.sales)[0]
    assert daily(set(), MONDAY + dt.timedelta(days=1)).history.sales[0] == 50.0
    assert np.isnan(daily(set(), count=38).history.sales).tolist() == [False] * 5 + [True]


def test_a_week_without_any_day_is_missing() -> None:
    found = daily({dt.date(2024, 2, 26) + dt.timedelta(days=number) for number in range(7)})
    assert np.isnan(found.history.sales).tolist() == [False, False, True, False, False, False]


def test_days_around_the_change_of_hour_stay_on_their_day() -> None:
    """French midnights in universal time are 23 o'clock in winter and 22 in summer, the day before."""
    days = [dt.date(2024, 3, 18) + dt.timedelta(days=number) for number in range(28)]
    change = dt.date(2024, 3, 31)
    stamps = [f"{day - dt.timedelta(days=1)}T{22 if day > change else 23}:00:00Z" for day in days]
    found = read(
        "date,sales\n" + "\n".join(f"{stamp},{day.isoweekday()}" for stamp, day in zip(stamps, days, strict=True))
    )
    assert found.history.start == dt.date(2024, 3, 18)
    assert found.history.sales.tolist() == [28.0] * 4
    assert "history_midnights" in codes(found.notes)


def test_local_times_keep_their_day() -> None:
    rows = "".join(f"2024-03-{day} 02:30:00+01:00,{day}\n" for day in range(25, 32))
    found = read("date,sales\n" + rows)
    assert found.history.sales.tolist() == [float(sum(range(25, 32)))]


def test_a_day_twice_with_different_figures_is_refused() -> None:
    (problem,) = refused("date,sales\n2024-02-12,1\n2024-02-13,2\n2024-02-13,3\n2024-02-14,1\n")
    assert problem.code == "history_day_twice"


def test_months_are_refused() -> None:
    rows = "".join(f"2024-{month:02d}-01,1000\n" for month in range(1, 13))
    assert [one.code for one in refused("date,sales\n" + rows)] == ["history_months"]


def test_months_first_are_refused() -> None:
    problems = refused("date,sales\n02/12/2024,1\n02/19/2024,2\n02/26/2024,3\n")
    assert [(one.code, one.values["line"]) for one in problems] == [("history_month_first", 3)]


def test_weeks_told_by_their_sunday_are_said() -> None:
    found = read("date,sales\n2024-02-18,1\n2024-02-25,2\n")
    assert found.history.start == MONDAY
    assert "history_sundays" in codes(found.notes)


@pytest.mark.parametrize(
    "cell", ["7", "", "2024-W54", "31/02/2024", "hier", "45334", "20240212", "1066-10-14", "2024-07"]
)
def test_what_is_no_week_is_told_with_its_line(cell: str) -> None:
    (problem,) = refused(f"week,sales\n2024-W07,1\n{cell},2\n")
    assert (problem.code, problem.values["line"]) == ("history_not_a_week", 3)


def test_a_year_mistyped_is_refused_rather_than_a_gap_of_ten_years() -> None:
    (problem,) = refused("week,sales\n2014-W07,1\n2024-W08,2\n")
    assert problem.code == "history_far_apart"
    (problem,) = refused("week,sales\n2026-W40,1\n2062-W41,2\n")
    assert problem.code == "history_far_ahead"


def test_weeks_to_come_are_said_and_the_running_week_is_left_out() -> None:
    coming = read("week,sales\n2026-W46,1\n2026-W48,2\n2026-W49,3\n")
    assert "history_to_come" in codes(coming.notes)
    running = read("week,sales,new_customers\n2026-W46,1,1\n2026-W47,2,2\n")
    assert np.isnan(running.history.sales).tolist() == [False, True]
    assert running.history.new_customers is not None
    assert np.isnan(running.history.new_customers).tolist() == [False, True]
    assert "history_unfinished" in codes(running.notes)


# --- what is odd -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [10.0, 0.1])
def test_a_tenfold_slip_is_said_and_kept(factor: float) -> None:
    found = read(weeks(60, lambda week: str(usual(week) * (factor if week == 30 else 1.0))))
    (slip,) = [note for note in found.notes if note.code == "history_slip"]
    assert slip.values["week"] == MONDAY + dt.timedelta(weeks=30)
    assert slip.values["column"] == "sales"
    assert found.history.sales[30] == pytest.approx(usual(30) * factor)


def test_a_tenfold_slip_of_one_day_is_said() -> None:
    days = [MONDAY + dt.timedelta(days=number) for number in range(140)]
    rows = [f"{day},{100 + 9 * day.isoweekday() if number != 66 else 1630}" for number, day in enumerate(days)]
    (slip,) = [note for note in read("date,sales\n" + "\n".join(rows)).notes if note.code == "history_day_slip"]
    assert (slip.values["day"], slip.values["found"], slip.values["usual"]) == (days[66], 1630, 136)


def test_an_effort_with_a_zero_too_many_is_said() -> None:
    text = weeks(60, lambda week: f"{usual(week)},{500 if week == 30 else 50 * (week % 2)}", "week,sales,ads")
    found = read(text, {"ads": "paid_social"})
    assert [note.values["column"] for note in found.notes if note.code == "history_slip"] == ["ads"]


def test_an_ordinary_season_is_no_slip() -> None:
    assert read(weeks(120, lambda week: str(usual(week) * (3.0 if week % 52 == 45 else 1.0)))).notes == ()


def test_weeks_of_closing_stay_zero_and_are_said() -> None:
    found = read(weeks(60, lambda week: "0" if 20 <= week < 23 else str(usual(week))))
    assert found.history.sales[20:23].tolist() == [0.0, 0.0, 0.0]
    assert codes(found.notes) == ["history_closed"]


def test_a_year_of_zeros_is_said() -> None:
    found = read(weeks(130, lambda week: "0" if 60 <= week < 115 else str(usual(week))))
    assert codes(found.notes) == ["history_closed_year"]
    assert found.notes[0].values["count"] == 55


@pytest.mark.parametrize("cell", ["0", "", "abc"])
def test_sales_that_are_never_there_are_refused(cell: str) -> None:
    assert [one.code for one in refused(weeks(60, lambda _week: cell))] == ["history_nothing_sold"]


def test_levers_that_no_week_can_tell_are_said() -> None:
    text = weeks(
        60, lambda week: f"{usual(week)},2,0,{week % 3},{(week % 3) * 10 + 1}", "week,sales,same,never,one,other"
    )
    found = read(text, {"same": "blog", "never": "email", "one": "organic_social", "other": "paid_social"})
    assert codes(found.notes) == ["history_lever_constant", "history_lever_unused", "history_levers_together"]


@pytest.mark.parametrize(
    ("beside", "cells", "notes"),
    [
        ("attributed_posts", "1", ["history_attributed_alone"]),
        ("attributed_posts,new_customers", "1,3", ["history_attributed_alone"]),
        ("attributed_posts,orders", "1,", ["history_attributed_alone"]),
        ("attributed_posts,orders", "1,40", []),
        ("attributed_posts,new_customers,returning_customers", "1,3,37", []),
        ("attributed_post,orders", "1,40", ["history_unused"]),
    ],
)
def test_customers_counted_as_a_levers_own_that_nothing_can_be_made_of_are_said(
    beside: str, cells: str, notes: list[str]
) -> None:
    text = weeks(60, lambda week: f"{usual(week)},{week % 3},{cells}", f"week,sales,posts,{beside}")
    assert codes(read(text, {"posts": "organic_social"}).notes) == notes


def test_one_row_and_twelve_weeks_are_read_and_said() -> None:
    assert codes(read("week,sales\n2024-W07,1000\n").notes) == ["history_one_week"]
    twelve = read(weeks(12, lambda week: str(usual(week))))
    assert codes(twelve.notes) == ["history_few_weeks"]
    assert twelve.history.weeks == 12


def test_ten_thousand_rows() -> None:
    start = TODAY - dt.timedelta(days=10_007)
    rows = "".join(f"{start + dt.timedelta(days=number)},{100 + number % 7},{number % 3}\n" for number in range(10_000))
    found = read("date,sales,ads\n" + rows, {"ads": "paid_social"})
    assert found.daily
    assert abs(found.history.weeks - 10_000 // 7) <= 2
    assert np.nanmax(found.history.sales) == float(sum(range(100, 107)))


def test_ten_thousand_bad_lines_are_told_by_fifty() -> None:
    problems = refused("week,sales\n" + "soon,1\n" * 10_000)
    assert (len(problems), problems[-1].values["count"]) == (51, 9_950)


# --- columns ---------------------------------------------------------------------------------------------------


def test_a_lever_that_is_no_column_lists_the_columns() -> None:
    problems = refused("week,sales,instagram\n2024-W07,1,2\n", {"instgram": "organic_social", "radio": "local_ads"})
    assert [one.code for one in problems] == ["history_no_column_near", "history_no_column"]
    assert problems[0].values["nearest"] == "instagram"
    assert "instagram" in str(problems[1].values["columns"])


def test_a_control_that_is_no_column_is_refused() -> None:
    assert [one.code for one in refused("week,sales\n2024-W07,1\n", controls=["footfall"])] == ["history_no_column"]


def test_names_are_found_without_accents_capitals_and_signs() -> None:
    text = "week,sales,Publicité  Facebook (Noël)\n2024-W07,1,2\n"
    found = read(text, {"publicite_facebook noel": "paid_social"})
    assert found.history.names == ("publicite_facebook noel",)


@pytest.mark.parametrize(
    ("header", "levers", "controls", "code"),
    [
        ("week,sales,sales", {}, [], "history_same_columns"),
        ("week,sales,ventes", {}, [], "history_same_columns"),
        ("week,sales,ads", {"sales": "other"}, [], "history_column_taken"),
        ("week,sales,ads", {"week": "other"}, [], "history_column_taken"),
        ("week,sales,ads", {"ads": "other"}, ["ads"], "history_asked_twice"),
        ("period,sales,ads", {}, [], "history_no_week"),
        ("week,profit,ads", {}, [], "history_no_sales"),
    ],
)
def test_a_heading_that_cannot_be_used(header: str, levers: dict[str, Told], controls: list[str], code: str) -> None:
    assert code in [one.code for one in refused(f"{header}\n2024-W07,1,2\n", levers, controls)]


def test_columns_that_nothing_uses_are_said() -> None:
    found = read("week,sales,new_custommers,ads,remark\n2024-W07,1,2,3,rain\n2024-W08,1,2,3,sun\n")
    assert codes(found.notes)[:3] == ["history_unused_near", "history_unused", "history_unused"]
    assert found.notes[0].values["nearest"] == "new_customers"
    assert found.unused == ("new_custommers", "ads")


def test_a_row_of_totals_is_left_out() -> None:
    assert read("week,sales\n2024-W07,1\n2024-W08,2\nTotal,3\n").history.sales.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "history_empty"),
        (b"\xef\xbb\xbf \n;;\n", "history_empty"),
        (b"PK\x03\x04" + b"\x00" * 40, "history_workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 40, "history_workbook"),
        (b"%PDF-1.7 ...", "history_not_csv"),
        (b"\x00\x01\x02week,sales", "history_not_csv"),
        (b"<!DOCTYPE html><table>", "history_not_csv"),
        (b"week,sales\n", "history_no_rows"),
        (b"What we would like to sell", "history_no_week"),
        (b'week,sales\n1,"' + b"9" * 200_000, "history_not_csv"),
        (b"week,sales\n" + b" " * 20_000_001, "history_too_large"),
        (b"date,sales\n" + b"2024-02-12,1\n" * 100_001, "history_too_long"),
    ],
    ids=[
        "nothing",
        "only signs",
        "XLSX",
        "XLS",
        "PDF",
        "bytes",
        "a page",
        "heading only",
        "prose",
        "no end",
        "huge",
        "long",
    ],
)
def test_what_is_no_history(data: bytes, code: str) -> None:
    assert code in [one.code for one in refused(data)]


@FIXED
@given(st.binary(max_size=80) | st.text("week,;sal2024-W07\n\r\"' €.-/", max_size=120).map(str.encode))
def test_any_bytes_are_a_history_or_a_refusal(data: bytes) -> None:
    for start in (b"", b"week,sales,posts\n", b"date;ventes\n2024-02-12;3\n"):
        try:
            found = read(start + data)
        except FirmFileError as error:
            codes(error.problems)
            continue
        codes([*found.problems, *found.notes])
        assert not (found.history.sales < 0.0).any()

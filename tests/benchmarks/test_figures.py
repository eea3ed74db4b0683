"""What the benchmarks of health and of first use measure is what they say."""

from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.first_use import HISTORY, sales_alone
from benchmarks.health import firm, table


def row(number: int, **changes: Any) -> dict[str, Any]:
    """A firm on which all went well."""
    well = {"refused": False, "cpu": 1.0, "rhat": 1.002, "ess_bulk": 2000.0, "ess_tail": 1500.0}
    return {"number": number} | well | {"divergences": 0, "steps": 15.0, "reran": False} | changes


def test_a_firm_of_the_health_benchmark_is_the_full_model_and_always_the_same() -> None:
    one, again, other = firm(3).history, firm(3).history, firm(4).history
    assert (one.weeks, len(one.levers)) == (156, 3)
    assert one.new_customers is not None
    np.testing.assert_array_equal(one.sales, again.sales)
    assert (one.sales > 0.0).all()
    assert not np.array_equal(one.sales, other.sales)


def test_the_table_counts_what_went_wrong_and_names_the_firms() -> None:
    told = table(
        [row(0), row(1, reran=True, cpu=5.0), row(2, reran=True, refused=True, cpu=9.0, rhat=1.2, ess_tail=30.0)]
    )
    assert "| firms | 3 |" in told
    assert "| refused | 1 |" in told
    assert "| rerun once | 2 |" in told
    assert "| worst r-hat | 1.2000 |" in told
    assert "| smallest ESS, tail (median) | 30 (1500) |" in told
    assert "| CPU s a firm, median (target 3) | 5.00 |" in told
    assert told.endswith("Rerun: 1, 2 (refused)")
    assert "Rerun" not in table([row(0)])


def test_the_other_file_of_first_use_lacks_new_customers_and_nothing_else(tmp_path: Path) -> None:
    whole, bare = (path.read_text(encoding="utf-8").splitlines() for path in (HISTORY, sales_alone(tmp_path)))
    assert len(whole) == len(bare)
    for full, short in zip(whole, bare, strict=True):
        cells = full.split(";")
        del cells[2]
        assert short.split(";") == cells

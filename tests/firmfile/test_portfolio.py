"""A portfolio's file: one firm's mistake is that firm's alone, a mistake of the whole is refused."""

from pathlib import Path

import pytest

from foulee.firmfile.portfolio import read_portfolio
from foulee.firmfile.problems import FirmFileError

GOOD = '[[firm]]\nname = "Aline"\nhistory = "a.csv"\nlevers = { ads = "paid_social" }\n'


def written(folder: Path, text: str, name: str = "portfolio.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def codes(path: Path) -> list[str]:
    with pytest.raises(FirmFileError) as refused:
        read_portfolio(path)
    return [problem.code for problem in refused.value.problems]


def test_defaults_hold_unless_a_firm_says_otherwise(tmp_path: Path) -> None:
    text = (
        '[defaults]\ntrade = "bakery"\nmargin = 0.6\n'
        + GOOD
        + '[[firm]]\nname = "B"\nhistory = "b.csv"\nmargin = 0.4\n'
    )
    one, other = read_portfolio(written(tmp_path, text))
    assert one.entry is not None
    assert other.entry is not None
    assert (one.entry.margin, other.entry.margin) == (0.6, 0.4)
    assert one.entry.trade == other.entry.trade == "bakery"
    assert one.history == tmp_path / "a.csv"
    assert read_portfolio(tmp_path) == [one, other]


def test_a_folder_without_a_list_has_one_file_for_each_firm(tmp_path: Path) -> None:
    written(tmp_path, 'name = "Aline"\nhistory = "a.csv"\n', "a.toml")
    written(tmp_path, "name = Bruno\n", "b.toml")
    one, other = read_portfolio(tmp_path)
    assert (one.name, one.problems) == ("Aline", ())
    assert (other.name, [problem.code for problem in other.problems]) == ("b.toml", ["toml_syntax"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('name = "X"\n', "missing"),
        ('name = "X"\nhistory = "x.csv"\nmargin = 60\n', "percent_not_share"),
        ('name = "X"\nhistory = "x.csv"\ntrade = "brewery"\n', "not_a_choice"),
        ('name = "X"\nhistory = "x.csv"\nlever = {}\n', "unknown_key"),
        ('name = 3\nhistory = "x.csv"\n', "not_a_text"),
        ('name = "X"\nhistory = ""\n', "missing"),
        ('name = "ALINE"\nhistory = "x.csv"\n', "portfolio_twice"),
    ],
)
def test_a_firm_s_mistake_is_its_own(tmp_path: Path, text: str, code: str) -> None:
    good, bad = read_portfolio(written(tmp_path, f"{GOOD}[[firm]]\n{text}"))
    assert not good.problems
    assert code in [problem.code for problem in bad.problems]
    assert bad.entry is None


def test_a_mistake_of_the_whole_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path / "none.toml") == ["file_missing"]
    assert codes(tmp_path) == ["portfolio_empty"]
    assert codes(written(tmp_path, "")) == ["portfolio_empty"]
    assert codes(written(tmp_path, "firm = 3\n")) == ["portfolio_shape"]
    assert codes(written(tmp_path, "firms = []\n")) == ["portfolio_shape"]
    assert codes(written(tmp_path, "[defaults]\nmargin = 2\n" + GOOD)) == ["percent_not_share"]
    assert codes(written(tmp_path, "[[firm]\n")) == ["toml_syntax"]


def test_odd_names_stay_as_they_are(tmp_path: Path) -> None:
    names = ["<b>x</b>", "../../etc", "خبز", "🥐", "=1+1", "a" * 200]
    text = "".join(f'[[firm]]\nname = "{name}"\nhistory = "x.csv"\n' for name in names)
    assert [one.name for one in read_portfolio(written(tmp_path, text))] == names

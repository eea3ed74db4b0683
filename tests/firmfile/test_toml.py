"""From bytes to values: encodings, line ends, decimal commas, and what cannot be read at all."""

import pytest

from foulee.firmfile.problems import FirmFileError, Problem
from foulee.firmfile.toml import MAX_BYTES, parse


def problems(data: bytes) -> list[Problem]:
    with pytest.raises(FirmFileError) as caught:
        parse(data)
    return caught.value.problems


@pytest.mark.parametrize(
    "data",
    [
        b'[firm]\nname = "a"\n',
        b'\xef\xbb\xbf[firm]\nname = "a"\n',
        b'[firm]\r\nname = "a"\r\n',
        b'\xef\xbb\xbf[firm]\r\nname = "a"',
    ],
    ids=["plain", "byte order mark", "CRLF", "both, no last line end"],
)
def test_a_file_reads_the_same_however_its_lines_end(data: bytes) -> None:
    assert parse(data) == {"firm": {"name": "a"}}


def test_accents_are_kept() -> None:
    assert parse("name = 'Épicerie d’Élise'".encode()) == {"name": "Épicerie d’Élise"}


def test_an_empty_file_is_an_empty_document() -> None:
    assert parse(b"") == {}


def test_every_decimal_comma_is_told_with_its_line() -> None:
    data = (
        '[firm]\naverage_basket = 8,50\nname = "a, b"\nmargin = 0,6 # à peu près\nsales_per_year = 1 234,5\n'.encode()
    )
    found = problems(data)
    assert [(problem.code, problem.path, dict(problem.values)) for problem in found] == [
        ("decimal_comma", "average_basket", {"line": 2, "found": "8,50", "wanted": "8.50"}),
        ("decimal_comma", "margin", {"line": 4, "found": "0,6", "wanted": "0.6"}),
        ("decimal_comma", "sales_per_year", {"line": 5, "found": "1 234,5", "wanted": "1234.5"}),
    ]


def test_a_decimal_comma_after_windows_line_ends_keeps_its_line() -> None:
    assert problems(b"a = 1\r\nb = 2\r\nc = 3,5\r\n")[0].values["line"] == 3


def test_a_byte_that_is_not_utf8_is_told_with_its_line() -> None:
    (problem,) = problems("[firm]\nname = 'Épicerie'\n".encode("latin-1"))
    assert (problem.code, problem.values) == ("not_utf8", {"line": 2})


def test_utf16_is_not_utf8() -> None:
    assert problems("[firm]\n".encode("utf-16"))[0].code == "not_utf8"


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    (problem,) = problems(b"#" * (MAX_BYTES + 1))
    assert (problem.code, problem.values) == ("file_too_large", {"limit": MAX_BYTES})
    assert parse(b"#" * MAX_BYTES) == {}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"[firm]\nname = a\n", 2),
        (b"[firm]\nname\n", 2),
        (b"[firm]\nname = 'a'\n[firm]\n", 3),
        (b"a = 1\na = 2\n", 2),
        (b"[firm]\nby = 2026-13-45\n", 2),
        (b"topics = [1, 2", 1),
        (b"name = 'a\x00'", 1),
        (b"", None),
    ],
)
def test_syntax_errors_have_a_line(data: bytes, line: int | None) -> None:
    if line is None:
        assert parse(data) == {}
        return
    (problem,) = problems(data)
    assert (problem.code, problem.values["line"]) == ("toml_syntax", line)


@pytest.mark.parametrize(
    "line",
    [
        b"a = " + b"[" * 20_000,
        b"a = " + b"9" * 5_000,
        b"a = " + b"[" * 300 + b"]" * 300,
        b"a" + b".a" * 3_000 + b" = 1",
        b"a" + b".a" * 400_000 + b" = 1",
        b'"a\\"b"' + b' . "a\\"b"' * 50_000 + b" = 1",
        b"[a" + b".a" * 50_000 + b"]\n" + b"".join(b"b%d=1\n" % number for number in range(80_000)),
    ],
    ids=[
        "brackets without end",
        "a number of thousands of digits",
        "lists in lists",
        "tables in tables",
        "a name without end",
        "a name without end in quotes",
        "many answers under a name without end",
    ],
)
def test_what_python_itself_refuses_is_told_with_its_line(line: bytes) -> None:
    (problem,) = problems(b"# Aline\n" + line + b"\n")
    assert (problem.code, problem.values["line"]) == ("toml_syntax", 2)
    assert len(str(problem.values["found"])) <= 80

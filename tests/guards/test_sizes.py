"""Sizes of files and functions (DESIGN §8): maxima are refused, medians are held."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "foulee"
MAX_FILE, MAX_FUNCTION, MAX_PARAMETERS = 450, 60, 5
CLICK = "cli"  # click passes one parameter for each option


def files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def length(node: ast.FunctionDef) -> int:
    """Lines of a function's body, its docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE


def test_functions_are_short() -> None:
    lengths = {f"{path.name}:{node.name}": length(node) for path, node in functions()}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FUNCTION} == {}
    assert statistics.median(lengths.values()) <= 8
    assert statistics.quantiles(lengths.values(), n=20)[-1] <= 35


def test_files_are_short() -> None:
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in files()]
    assert statistics.median(lengths) <= 110


def test_functions_take_few_parameters() -> None:
    many = {
        f"{path.name}:{node.name}"
        for path, node in functions()
        if len([argument for argument in node.args.args if argument.arg != "self"]) + len(node.args.kwonlyargs)
        > MAX_PARAMETERS
        and path.parent.name != CLICK
    }
    assert many == set()


def test_public_functions_of_the_core_have_a_docstring() -> None:
    bare = {
        f"{path.name}:{node.name}"
        for path, node in functions()
        if "core" in path.parts and not node.name.startswith("_") and not ast.get_docstring(node)
    }
    assert bare == set()


def test_a_long_function_would_be_seen() -> None:
    """Negative control: the measure counts what it should."""
    lines = "\n".join(f"    x{number} = {number}" for number in range(70))
    node = ast.parse(f'def long() -> None:\n    """Docstring."""\n{lines}\n').body[0]
    assert isinstance(node, ast.FunctionDef)
    assert length(node) == 70

"""Environment variables: each documented, read in one place, refused in a sentence where it cannot be used."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from foulee.cli.installation import MUST_BE
from foulee.configuration import USABLE, VARIABLES, Configuration, ConfigurationError
from foulee.keys import kept, put

HOUSE = Path(__file__).parents[2]
SOURCE = HOUSE / "src" / "foulee"
GUIDE = HOUSE / "docs" / "guide" / "installing.md"
ROW = re.compile(r"^\| `(?P<name>FOULEE_\w+)` \| (?:`(?P<default>[^`]*)` |)\| (?P<says>.+) \|$", re.MULTILINE)
KEY = "72L6deRNPViouh1Z39gCdQdGfogSd4a1bDM2BCkPCYY="


def test_the_guide_documents_every_variable_as_the_program_does() -> None:
    written = [
        (row["name"], row["default"] or "", row["says"]) for row in ROW.finditer(GUIDE.read_text(encoding="utf-8"))
    ]
    assert written == [(variable.name, variable.default, variable.says) for variable in VARIABLES]


def environment_reads(path: Path) -> list[int]:
    """Lines of a file that read the process's environment; writing for other processes is another matter."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    writes = {
        id(node.value)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.Attribute) and node.attr == "setdefault")
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and id(node) not in writes
    ]


def test_the_environment_is_read_in_one_place() -> None:
    found = {str(path.relative_to(SOURCE)): environment_reads(path) for path in SOURCE.rglob("*.py")}
    assert [name for name, lines in found.items() if lines] == ["configuration.py"]


def test_the_guard_would_see_a_reading(tmp_path: Path) -> None:
    """Negative control."""
    path = tmp_path / "x.py"
    path.write_text("import os\nos.environ['A'] = '1'\nos.environ.setdefault('B', '2')\nprint(os.environ['A'])\n")
    assert environment_reads(path) == [4]


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("FOULEE_PORT", ["1", "8000", "65535"], ["0", "65536", "x", "8000.5", "-1", "٣"]),
        ("FOULEE_URL", ["https://x.fr", "http://localhost:8000/"], ["x.fr", "ftp://x.fr", "https://x.fr/a", "https://", "http://x:y"]),
        ("FOULEE_DATABASE", ["postgresql://u:p@h:5432/n", "postgres:///n"], ["sqlite:///x", "postgresql://h", "mysql://h/n"]),
        ("FOULEE_ENCRYPTION_KEYS", [KEY, f"{KEY}, {KEY}"], ["x", f"{KEY},", "é"]),
        ("FOULEE_SMTP", ["smtp://h", "smtps://u:p@h:465", "smtp://h?starttls=1"], ["h:25", "http://h", "smtp://"]),
        ("FOULEE_SIGNUP", ["open", "invited"], ["closed", "Open"]),
        ("FOULEE_PROXIES", ["0", "2"], ["-1", "many"]),
        ("FOULEE_WORKERS", ["1", "4"], ["0", "100"]),
        ("FOULEE_TIMEZONE", ["America/Martinique", "UTC"], ["Martinique", "../etc/passwd", "/etc"]),
        ("FOULEE_LANG", ["fr", "en"], ["de"]),
    ],
)  # fmt: skip
def test_values_are_judged(name: str, good: list[str], bad: list[str]) -> None:
    assert [value for value in good if Configuration({name: value}).wrong()] == []
    assert [value for value in bad if not Configuration({name: value}).wrong()] == []


def test_what_stands_in_can_be_used_and_every_refusal_has_its_sentence() -> None:
    assert Configuration({}).wrong() == []
    assert set(MUST_BE) == set(USABLE)


def test_a_secret_is_not_repeated_in_the_refusal() -> None:
    (error,) = Configuration({"FOULEE_SMTP": "aline:secret@mail"}).wrong()
    assert "secret" not in f"{error} {error.value}"


def test_a_number_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match="FOULEE_PROXIES cannot be many"):
        Configuration({"FOULEE_PROXIES": "many"}).number("FOULEE_PROXIES")


def test_keys_are_private_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    assert kept(path, lambda: "one") == kept(path, lambda: "two") == "one"
    put(path, "three")
    assert kept(path, lambda: "four") == "three"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["a.key"]


def django(*words: str, folder: Path, **variables: str) -> str:
    """Run one of Django's commands on an empty installation; return everything it says."""
    kept_variables = {name: value for name, value in os.environ.items() if not name.startswith("FOULEE_")}
    own = {"DJANGO_SETTINGS_MODULE": "foulee.settings", "FOULEE_DATA": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "django", *words], env=kept_variables | own | variables, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return done.stdout + done.stderr + ("" if done.returncode == 0 else f"exit code {done.returncode}")


def test_the_deployment_check_finds_nothing_under_https(tmp_path: Path) -> None:
    said = django("check", "--deploy", "--fail-level", "INFO", folder=tmp_path, FOULEE_URL="https://foulee.example.org")
    assert said.strip() == "System check identified no issues (0 silenced)."


def test_the_deployment_check_would_warn_under_http(tmp_path: Path) -> None:
    """Negative control."""
    said = django("check", "--deploy", "--fail-level", "INFO", folder=tmp_path, FOULEE_URL="http://foulee.example.org")
    assert "security.W" in said


def test_no_migration_is_missing(tmp_path: Path) -> None:
    assert "No changes detected" in django("makemigrations", "--check", "--dry-run", folder=tmp_path)

"""Help in French and in English, and how little it takes to show it."""

import os
import subprocess
import sys

import pytest

HEAVY = {"numpy", "scipy", "pydantic", "yaml", "babel", "jinja2", "tomlkit", "vl_convert", "numba"}
COMMANDS = ("advise", "project", "new", "explain", "knowledge", "demo")
STARTED = "import sys; sys.argv = ['foulee', *sys.argv[1:]]; from foulee.cli.main import main; main()"


def python(code: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in {"LANG", "LC_ALL", "LANGUAGE", "FOULEE_LANG"}}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=kept | {"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "une petite entreprise"),
        ({"FOULEE_LANG": "fr", "LANG": "en_GB.UTF-8"}, "une petite entreprise"),
        ({"LANG": "fr_CA.UTF-8"}, "une petite entreprise"),
        ({"LANG": "en_GB.UTF-8"}, "should a small firm"),
        ({"FOULEE_LANG": "en", "LANG": "fr_FR.UTF-8"}, "should a small firm"),
        ({"LC_ALL": "en_CA.UTF-8", "LANG": "fr_FR.UTF-8"}, "should a small firm"),
    ],
    ids=str,
)
def test_help_speaks_the_language_of_the_system(environment: dict[str, str], told: str) -> None:
    result = python(STARTED, "--help", **environment)
    assert result.returncode == 0
    assert told in result.stdout
    assert [name for name in COMMANDS if f"\n  {name} " in result.stdout] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_in_both_languages(name: str) -> None:
    french, english = (python(STARTED, name, "--help", FOULEE_LANG=lang) for lang in ("fr", "en"))
    assert (french.returncode, english.returncode) == (0, 0), french.stderr + english.stderr
    assert french.stdout != english.stdout
    assert "Usage" in english.stdout


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['foulee', '--help']\n"
        "from foulee.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    loaded = set(python(code).stderr.split())
    assert "click" in loaded
    assert loaded & HEAVY == set()


def test_importing_the_library_imports_nothing_heavy() -> None:
    loaded = set(python("import sys, foulee; print('\\n'.join(sys.modules))").stdout.split())
    assert "foulee" in loaded
    assert loaded & HEAVY == set()


def test_every_public_name_of_the_library_is_there() -> None:
    import foulee

    for name in foulee.__all__:
        assert getattr(foulee, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = foulee.nothing


def test_an_unknown_command_or_option_is_said_without_traceback() -> None:
    for words in (["wonder"], ["--wonder"], ["advise"]):
        result = python(STARTED, *words)
        assert result.returncode == 2
        assert "Traceback" not in result.stderr
        assert "Erreur" in result.stderr


def test_the_version() -> None:
    assert "0.1" in python(STARTED, "--version").stdout

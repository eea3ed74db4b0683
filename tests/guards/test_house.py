"""What the repository may not contain, and what must go together."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
TEXTS = {".py", ".md", ".toml", ".yaml", ".csv", ".txt", ".po", ".in", ".jinja", ".css", ""}
# Written in two parts so that this file does not contain what it forbids.
FORBIDDEN = [
    re.compile(word, re.IGNORECASE)
    for word in (
        r"/wo" + r"rk/(main|shared)",
        r"/ro" + r"ot/",
        r"pypi" + r"\.org",
        r"npm" + r"js\.",
        r"files\.python" + r"hosted",
    )
]


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the list of files is not known")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\n") if name]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_hold_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--hash=sha256:" in text


def test_nothing_speaks_of_the_workplace() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {pattern.pattern}"
        for path in tracked()
        if path.suffix in TEXTS and path.is_file() and path != Path(__file__)
        for pattern in FORBIDDEN
        if pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == []


def test_the_core_stands_alone() -> None:
    """The core imports with NumPy and numba and nothing of the floors above it.

    SciPy and YAML are hidden, for numba takes them where it finds them.
    """
    program = (
        "import sys, importlib, pkgutil, foulee.core\n"
        "sys.modules.update(scipy=None, yaml=None)\n"
        "for module in pkgutil.walk_packages(foulee.core.__path__, 'foulee.core.'):\n"
        "    importlib.import_module(module.name)\n"
        "above = {'pydantic', 'babel', 'click', 'jinja2', 'tomlkit', 'vl_convert', 'django'}\n"
        "print(sorted(above & set(sys.modules)))\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_version_and_changelog_agree() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert f"[{version[1]}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_emptied_module_stays() -> None:
    empty = [path for path in tracked() if path.suffix == ".py" and not path.read_text(encoding="utf-8").strip()]
    assert empty == []

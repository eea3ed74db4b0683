"""Documents tell the truth: the README's samples are what the command prints, and every link and path exists."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from foulee.cli.main import cli

HOUSE = Path(__file__).parents[2]
EXAMPLE, DAY = "examples/boulangerie-martinique.toml", "2026-11-22"
SAMPLE = re.compile(r"--lang (?P<lang>en|fr) --today [^\n]*\n\n```text\n(?P<text>.*?)\n```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
PATH = re.compile(r"`(?P<path>(?:src|tests)/[^`\s]*)`")
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def documents() -> list[Path]:
    """Every document of the house, those of tools and of the environment left out."""
    return sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md"), *(HOUSE / "src").rglob("*.md")])


def prose(path: Path) -> str:
    """A document without its blocks of code, where a bracket is not a link."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def lines(text: str) -> list[str]:
    """Lines without the spaces at their end, which editors remove."""
    return [line.rstrip() for line in text.strip("\n").split("\n")]


def samples() -> dict[str, str]:
    """The answer printed in the README, by language."""
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    return {found["lang"]: found["text"] for found in SAMPLE.finditer(readme)}


def anchors(path: Path) -> set[str]:
    """Anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_readme_shows_what_the_command_prints(lang: str) -> None:
    result = CliRunner().invoke(cli, ["advise", str(HOUSE / EXAMPLE), "--lang", lang, "--today", DAY])
    assert result.exit_code == 0, result.output
    assert lines(samples()[lang]) == lines(result.stdout)


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_links_and_paths_lead_somewhere(path: Path) -> None:
    text = prose(path)
    broken = [found["target"] for found in LINK.finditer(text) if not _leads(path, found["target"])]
    missing = [found["path"] for found in PATH.finditer(text) if not _exists(found["path"])]
    assert (broken, missing) == ([], [])


def _leads(path: Path, target: str) -> bool:
    """Whether a link of `path` leads to a file, and to a heading of it where it names one; the web is not visited."""
    if re.match(r"[a-z]+:", target):
        return True
    name, _, anchor = target.partition("#")
    other = path.parent / name if name else path
    return other.exists() and (not anchor or anchor in anchors(other))


def _exists(name: str) -> bool:
    """Whether a path of the house exists; stars stand for anything, capitals (`NAME.toml`) for a name to choose."""
    if re.search(r"\b[A-Z]{3,}\b", name):
        return True
    return any(HOUSE.glob(name.rstrip("/")))

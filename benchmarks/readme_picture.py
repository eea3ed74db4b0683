"""Draw the pictures of the README: the red and the blue curve of an example firm, in English and in French.

Run by hand after a change that moves figures: `.venv/bin/python benchmarks/readme_picture.py`. The day is fixed, so
that the same program writes the same bytes.
"""

import datetime as dt
from importlib.resources import as_file, files
from pathlib import Path

import foulee
from foulee.reporting.charts import emblem_svg

EXAMPLE = "boulangerie-martinique"
DAY = dt.date(2026, 11, 22)
FOLDER = Path(__file__).parents[1] / "docs" / "images"
NAMES = {"en": "red-and-blue.svg", "fr": "rouge-et-bleu.svg"}
WIDTH, HEIGHT = 720, 400


def main() -> None:
    """Write one picture for each language."""
    with as_file(files("foulee") / "examples" / f"{EXAMPLE}.toml") as path:
        firm = foulee.load_firm(path, today=DAY)
    advice = foulee.advise(firm, foulee.load_knowledge(DAY), foulee.Setup(today=DAY))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for code, name in NAMES.items():
        language = foulee.Language(code, advice.currency, advice.country)
        (FOLDER / name).write_text(emblem_svg(advice, language, WIDTH, HEIGHT) + "\n", encoding="utf-8")
        print(FOLDER / name)


if __name__ == "__main__":
    main()

"""Write the samples and draw the pictures of `docs/guide/weeks.md`.

Run by hand after a change that moves figures: `.venv/bin/python benchmarks/weeks_guide.py`.
"""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from foulee.reporting.fit_figures import sales_ahead
from foulee.reporting.language import Language
from foulee.reporting.vegalite import PAPER, SVG, theme_css

HOUSE = Path(__file__).parents[1]
GUIDE = HOUSE / "docs" / "guide" / "weeks.md"
SAMPLE = re.compile(
    r"(```sh\nfoulee (?P<words>fit [^\n]*)\n```\n\n```text\n)(?P<text>.*?)(```$)", re.DOTALL | re.MULTILINE
)
PROGRAM = re.compile(r"```python\n(.*?)```", re.DOTALL)
WIDTH, HEIGHT, EDGE = 340, 250, 12


def main() -> None:
    """Write both samples again, then draw both pictures."""
    text = GUIDE.read_text(encoding="utf-8")
    GUIDE.write_text(SAMPLE.sub(_sample, text), encoding="utf-8")
    names: dict[str, object] = {}
    exec(PROGRAM.findall(text)[0], names)
    for name, half in zip(("before", "with"), sales_ahead(names["reading"], Language("en")).halves, strict=True):  # type: ignore[arg-type]
        path = HOUSE / "docs" / "images" / f"weeks-{name}.svg"
        path.write_text(_alone(half.drawing) + "\n", encoding="utf-8")
        print(path)


def _sample(found: re.Match[str]) -> str:
    program = [sys.executable, "-m", "foulee.cli", *found["words"].split()]
    told = subprocess.run(program, cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    lines = [line.rstrip() for line in told.rstrip("\n").split("\n")]
    return found[1] + "\n".join(lines) + "\n" + found[4]


def _alone(drawing: str) -> str:
    """The picture as a file of its own, on its own paper."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(drawing)
    box = f"{-EDGE} 0 {WIDTH + EDGE} {HEIGHT}"  # some room for faces wider than the page's
    root.attrib |= {"width": str(WIDTH + EDGE), "height": str(HEIGHT), "viewBox": box, "font-family": "Georgia, serif"}
    style = ET.Element(f"{{{SVG}}}style")
    style.text = theme_css()
    paper = {"class": "f-paper", "x": str(-EDGE), "width": "100%", "height": "100%", "rx": "8", "fill": PAPER}
    root[2:2] = [style, ET.Element(f"{{{SVG}}}rect", paper)]
    return ET.tostring(root, encoding="unicode")


if __name__ == "__main__":
    main()

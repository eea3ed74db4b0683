"""What the command line costs: CPU seconds of `foulee advise`, start-up, knowledge, and the installation's size.

Run by hand: `.venv/bin/python benchmarks/advise.py`. Targets: advise under 3 s of CPU warm, `--help` and
`import foulee` under 0.4 s, knowledge under 0.2 s, a base installation under 350 MB.
"""

import datetime as dt
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "src" / "foulee" / "examples").glob("*.toml"))
RUNS = 5


def cpu(arguments: list[str]) -> float:
    """CPU seconds, user and system, of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, check=True, capture_output=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def report(label: str, seconds: list[float], target: float) -> None:
    middle = statistics.median(seconds)
    print(f"{label:52} {middle:6.2f} s CPU (of {min(seconds):.2f} to {max(seconds):.2f}); target {target:g}")


def folder_size(folder: Path) -> float:
    """Megabytes of files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    foulee = str(Path(sys.executable).parent / "foulee")
    cpu([foulee, "advise", str(EXAMPLES[0])])  # warm
    for form in ("text", "json", "html"):
        seconds = [cpu([foulee, "advise", str(example), "--format", form]) for example in EXAMPLES[:RUNS]]
        report(f"foulee advise --format {form}, {RUNS} examples", seconds, 3.0)
    report("foulee --help", [cpu([foulee, "--help"]) for _ in range(RUNS)], 0.4)
    report("import foulee", [cpu([sys.executable, "-c", "import foulee"]) for _ in range(RUNS)], 0.4)
    from foulee.knowledge import reader  # noqa: PLC0415 - the import is not what is measured

    loads = []
    for day in range(1, RUNS + 1):
        start = time.process_time()
        knowledge = reader.load(dt.date(2026, 11, day))
        loads.append(time.process_time() - start)
    report(f"knowledge: {len(knowledge.facts)} facts", loads, 0.2)
    if len(sys.argv) > 1:
        size = folder_size(Path(sys.argv[1]))
        print(f"{'installation in ' + sys.argv[1]:52} {size:6.0f} MB; target 350")
    else:
        print("give the folder of a base installation to measure its size")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

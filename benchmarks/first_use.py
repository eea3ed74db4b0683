"""Figure (e): the first use after installation, compilation included, and the next. Target: under 20 s, then cached.

    python -m benchmarks.first_use

Each line is a `foulee fit` in a process of its own, from the file to the answer, with a folder for compiled code
(NUMBA_CACHE_DIR) that is empty at first and then the same for all. The second file has no new customers: another
density, and nothing more to compile. The package is copied first, so that nobody's edits have it compiled anew. CPU
seconds are user and system of the whole process; how many functions each compiled and the load are shown. An installer
leaves the bytecode of what it installs beside it (pip does, unless told not to); where it is not there, it is written
to the folder beforehand, as installing would have done, so that the first use is not charged for it.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "foulee"
HISTORY = PACKAGE / "examples" / "bakery_history.csv"
ASKED = ("--lever", "instagram_hours=organic_social", "--lever", "facebook_ads=paid_social", "--margin", "0.6")
TARGET = 20.0
TOLD = "--format=json", "--lang=en"
LOADED = ("numba", "llvmlite", "numpy", "scipy", "holidays", "babel", "pydantic", "click", "yaml", "narwhals")


def fitted(history: Path, folder: Path) -> tuple[float, float, int]:
    """CPU seconds, seconds on the wall, and functions compiled by one `foulee fit` of the package in the folder."""
    cache = folder / "compiled"
    command = [str(Path(sys.executable).parent / "foulee"), "fit", str(history), *ASKED, *TOLD]
    before, kept, began = resource.getrusage(resource.RUSAGE_CHILDREN), compiled(cache), time.perf_counter()
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        env=around(folder) | {"NUMBA_CACHE_DIR": str(cache), "OPENBLAS_NUM_THREADS": "1"},
    )
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, len(compiled(cache) - kept)


def around(folder: Path) -> dict[str, str]:
    """What the commands find around them: the package in the folder, and bytecode where `installed` wrote it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(folder), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def installed(folder: Path) -> None:
    """Write the bytecode of the package and of the libraries that it loads, as an installer does."""
    libraries = (Path(sysconfig.get_path("purelib")) / name for name in LOADED)
    paths = [str(path) for path in (folder / "foulee", Path(sysconfig.get_path("stdlib")), *libraries) if path.exists()]
    command = [sys.executable, "-m", "compileall", "-q", "-x", "/(site-packages/.*/)?tests?/", *paths]
    subprocess.run(command, check=False, capture_output=True, env=around(folder))


def compiled(cache: Path) -> set[tuple[Path, int]]:
    """The functions kept, each with when it was compiled."""
    return {(path, path.stat().st_mtime_ns) for path in cache.rglob("*.nbc")}


def sales_alone(folder: Path) -> Path:
    """The same weeks without their new customers."""
    rows = [line.split(";") for line in HISTORY.read_text(encoding="utf-8").splitlines()]
    place = rows[0].index("new_customers")
    path = folder / "sales_alone.csv"
    path.write_text("\n".join(";".join(row[:place] + row[place + 1 :]) for row in rows) + "\n", encoding="utf-8")
    return path


def main() -> None:
    """Run the four, one after the other."""
    argparse.ArgumentParser(
        prog="python -m benchmarks.first_use", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    print("| foulee fit | CPU s | s on the wall | functions compiled |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(PACKAGE, folder / "foulee", ignore=shutil.ignore_patterns("*.nbi", "*.nbc"))
        installed(folder)
        alone = sales_alone(folder)
        for label, history in (
            (f"first use, nothing compiled (target {TARGET:g})", HISTORY),
            ("the same again, a new process", HISTORY),
            ("another file, sales alone", alone),
            ("the same again", alone),
        ):
            cpu, wall, functions = fitted(history, folder)
            print(f"| {label} | {cpu:.1f} | {wall:.1f} | {functions} |", flush=True)
        kept = sum(path.stat().st_size for path in (folder / "compiled").rglob("*") if path.is_file())
    load = f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"Compiled code kept: {kept / 1e6:.1f} MB. Load of the machine: {load}.")


if __name__ == "__main__":
    main()

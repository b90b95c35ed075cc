"""Time the toolkit beside its own floor: what Python needs to import the libraries alone.

Run from a checkout with the toolkit installed: `python3 benchmarks/run.py [--runs 15]`.
Each command is a process of its own; the two of a pair alternate, so that a busy machine slows
both; medians and their ratio are printed.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def pair(name: str, ours: list[str], peer: list[str], runs: int, folder: Path) -> None:
    """Print medians of both commands and their ratio."""
    first, second = [], []
    for _ in range(runs):
        shutil.rmtree(folder, ignore_errors=True)
        first.append(seconds(ours))
        second.append(seconds(peer))
    a, b = statistics.median(first), statistics.median(second)
    print(f"{name:<44}{a * 1000:8.0f} ms{b * 1000:8.0f} ms{a / b:8.2f}")


def warm(runs: int) -> None:
    """Print the median of composing and writing a report in a running process."""
    import datetime

    from toolkit import tasks
    from toolkit.compose.render import Renderer
    from toolkit.pack.pack import Pack
    from toolkit.word.write import write

    pack, renderer = Pack(), Renderer()
    genre = pack.genre("work_report")
    brief = tasks.load_brief(ROOT / "samples" / "中山区.yaml", pack.vocabulary)
    now = datetime.datetime(2024, 12, 27, tzinfo=datetime.UTC)
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        report = tasks.compose(brief, pack, genre, 0, renderer)
        write(report, pack.layout, "urn:draft:0", now)
        times.append(time.perf_counter() - start)
    median = statistics.median(times[1:]) * 1000
    print(f"warm: compose and write {report.characters} characters: {median:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "out"
        new = [PYTHON, "-m", "toolkit", "new", "--region", "金山区", "--out", str(folder)]
        seconds(new)
        print(f"{'':<44}{'ours':>11}{'floor':>11}{'ratio':>8}")
        imports = [PYTHON, "-c", "import docx, jinja2, yaml"]
        pair("draft new | import docx, jinja2, yaml", new, imports, runs, folder)
        pair("draft --help | import typer", [PYTHON, "-m", "toolkit", "--help"],
             [PYTHON, "-c", "import typer"], runs, folder)  # fmt: skip
    warm(runs)


if __name__ == "__main__":
    main()

"""Time `draft decompose` in a running process over texts of growing length: the time grows with the text.

Run from a checkout with the toolkit installed: `python3 benchmarks/decompose.py [REPORT]`. Without a
report of your own, one of the bundled samples is composed and taken apart.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
COPIES = (1, 4, 16, 64, 91)
RUNS = 5


def sample() -> str:
    """Return the text of a report composed from a sample brief."""
    from toolkit import tasks
    from toolkit.pack.pack import Pack

    pack = Pack()
    brief = tasks.load_brief(ROOT / "samples" / "中山区.yaml", pack.vocabulary)
    return tasks.compose(brief, pack, pack.genre("work_report")).text


def main() -> None:
    """Print a table: characters, seconds, seconds for a thousand characters, what was found."""
    from toolkit.decompose.decomposition import as_json, take_apart
    from toolkit.readers.plain import read_plain
    from toolkit.sources import open_source, tools

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path, nargs="?")
    path = parser.parse_args().report
    text = open_source(path).text if path else sample()
    using = tools()
    print(f"{'characters':>12}{'seconds':>10}{'ms/1000':>10}{'headings':>10}{'figures':>9}")
    for copies in COPIES:
        times = []
        for _ in range(RUNS if copies < 64 else 1):
            start = time.perf_counter()
            source = read_plain(f"{text}\n" * copies, "report.txt", "txt")
            apart = take_apart(source, using.known, using.quantities, using.pack.catalogue)
            as_json(apart)
            times.append(time.perf_counter() - start)
        took, size = statistics.median(times), len(source.text)
        found = f"{len(apart.headings):>10}{len(apart.figures):>9}"
        print(f"{size:>12,}{took:>10.3f}{took / size * 1e6:>10.2f}{found}")


if __name__ == "__main__":
    main()

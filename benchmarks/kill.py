"""Kill -9 a batch at random moments: what is there must be whole, and the next run makes exactly the rest.

    python3 benchmarks/kill.py [--moments 20] [--regions 300] [--seed 7]

Each moment is drawn over the length of a whole run. Whole means: the ZIP's checksums hold, every XML
part parses, brief, base and record lie beside it, and the record's checksums are those of the files.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lxml import etree
from material import write_list
from measure import ROOT

from toolkit.batch.stored import read_record, state


def whole(folder: Path) -> None:
    """See that a result is whole.

    Raises:
        AssertionError: it is not.
    """
    record = read_record(folder)
    assert record is not None, folder
    found = state(folder, record)
    assert not found.missing, found.missing
    assert not found.edited, found.edited
    assert list((folder / ".draft" / "base").glob("*.json")), folder
    with zipfile.ZipFile(next(folder.glob("*.docx"))) as package:
        assert package.testzip() is None
        for name in package.namelist():
            etree.fromstring(package.read(name))


def results(out: Path) -> list[Path]:
    """Return the folders that stand in their places."""
    return [path for path in out.glob("*") if path.is_dir() and path.name != ".draft"] if out.is_dir() else []


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--regions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as made:
        listing, out = Path(made) / "list.csv", Path(made) / "out"
        write_list(listing, given.regions)
        command = [
            sys.executable,
            "-m",
            "toolkit",
            "batch",
            str(listing),
            "--out",
            str(out),
            "--jobs",
            "2",
            "--json",
        ]
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        length = time.perf_counter() - start
        killed, counts = 0, []
        for _ in range(given.moments):
            shutil.rmtree(out, ignore_errors=True)
            process = subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(chance.uniform(0, length))
            process.kill()
            killed += process.wait() < 0
            time.sleep(0.3)  # workers finish the rows that they have in hand, and end
            before = results(out)
            for folder in before:
                whole(folder)
            done = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
            assert (done["made"], done["unchanged"]) == (given.regions - len(before), len(before)), done
            for folder in results(out):
                whole(folder)
            counts.append(len(before))
    print(
        f"{given.moments} moments, {killed} within the run; results there when killed: "
        f"{min(counts)} to {max(counts)} of {given.regions}; all whole, the second run made exactly the rest."
    )


if __name__ == "__main__":
    main()

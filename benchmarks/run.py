"""Time the toolkit beside docxtpl and beside a floor that nobody can be faster than, on this machine.

Run from a checkout with the toolkit and `docxtpl` installed (the extra `bench`):

    python3 benchmarks/run.py [--only warm cold batch regions growth] [--runs 21] [--write]

All that is compared is done in turn, so that a busy machine slows all alike; medians are printed.
`--write` puts the tables into benchmarks/RESULTS.md. `benchmarks/kill.py` kills batches.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from growth import NOW, prepared
from material import (
    GENRE,
    brief_text,
    material,
    template_parts,
    usual_template,
    values_of,
    write_briefs,
    write_list,
    write_pack,
)
from measure import ROOT, interleaved, process, processes
from peers import docxtpl, floor

from toolkit.brief.load import load_brief, parse_brief
from toolkit.brief.source import Source
from toolkit.compose.assemble import compose
from toolkit.compose.render import Renderer
from toolkit.pack.pack import Pack
from toolkit.word.package import archive, packed
from toolkit.word.write import write

PYTHON = sys.executable
DRAFT = [PYTHON, "-m", "toolkit"]
PEER = [PYTHON, str(Path(__file__).with_name("peers.py"))]
DISTINCT, WORKERS = 300, 2
REGIONS = (10, 100, 300, 1_000, 3_200)
TIMES = (1, 4, 16, 64)

Table = tuple[str, list[str], list[list[str]]]


class Stage:
    """The folder with everyone's material."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._cleared = itertools.count(1)
        self.given = material()
        self.pack_folder = folder / "pack"
        write_pack(self.pack_folder, self.given)
        self.pack, self.renderer = Pack([self.pack_folder]), Renderer()
        self.genre = self.pack.genre(GENRE)
        self.brief = parse_brief(Source("brief.yaml", brief_text(self.given.values)), self.pack.vocabulary)
        parts = template_parts(self.ours(), self.given)
        self.template = folder / "template.docx"
        self.template.write_bytes(archive(packed(name, text) for name, text in parts.items()))
        self.usual = folder / "usual.docx"
        self.usual.write_bytes(usual_template(self.given))
        self.values = folder / "values.json"
        self.values.write_text(json.dumps([self.given.values]), "utf-8")

    def ours(self) -> bytes:
        """Compose and write the report in this process."""
        report = compose(self.brief, self.pack, self.genre, 0, self.renderer)
        return write(report, self.pack.layout, "urn:draft:0", NOW)

    def clear(self) -> None:
        """Put aside what contestants have written.

        Not deleted: where thousands of files have just gone, some file systems are slow for minutes.
        """
        if (self.folder / "out").exists():
            (self.folder / "out").rename(self.folder / f"out-{next(self._cleared)}")

    @property
    def out(self) -> str:
        """Where contestants write."""
        return str(self.folder / "out")


def warm(stage: Stage, runs: int) -> Iterator[Table]:
    """(a) One report in a running process."""
    pack, renderer = Pack(), Renderer()
    genre = pack.genre("work_report")
    brief = load_brief(ROOT / "samples" / "中山区.yaml", pack.vocabulary)
    size = compose(brief, pack, genre, 0, renderer).characters
    peer, least, values = docxtpl(str(stage.template)), floor(str(stage.template)), stage.given.values
    usual = docxtpl(str(stage.usual))
    found = interleaved(
        {
            "draft": stage.ours,
            "docxtpl": lambda: peer(values),
            "docxtpl, usual": lambda: usual(values),
            "floor": lambda: least(values),
            "draft, work_report": lambda: write(
                compose(brief, pack, genre, 0, renderer), pack.layout, "urn:draft:0", NOW
            ),
        },
        runs,
    )
    peer_ms, least_ms = found["docxtpl"], found["floor"]
    names = {
        "draft": "draft: compose and write, all bookmarks",
        "docxtpl": "docxtpl: open, render, save",
        "docxtpl, usual": "docxtpl, a usual template",
        "floor": "floor: one Jinja string, zipped",
        "draft, work_report": f"draft, the built-in work report of {size:,} characters with its clauses",
    }
    rows = [
        [names[name], f"{ms:.1f} ms", f"{ms / peer_ms:.2f}", f"{ms / least_ms:.1f}"]
        for name, ms in found.items()
    ]
    yield "(a) Warm render", ["what", "median", "of docxtpl", "of the floor"], rows


def cold(stage: Stage, runs: int) -> Iterator[Table]:
    """(b) One report in a process of its own."""
    given = [str(stage.template), str(stage.values), stage.out]
    commands = {
        "draft new --region 金山区": [*DRAFT, "new", "--region", "金山区", "--out", stage.out],
        "docxtpl, one shot": [*PEER, "docxtpl", *given],
        "floor, one shot": [*PEER, "floor", *given],
        "draft --help": [*DRAFT, "--help"],
    }
    for command in commands.values():
        stage.clear()
        process(command)
    found = processes(commands, max(3, runs // 2), stage.clear)
    peer = found["docxtpl, one shot"]
    rows = [
        [
            name,
            f"{p.seconds * 1000:.0f} ms",
            f"{p.seconds / peer.seconds:.2f}",
            f"{p.processor * 1000:.0f} ms",
            f"{p.processor / peer.processor:.2f}",
            f"{p.megabytes:.0f} MB",
            f"{p.megabytes / peer.megabytes:.2f}",
        ]
        for name, p in found.items()
    ]
    heads = ["process", "wall clock", "of docxtpl", "processor", "of docxtpl", "peak memory", "of docxtpl"]
    yield "(b) Cold process", heads, rows


def batch(stage: Stage, runs: int) -> Iterator[Table]:
    """(c) Many distinct reports on worker processes."""
    briefs, values = stage.folder / "briefs", stage.folder / "many.json"
    write_briefs(briefs, DISTINCT, stage.given)
    values.write_text(json.dumps([values_of(n, stage.given) for n in range(DISTINCT)]), "utf-8")
    listing = stage.folder / "list.csv"
    write_list(listing, DISTINCT)
    jobs = str(WORKERS)
    given = [str(stage.template), str(values), stage.out, jobs]
    ours = [*DRAFT, "batch", "--out", stage.out, "--jobs", jobs]
    commands = {
        "draft batch: a folder of briefs": [
            *ours,
            str(briefs),
            "--pack",
            str(stage.pack_folder),
            "--genre",
            GENRE,
        ],
        "draft batch: a list, work_report": [*ours, str(listing)],
        "docxtpl": [*PEER, "docxtpl", *given],
        "docxtpl, a usual template": [*PEER, "docxtpl", str(stage.usual), *given[1:]],
        "floor": [*PEER, "floor", *given],
    }
    found = processes(commands, max(3, runs // 5), stage.clear)
    peer = found["docxtpl"]
    rows = [
        [
            name,
            f"{p.seconds:.2f} s",
            f"{DISTINCT / p.seconds:.0f}",
            f"{peer.seconds / p.seconds:.2f}",
            f"{p.processor / DISTINCT * 1000:.1f} ms",
            f"{peer.processor / p.processor:.2f}",
            f"{p.megabytes:.0f} MB",
        ]
        for name, p in found.items()
    ]
    heads = [
        "what",
        "wall clock",
        "a second",
        "of docxtpl's",
        "processor each",
        "docxtpl's of it",
        "largest process",
    ]
    yield f"(c) {DISTINCT} distinct reports on {WORKERS} processes", heads, rows


def regions(stage: Stage, runs: int) -> Iterator[Table]:
    """Growth over the number of regions."""
    rows = []
    for count in REGIONS:
        listing = stage.folder / f"{count}.csv"
        write_list(listing, count)
        stage.clear()
        command = [*DRAFT, "batch", str(listing), "--out", stage.out, "--jobs", str(WORKERS)]
        first, again = process(command), process(command)
        rows.append(
            [
                f"{count:,}",
                f"{first.seconds:.1f} s",
                f"{count / first.seconds:.0f}",
                f"{first.processor / count * 1000:.1f} ms",
                f"{first.megabytes:.1f} MB",
                f"{again.seconds:.1f} s",
            ]
        )
    heads = ["regions", "wall clock", "a second", "processor each", "largest process", "a second run"]
    yield f"Growth over regions, {WORKERS} processes", heads, rows


def growth(stage: Stage, runs: int) -> Iterator[Table]:
    """(d) (e) (f) The verbs' time over growing text; rounds over all sizes, so that noise is shared."""
    for name, title in (
        ("render", "Growth of render"),
        ("decompose", "(d) Growth of decompose"),
        ("check", "(e) Growth of check"),
        ("update", "(f) Growth of update"),
    ):
        try:
            works = {times: prepared(name, times) for times in TIMES}
        except ImportError:
            continue
        taken: dict[int, list[float]] = {times: [] for times in TIMES}
        for _ in range(max(3, runs // 4)):
            for times, (_, work) in works.items():
                repeats = max(1, TIMES[-1] // times // 4)
                start = time.process_time()
                for _ in range(repeats):
                    work()
                taken[times].append((time.process_time() - start) / repeats)
        rows = []
        unit = statistics.median(taken[1]) / works[1][0]
        for times, (size, _) in works.items():
            seconds = statistics.median(taken[times])
            rows.append(
                [
                    f"{times}×",
                    f"{size:,}",
                    f"{seconds * 1000:,.1f} ms",
                    f"{seconds / size * 1e6:.2f} ms",
                    f"{seconds / size / unit:.2f}",
                ]
            )
        yield title, ["text", "characters", "processor", "for 1,000 characters", "of 1×"], rows


SECTIONS = {"warm": warm, "cold": cold, "batch": batch, "regions": regions, "growth": growth}


def as_markdown(table: Table) -> str:
    """Return a table with its title."""
    title, heads, rows = table
    lines = [f"## {title}", "", f"| {' | '.join(heads)} |", f"| --- |{' ---: |' * (len(heads) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows), ""])


def head() -> str:
    """Return when, where and how."""
    today = datetime.datetime.now().astimezone().date()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    machine = f"{platform.system()} with {os.cpu_count()} cores{load}"
    return (
        "# Results\n\n"
        f"{today}, CPython {platform.python_version()} on {machine}; docxtpl "
        f"{version('docxtpl')}. Written by\n"
        "`python3 benchmarks/run.py --write`; what is compared and how is told in [README.md](README.md).\n"
    )


def main() -> None:
    """Run the sections asked for; print tables, and write them where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    pieces = [head()]
    with tempfile.TemporaryDirectory() as made:
        stage = Stage(Path(made))
        for name in given.only:
            for table in SECTIONS[name](stage, given.runs):
                pieces.append(as_markdown(table))
                print(pieces[-1], flush=True)
    if given.write:
        Path(__file__).with_name("RESULTS.md").write_text("\n".join(pieces), "utf-8")


if __name__ == "__main__":
    main()

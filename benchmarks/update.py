"""Time `draft update` on an edited report, beside python-docx opening and saving the same file.

Run from a checkout with the toolkit and python-docx installed: `python3 benchmarks/update.py [--runs 9]`.
Both are done in one process, one after the other; medians and their ratio are printed. The second
table has the same work on 4, 16 and 64 times the text.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import io
import statistics
import tempfile
import time
from pathlib import Path

from docx import Document

from toolkit import tasks
from toolkit.brief.load import load_brief
from toolkit.edited.applying import apply
from toolkit.edited.base import Base, first_marks
from toolkit.edited.document import Edited
from toolkit.merge.texts import passages
from toolkit.merge.three_way import merge
from toolkit.model import Report, Span
from toolkit.pack.pack import Pack
from toolkit.word.opened import Opened
from toolkit.word.story import paragraphs
from toolkit.word.write import write
from toolkit.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime.datetime(2025, 1, 3, tzinfo=datetime.UTC)
TYPED = "（办公室补）"


def grown(report: Report, times: int) -> Report:
    """A report of so many times the text; its paragraphs differ a little from one another."""
    blocks = [
        dataclasses.replace(
            block,
            id=f"{block.id}.{n}",
            spans=tuple(
                Span(f"{s.text}{n}回" if not s.origin and n else s.text, s.origin, s.role)
                for s in block.spans
            ),
        )
        for n in range(times)
        for block in report.blocks
    ]
    return dataclasses.replace(report, blocks=tuple(blocks))


def renewed(report: Report) -> Report:
    """The same report with every whole number of a figure one higher."""
    blocks = []
    for block in report.blocks:
        spans = [
            Span(str(int(s.text) + 1), s.origin) if s.figure and s.text.isdigit() else s for s in block.spans
        ]
        blocks.append(dataclasses.replace(block, spans=tuple(spans)))
    return dataclasses.replace(report, blocks=tuple(blocks))


def edited(data: bytes) -> bytes:
    """A person's file: something typed into every third paragraph."""
    document = Document(io.BytesIO(data))
    for paragraph in document.paragraphs[::3]:
        if len(paragraph.runs) > 1:
            paragraph.runs[1].text = TYPED + paragraph.runs[1].text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def updated(file: bytes, base: Base, report: Report, brief_path: Path, pack: Pack) -> int:
    """Read, merge, change and prove; return the number of changes."""
    opened = Opened(file, "report.docx")
    story = paragraphs(opened.document.find("{*}body"))
    space = Workspace(brief_path.parent, brief_path.with_name("report.docx"), brief_path)
    whole = Edited(opened, story, base, brief_path, (), space)
    plan = merge(passages(base.report), whole.lines, passages(report), base.marks, {})
    apply(whole, plan, report, load_brief(brief_path, pack.vocabulary), pack, track=True, now=NOW)
    return len(plan.revisions)


def median(runs: int, work: object) -> float:
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:]) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    pack = Pack()
    with tempfile.TemporaryDirectory() as folder:
        made = tasks.new(tasks.Request("中山区", out=Path(folder) / "报告", now=NOW))
        print(f"{'text':<8}{'characters':>11}{'changes':>9}{'update':>11}{'python-docx':>14}{'ratio':>8}")
        for times in (1, 4, 16, 64):
            report = grown(made.report, times)
            base = Base(report, "work_report", 0, made.brief.name, marks=first_marks(report))
            file = edited(write(report, pack.layout, base.identifier, NOW))
            new = renewed(report)
            changes = updated(file, base, new, made.brief, pack)
            fewer = max(1, runs // times)
            ours = median(fewer, lambda: updated(file, base, new, made.brief, pack))  # noqa: B023
            peer = median(fewer, lambda: Document(io.BytesIO(file)).save(io.BytesIO()))  # noqa: B023
            print(f"{times:<8}{report.characters:>11}{changes:>9}{ours:>8.0f} ms{peer:>11.0f} ms", end="")
            print(f"{ours / peer:>8.1f}")


if __name__ == "__main__":
    main()

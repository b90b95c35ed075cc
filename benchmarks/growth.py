"""How each verb's time grows with the text: the same work on 1, 4, 16 and 64 times a report."""

from __future__ import annotations

import dataclasses
import datetime
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from docx import Document
from material import GENRE, brief_text, material, write_pack

from toolkit import tasks
from toolkit.brief.load import load_brief, parse_brief
from toolkit.brief.source import Source
from toolkit.compose.assemble import compose
from toolkit.compose.render import Renderer
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

NOW = datetime.datetime(2025, 1, 3, tzinfo=datetime.UTC)
TYPED = "（办公室补）"
Work = Callable[[], object]


def render(folder: Path, times: int) -> tuple[int, Work]:
    """Compose and write a report with all bookmarks, as `draft new` and `draft batch` do."""
    given = material(times)
    write_pack(folder, given)
    pack, renderer = Pack([folder]), Renderer()
    genre = pack.genre(GENRE)
    brief = parse_brief(Source("brief.yaml", brief_text(given.values)), pack.vocabulary)

    def work() -> Report:
        report = compose(brief, pack, genre, 0, renderer)
        write(report, pack.layout, "urn:draft:0", NOW)
        return report

    return work().characters, work


def decompose(folder: Path, times: int) -> tuple[int, Work]:
    """Take a plain text apart, to the JSON document."""
    from toolkit.decompose.decomposition import as_json, take_apart
    from toolkit.readers.plain import read_plain
    from toolkit.sources import tools

    text, using = _made(folder).text * times, tools()

    def work() -> object:
        source = read_plain(text, "report.txt", "txt")
        return as_json(take_apart(source, using.known, using.quantities, using.pack.catalogue))

    return len(text), work


def check(folder: Path, times: int) -> tuple[int, Work]:
    """Run every rule over a plain text, with a checker that has its rules by then."""
    from toolkit.checking import Checker, Request

    path, checker = folder / "report.txt", Checker(Request())
    path.write_text(_made(folder).text * times, encoding="utf-8")
    checker.check(path)
    return len(path.read_text("utf-8")), lambda: checker.check(path)


def update(folder: Path, times: int) -> tuple[int, Work]:
    """Read an edited file, merge new figures into it, change and prove it, as `draft update` does."""
    pack = Pack()
    made = tasks.new(tasks.Request("中山区", out=folder / "made", now=NOW))
    report = _grown(made.report, times)
    base = Base(report, "work_report", 0, made.brief.name, marks=first_marks(report))
    file, new = _edited(write(report, pack.layout, base.identifier, NOW)), _renewed(report)
    brief = load_brief(made.brief, pack.vocabulary)
    space = Workspace(folder, folder / "report.docx", made.brief)

    def work() -> None:
        opened = Opened(file, "report.docx")
        story = paragraphs(opened.document.find("{*}body"))
        whole = Edited(opened, story, base, made.brief, (), space)
        plan = merge(passages(base.report), whole.lines, passages(new), base.marks, {})
        apply(whole, plan, new, brief, pack, track=True, now=NOW)

    return report.characters, work


WORKS = {"render": render, "decompose": decompose, "check": check, "update": update}


def prepared(name: str, times: int) -> tuple[int, Work]:
    """Return characters and work of a verb; its files live as long as the process."""
    folder = tempfile.TemporaryDirectory(prefix="benchmark-")
    _KEPT.append(folder)
    return WORKS[name](Path(folder.name), times)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def _made(folder: Path) -> Report:
    return tasks.new(tasks.Request("中山区", out=folder / "made", now=NOW)).report


def _grown(report: Report, times: int) -> Report:
    """A report of so many times the text; its paragraphs differ a little from one another."""
    blocks = [
        block._replace(
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


def _renewed(report: Report) -> Report:
    """The same report with every whole number of a figure one higher."""
    blocks = []
    for block in report.blocks:
        spans = [
            Span(str(int(s.text) + 1), s.origin) if s.figure and s.text.isdigit() else s for s in block.spans
        ]
        blocks.append(block._replace(spans=tuple(spans)))
    return dataclasses.replace(report, blocks=tuple(blocks))


def _edited(data: bytes) -> bytes:
    """A person's file: something typed into every third paragraph."""
    document = Document(io.BytesIO(data))
    for paragraph in document.paragraphs[::3]:
        if paragraph.runs:
            paragraph.runs[0].text = TYPED + paragraph.runs[0].text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()

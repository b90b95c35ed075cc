"""`draft update`: new figures and regenerated sentences into a document that people have edited."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.bases import Base, described
from toolkit.brief.load import Brief, load_brief
from toolkit.compose.assemble import compose
from toolkit.edited import Edited, find
from toolkit.errors import DocumentError
from toolkit.merge.pairs import pair_passages
from toolkit.merge.plan import (
    Conflict,
    Edit,
    Kept,
    Placed,
    Plan,
    Redrawn,
    Revision,
    applied,
    backwards,
    from_the_end,
)
from toolkit.merge.texts import Passage, passages
from toolkit.merge.three_way import merge
from toolkit.model import Block, Report
from toolkit.pack.pack import Pack
from toolkit.word.foreign import Foreign
from toolkit.word.opened import Opened
from toolkit.word.redraw import adopt, new_drawings, redraw_chart, redraw_picture
from toolkit.word.revise import Retype, Reviser
from toolkit.word.story import paragraphs
from toolkit.word.write import Body
from toolkit.workspace import back_up, refuse_locked, write_all


@dataclass(frozen=True)
class Request:
    """What `draft update` is asked for."""

    docx: Path
    figures: Path | None = None
    packs: Sequence[Path] = ()
    base: Path | None = None
    track: bool = True
    dry_run: bool = False
    now: datetime.datetime | None = None


@dataclass(frozen=True)
class Change:
    """One thing that becomes another: `key` is empty for wording; `paragraph` counts from 1."""

    key: str
    old: str
    new: str
    paragraph: int
    section: str


@dataclass(frozen=True)
class Updated:
    """What `draft update` did, or would do."""

    docx: Path
    changed: Sequence[Change]
    kept: Sequence[tuple[int, Kept]]
    conflicts: Sequence[tuple[int, Conflict]]
    backup: Path | None = None
    notes: Sequence[str] = field(default_factory=list)


def update(request: Request) -> Updated:
    """Bring a document up to date with its brief.

    Raises:
        ToolkitError: the input is wrong, or the document is another report's; nothing was written.
    """
    now = request.now or datetime.datetime.now().astimezone()
    if not request.dry_run:
        refuse_locked(request.docx)
    edited = find(request.docx, request.figures, request.packs, request.base)
    pack = Pack(edited.packs)
    brief = load_brief(edited.brief, pack.vocabulary)
    base = edited.base
    report = compose(brief, pack, pack.genre(base.genre), base.variant)
    new = passages(report)
    current = {key: figure.text for key, figure in brief.figures.items()}
    plan = merge(passages(base.report), edited.lines, new, base.marks, current)
    updated = _told(request.docx, edited, plan, new)
    if request.dry_run or not plan.changes:
        return updated
    work = _Work(edited, plan, report, brief, pack, request.track, now)
    data, after = work.carried_out()
    _prove(data, edited, plan, new)
    space = edited.space
    backup = back_up(space, [request.docx], now)
    write_all({space.base(after.identifier): after.data(), request.docx: data})
    return dataclasses.replace(updated, backup=backup)


# -- carrying out ----------------------------------------------------------------------------


class _Work:
    """The plan put into the person's file."""

    def __init__(
        self, edited: Edited, plan: Plan, report: Report, brief: Brief, pack: Pack, track: bool,
        now: datetime.datetime,
    ) -> None:  # fmt: skip
        self.edited, self.plan, self.report, self.brief, self.pack = edited, plan, report, brief, pack
        self.old, self.new = passages(edited.base.report), passages(report)
        self.foreign = Foreign(edited.opened, pack.layout)
        self.reviser = Reviser(edited.opened, now, track=track, styles=self.foreign.styles())
        drawings = new_drawings(edited.opened, pack.layout)
        self.body = Body(pack.layout, self.reviser.ids, self.reviser.names, drawings)
        self.track = track
        self.marks: dict[str, str] = {}

    def carried_out(self) -> tuple[bytes, Base]:
        """Return the new file and the base that it is tied to."""
        for redrawn in self.plan.redrawn:
            self._redraw(redrawn)
        for conflict in self.plan.conflicts:
            self.reviser.note(conflict.line, conflict.start, conflict.end, _conflict_words(conflict))
        for revision in from_the_end(self.plan.revisions):
            edits = [_retype(edit) for edit in backwards(revision.edits)]
            self.reviser.retype(revision.line, edits, comment=self._words(revision))
        for after, items in self.plan.placed.items():
            for item in items:
                self._place(after, item)
        self.reviser.remove(self.plan.removed, comment="按现在的底稿已没有这一段，删去。")
        adopt(self.edited.opened, self.body.drawings, self.brief.pictures)
        base = Base(
            report=self.report,
            genre=self.edited.base.genre,
            variant=self.edited.base.variant,
            brief=self.edited.brief.name,
            packs=self.edited.base.packs,
            figures=described(self.brief.figures),
            marks=self._marks(),
        )
        self.edited.opened.identify(base.identifier)
        return self.reviser.data(), base

    def _redraw(self, redrawn: Redrawn) -> None:
        """Bring a chart or picture up to date; one that a person changed is commented on instead."""
        elements = self.reviser.paragraphs[redrawn.line].elements
        old = self.edited.base.report.blocks[self.old[redrawn.old].block]
        new = self.report.blocks[self.new[redrawn.new].block]
        layout, opened = self.pack.layout, self.edited.opened
        done = False
        if old.chart and new.chart:
            done = redraw_chart(opened, elements, old.chart, new.chart, layout)
        elif old.picture and new.picture:
            data = self.brief.pictures[new.picture.file]
            done = redraw_picture(opened, elements, old.picture, new.picture, data, layout)
            self.reviser.splice.changed.update(elements)
        what, now = _drawn(new)
        words = (
            f"{what}已按新数据更新：{now}。"
            if done
            else f"{what}与底稿不符，您改过，没有动。按底稿是：{now}。"
        )
        if self.track or not done:
            self.reviser.note(redrawn.line, 0, self.reviser.paragraphs[redrawn.line].length, words)

    def _place(self, after: int, item: Placed) -> None:
        if item.line >= 0:
            self.reviser.move(item.line, after, comment=self._comment("按新的顺序移到这里。"))
            return
        passage = self.new[item.passage]
        block = self.report.blocks[passage.block]
        known = set(self.reviser.names.taken)
        xml = self.foreign.named(self.body.block(block))
        ids = [p.id for p in self.new if p.block == passage.block]
        made = [name for name in self.body.made if name not in known]
        self.marks.update(zip(made, ids, strict=True))
        self.reviser.insert(after, [xml], comment=self._comment("底稿新增的内容，新加这一段。"))

    def _marks(self) -> dict[str, str]:
        """Which passage each paragraph bookmark stands for from now on."""
        ids = {self.old[a].id: self.new[b].id for a, b in pair_passages(self.old, self.new).items()}
        kept = {name: ids[id_] for name, id_ in self.edited.base.marks.items() if id_ in ids}
        return {**kept, **self.marks}

    # -- words for comments

    def _comment(self, words: str) -> str:
        return words if self.track else ""

    def _words(self, revision: Revision) -> str:
        if not self.track:
            return ""
        if revision.key:
            return self._figure_words(revision)
        listed = "、".join(self._label(key) for key in revision.figures)
        about = f"涉及数据：{listed}。" if listed else ""
        if not revision.new:
            return f"按现在的底稿已没有这一句，删去。{about}"
        if not revision.old:
            return f"底稿新增的内容，新加这一句。{about}"
        return f"底稿有变化，这一句按新数据重写。{about}"

    def _figure_words(self, revision: Revision) -> str:
        figure = self.brief.figures.get(revision.key.removeprefix("figures."))
        name = self._label(revision.key)
        if figure is None:
            return f"{name}：{revision.old}改为{revision.new}。"
        unit = "" if figure.unit == "%" else figure.unit
        words = f"{name}：{revision.old}{unit}改为{revision.new}{unit}。"
        if figure.derived:
            return f"{words}由底稿数据算出。"
        source = "，".join(part for part in (figure.source, str(figure.as_of or "")) if part)
        return f"{words}来源：{source or '底稿 ' + self.edited.brief.name}。"

    def _label(self, key: str) -> str:
        key = key.removeprefix("figures.")
        figure = self.brief.figures.get(key)
        if figure is not None and figure.label:
            return figure.label
        spec = self.pack.catalogue.get(key.partition(".")[0])
        return NAMES.get(key.partition(".")[0], spec.label if spec else key)


NAMES = {"numbering": "序号", "year": "年份", "session": "届次会次", "missing": "待填"}


def _drawn(block: Block) -> tuple[str, str]:
    """What a drawing is and what it shows, for a comment."""
    if block.chart:
        points = "，".join(f"{p.label}{p.text}{'' if p.unit == '%' else p.unit}" for p in block.chart.points)
        return f"图表“{block.chart.text}”", points
    return "照片", block.picture.file if block.picture else ""


def _retype(edit: Edit) -> Retype:
    figures = tuple((slot.start, slot.end, slot.figure) for slot in edit.slots if slot.figure)
    return Retype(edit.start, edit.end, edit.text, figures)


def _conflict_words(conflict: Conflict) -> str:
    ours = f"\n按新数据应为：{conflict.regenerated}" if conflict.regenerated else ""
    return f"{conflict.why}，保留您的写法。{ours}"


def _prove(data: bytes, edited: Edited, plan: Plan, new: Sequence[Passage]) -> None:
    """Read back what is about to be written: every paragraph must say what was decided."""
    made = Opened(data, edited.opened.shown)
    there = [p.text for p in paragraphs(made.document.find("{*}body"))]
    wanted = applied(edited.lines, plan, new)
    if [t for t in there if t] != [t for t in wanted if t]:
        raise DocumentError(
            f"{edited.opened.shown}: 改出的文档与预期不一致，已停止，没有改动任何文件",
            "这是程序的错误，请把文件发给维护者",
        )


# -- telling ---------------------------------------------------------------------------------


def _told(docx: Path, edited: Edited, plan: Plan, new: Sequence[Passage]) -> Updated:
    changed = [
        Change(r.key.removeprefix("figures."), r.old, r.new, r.line + 1, edited.section(r.line))
        for r in plan.revisions
    ]
    changed += [
        Change("", "", new[item.passage].text, after + 2, edited.section(max(after, 0)))
        for after, items in plan.placed.items()
        for item in items
        if item.line < 0
    ]
    changed += [Change("", edited.lines[n].text, "", n + 1, edited.section(n)) for n in plan.removed]
    changed.sort(key=lambda c: c.paragraph)
    return Updated(
        docx,
        changed,
        [(k.line + 1, k) for k in plan.kept],
        [(c.line + 1, c) for c in plan.conflicts],
    )

"""A plan carried out in a person's file, and the base that the file is tied to from then on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from toolkit.brief.load import Brief
from toolkit.edited.base import Base, described, packs_from
from toolkit.edited.document import Edited
from toolkit.edited.remarks import INSERTED, MOVED, REMOVED, Remarks, contested, redrawing
from toolkit.errors import DocumentError
from toolkit.merge.pairs import pair_passages
from toolkit.merge.plan import Edit, Placed, Plan, Redrawn, applied, backwards, from_the_end
from toolkit.merge.texts import Passage, passages
from toolkit.model import Report
from toolkit.pack.pack import Pack
from toolkit.word.foreign import Foreign
from toolkit.word.opened import Opened
from toolkit.word.redraw import adopt, new_drawings, redraw_chart, redraw_picture
from toolkit.word.revise import Retype, Reviser
from toolkit.word.story import paragraphs
from toolkit.word.write import Body


def apply(
    edited: Edited,
    plan: Plan,
    report: Report,
    brief: Brief,
    pack: Pack,
    *,
    track: bool,
    now: datetime.datetime,
) -> tuple[bytes, Base]:
    """Return the person's file with a plan carried out, and the base that it is now tied to.

    Raises:
        DocumentError: read back, the file does not say what was decided.
    """
    work = _Work(edited, plan, report, brief, pack, Remarks(brief, pack) if track else None, now)
    data, base = work.carried_out()
    _prove(data, edited, plan, work.new)
    return data, base


class _Work:
    """One plan and one file; `remarks` are missing where changes are made plainly."""

    def __init__(
        self,
        edited: Edited,
        plan: Plan,
        report: Report,
        brief: Brief,
        pack: Pack,
        remarks: Remarks | None,
        now: datetime.datetime,
    ) -> None:
        self.edited, self.plan, self.report, self.brief, self.pack = edited, plan, report, brief, pack
        self.remarks = remarks
        self.old, self.new = passages(edited.base.report), passages(report)
        self.foreign = Foreign(edited.opened, pack.layout)
        self.reviser = Reviser(edited.opened, now, track=bool(remarks), styles=self.foreign.styles())
        drawings = new_drawings(edited.opened, pack.layout)
        self.body = Body(pack.layout, self.reviser.ids, self.reviser.names, drawings)
        self.marks: dict[str, str] = {}

    def carried_out(self) -> tuple[bytes, Base]:
        self.reviser.undouble(self.plan.copies)
        for redrawn in self.plan.redrawn:
            self._redraw(redrawn)
        for conflict in self.plan.conflicts:
            self.reviser.note(conflict.line, conflict.start, conflict.end, contested(conflict))
        for revision in from_the_end(self.plan.revisions):
            edits = [_retype(edit) for edit in backwards(revision.edits)]
            words = self.remarks.revision(revision) if self.remarks else ""
            self.reviser.retype(revision.line, edits, comment=words)
        for after, items in self.plan.placed.items():
            for item in items:
                self._place(after, item)
        self.reviser.remove(self.plan.removed, comment=self._remark(REMOVED))
        adopt(self.edited.opened, self.body.drawings, self.brief.pictures)
        base = self._base()
        self.edited.opened.identify(base.identifier)
        return self.reviser.data(), base

    def _remark(self, words: str) -> str:
        return words if self.remarks else ""

    def _redraw(self, redrawn: Redrawn) -> None:
        """Bring a chart or picture up to date; one that a person changed is commented on instead."""
        paragraph = self.reviser.paragraphs[redrawn.line]
        old = self.edited.base.report.blocks[self.old[redrawn.old].block]
        new = self.report.blocks[self.new[redrawn.new].block]
        layout, opened = self.pack.layout, self.edited.opened
        done = False
        if old.chart and new.chart:
            done = redraw_chart(opened, paragraph.elements, old.chart, new.chart, layout)
        elif old.picture and new.picture:
            data = self.brief.pictures[new.picture.file]
            done = redraw_picture(opened, paragraph.elements, old.picture, new.picture, data, layout)
            self.reviser.splice.changed.update(paragraph.elements)
        if self.remarks or not done:
            self.reviser.note(redrawn.line, 0, paragraph.length, redrawing(new, done=done))

    def _place(self, after: int, item: Placed) -> None:
        if item.line >= 0:
            self.reviser.move(item.line, after, comment=self._remark(MOVED))
            return
        block = self.new[item.passage].block
        first = len(self.body.made)
        xml = self.foreign.named(self.body.block(self.report.blocks[block]))
        ids = [p.id for p in self.new if p.block == block]
        self.marks.update(zip(self.body.made[first:], ids, strict=True))
        self.reviser.insert(after, [xml], comment=self._remark(INSERTED))

    def _base(self) -> Base:
        """What the file stands for from now on."""
        base, brief, space = self.edited.base, self.edited.brief, self.edited.space
        beside = brief.parent.resolve() == space.folder.resolve()
        ids = {self.old[a].id: self.new[b].id for a, b in pair_passages(self.old, self.new).items()}
        kept = {name: ids[id_] for name, id_ in base.marks.items() if id_ in ids}
        return Base(
            report=self.report,
            genre=base.genre,
            variant=base.variant,
            brief=brief.name if beside else base.brief,
            packs=packs_from(space.folder, self.edited.packs),
            figures=described(self.brief.figures),
            marks={**kept, **self.marks},
        )


def _retype(edit: Edit) -> Retype:
    figures = tuple((slot.start, slot.end, slot.figure) for slot in edit.slots if slot.figure)
    return Retype(edit.start, edit.end, edit.text, figures)


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

"""Change a person's document: retype stretches, put paragraphs in, take them out, comment.

Every change is a tracked one, or is made plainly. What is not changed keeps its bytes.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from toolkit.word.anchor import behind_field, figure_ids, into_empty, leave_figures, neighbours
from toolkit.word.comments import Comments, refers
from toolkit.word.doubles import undouble
from toolkit.word.marks import FIGURE, Names
from toolkit.word.opened import Opened
from toolkit.word.package import OFFICE, W
from toolkit.word.places import Places, whole_rows, whole_tables
from toolkit.word.ranges import orphans, whole
from toolkit.word.runs import INSERTED, alone, live_runs, look_of, run_of, runs_between, split, unlink, unseen
from toolkit.word.splice import Splice
from toolkit.word.story import DELETED, Paragraph, paragraphs, reread
from toolkit.word.styles import NAMESPACE
from toolkit.word.tracks import DELETION, INSERTION, Tracks, inserted_by
from toolkit.word.twins import settled_twin, twin_of

AUTHOR = "draft"
PLACEHOLDER = "〔待填"
BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


@dataclass(frozen=True)
class Retype:
    """A stretch of a paragraph that gets another text.

    `figures` are (start, end, key) of the values in that text; `lead` says that it belongs to a
    run-in heading.
    """

    start: int
    end: int
    text: str
    figures: tuple[tuple[int, int, str], ...] = ()
    lead: bool = False


@dataclass(frozen=True)
class Styles:
    """The ids that a document gives to our character styles; empty where it has none."""

    leads: frozenset[str] = frozenset()
    placeholder: str = ""


class Reviser:
    """A document being changed."""

    def __init__(
        self, opened: Opened, now: datetime.datetime, *, track: bool, styles: Styles = Styles()
    ) -> None:
        self.opened = opened
        self.track = track
        self.styles = styles
        self.root = opened.document
        self.body = self.root.find(f"{W}body")
        self.paragraphs = paragraphs(self.body)
        self.splice = Splice(opened.parts[opened.main], self.root)
        self.places = Places(self.splice)
        self.comments = Comments(opened)
        self.names = Names({e.get(f"{W}name", "") for e in self.root.iter(f"{W}bookmarkStart")})
        self.figures = figure_ids(self.root)
        self.tracks = Tracks(self.root, now)
        self.ids = self.tracks.ids

    def data(self) -> bytes:
        """Return the changed file."""
        self.places.part_tables(self._empty)
        self.comments.save()
        self.opened.replace(self.opened.main, self.splice.result())
        return self.opened.data()

    def undouble(self, copies: Collection[int]) -> None:
        """Let bookmarks that a paste doubled stand once; `copies` are the pasted paragraphs."""
        pasted = {element for number in copies for element in self.paragraphs[number].elements}
        changed = undouble(self.body, pasted, self.ids)
        self.splice.changed |= changed
        for paragraph in self.paragraphs:
            if changed.intersection(paragraph.elements):
                reread(paragraph)

    # -- words -------------------------------------------------------------------------------

    def retype(self, number: int, edits: Sequence[Retype], author: str = AUTHOR, comment: str = "") -> None:
        """Make edits of one paragraph, given from its end to its beginning; a comment spans them all."""
        paragraph = self.paragraphs[number]
        self._changed(paragraph)
        touched: list[Any] = []
        for edit in edits:
            touched = [*self._retype(paragraph, edit, author), *touched]
            reread(paragraph)
        if comment:
            self.comments.tie(touched, comment, author, self.tracks.date)

    def note(self, number: int, start: int, end: int, comment: str, author: str = AUTHOR) -> None:
        """Comment on a stretch of a paragraph, on the whole paragraph where it has no text."""
        paragraph = self.paragraphs[number]
        self._changed(paragraph)
        runs = runs_between(paragraph, start, end)
        if runs:
            self.comments.tie(runs, comment, author, self.tracks.date)
        else:
            self.comments.hang(paragraph.elements[-1], comment, author, self.tracks.date)
        reread(paragraph)

    def _changed(self, paragraph: Paragraph) -> None:
        self.splice.changed.update(paragraph.elements)

    def _retype(self, paragraph: Paragraph, edit: Retype, author: str) -> list[Any]:
        """Make one edit; return the elements that show it."""
        if edit.start == edit.end and not edit.text:
            return []
        marked = any(
            b.start <= edit.start
            and edit.end <= b.end
            and (edit.end > edit.start or b.start < edit.start < b.end)
            for b in paragraph.bookmarks
            if b.name.startswith(FIGURE)
        )
        runs = runs_between(paragraph, edit.start, edit.end)
        anchor = etree.Element("anchor")
        source = self._anchored(paragraph, edit, runs, anchor)
        look = self._look(paragraph, source, edit)
        shown = [element for run in runs for element in self._delete(run, author)]
        self._step_out(anchor)
        if not marked:
            if not self.track:
                self._drop_empty(anchor)
            leave_figures(anchor, self.figures)
        new = self._typed(edit, look, author, marked=marked)
        for element in new:
            anchor.addprevious(element)
        unlink(anchor)
        return [*shown, *new]

    def _anchored(self, paragraph: Paragraph, edit: Retype, runs: Sequence[Any], anchor: Any) -> Any:
        """Put the anchor where new text goes; return the run whose look it takes."""
        if runs:
            runs[-1].addnext(anchor)
            return runs[0]
        split(paragraph, edit.start)
        left, right = neighbours(paragraph, edit.start)
        if left is not None:
            behind_field(left).addnext(anchor)
            foreign = self._style(left.run) in self.styles.leads and not edit.lead
            return right if foreign else left.run
        if right is not None:
            right.addprevious(anchor)
        else:
            into_empty(paragraph.elements[-1], anchor)
        return right

    def _drop_empty(self, anchor: Any) -> None:
        """Take out the bookmarks of figures whose words are gone."""
        near = [*unseen(anchor, forward=False), *unseen(anchor, forward=True)]
        marks = [e for e in near if e.tag in BOOKMARKS]
        counts = Counter(e.get(f"{W}id") for e in marks)
        for element in marks:
            if counts[element.get(f"{W}id")] > 1 and element.get(f"{W}id") in self.figures:
                unlink(element)

    # -- runs --------------------------------------------------------------------------------

    def _delete(self, run: Any, author: str) -> list[Any]:
        """Take the text out of a run; return what shows the deletion, nothing where none is tracked."""
        shown = []
        for part in alone(run):
            if not self.track or self._inserted_run(part, author):
                unlink(part)
            else:
                shown.append(self.tracks.deleted(part, author))
        return shown

    def _step_out(self, anchor: Any) -> None:
        """Take the anchor out of somebody's tracked insertion, so that new text is not in their name.

        The insertion is cut in two.
        """
        while (parent := anchor.getparent()).tag in INSERTED:
            right = etree.Element(parent.tag, parent.attrib)
            right.set(f"{W}id", self.tracks.number())
            right.extend(list(anchor.itersiblings()))
            parent.addnext(anchor)
            if len(right):
                anchor.addnext(right)
            if not len(parent):
                unlink(parent)

    def _look(self, paragraph: Paragraph, source: Any, edit: Retype) -> Any:
        """The look of new text: that of the text it replaces, without a placeholder's shade.

        In an empty paragraph it is that of the paragraph's mark.
        """
        look = look_of(paragraph, source)
        style = look.find(f"{W}rStyle") if look is not None else None
        if (
            style is not None
            and style.get(f"{W}val") == self.styles.placeholder
            and PLACEHOLDER not in edit.text
        ):
            look.remove(style)
        return look

    @staticmethod
    def _style(run: Any) -> str:
        style = run.find(f"{W}rPr/{W}rStyle") if run is not None else None
        return str(style.get(f"{W}val")) if style is not None else ""

    def _typed(self, edit: Retype, properties: Any, author: str, *, marked: bool) -> list[Any]:
        """Return the elements of new text, its figures in bookmarks of their own."""
        out: list[Any] = []
        at = 0
        for start, end, key in () if marked else edit.figures:
            out += self._inserted(edit.text[at:start], properties, author)
            out += self._bookmarked(key, self._inserted(edit.text[start:end], properties, author))
            at = end
        return out + self._inserted(edit.text[at:], properties, author)

    def _bookmarked(self, key: str, elements: list[Any]) -> list[Any]:
        name = self.names.figure(key)
        id_ = self.tracks.number()
        start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
        start.set(f"{W}id", id_)
        start.set(f"{W}name", name)
        self.figures.add(id_)
        end.set(f"{W}id", id_)
        return [start, *elements, end]

    def _inserted(self, text: str, properties: Any, author: str) -> list[Any]:
        if not text:
            return []
        run = run_of(text, properties)
        return [self.tracks.inserted(run, author) if self.track else run]

    # -- paragraphs ----------------------------------------------------------------------------

    def remove(self, numbers: Sequence[int], author: str = AUTHOR, comment: str = "") -> None:
        """Take paragraphs out, and rows and tables when all their paragraphs go.

        One that must stand (it ends a cell or a section, or keeps two tables apart) is emptied.
        """
        gone = set(numbers)
        rows = whole_rows((p.elements[0], n in gone) for n, p in enumerate(self.paragraphs))
        whole = set(rows)
        mine = {r for r in rows if not self.track or inserted_by(r.find(f"{W}trPr"), author)}
        told: set[Any] = set()
        for number in numbers:
            paragraph = self.paragraphs[number]
            above = set(paragraph.elements[0].iterancestors(f"{W}tr"))
            if not mine.isdisjoint(above):
                continue  # goes with its row, and leaves no trace
            own = self._own(paragraph, author)
            if comment and self.track and not own and paragraph.table not in told:
                self.note(number, 0, paragraph.length, comment, author)
            told.update([paragraph.table] if paragraph.table is not None else ())
            self._remove(paragraph, author, tracked=self.track and not own, mark=whole.isdisjoint(above))
        self._remove_rows([r for r in rows if r not in mine], [r for r in rows if r in mine], author)

    def _remove_rows(self, struck: Sequence[Any], out: Sequence[Any], author: str) -> None:
        for row in struck:
            self.splice.changed.add(next(row.iterancestors(f"{W}tbl")))
            self.tracks.row(DELETION, row, author)
        for unit in whole_tables(out):
            self.places.take_out(self.places.unit(unit))

    def _own(self, paragraph: Paragraph, author: str) -> bool:
        """Tell whether a paragraph is an insertion that this author made before, with nobody else in it."""
        return self.track and all(
            inserted_by(element.find(f"{W}pPr/{W}rPr"), author)
            and next(element.iter(*DELETED), None) is None
            and all(self._inserted_run(run, author) for run in live_runs(element) if not refers(run))
            for element in paragraph.elements
        )

    def _remove(self, paragraph: Paragraph, author: str, *, tracked: bool, mark: bool = True) -> None:
        if tracked:
            self._strike(paragraph, author)
            for element in paragraph.elements:
                if mark and not self.places.needed(element, mark=True):
                    self.tracks.mark(DELETION, element, author)
            return
        for element in paragraph.elements:
            unit = self.places.unit(element)
            if self.places.needed(unit) or element.find(f"{W}pPr/{W}sectPr") is not None:
                self._strike(paragraph, author)
            else:
                self.places.take_out(unit)

    def _strike(self, paragraph: Paragraph, author: str) -> None:
        """Take out everything that a paragraph holds, but for the marks of comments."""
        self._changed(paragraph)
        for run in [run for element in paragraph.elements for run in live_runs(element)]:
            if refers(run):
                continue
            if not self.track or self._inserted_run(run, author):
                unlink(run)
            else:
                self.tracks.deleted(run, author)

    @staticmethod
    def _inserted_run(run: Any, author: str) -> bool:
        return any(p.get(f"{W}author") == author for p in run.iterancestors(f"{W}ins"))

    def insert(self, after: int, blocks: Sequence[str], author: str = AUTHOR, comment: str = "") -> None:
        """Put paragraphs or tables, given as XML, behind a paragraph; -1 is before everything."""
        for xml in blocks:
            element = etree.fromstring(_declared(xml))
            if self.track:
                self.tracks.inserted_block(element, author)
            if comment:
                self.comments.tie(list(element.iter(f"{W}r")), comment, author, self.tracks.date)
            self._put(after, self.splice.xml(element))

    def _put(self, after: int, xml: str) -> None:
        first = self.places.first(self.opened.shown)
        if after < 0:
            self.places.put_before(first, xml)
        else:
            paragraph = self.paragraphs[after]
            if paragraph.length:
                self._end(paragraph.elements[-1])
            self.places.put_behind(paragraph.elements[-1], xml)

    def _end(self, element: Any) -> None:
        """Let a paragraph end where it does: a mark deleted in vain would run on into what comes behind."""
        for deleted in element.findall(f"{W}pPr/{W}rPr/*"):
            if deleted.tag in DELETED:
                self.splice.changed.add(element)
                unlink(deleted)

    def _empty(self) -> str:
        paragraph = etree.Element(f"{W}p", nsmap={"w": NAMESPACE})
        if self.track:
            self.tracks.mark(INSERTION, paragraph, AUTHOR)
        return self.splice.xml(paragraph)

    def move(self, number: int, after: int, author: str = AUTHOR, comment: str = "") -> None:
        """Put a paragraph behind another one, as it is; tracked, as an insertion and a deletion."""
        paragraph = self.paragraphs[number]
        if self.track:
            self._move_tracked(paragraph.elements, after, author, comment)
            self._remove(paragraph, author, tracked=True)
        else:
            self._end(paragraph.elements[-1])
            for element in paragraph.elements:
                self._move_plainly(element, after)

    def _move_tracked(self, elements: Sequence[Any], after: int, author: str, comment: str) -> None:
        """Insert a twin. The bookmarks go with it; the comments stay with what is deleted."""
        twin = settled_twin(elements)
        self.tracks.inserted_block(twin, author)
        if comment:
            self.comments.tie(list(twin.iter(f"{W}r")), comment, author, self.tracks.date)
        self._put(after, self.splice.xml(twin))
        for element in elements:
            for marker in [m for m in whole(element) if m.tag in BOOKMARKS]:
                unlink(marker)

    def _move_plainly(self, element: Any, after: int) -> None:
        unit = self.places.unit(element)
        outside = orphans(unit)
        if self.places.needed(unit) or element.find(f"{W}pPr/{W}sectPr") is not None:
            self._put(after, self.splice.xml(twin_of(element)))
            self.splice.changed.add(element)
            _empty(element, outside)
            return
        changed = self.splice.changed.intersection(unit.iter(f"{W}p", f"{W}tbl", f"{W}sdt"))
        if outside or changed or unit.getparent().nsmap != self.root.nsmap:
            self.splice.changed.add(unit)
            self.places.take_out(unit)
            for marker in outside:
                unlink(marker)
            self._put(after, self.splice.xml(unit))
        else:
            self._put(after, self.splice.raw(unit))
            self.splice.removed.add(unit)


def _empty(element: Any, kept: Sequence[Any]) -> None:
    """Leave nothing of a paragraph but the end of its section, and of ranges that reach beyond it."""
    for child in [c for c in element if c.tag != f"{W}pPr" and c not in kept]:
        element.remove(child)
    for child in [c for c in element.iterfind(f"{W}pPr/*") if c.tag != f"{W}sectPr"]:
        unlink(child)


def _declared(xml: str) -> str:
    """Return XML whose root declares the prefixes that our writer uses."""
    head, mark, rest = xml.partition(" ") if " " in xml.split(">")[0] else xml.partition(">")
    return f'{head} xmlns:w="{NAMESPACE}" xmlns:r="{OFFICE}/relationships"{mark}{rest}'

"""Bring the changes of another version into a document: words, paragraphs, tables, rows, comments.

Everything is a tracked change; whoever reads the document with all of them accepted reads the
other version.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from toolkit.word.anchor import behind_field, figure_ids, into_empty, leave_figures, neighbours
from toolkit.word.blocks import TABLE, Block, Cell, Row, blocks
from toolkit.word.comments import Comments, refers
from toolkit.word.doubles import undouble
from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.ranges import orphans, whole
from toolkit.word.runs import alone, look_of, outermost_change, run_of, runs_between, split, unlink
from toolkit.word.splice import Splice
from toolkit.word.story import PICTURE, PICTURES, Paragraph, paragraphs, reread
from toolkit.word.styles import NAMESPACE, printable
from toolkit.word.tracks import DELETION, INSERTION, Tracks, outer_runs

SEPARATOR = "\x1e"
CUT = f"{W}cut"  # stands where a paragraph will be cut in two, never written
CARRIED = "carried"  # says that a row or a cell's paragraph was put in, never written


@dataclass(frozen=True)
class Typing:
    """A stretch that becomes other text: pictures in it are runs, separators cut the paragraph."""

    start: int
    end: int
    text: str
    author: str
    pictures: tuple[Any, ...] = ()
    comment: str = ""


class Carrier:
    """A document without tracked changes of its own, taking up those of other versions.

    `ahead` puts new words before the old ones, for a document whose changes will be turned round.
    """

    def __init__(self, opened: Opened, now: datetime.datetime, *, ahead: bool = False) -> None:
        self.opened, self.ahead = opened, ahead
        self.root = opened.document
        self.paragraphs: list[Paragraph] = paragraphs(self.root.find(f"{W}body"))
        self.blocks: list[Block] = blocks(self.paragraphs)
        self.splice = Splice(opened.parts[opened.main], self.root)
        self.comments = Comments(opened)
        self.figures = figure_ids(self.root)
        self.tracks = Tracks(self.root, now)

    # -- words -------------------------------------------------------------------------------

    def type(self, number: int, changes: Sequence[Typing]) -> None:
        """Make changes of one paragraph, given in order and not overlapping."""
        paragraph = self.paragraphs[number]
        self.splice.changed.update(paragraph.elements)
        for change in reversed(changes):
            shown = self._carry(paragraph, change)
            if change.comment:
                self.comments.tie(shown, change.comment, change.author, self.tracks.date)
            reread(paragraph)

    def note(self, number: int, start: int, end: int, text: str, author: str) -> None:
        """Comment on a stretch of a paragraph, on the whole of it where there are no words."""
        paragraph = self.paragraphs[number]
        self.splice.changed.update(paragraph.elements)
        runs = runs_between(paragraph, start, end) or runs_between(paragraph, 0, paragraph.length)
        if runs:
            self.comments.tie(runs, text, author, self.tracks.date)
        else:
            self.comments.hang(paragraph.elements[-1], text, author, self.tracks.date)
        reread(paragraph)

    def _carry(self, paragraph: Paragraph, change: Typing) -> list[Any]:
        """Make one change; return what shows it."""
        runs = runs_between(paragraph, change.start, change.end)
        anchor = etree.Element("anchor")
        source = self._anchored(paragraph, change, runs, anchor)
        look = look_of(paragraph, source)
        gone = [mark for run in runs for mark in self._delete(run, change.author)]
        pictures = iter(change.pictures)
        made = []
        for part in _parts(change.text):
            made += self._part(part, look, change.author, pictures)
        for element in made:
            anchor.addprevious(element)
        unlink(anchor)
        shown = [element for element in made if element.tag != CUT]
        return [*shown, *gone] if self.ahead else [*gone, *shown]

    def _part(self, part: str, look: Any, author: str, pictures: Any) -> list[Any]:
        """Return what shows a piece of new text: words, a picture or a cut."""
        if part == SEPARATOR:
            mark = etree.Element(CUT, nsmap={"w": NAMESPACE})
            mark.set(f"{W}author", printable(author))
            return [mark]
        run = next(pictures, None) if part == PICTURE else run_of(part, look)
        return [self.tracks.inserted(run, author)] if run is not None else []

    def _anchored(self, paragraph: Paragraph, change: Typing, runs: Sequence[Any], anchor: Any) -> Any:
        """Put the anchor where new text goes; return the run whose look it takes."""
        if runs:
            (runs[0].addprevious if self.ahead else runs[-1].addnext)(anchor)
            return runs[0]
        split(paragraph, change.start)
        left, right = neighbours(paragraph, change.start)
        if left is not None:
            behind_field(left).addnext(anchor)
            leave_figures(anchor, self.figures)
            return left.run
        if right is not None:
            outermost_change(right).addprevious(anchor)
        else:
            into_empty(paragraph.elements[-1], anchor)
        return right

    def _delete(self, run: Any, author: str) -> list[Any]:
        """Delete the words, or the pictures, of a run; notes in it stay."""
        if next(run.iter(*PICTURES), None) is not None:
            return [self.tracks.deleted(run, author, boxes=True)]
        return [self.tracks.deleted(part, author) for part in alone(run)]

    # -- cuts --------------------------------------------------------------------------------

    def join(self, number: int, author: str) -> None:
        """Let a paragraph run on into the next one."""
        paragraph = self.paragraphs[number]
        self.splice.changed.update(paragraph.elements)
        self.tracks.mark(DELETION, paragraph.elements[-1], author)

    def _cut_all(self) -> None:
        for element in [e for e in self.splice.changed if e.tag == f"{W}p"]:
            for mark in list(element.iter(CUT)):
                head = self._head(element, mark)
                tables = list(element.iterancestors(f"{W}tbl"))
                if any(t in self.splice.changed for t in tables):
                    element.addprevious(head)
                else:
                    self.splice.before[element].append(self.splice.xml(head))

    def _head(self, element: Any, mark: Any) -> Any:
        """Take what stands before a mark out of a paragraph, as a paragraph of its own."""
        while (parent := mark.getparent()) is not element:
            _divide(parent, mark)
            parent.addprevious(mark)
        made = etree.Element(element.tag, nsmap=element.nsmap)
        properties = element.find(f"{W}pPr")
        if properties is not None:
            twin = copy.deepcopy(properties)
            for section in twin.findall(f"{W}sectPr"):
                twin.remove(section)
            made.append(twin)
        for child in list(mark.itersiblings(preceding=True))[::-1]:
            if child is not properties:
                made.append(child)
        for old in made.findall(f"{W}pPr/{W}rPr/{W}del"):
            unlink(old)
        self.tracks.mark(INSERTION, made, mark.get(f"{W}author", ""))
        element.remove(mark)
        return made

    # -- blocks ------------------------------------------------------------------------------

    def strike(self, block: Block, author: str, comment: str = "") -> None:
        """Take out a block."""
        if comment:
            number = block.numbers[0]
            self.note(number, 0, self.paragraphs[number].length, comment, author)
        if block.kind == TABLE:
            for row in block.rows:
                self.strike_row(block, row, author)
            return
        self.splice.changed.add(block.element)
        self._strike_element(block.element, author)

    def _strike_element(self, element: Any, author: str) -> None:
        self._delete_runs(element, author)
        self.tracks.mark(DELETION, element, author)

    def _delete_runs(self, element: Any, author: str) -> None:
        """Delete all runs of an element, what is no text too; a text box goes with its run."""
        for run in outer_runs(element):
            # A comment goes with words that are new; on words that go it stays to be read.
            if outermost_change(run) is run and (self.ahead or not refers(run)):
                self.tracks.deleted(run, author, boxes=True)

    def put(self, after: int, element: Any, author: str, comments: Sequence[tuple[str, str]] = ()) -> None:
        """Put a copied block behind the block of that number; -1 is before everything.

        `comments` are (text, author).
        """
        self.tracks.inserted_block(element, author)
        for text, by in comments:
            self.comments.tie(list(element.iter(f"{W}r")), text, by, self.tracks.date)
        if after < 0:
            self.splice.before[self.blocks[0].element].append(self.splice.xml(element))
        else:
            self.splice.after[self.blocks[after].element].append(self.splice.xml(element))

    def shift(self, block: Block, after: int, author: str) -> None:
        """Move a paragraph behind another block, its bookmarks and comments with it."""
        element = block.element
        self.splice.changed.add(element)
        twin = copy.deepcopy(element)
        for section in twin.findall(f"{W}pPr/{W}sectPr"):
            section.getparent().remove(section)
        for mark in whole(element):
            unlink(mark)
        halves = orphans(twin)
        _part_references(element, twin, {mark.get(f"{W}id") for mark in halves})
        for mark in halves:
            unlink(mark)
        self.strike(block, author)
        self.put(after, twin, author)

    # -- tables ------------------------------------------------------------------------------

    def strike_row(self, block: Block, row: Row, author: str) -> None:
        """Take a row out of a table."""
        self.splice.changed.add(block.element)
        self._delete_runs(row.element, author)
        self.tracks.row(DELETION, row.element, author)

    def put_row(self, block: Block, after: int, element: Any, author: str) -> None:
        """Put a copied row behind a row of a table; -1 is before the first."""
        self._put_inside(block, block.rows[max(after, 0)].element, element, author, before=after < 0)

    def put_in_cell(self, block: Block, cell: Cell, after: int, element: Any, author: str) -> None:
        """Put a copied paragraph into a cell, behind its paragraph of that number; -1 is before the first."""
        own = self.paragraphs[cell.numbers[max(after, 0)]].elements[-1]
        self._put_inside(block, own, element, author, before=after < 0)

    def _put_inside(self, block: Block, at: Any, element: Any, author: str, *, before: bool) -> None:
        """Put an element beside another one of a table, behind those that were put there already."""
        self.splice.changed.add(block.element)
        if before:
            at.addprevious(element)
        else:
            while (following := at.getnext()) is not None and following.get(CARRIED):
                at = following
            at.addnext(element)
        element.set(CARRIED, "1")
        self.tracks.inserted_block(element, author)

    def strike_in_cell(self, block: Block, number: int, author: str) -> None:
        """Take a paragraph out of a cell."""
        self.splice.changed.add(block.element)
        self._strike_element(self.paragraphs[number].elements[-1], author)

    # -- the end -----------------------------------------------------------------------------

    def part(self) -> bytes:
        """Return the document's part with all changes."""
        edited = {e for e in self.splice.changed if e.tag == f"{W}p"}
        self.splice.changed |= undouble(self.root, edited, self.tracks.ids)
        self._cut_all()
        for table in [e for e in self.splice.changed if e.tag == f"{W}tbl"]:
            for element in table.iter(f"{W}tr", f"{W}p"):
                element.attrib.pop(CARRIED, None)
        self.comments.save()
        return self.splice.result()


def _part_references(element: Any, twin: Any, halves: set[str | None]) -> None:
    """Leave each comment's reference in one of two copies: where the range runs on, in the first."""
    for own, other in zip(
        list(element.iter(f"{W}commentReference")), list(twin.iter(f"{W}commentReference")), strict=True
    ):
        gone = other if own.get(f"{W}id") in halves else own
        gone.getparent().remove(gone)


def _parts(text: str) -> list[str]:
    """Cut text at pictures and separators, which are parts of their own; at least one part."""
    out: list[str] = []
    for char in text:
        if char in (PICTURE, SEPARATOR) or not out or out[-1] in (PICTURE, SEPARATOR):
            out.append(char)
        else:
            out[-1] += char
    return out or [""]


def _divide(parent: Any, child: Any) -> None:
    """Cut a container in two before one of its children."""
    left = etree.Element(parent.tag, parent.attrib)
    for sibling in list(child.itersiblings(preceding=True))[::-1]:
        left.append(sibling)
    if len(left):
        parent.addprevious(left)

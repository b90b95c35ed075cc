"""Bring the changes of another version into a document: words, paragraphs, tables, rows, comments.

Everything is a tracked change; whoever reads the document with all of them accepted reads the
other version.
"""

from __future__ import annotations

import copy
import datetime
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from toolkit.word.blocks import TABLE, Block, Cell, Row, blocks
from toolkit.word.comments import Comments
from toolkit.word.marks import FIGURE
from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.runs import alone, cut, divide, run_of, unlink
from toolkit.word.splice import Splice
from toolkit.word.story import PICTURE, PICTURES, Paragraph, paragraphs, reread
from toolkit.word.styles import NAMESPACE
from toolkit.word.swap import TEXTS

SEPARATOR = "\x1e"
CUT = f"{W}cut"  # stands where a paragraph will be cut in two, never written
TRACKED = (f"{W}ins", f"{W}del")
RANGES = tuple((f"{W}{name}Start", f"{W}{name}End") for name in ("bookmark", "commentRange"))
AFTER_MARK = {f"{W}sectPr", f"{W}pPrChange"}  # CT_PPr: what may follow the mark's properties


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
        self.date = now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.root = opened.document
        self.paragraphs: list[Paragraph] = paragraphs(self.root.find(f"{W}body"))
        self.blocks: list[Block] = blocks(self.paragraphs)
        self.splice = Splice(opened.parts[opened.main], self.root)
        self.comments = Comments(opened)
        taken = {e.get(f"{W}id", "") for e in self.root.iter(etree.Element)}
        self.ids = (number for number in itertools.count(1) if str(number) not in taken)
        self.figures = {
            e.get(f"{W}id")
            for e in self.root.iter(f"{W}bookmarkStart")
            if e.get(f"{W}name", "").startswith(FIGURE)
        }

    # -- words -------------------------------------------------------------------------------

    def type(self, number: int, changes: Sequence[Typing]) -> None:
        """Make changes of one paragraph, given in order and not overlapping."""
        paragraph = self.paragraphs[number]
        self.splice.changed.update(paragraph.elements)
        for change in reversed(changes):
            shown = self._carry(paragraph, change)
            if change.comment and shown:
                self._tie(self.comments.add(change.comment, change.author, self.date), shown[0], shown[-1])
            reread(paragraph)

    def note(self, number: int, start: int, end: int, text: str, author: str) -> None:
        """Comment on a stretch of a paragraph, on the whole of it where there are no words."""
        paragraph = self.paragraphs[number]
        self.splice.changed.update(paragraph.elements)
        runs = self._runs(paragraph, start, end) or self._runs(paragraph, 0, paragraph.length)
        id_ = self.comments.add(text, author, self.date)
        if runs:
            self._tie(id_, runs[0], runs[-1])
        else:
            run = etree.SubElement(paragraph.elements[-1], f"{W}r")
            etree.SubElement(run, f"{W}commentReference").set(f"{W}id", id_)
        reread(paragraph)

    def _carry(self, paragraph: Paragraph, change: Typing) -> list[Any]:
        """Make one change; return what shows it."""
        runs = self._runs(paragraph, change.start, change.end)
        anchor = etree.Element("anchor")
        source = self._anchored(paragraph, change, runs, anchor)
        look = _look(paragraph, source)
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
            mark.set(f"{W}author", author)
            return [mark]
        run = next(pictures, None) if part == PICTURE else run_of(part, look)
        if run is None:
            return []
        mark = self._mark("ins", author)
        mark.append(run)
        return [mark]

    def _anchored(self, paragraph: Paragraph, change: Typing, runs: Sequence[Any], anchor: Any) -> Any:
        """Put the anchor where new text goes; return the run whose look it takes."""
        if runs:
            (runs[0].addprevious if self.ahead else runs[-1].addnext)(anchor)
            return runs[0]
        self._split(paragraph, change.start)
        left = next((p for p in reversed(paragraph.pieces) if p.end == change.start), None)
        right = next((p.run for p in paragraph.pieces if p.start == change.start), None)
        if left is not None:
            _behind(left.run, fixed=left.fixed and left.text != PICTURE).addnext(anchor)
            self._leave_figure(anchor)
            return left.run
        if right is not None:
            inserted = right.getparent() if right.getparent().tag in TRACKED else right
            inserted.addprevious(anchor)
        else:
            paragraph.elements[-1].append(anchor)
        return right

    def _leave_figure(self, anchor: Any) -> None:
        """What follows a figure is none of its value."""
        while (following := anchor.getnext()) is not None and following.tag == f"{W}bookmarkEnd":
            if following.get(f"{W}id") not in self.figures:
                return
            following.addnext(anchor)

    def _runs(self, paragraph: Paragraph, start: int, end: int) -> list[Any]:
        """Return the runs that hold exactly a stretch, divided where needed."""
        if end <= start:
            return []
        self._split(paragraph, start)
        self._split(paragraph, end)
        found = [p.run for p in paragraph.pieces if start <= p.start and p.end <= end]
        return list(dict.fromkeys(found))

    @staticmethod
    def _split(paragraph: Paragraph, place: int) -> None:
        """See that a run ends at a place of the text."""
        for piece, following in itertools.zip_longest(paragraph.pieces, paragraph.pieces[1:]):
            if piece.start < place < piece.end and piece.element.tag == f"{W}t":
                cut(piece, place - piece.start)
                reread(paragraph)
                return
            if piece.end == place and following is not None and following.run is piece.run:
                divide(piece.run, following.element)
                reread(paragraph)
                return

    def _delete(self, run: Any, author: str) -> list[Any]:
        """Delete the words, or the pictures, of a run; notes in it stay."""
        if next(run.iter(*PICTURES), None) is not None:
            return [self._wrap(run, author)]
        return [self._wrap(part, author) for part in alone(run)]

    def _wrap(self, run: Any, author: str) -> Any:
        """Delete a run with all that is in it."""
        mark = self._mark("del", author)
        run.addprevious(mark)
        mark.append(run)
        for plain, deleted in TEXTS.items():
            for text in list(run.iter(f"{W}{plain}")):
                text.tag = f"{W}{deleted}"
        return mark

    def _mark(self, kind: str, author: str) -> Any:
        """Return the element of a tracked change."""
        mark = etree.Element(f"{W}{kind}", nsmap={"w": NAMESPACE})
        mark.set(f"{W}id", str(next(self.ids)))
        mark.set(f"{W}author", author)
        mark.set(f"{W}date", self.date)
        return mark

    def _tie(self, id_: str, first: Any, last: Any) -> None:
        """Put a comment round a row of elements."""
        start, end = etree.Element(f"{W}commentRangeStart"), etree.Element(f"{W}commentRangeEnd")
        start.set(f"{W}id", id_)
        end.set(f"{W}id", id_)
        reference = etree.Element(f"{W}r")
        etree.SubElement(reference, f"{W}commentReference").set(f"{W}id", id_)
        _top(first).addprevious(start)
        _top(last).addnext(end)
        end.addnext(reference)

    # -- cuts --------------------------------------------------------------------------------

    def join(self, number: int, author: str) -> None:
        """Let a paragraph run on into the next one."""
        paragraph = self.paragraphs[number]
        self.splice.changed.update(paragraph.elements)
        _paragraph_mark(paragraph.elements[-1]).insert(0, self._mark("del", author))

    def _cut_all(self) -> None:
        for element in [e for e in self.splice.changed if e.tag == f"{W}p"]:
            for mark in list(element.iter(CUT)):
                head = self._head(element, mark)
                tables = list(element.iterancestors(f"{W}tbl"))
                if any(t in self.splice.changed for t in tables):
                    element.addprevious(head)
                else:
                    self.splice.before[element].append(self._xml(head))

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
        tag = self._mark("ins", mark.get(f"{W}author", ""))
        for old in _paragraph_mark(made).findall(f"{W}del"):
            _paragraph_mark(made).remove(old)
        _paragraph_mark(made).insert(0, tag)
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
        mark = _paragraph_mark(element)
        if mark.find(f"{W}del") is None:
            mark.insert(0, self._mark("del", author))

    def _delete_runs(self, element: Any, author: str) -> None:
        """Delete all runs of an element, what is no text too; a text box goes with its run."""
        for run in _outer_runs(element):
            # A comment goes with words that are new; on words that go it stays to be read.
            noted = run.find(f"{W}commentReference") is not None and not self.ahead
            if _top(run) is run and not noted:
                self._wrap(run, author)

    def _show_inserted(self, element: Any, author: str) -> None:
        for row in element.iter(f"{W}tr"):
            _row_properties(row).append(self._mark("ins", author))
        if element.tag == f"{W}p" and element.find(f"{W}pPr/{W}rPr/{W}ins") is None:
            _paragraph_mark(element).insert(0, self._mark("ins", author))
        for run in _outer_runs(element):
            mark = self._mark("ins", author)
            run.addprevious(mark)
            mark.append(run)

    def put(self, after: int, element: Any, author: str, comments: Sequence[tuple[str, str]] = ()) -> None:
        """Put a copied block behind the block of that number; -1 is before everything.

        `comments` are (text, author).
        """
        self._show_inserted(element, author)
        for text, by in comments:
            runs = list(element.iter(f"{W}r"))
            if runs:
                self._tie(self.comments.add(text, by, self.date), runs[0], runs[-1])
        if after < 0:
            self.splice.before[self.blocks[0].element].append(self._xml(element))
        else:
            self.splice.after[self.blocks[after].element].append(self._xml(element))

    def shift(self, block: Block, after: int, author: str) -> None:
        """Move a paragraph behind another block, its bookmarks and comments with it."""
        element = block.element
        self.splice.changed.add(element)
        twin = copy.deepcopy(element)
        for section in twin.findall(f"{W}pPr/{W}sectPr"):
            section.getparent().remove(section)
        for mark in _whole_ranges(element):
            mark.getparent().remove(mark)
        halves = set(twin.iter(*itertools.chain(*RANGES))) - set(_whole_ranges(twin))
        _part_references(element, twin, {mark.get(f"{W}id") for mark in halves})
        for mark in halves:
            mark.getparent().remove(mark)
        self.strike(block, author)
        self.put(after, twin, author)

    def _xml(self, element: Any) -> str:
        return self.splice.bare(etree.tostring(element, encoding="unicode", with_tail=False))

    # -- tables ------------------------------------------------------------------------------

    def strike_row(self, block: Block, row: Row, author: str) -> None:
        """Take a row out of a table."""
        self.splice.changed.add(block.element)
        self._delete_runs(row.element, author)
        _row_properties(row.element).append(self._mark("del", author))

    def put_row(self, block: Block, after: int, element: Any, author: str) -> None:
        """Put a copied row behind a row of a table; -1 is before the first."""
        self.splice.changed.add(block.element)
        if after < 0:
            block.rows[0].element.addprevious(element)
        else:
            at = block.rows[after].element
            while (following := at.getnext()) is not None and following.get("carried"):
                at = following
            at.addnext(element)
        element.set("carried", "1")
        self._show_inserted(element, author)

    def put_in_cell(self, block: Block, cell: Cell, after: int, element: Any, author: str) -> None:
        """Put a copied paragraph into a cell, behind its paragraph of that number; -1 is before the first."""
        self.splice.changed.add(block.element)
        own = cell.numbers[max(after, 0)]
        at = self.paragraphs[own].elements[-1]
        if after < 0:
            at.addprevious(element)
        else:
            while (following := at.getnext()) is not None and following.get("carried"):
                at = following
            at.addnext(element)
        element.set("carried", "1")
        self._show_inserted(element, author)

    def strike_in_cell(self, block: Block, number: int, author: str) -> None:
        """Take a paragraph out of a cell."""
        self.splice.changed.add(block.element)
        self._strike_element(self.paragraphs[number].elements[-1], author)

    def _drop_pasted_marks(self) -> None:
        """A bookmark that a paste doubled stands once, where nothing changed if it can be."""
        starts = list(self.root.iter(f"{W}bookmarkStart"))
        counts = Counter(start.get(f"{W}id", "") for start in starts)
        for start in reversed(starts):
            id_ = start.get(f"{W}id", "")
            if counts[id_] < 2 or next(start.iterancestors(f"{W}p"), None) not in self.splice.changed:
                continue
            ends = [e for e in start.itersiblings(f"{W}bookmarkEnd") if e.get(f"{W}id") == id_]
            for mark in [start, *ends[:1]] if ends else ():
                mark.getparent().remove(mark)
            counts[id_] -= 1

    # -- the end -----------------------------------------------------------------------------

    def part(self) -> bytes:
        """Return the document's part with all changes."""
        self._drop_pasted_marks()
        self._cut_all()
        for table in [e for e in self.splice.changed if e.tag == f"{W}tbl"]:
            for element in table.iter(f"{W}tr", f"{W}p"):
                element.attrib.pop("carried", None)
        self.comments.save()
        return self.splice.result()


def _behind(run: Any, *, fixed: bool) -> Any:
    """Return a run, or the end of the field that it belongs to."""
    simple = next(run.iterancestors(f"{W}fldSimple"), None)
    if simple is not None:
        return simple
    for sibling in run.itersiblings(f"{W}r") if fixed else ():
        kinds = {e.get(f"{W}fldCharType") for e in sibling.iter(f"{W}fldChar")}
        if "end" in kinds:
            return sibling
    return run


def _look(paragraph: Paragraph, source: Any) -> Any:
    """The look of new text: that of its neighbour, in an empty paragraph that of the paragraph's mark."""
    path = f"{W}rPr" if source is not None else f"{W}pPr/{W}rPr"
    found = (source if source is not None else paragraph.elements[-1]).find(path)
    if found is None:
        return None
    made = copy.deepcopy(found)
    for change in [c for c in made if c.tag in TRACKED]:
        made.remove(change)
    return made if len(made) else None


def _whole_ranges(element: Any) -> list[Any]:
    """Return the marks of bookmarks and comments that begin and end in an element."""
    found: list[Any] = []
    for start, end in RANGES:
        ends = {mark.get(f"{W}id"): mark for mark in element.iter(end)}
        for mark in element.iter(start):
            if mark.get(f"{W}id") in ends:
                found += [mark, ends[mark.get(f"{W}id")]]
    return found


def _part_references(element: Any, twin: Any, halves: set[str | None]) -> None:
    """Leave each comment's reference in one of two copies: where the range runs on, in the first."""
    for own, other in zip(
        list(element.iter(f"{W}commentReference")), list(twin.iter(f"{W}commentReference")), strict=True
    ):
        gone = other if own.get(f"{W}id") in halves else own
        gone.getparent().remove(gone)


def _outer_runs(element: Any) -> list[Any]:
    """Return the runs below an element, those of text boxes left out."""
    return [run for run in element.iter(f"{W}r") if next(run.iterancestors(f"{W}r"), None) is None]


def _top(element: Any) -> Any:
    """The element, or the tracked change it stands in."""
    parent = element.getparent()
    return parent if parent is not None and parent.tag in TRACKED else element


def _paragraph_mark(paragraph: Any) -> Any:
    """The properties of a paragraph's mark, made where the schema wants them (CT_PPr)."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    mark = properties.find(f"{W}rPr")
    if mark is None:
        mark = etree.Element(f"{W}rPr")
        later = next((n for n, child in enumerate(properties) if child.tag in AFTER_MARK), len(properties))
        properties.insert(later, mark)
    return mark


def _row_properties(row: Any) -> Any:
    """The properties of a row, made behind its exceptions (CT_Row)."""
    found = row.find(f"{W}trPr")
    if found is None:
        found = etree.Element(f"{W}trPr")
        # The schema wants a property beside the mark of a change; this one says what holds anyway.
        etree.SubElement(found, f"{W}cantSplit").set(f"{W}val", "off")
        row.insert(1 if row.find(f"{W}tblPrEx") is not None else 0, found)
    return found


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

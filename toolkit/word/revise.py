"""Change a person's document: retype stretches, put paragraphs in, take them out, comment.

Every change is a tracked one, or is made plainly. What is not changed keeps its bytes.
"""

from __future__ import annotations

import copy
import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from toolkit.word.comments import Comments
from toolkit.word.marks import FIGURE, Names
from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.splice import Splice
from toolkit.word.story import Paragraph, Piece, paragraphs, reread
from toolkit.word.styles import NAMESPACE

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
AUTHOR = "draft"
# What a run may hold beside its text without being more than text.
PLAIN = {
    f"{W}{name}"
    for name in ("t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "rPr", "lastRenderedPageBreak")
}
TRACKED = (f"{W}ins", f"{W}moveTo")
RANGES = {"bookmarkStart": "bookmarkEnd", "commentRangeStart": "commentRangeEnd"}
# CT_PPr: what may follow the paragraph mark's properties.
AFTER_MARK = {f"{W}sectPr", f"{W}pPrChange"}


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
        self.date = now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.root = opened.document
        self.body = self.root.find(f"{W}body")
        self.paragraphs = paragraphs(self.body)
        self.splice = Splice(opened.parts[opened.main], self.root)
        self.comments = Comments(opened)
        self.names = Names({e.get(f"{W}name", "") for e in self.root.iter(f"{W}bookmarkStart")})
        self.figures = {
            e.get(f"{W}id", "")
            for e in self.root.iter(f"{W}bookmarkStart")
            if e.get(f"{W}name", "").startswith(FIGURE)
        }
        self.ids = itertools.count(_highest(self.root) + 1)

    def data(self) -> bytes:
        """Return the changed file."""
        self.comments.save()
        self.opened.replace(self.opened.main, self.splice.result())
        return self.opened.data()

    # -- words -------------------------------------------------------------------------------

    def retype(self, number: int, edits: Sequence[Retype], author: str = AUTHOR, comment: str = "") -> None:
        """Make edits of one paragraph, given from its end to its beginning; a comment spans them all."""
        paragraph = self.paragraphs[number]
        self._changed(paragraph)
        touched: list[Any] = []
        for edit in edits:
            touched = [*self._retype(paragraph, edit, author), *touched]
            reread(paragraph)
        if comment and touched:
            self._tie(self.comments.add(comment, author, self.date), touched[0], touched[-1])

    def note(self, number: int, start: int, end: int, comment: str, author: str = AUTHOR) -> None:
        """Comment on a stretch of a paragraph, on the whole paragraph where it has no text."""
        paragraph = self.paragraphs[number]
        self._changed(paragraph)
        id_ = self.comments.add(comment, author, self.date)
        runs = self._runs(paragraph, start, end)
        if runs:
            self._tie(id_, runs[0], runs[-1])
        else:
            run = etree.SubElement(paragraph.elements[-1], f"{W}r")
            etree.SubElement(run, f"{W}commentReference").set(f"{W}id", id_)
        reread(paragraph)

    def _changed(self, paragraph: Paragraph) -> None:
        self.splice.changed.update(paragraph.elements)

    def _retype(self, paragraph: Paragraph, edit: Retype, author: str) -> list[Any]:
        """Make one edit; return the elements that show it."""
        marked = any(
            b.name.startswith(FIGURE) and b.start <= edit.start and edit.end <= b.end
            for b in paragraph.bookmarks
        )
        runs = self._runs(paragraph, edit.start, edit.end) if edit.end > edit.start else []
        anchor = etree.Element("anchor")
        source = self._anchored(paragraph, edit, runs, anchor)
        shown = [element for run in runs for element in self._delete(run, author)]
        new = self._typed(edit, self._properties(source, edit), author, marked=marked)
        at = self._outside(anchor)
        for element in new:
            at.addnext(element)
            at = element
        _unlink(anchor)
        return [*shown, *new]

    def _anchored(self, paragraph: Paragraph, edit: Retype, runs: Sequence[Any], anchor: Any) -> Any:
        """Put the anchor where new text goes; return the run whose look it takes."""
        if runs:
            runs[-1].addnext(anchor)
            return runs[0]
        left = self._run_ending(paragraph, edit.start)
        right = self._run_beginning(paragraph, edit.start)
        if left is not None:
            left.addnext(anchor)
            self._leave_figure(anchor)
            foreign = self._style(left) in self.styles.leads and not edit.lead
            return right if foreign else left
        if right is not None:
            right.addprevious(anchor)
        else:
            paragraph.elements[-1].append(anchor)
        return right

    def _leave_figure(self, anchor: Any) -> None:
        """Step out of the bookmark of a figure that ends here: what follows is none of its value."""
        following = anchor.getnext()
        while following is not None and following.tag == f"{W}bookmarkEnd":
            if following.get(f"{W}id") not in self.figures:
                return
            following.addnext(anchor)
            following = anchor.getnext()

    def _run_ending(self, paragraph: Paragraph, place: int) -> Any:
        self._split(paragraph, place)
        found = [p for p in paragraph.pieces if p.end == place]
        return found[-1].run if found else None

    def _run_beginning(self, paragraph: Paragraph, place: int) -> Any:
        found = [p for p in paragraph.pieces if p.start == place]
        return found[0].run if found else None

    # -- runs --------------------------------------------------------------------------------

    def _runs(self, paragraph: Paragraph, start: int, end: int) -> list[Any]:
        """Return the runs that hold exactly a stretch, split where needed."""
        self._split(paragraph, start)
        self._split(paragraph, end)
        found = [p.run for p in paragraph.pieces if start <= p.start and p.end <= end]
        return list(dict.fromkeys(found))

    def _split(self, paragraph: Paragraph, place: int) -> None:
        """See that a run ends at a place of the text."""
        for piece, following in itertools.zip_longest(paragraph.pieces, paragraph.pieces[1:]):
            if piece.start < place < piece.end and piece.element.tag == f"{W}t":
                _cut(piece, place - piece.start)
                reread(paragraph)
                return
            if piece.end == place and following is not None and following.run is piece.run:
                _break(piece.run, following.element)
                reread(paragraph)
                return

    def _delete(self, run: Any, author: str) -> list[Any]:
        """Take the text out of a run; return what shows the deletion, nothing where none is tracked."""
        shown = []
        for part in _alone(run):
            if not self.track or any(p.get(f"{W}author") == author for p in part.iterancestors(f"{W}ins")):
                _unlink(part)
                continue
            mark = self._mark("del", author)
            part.addprevious(mark)
            mark.append(part)
            for text in part.iter(f"{W}t"):
                text.tag = f"{W}delText"
            shown.append(mark)
        return shown

    def _outside(self, element: Any) -> Any:
        """Return the element itself, or what it stands in where that is somebody's tracked insertion.

        The insertion is cut in two behind the element, so that new text is not put in their name.
        """
        parent = element.getparent()
        if parent.tag not in TRACKED:
            return element
        right = etree.Element(parent.tag, parent.attrib)
        right.set(f"{W}id", str(next(self.ids)))
        for sibling in list(element.itersiblings()):
            right.append(sibling)
        if len(right):
            parent.addnext(right)
        return self._outside(parent)

    def _properties(self, source: Any, edit: Retype) -> Any:
        """The look of new text: that of the text it replaces, without a placeholder's shade."""
        found = source.find(f"{W}rPr") if source is not None else None
        if found is None:
            return None
        made = copy.deepcopy(found)
        for change in made.findall(f"{W}rPrChange"):
            made.remove(change)
        style = made.find(f"{W}rStyle")
        if (
            style is not None
            and style.get(f"{W}val") == self.styles.placeholder
            and "〔待填" not in edit.text
        ):
            made.remove(style)
        return made if len(made) else None

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
        id_ = str(next(self.ids))
        start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
        start.set(f"{W}id", id_)
        start.set(f"{W}name", name)
        self.figures.add(id_)
        end.set(f"{W}id", id_)
        return [start, *elements, end]

    def _inserted(self, text: str, properties: Any, author: str) -> list[Any]:
        if not text:
            return []
        run = _run(text, properties)
        if not self.track:
            return [run]
        mark = self._mark("ins", author)
        mark.append(run)
        return [mark]

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
        last = _top(last)
        last.addnext(end)
        end.addnext(reference)

    # -- paragraphs ----------------------------------------------------------------------------

    def remove(self, numbers: Sequence[int], author: str = AUTHOR, comment: str = "") -> None:
        """Take paragraphs out, and a table when all its paragraphs go."""
        gone = set(numbers)
        tables = self._whole_tables(gone)
        for number in numbers:
            paragraph = self.paragraphs[number]
            if comment and self.track:
                self.note(number, 0, paragraph.length, comment, author)
            if self.track:
                self._strike(paragraph, author)
            elif paragraph.table is None:
                self._take_out(paragraph.elements)
        for table in tables:
            if self.track:
                self._strike_rows(table, author)
            else:
                self.splice.removed.add(table)

    def _whole_tables(self, gone: set[int]) -> list[Any]:
        there: dict[Any, list[int]] = {}
        for number, paragraph in enumerate(self.paragraphs):
            if paragraph.table is not None:
                there.setdefault(paragraph.table, []).append(number)
        return [table for table, numbers in there.items() if gone.issuperset(numbers)]

    def _strike(self, paragraph: Paragraph, author: str) -> None:
        self._changed(paragraph)
        for run in list(dict.fromkeys(piece.run for piece in paragraph.pieces)):
            self._delete(run, author)
        if paragraph.table is None:
            for element in paragraph.elements:
                if element.find(f"{W}pPr/{W}rPr/{W}del") is None:
                    _paragraph_mark(element).insert(0, self._mark("del", author))

    def _strike_rows(self, table: Any, author: str) -> None:
        self.splice.changed.add(table)
        for row in table.iter(f"{W}tr"):
            _row_properties(row).append(self._mark("del", author))

    def _take_out(self, elements: Sequence[Any]) -> None:
        for element in elements:
            self.splice.removed.add(element)
            for marker in _orphans(element):
                self.splice.before[element].append(
                    self.splice.bare(etree.tostring(marker, encoding="unicode"))
                )

    def insert(self, after: int, blocks: Sequence[str], author: str = AUTHOR, comment: str = "") -> None:
        """Put paragraphs or tables, given as XML, behind a paragraph; -1 is before everything."""
        for xml in blocks:
            element = etree.fromstring(_declared(xml, self.root.nsmap))
            if self.track:
                self._show_inserted(element, author)
            if comment:
                self._comment_block(element, comment, author)
            self._put(after, self.splice.bare(etree.tostring(element, encoding="unicode")))

    def _comment_block(self, element: Any, comment: str, author: str) -> None:
        runs = list(element.iter(f"{W}r"))
        if runs:
            self._tie(self.comments.add(comment, author, self.date), runs[0], runs[-1])

    def _put(self, after: int, xml: str) -> None:
        if after < 0:
            self.splice.before[self._block(self.paragraphs[0])].append(xml)
        else:
            self.splice.after[self._block(self.paragraphs[after], last=True)].append(xml)

    @staticmethod
    def _block(paragraph: Paragraph, *, last: bool = False) -> Any:
        """The paragraph's element, or the outermost table that it stands in."""
        element = paragraph.elements[-1 if last else 0]
        tables = list(element.iterancestors(f"{W}tbl"))
        return tables[-1] if tables else element

    def _show_inserted(self, element: Any, author: str) -> None:
        for row in element.iter(f"{W}tr"):
            _row_properties(row).append(self._mark("ins", author))
        for paragraph in element.iter(f"{W}p"):
            if not list(paragraph.iterancestors(f"{W}tbl")):
                _paragraph_mark(paragraph).insert(0, self._mark("ins", author))
            for run in list(paragraph.iter(f"{W}r")):
                mark = self._mark("ins", author)
                run.addprevious(mark)
                mark.append(run)

    def move(self, number: int, after: int, author: str = AUTHOR, comment: str = "") -> None:
        """Put a paragraph behind another one, as it is; tracked, as an insertion and a deletion."""
        paragraph = self.paragraphs[number]
        if not self.track:
            self._put(after, "".join(map(self.splice.raw, paragraph.elements)))
            self.splice.removed.update(paragraph.elements)
            return
        for element in paragraph.elements:
            twin = copy.deepcopy(element)
            self._show_inserted(twin, author)
            if comment:
                self._comment_block(twin, comment, author)
            self._put(after, self.splice.bare(etree.tostring(twin, encoding="unicode", with_tail=False)))
            for tag in ("bookmarkStart", "bookmarkEnd"):
                for marker in list(element.iter(f"{W}{tag}")):
                    marker.getparent().remove(marker)
        self._strike(paragraph, author)


def _highest(root: Any) -> int:
    """The highest id that any mark of the document has; all kinds count as one."""
    ids = [e.get(f"{W}id", "") for e in root.iter() if isinstance(e.tag, str)]
    return max((int(i) for i in ids if i.lstrip("-").isdigit()), default=0)


def _cut(piece: Piece, at: int) -> None:
    """Divide a run within a w:t."""
    right = etree.Element(f"{W}t")
    _set_text(right, piece.text[at:])
    _set_text(piece.element, piece.text[:at])
    piece.element.addnext(right)
    _break(piece.run, right)


def _break(run: Any, child: Any) -> None:
    """Divide a run before one of its children."""
    right = etree.Element(run.tag, run.attrib)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        right.append(copy.deepcopy(properties))
    for sibling in [child, *child.itersiblings()]:
        right.append(sibling)
    run.addnext(right)


def _alone(run: Any) -> list[Any]:
    """Divide a run so that what is more than text (notes, fields) is not in the runs returned."""
    parts, current = [], run
    while current is not None:
        special = next((c for c in current if c.tag not in PLAIN), None)
        if special is None:
            parts.append(current)
            break
        if special.getprevious() is not None and special.getprevious().tag != f"{W}rPr":
            _break(current, special)
            parts.append(current)
            current = current.getnext()
        follower = special.getnext()
        if follower is None:
            break
        _break(current, follower)
        current = current.getnext()
    return [p for p in parts if any(c.tag != f"{W}rPr" for c in p)]


def _set_text(element: Any, text: str) -> None:
    element.text = text
    element.set(SPACE, "preserve")


def _run(text: str, properties: Any) -> Any:
    run = etree.Element(f"{W}r", nsmap={"w": NAMESPACE})
    if properties is not None:
        run.append(copy.deepcopy(properties))
    for piece in _pieces(text):
        if piece in ("\n", "\t"):
            etree.SubElement(run, f"{W}br" if piece == "\n" else f"{W}tab")
        elif piece:
            _set_text(etree.SubElement(run, f"{W}t"), piece)
    return run


def _pieces(text: str) -> list[str]:
    out = [""]
    for char in text:
        if char in "\n\t":
            out += [char, ""]
        else:
            out[-1] += char
    return out


def _top(element: Any) -> Any:
    """The element, or the tracked change it stands in."""
    parent = element.getparent()
    while parent is not None and parent.tag in (*TRACKED, f"{W}del"):
        element, parent = parent, parent.getparent()
    return element


def _unlink(run: Any) -> None:
    parent = run.getparent()
    parent.remove(run)
    if parent.tag in (*TRACKED, f"{W}del") and not len(parent):
        _unlink(parent)


def _paragraph_mark(paragraph: Any) -> Any:
    """The properties of a paragraph's mark, made where the schema wants them (CT_PPr)."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    mark = properties.find(f"{W}rPr")
    if mark is None:
        mark = etree.Element(f"{W}rPr")
        later = [child for child in properties if child.tag in AFTER_MARK]
        if later:
            later[0].addprevious(mark)
        else:
            properties.append(mark)
    return mark


def _row_properties(row: Any) -> Any:
    found = row.find(f"{W}trPr")
    if found is None:
        found = etree.Element(f"{W}trPr")
        first = row.find(f"{W}tblPrEx")
        if first is not None:
            first.addnext(found)
        else:
            row.insert(0, found)
    return found


def _orphans(element: Any) -> list[Any]:
    """The ends of ranges in an element whose other end is outside."""
    out = []
    for start, end in RANGES.items():
        starts = {e.get(f"{W}id"): e for e in element.iter(f"{W}{start}")}
        ends = {e.get(f"{W}id"): e for e in element.iter(f"{W}{end}")}
        out += [e for id_, e in starts.items() if id_ not in ends]
        out += [e for id_, e in ends.items() if id_ not in starts]
    return out


def _declared(xml: str, known: Any) -> str:
    """Return XML whose root declares the prefixes that our writer uses."""
    from toolkit.word.package import OFFICE

    head, mark, rest = xml.partition(" ") if " " in xml.split(">")[0] else xml.partition(">")
    return f'{head} xmlns:w="{NAMESPACE}" xmlns:r="{OFFICE}/relationships"{mark}{rest}'

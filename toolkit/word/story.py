"""The text of a person's document as they see it, with the way back to every run.

Tracked insertions count and deletions do not; a paragraph whose mark is deleted runs on into the
next one. Pictures are one character, so that a paragraph that holds one is not empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from toolkit.word.package import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PICTURE = "\ufffc"
PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
DELETED = (f"{W}del", f"{W}moveFrom")
HIDDEN = {*DELETED, f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{MC}Fallback"}
MARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
GONE = {f"{W}tr": f"{W}trPr/{W}del", f"{W}tc": f"{W}tcPr/{W}cellDel"}
BREAKS = {"page", "column"}


@dataclass
class Piece:
    """A stretch of text with its element (w:t, w:tab, …) and run; `fixed` text cannot be retyped."""

    element: Any
    run: Any
    start: int
    text: str
    fixed: bool = False

    @property
    def end(self) -> int:
        """Where it ends in the paragraph's text."""
        return self.start + len(self.text)


@dataclass
class Bookmark:
    """Where a bookmark stands in a paragraph; one that runs on into later paragraphs ends at the end."""

    name: str
    start: int
    end: int = -1


@dataclass
class Paragraph:
    """A paragraph as people see it: one w:p, or several where marks between them are deleted.

    `bookmarks` are those that begin in it, `inside` the names of those that run through it from an
    earlier one; `table` is the innermost table that it stands in, `depth` how many fields it begins in.
    """

    elements: list[Any]
    pieces: list[Piece] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    table: Any = None
    depth: int = 0

    @property
    def text(self) -> str:
        """Its text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def length(self) -> int:
        """The length of its text."""
        return self.pieces[-1].end if self.pieces else 0

    @property
    def fixed(self) -> list[tuple[int, int]]:
        """The stretches that cannot be retyped."""
        return [(p.start, p.end) for p in self.pieces if p.fixed]


def paragraphs(root: Any) -> list[Paragraph]:
    """Return the paragraphs of a document in reading order, those of tables and text boxes too."""
    walk = _Walk(root.iter(f"{W}bookmarkEnd"))
    for child in root.iterchildren():
        walk.block(child)
    return walk.found


def single(element: Any) -> Paragraph:
    """Return a w:p as a paragraph of its own."""
    paragraph = Paragraph([element])
    reread(paragraph)
    return paragraph


def reread(paragraph: Paragraph) -> None:
    """Read a paragraph's text again after its runs were changed."""
    walk = _Walk(e for element in paragraph.elements for e in element.iter(f"{W}bookmarkEnd"))
    walk.field = paragraph.depth
    for element in paragraph.elements:
        walk.block(element)
    paragraph.pieces = walk.found[0].pieces
    paragraph.bookmarks = walk.found[0].bookmarks


class _Walk:
    """One walk through the body, collecting text, fields and bookmarks."""

    def __init__(self, ends: Iterable[Any]) -> None:
        # A bookmark that has lost its end would seem to run through all that follows.
        self.ends = Counter(end.get(f"{W}id", "") for end in ends)
        self.found: list[Paragraph] = []
        self.tables: list[Any] = []
        self.open: dict[str, tuple[Paragraph | None, Bookmark]] = {}
        self.field = 0
        self.held: Paragraph | None = None

    def block(self, element: Any) -> None:
        """Read a child of the body, a cell or a text box."""
        tag = element.tag
        if tag == f"{W}p":
            self._paragraph(element)
        elif tag == f"{W}tbl":
            self.tables.append(element)
            self._blocks(element)
            self.tables.pop()
        elif tag in MARKS:
            self._bookmark(element, None)
        elif tag in DELETED or gone(element):
            self._skip(element, None)
        elif isinstance(tag, str) and tag not in HIDDEN:
            self._blocks(element)

    def _skip(self, element: Any, paragraph: Paragraph | None) -> None:
        """Pass over what is deleted; bookmarks begin and end in it all the same."""
        for mark in element.iter(*MARKS):
            self._bookmark(mark, paragraph)

    def _blocks(self, element: Any) -> None:
        self.held = None
        for child in element.iterchildren():
            self.block(child)
        self.held = None

    def _paragraph(self, element: Any) -> None:
        paragraph = self.held
        if paragraph is None:
            paragraph = Paragraph([], table=self.tables[-1] if self.tables else None, depth=self.field)
            self.found.append(paragraph)
            for owner, bookmark in self.open.values():
                if owner is None:
                    self._own(paragraph, bookmark)
                else:
                    paragraph.inside.append(bookmark.name)
        self.held = None
        paragraph.elements.append(element)
        self._content(element, paragraph, None)
        self.held = paragraph if mark_deleted(element) else None

    def _own(self, paragraph: Paragraph, bookmark: Bookmark) -> None:
        """Give a bookmark that began between paragraphs to the first one behind."""
        paragraph.bookmarks.append(bookmark)
        bookmark.start = 0
        for id_, (_, there) in self.open.items():
            if there is bookmark:
                self.open[id_] = (paragraph, bookmark)
                return

    def _content(self, element: Any, paragraph: Paragraph, run: Any) -> None:
        for child in element.iterchildren():
            tag = child.tag
            if tag in MARKS:
                self._bookmark(child, paragraph)
            elif tag in DELETED:
                self._skip(child, paragraph)
            elif tag == f"{W}fldChar":
                self._field(child)
            elif not self._piece(child, paragraph, run) and isinstance(tag, str) and tag not in HIDDEN:
                self._content(child, paragraph, child if tag == f"{W}r" else run)

    def _piece(self, element: Any, paragraph: Paragraph, run: Any) -> bool:
        """Read an element that is a picture or text; tell whether it is one."""
        if element.tag in PICTURES:
            self._add(paragraph, element, run, PICTURE, fixed=True)
            self._boxes(element)
            return True
        text = _text(element) if run is not None else None
        if text is None:
            return False
        fixed = self.field > 0 or any(a.tag == f"{W}fldSimple" for a in run.iterancestors())
        self._add(paragraph, element, run, text, fixed=fixed)
        return True

    def _boxes(self, element: Any) -> None:
        """Read the paragraphs of text boxes after the one that they hang on."""
        held, self.held = self.held, None
        for box in element.iter(f"{W}txbxContent"):
            if _outermost(box, element):
                self._blocks(box)
        self.held = held

    def _field(self, element: Any) -> None:
        kind = element.get(f"{W}fldCharType")
        self.field = max(0, self.field + {"begin": 1, "end": -1}.get(kind, 0))

    @staticmethod
    def _add(paragraph: Paragraph, element: Any, run: Any, text: str, *, fixed: bool) -> None:
        if text:
            paragraph.pieces.append(Piece(element, run, paragraph.length, text, fixed))

    def _bookmark(self, element: Any, paragraph: Paragraph | None) -> None:
        id_ = element.get(f"{W}id", "")
        if element.tag == f"{W}bookmarkStart":
            name = element.get(f"{W}name", "")
            bookmark = Bookmark(name, paragraph.length if paragraph else 0)
            if self.ends[id_] > 0:
                self.open[id_] = (paragraph, bookmark)
            if paragraph is not None:
                paragraph.bookmarks.append(bookmark)
            return
        self.ends[id_] -= 1
        if id_ not in self.open:
            return
        owner, bookmark = self.open.pop(id_)
        if owner is not None:
            here = owner is paragraph or (paragraph is None and self.found and self.found[-1] is owner)
            bookmark.end = owner.length if not here or paragraph is None else paragraph.length


def _text(element: Any) -> str | None:
    """Return the text of a run's child, or None if it has none."""
    tag = element.tag
    if tag == f"{W}t":
        return element.text or ""
    if tag == f"{W}tab":
        return "\t"
    if tag in (f"{W}br", f"{W}cr"):
        return "" if element.get(f"{W}type") in BREAKS else "\n"
    return "-" if tag == f"{W}noBreakHyphen" else None


def gone(element: Any) -> bool:
    """Tell whether a row or a cell of a table is a tracked deletion."""
    return element.tag in GONE and element.find(GONE[element.tag]) is not None


def _outermost(box: Any, element: Any) -> bool:
    """Tell whether a text box is to be read on its own: not as part of another, nor a second time."""
    for parent in box.iterancestors():
        if parent is element:
            return True
        if parent.tag in HIDDEN or parent.tag == box.tag:
            return False
    return True


def mark_deleted(paragraph: Any) -> bool:
    """Tell whether the paragraph's mark is a tracked deletion, so that it runs on into the next one."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    return marks is not None and any(marks.find(tag) is not None for tag in DELETED)

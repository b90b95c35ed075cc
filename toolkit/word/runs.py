"""Runs of text: found, divided, made, taken out, and what stands between words without being seen."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from typing import Any

from lxml import etree

from toolkit.word.package import W
from toolkit.word.ranges import MARKERS
from toolkit.word.story import DELETED, Paragraph, Piece, reread
from toolkit.word.styles import NAMESPACE, printable

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What a run may hold beside its text without being more than text.
PLAIN = {
    f"{W}{name}"
    for name in ("t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "rPr", "lastRenderedPageBreak")
}
INSERTED = (f"{W}ins", f"{W}moveTo")
TRACKED = (*INSERTED, *DELETED)
UNSEEN = {*MARKERS, *DELETED, f"{W}proofErr"}
EMPTY = {f"{W}rPr", f"{W}commentReference", f"{W}lastRenderedPageBreak"}
HIDDEN_TEXT = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}


def runs_between(paragraph: Paragraph, start: int, end: int) -> list[Any]:
    """Return the runs that hold exactly a stretch of a paragraph, divided where needed."""
    if end <= start:
        return []
    split(paragraph, start)
    split(paragraph, end)
    found = [p.run for p in paragraph.pieces if start <= p.start and p.end <= end]
    return list(dict.fromkeys(found))


def split(paragraph: Paragraph, place: int) -> None:
    """See that a run ends at a place of the text."""
    for piece, following in itertools.zip_longest(paragraph.pieces, paragraph.pieces[1:]):
        if piece.start < place < piece.end and piece.element.tag == f"{W}t":
            _cut(piece, place - piece.start)
            reread(paragraph)
            return
        if piece.end == place and following is not None and following.run is piece.run:
            divide(piece.run, following.element)
            reread(paragraph)
            return


def _cut(piece: Piece, at: int) -> None:
    """Divide a run within a w:t."""
    right = etree.Element(f"{W}t")
    set_text(right, piece.text[at:])
    set_text(piece.element, piece.text[:at])
    piece.element.addnext(right)
    divide(piece.run, right)


def divide(run: Any, child: Any) -> None:
    """Divide a run before one of its children."""
    right = etree.Element(run.tag, run.attrib)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        right.append(copy.deepcopy(properties))
    for sibling in [child, *child.itersiblings()]:
        right.append(sibling)
    run.addnext(right)


def alone(run: Any) -> list[Any]:
    """Divide a run so that what is more than text (notes, fields) is not in the runs returned."""
    parts, current = [], run
    while current is not None:
        special = next((c for c in current if c.tag not in PLAIN), None)
        if special is None:
            parts.append(current)
            break
        if special.getprevious() is not None and special.getprevious().tag != f"{W}rPr":
            divide(current, special)
            parts.append(current)
            current = current.getnext()
        follower = special.getnext()
        if follower is None:
            break
        divide(current, follower)
        current = current.getnext()
    return [p for p in parts if any(c.tag != f"{W}rPr" for c in p)]


def set_text(element: Any, text: str) -> None:
    """Give a w:t its text; blanks at its ends count."""
    element.text = printable(text)
    element.set(SPACE, "preserve")


def run_of(text: str, properties: Any) -> Any:
    """Return a w:r that shows a text, line breaks and tabs as elements of their own."""
    run = etree.Element(f"{W}r", nsmap={"w": NAMESPACE})
    if properties is not None and len(properties):
        run.append(copy.deepcopy(properties))
    for piece in _pieces(text):
        if piece in ("\n", "\t"):
            etree.SubElement(run, f"{W}br" if piece == "\n" else f"{W}tab")
        elif piece:
            set_text(etree.SubElement(run, f"{W}t"), piece)
    return run


def _pieces(text: str) -> list[str]:
    out = [""]
    for char in text:
        if char in "\n\t":
            out += [char, ""]
        else:
            out[-1] += char
    return out


def unlink(run: Any) -> None:
    """Take an element out, and a tracked change that holds nothing any more."""
    parent = run.getparent()
    parent.remove(run)
    if parent.tag in TRACKED and not len(parent):
        unlink(parent)


def unwrap(element: Any) -> None:
    """Put what an element holds in its place."""
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)


def outermost_change(element: Any) -> Any:
    """Return the tracked change that an element stands in, or the element itself."""
    while (parent := element.getparent()) is not None and parent.tag in TRACKED:
        element = parent
    return element


def look_of(paragraph: Paragraph, source: Any) -> Any:
    """Return a copy of the look (w:rPr) of a run, without a source that of the paragraph's mark.

    Tracked changes of the look stay behind. None if it has none of its own.
    """
    owner, path = (source, f"{W}rPr") if source is not None else (paragraph.elements[-1], f"{W}pPr/{W}rPr")
    found = owner.find(path)
    if found is None:
        return None
    look = copy.deepcopy(found)
    for change in look.findall(f"{W}rPrChange") + [c for c in look if c.tag in TRACKED]:
        look.remove(change)
    return look


def live_runs(paragraph: Any) -> list[Any]:
    """Return the runs of a w:p that are not deleted, those of its text boxes left out."""
    return [
        run
        for run in paragraph.iter(f"{W}r")
        if next(a for a in run.iterancestors(f"{W}p", f"{W}r")) is paragraph
        and next(run.iterancestors(*DELETED), None) is None
    ]


def hide_text(run: Any, *, boxes: bool = False) -> None:
    """Name the text of a run, or that of its text boxes too, as deleted text is named."""
    for text in list(run.iter(*HIDDEN_TEXT) if boxes else run.iterchildren(*HIDDEN_TEXT)):
        text.tag = HIDDEN_TEXT[text.tag]


def unseen(element: Any, *, forward: bool) -> Iterator[Any]:
    """Yield the siblings next to an element up to the first one that people see."""
    for sibling in element.itersiblings(preceding=not forward):
        nothing = sibling.tag == f"{W}r" and all(child.tag in EMPTY for child in sibling)
        if not nothing and sibling.tag not in UNSEEN:
            return
        yield sibling

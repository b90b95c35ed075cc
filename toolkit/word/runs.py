"""Runs of text: divided, made, taken out, and what of them stands between words without being seen."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from lxml import etree

from toolkit.word.package import W
from toolkit.word.story import DELETED, Piece
from toolkit.word.styles import NAMESPACE

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What a run may hold beside its text without being more than text.
PLAIN = {
    f"{W}{name}"
    for name in ("t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "rPr", "lastRenderedPageBreak")
}
INSERTED = (f"{W}ins", f"{W}moveTo")
TRACKED = (*INSERTED, *DELETED)
UNSEEN = {
    f"{W}{name}"
    for name in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd",
        "proofErr", "del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
        "moveToRangeEnd",
    )
}  # fmt: skip
EMPTY = {f"{W}rPr", f"{W}commentReference", f"{W}lastRenderedPageBreak"}
HIDDEN_TEXT = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}


def cut(piece: Piece, at: int) -> None:
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
    element.text = text
    element.set(SPACE, "preserve")


def run_of(text: str, properties: Any) -> Any:
    """Return a w:r that shows a text, line breaks and tabs as elements of their own."""
    run = etree.Element(f"{W}r", nsmap={"w": NAMESPACE})
    if properties is not None:
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


def live_runs(paragraph: Any) -> list[Any]:
    """Return the runs of a w:p that are not deleted, those of its text boxes left out."""
    return [
        run
        for run in paragraph.iter(f"{W}r")
        if next(a for a in run.iterancestors(f"{W}p", f"{W}r")) is paragraph
        and next(run.iterancestors(*DELETED), None) is None
    ]


def hide_text(run: Any) -> None:
    """Name the text of a run as deleted text is named."""
    for child in run.iterchildren(*HIDDEN_TEXT):
        child.tag = HIDDEN_TEXT[child.tag]


def unseen(element: Any, *, forward: bool) -> Iterator[Any]:
    """Yield the siblings next to an element up to the first one that people see."""
    for sibling in element.itersiblings(preceding=not forward):
        nothing = sibling.tag == f"{W}r" and all(child.tag in EMPTY for child in sibling)
        if not nothing and sibling.tag not in UNSEEN:
            return
        yield sibling

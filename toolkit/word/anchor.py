"""Where new text goes into a paragraph: beside a run, behind its field, outside the value of a figure."""

from __future__ import annotations

from typing import Any

from toolkit.word.marks import FIGURE
from toolkit.word.package import W
from toolkit.word.runs import unseen
from toolkit.word.story import PICTURE, Paragraph, Piece

MARKERS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


def figure_ids(root: Any) -> set[str]:
    """Return the ids of the bookmarks that stand round figures."""
    return {
        e.get(f"{W}id", "")
        for e in root.iter(f"{W}bookmarkStart")
        if e.get(f"{W}name", "").startswith(FIGURE)
    }


def neighbours(paragraph: Paragraph, place: int) -> tuple[Piece | None, Any]:
    """Return the piece that ends at a place of the text and the run that begins there, None for neither.

    A run must have been divided there (`runs.split`).
    """
    left = next((p for p in reversed(paragraph.pieces) if p.end == place), None)
    return left, next((p.run for p in paragraph.pieces if p.start == place), None)


def behind_field(piece: Piece) -> Any:
    """Return what new text comes behind: the run, or the end of the field whose result it shows.

    What is typed into a field's result is gone when the field is brought up to date.
    """
    simple = list(piece.run.iterancestors(f"{W}fldSimple"))
    if simple or not piece.fixed or piece.text == PICTURE:
        return simple[-1] if simple else piece.run
    open_fields = 1
    for sibling in (piece.run, *piece.run.itersiblings()):
        for mark in sibling.iter(f"{W}fldChar"):
            open_fields += {"begin": 1, "end": -1}.get(mark.get(f"{W}fldCharType"), 0)
        if open_fields <= 0:
            return sibling
    return piece.run


def into_empty(paragraph: Any, anchor: Any) -> None:
    """Put the anchor into a paragraph without text, within the bookmark that may stand there."""
    end = paragraph.find(f"{W}bookmarkEnd")
    if end is not None:
        end.addprevious(anchor)
    else:
        paragraph.append(anchor)


def leave_figures(anchor: Any, figures: set[str]) -> None:
    """Step out of the bookmark of a figure that ends or begins here: new text is none of its value.

    `figures` are the ids of such bookmarks.
    """
    for forward, (way_in, way_out) in ((True, MARKERS), (False, MARKERS[::-1])):
        passed: set[str] = set()
        last = None
        for element in unseen(anchor, forward=forward):
            if element.tag == way_in:
                passed.add(element.get(f"{W}id", ""))
            elif element.tag == way_out and element.get(f"{W}id") in figures - passed:
                last = element
        if last is not None:
            (last.addnext if forward else last.addprevious)(anchor)

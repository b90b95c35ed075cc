"""The comments of a document with the words that they hang on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.word.comments import texts
from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.story import Paragraph

START, END, REFERENCE = f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference"


@dataclass(frozen=True)
class Annotation:
    """A comment: where it begins and ends, as (paragraph, place in its text)."""

    author: str
    text: str
    start: tuple[int, int]
    end: tuple[int, int]


def found_in(opened: Opened, story: Sequence[Paragraph]) -> list[Annotation]:
    """Return the comments of the main part in the order of their beginnings."""
    known = texts(opened)
    if not known:
        return []
    places: dict[str, dict[str, tuple[int, int]]] = {START: {}, END: {}, REFERENCE: {}}
    for number, paragraph in enumerate(story):
        ends = {piece.element: piece.end for piece in paragraph.pieces}
        at = 0
        for element in (e for own in paragraph.elements for e in own.iter()):
            at = ends.get(element, at)
            if element.tag in places:
                places[element.tag].setdefault(element.get(f"{W}id", ""), (number, at))
    found = []
    for id_, reference in places[REFERENCE].items():
        if id_ in known:
            end = places[END].get(id_, reference)
            found.append(Annotation(*known[id_], places[START].get(id_, end), end))
    return sorted(found, key=lambda a: (a.start, a.end))

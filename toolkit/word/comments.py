"""Word comments: the part that holds them, the marks that tie them to words, and where those are."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.runs import outermost_change
from toolkit.word.story import Paragraph
from toolkit.word.styles import HEADER, NAMESPACE, escape, quoteattr

TIES = START, END, REFERENCE = (
    f"{W}commentRangeStart",
    f"{W}commentRangeEnd",
    f"{W}commentReference",
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


class Comments:
    """The comments of a person's document; new ones join theirs."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        names = opened.related("comments")
        self.name = names[0] if names else ""
        there = opened.xml(self.name).iter(f"{W}comment") if self.name else ()
        # References may have lost their comment; a new one must not take its place.
        known = [*there, *opened.document.iter(*TIES)]
        self.taken = {element.get(f"{W}id", "") for element in known}
        self.ids = itertools.count()
        self.rows: list[str] = []

    def add(self, text: str, author: str, date: str) -> str:
        """Add a comment, a paragraph for each line of its text; return its id."""
        id_ = next(id_ for id_ in map(str, self.ids) if id_ not in self.taken)
        body = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for line in text.split("\n")
        )
        self.rows.append(
            f'<w:comment w:id="{id_}" w:author={quoteattr(author)} w:date="{date}" '
            f"w:initials={quoteattr(author[:1])}>{body}</w:comment>"
        )
        return id_

    def tie(self, elements: Sequence[Any], text: str, author: str, date: str) -> None:
        """Add a comment on a row of runs or tracked changes; where there are none, add nothing."""
        if not elements:
            return
        id_ = self.add(text, author, date)
        first, last = outermost_change(elements[0]), outermost_change(elements[-1])
        for add, tag in ((first.addprevious, START), (last.addnext, END)):
            marker = etree.Element(tag)
            marker.set(f"{W}id", id_)
            add(marker)
        last.getnext().addnext(_reference(id_))

    def hang(self, paragraph: Any, text: str, author: str, date: str) -> None:
        """Add a comment on a w:p as a whole, for one that has no words."""
        paragraph.append(_reference(self.add(text, author, date)))

    def save(self) -> None:
        """Write the part, made if there is none yet."""
        if not self.rows:
            return
        new = "".join(self.rows)
        if not self.name:
            folder = posixpath.dirname(self.opened.main)
            self.name = self.opened.free(posixpath.join(folder, "comments.xml"))
            xml = f'{HEADER}<w:comments xmlns:w="{NAMESPACE}">{new}</w:comments>'
            self.opened.add("comments", self.name, TYPE, xml.encode())
            return
        root = self.opened.xml(self.name)
        for element in etree.fromstring(f'<w:x xmlns:w="{NAMESPACE}">{new}</w:x>'):
            root.append(element)
        self.opened.save(self.name)


def texts(opened: Opened) -> dict[str, tuple[str, str]]:
    """Return (author, text) of every comment by its id."""
    return {
        c.get(f"{W}id", ""): (c.get(f"{W}author", ""), _text(c))
        for name in opened.related("comments")
        for c in opened.xml(name).iter(f"{W}comment")
    }


def _text(comment: Any) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in comment.iter(f"{W}p"))


def refers(run: Any) -> bool:
    """Tell whether a run is what ties a comment to its words."""
    return run.find(REFERENCE) is not None


def _reference(id_: str) -> Any:
    run = etree.Element(f"{W}r", nsmap={"w": NAMESPACE})
    etree.SubElement(run, REFERENCE).set(f"{W}id", id_)
    return run


@dataclass(frozen=True)
class Annotation:
    """A comment: where it begins and ends, as (paragraph, place in its text)."""

    author: str
    text: str
    start: tuple[int, int]
    end: tuple[int, int]


def comments_in(opened: Opened, story: Sequence[Paragraph]) -> list[Annotation]:
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

"""The document in sections: each heading with its text, and the blocks that stand without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.decompose.headings import Heading
from toolkit.decompose.knowledge import Knowledge
from toolkit.decompose.paragraphs import Paragraph

HEAD = ("title", "subtitle", "date", "speaker", "byline", "note", "salutation")


@dataclass(frozen=True)
class Piece:
    """A stretch of one paragraph: characters `start` to `stop` of paragraph `at`."""

    at: int
    start: int
    stop: int


@dataclass(frozen=True)
class Section:
    """A heading (None for a block without one) and the pieces below it, up to the next heading.

    `kind` names the cue that opened a block without a heading: opening, thanks_and_summary …
    """

    heading: Heading | None
    pieces: tuple[Piece, ...]
    kind: str = ""


@dataclass
class _Open:
    heading: Heading | None
    kind: str = ""
    pieces: list[Piece] = field(default_factory=list)


def sections_of(
    paragraphs: Sequence[Paragraph], roles: Sequence[str], headings: Sequence[Heading], known: Knowledge
) -> list[Section]:
    """Return every section in order; the title block is left out, captions are not."""
    cutter = _Cutter(paragraphs, roles, known)
    by_paragraph: dict[int, list[Heading]] = {}
    for heading in headings:
        by_paragraph.setdefault(heading.at, []).append(heading)
    for at in range(len(paragraphs)):
        if roles[at] not in HEAD:
            cutter.paragraph(at, by_paragraph.get(at, []))
    return [Section(o.heading, tuple(o.pieces), o.kind) for o in cutter.opened if o.heading or o.pieces]


class _Cutter:
    def __init__(self, paragraphs: Sequence[Paragraph], roles: Sequence[str], known: Knowledge) -> None:
        self.paragraphs, self.roles, self.known = paragraphs, roles, known
        self.opened: list[_Open] = [_Open(None, "opening")]
        self.last = max((at for at, role in enumerate(roles) if role == "body"), default=-1)

    def paragraph(self, at: int, headings: Sequence[Heading]) -> None:
        size, place = len(self.paragraphs[at].text), 0
        if not headings and (kind := self._block(at)):
            self.opened.append(_Open(None, kind))
        for heading in headings:
            if heading.start > place:
                self.opened[-1].pieces.append(Piece(at, place, heading.start))
            self.opened.append(_Open(heading))
            place = heading.stop
        if place < size:
            self.opened[-1].pieces.append(Piece(at, place, size))

    def _block(self, at: int) -> str:
        """Return what opens here without a heading: thanks, problems, the year to come, the close."""
        text, role = self.paragraphs[at].text, self.roles[at]
        if role not in ("body", "address"):
            return ""
        if role == "address":
            return "address"
        for name, cue in self.known.blocks.items():
            if cue.match(text) and self._fits(name, at == self.last):
                return "" if self._is_named(name) else name
        return ""

    def _fits(self, name: str, last: bool) -> bool:
        """An opening word of the close counts in the last paragraph only."""
        return last if name == "closing" else len(self.opened) > 1

    def _is_named(self, name: str) -> bool:
        """Right below a heading of its own nothing new begins; behind an address it has begun."""
        opened = self.opened[-1]
        if opened.kind == "address" and len(opened.pieces) == 1:
            opened.kind = name
            return True
        return opened.heading is not None and not opened.pieces

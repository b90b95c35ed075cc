"""The paragraphs of a document with all that the rules look at."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from toolkit.decompose.normal import is_han, normalised
from toolkit.layout.formats import Formats, ParagraphLook, RunLook
from toolkit.layout.sheets import Sheet
from toolkit.word.numbering import Numbering, own_numbering, value
from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.read import shown
from toolkit.word.story import PICTURE, Paragraph

BOX = f"{W}txbxContent"
BLANK = " \t\u3000\xa0\u2002\u2003\n" + PICTURE


@dataclass(frozen=True)
class Stretch:
    """Characters `start` to `end` of a paragraph that one run holds."""

    start: int
    end: int
    text: str
    look: RunLook


@dataclass
class Item:
    """A paragraph.

    `text` is its whole text, breaks and pictures in it; `words` the same made uniform, without white
    space round it and with the number that Word prints before it. `lead` is how many characters of
    `text` a run-in heading takes.
    """

    number: int
    paragraph: Paragraph
    text: str
    look: ParagraphLook
    stretches: list[Stretch]
    sheet: Sheet
    label: str = ""
    boxed: bool = False
    role: str = ""
    level: int = 0
    lead: int = 0
    seen: list[int] = field(default_factory=list)

    @cached_property
    def words(self) -> str:
        """What it says."""
        return normalised((self.label + self.text.replace(PICTURE, "").replace("\n", "")).strip())

    @property
    def cell(self) -> bool:
        """Whether it stands in a table."""
        return self.paragraph.table is not None

    @property
    def pictured(self) -> bool:
        """Whether it holds a picture."""
        return PICTURE in self.text

    @cached_property
    def size(self) -> float:
        """The size of most of its text, in points."""
        sizes: Counter[float] = Counter()
        for stretch in self.stretches:
            sizes[stretch.look.size] += len(stretch.text.strip())
        return sizes.most_common(1)[0][0] if sizes else 0.0

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch of `text` as places in what `draft text` prints."""
        if not self.seen:
            self.seen = shown(self.paragraph)
        return bisect.bisect_left(self.seen, start), bisect.bisect_left(self.seen, end)


def han(text: str) -> int:
    """Return how many Han characters a text has."""
    return sum(map(is_han, text))


def items(
    opened: Opened, story: Sequence[Paragraph], formats: Formats, sections: Sequence[Sheet]
) -> list[Item]:
    """Return every paragraph of the story; roles are not known yet."""
    counters = Numbering(opened)
    body = opened.document.find(f"{W}body")
    firsts = [sheet.first for sheet in sections]
    found = []
    for number, paragraph in enumerate(story):
        element = paragraph.elements[-1]
        table = "" if paragraph.table is None else value(paragraph.table, "tblPr", "tblStyle") or ""
        text = paragraph.text
        boxed = element.getparent() is not body and any(a.tag == BOX for a in element.iterancestors())
        item = Item(
            number,
            paragraph,
            text,
            formats.paragraph(element, table),
            list(_stretches(paragraph, formats, table)),
            sections[min(max(bisect.bisect_right(firsts, number) - 1, 0), len(sections) - 1)],
            boxed=boxed,
        )
        numbering = own_numbering(element) or _styled_numbering(formats, element)
        if numbering and text.strip():
            item.label = counters.next(*numbering)
        found.append(item)
    return found


def _styled_numbering(formats: Formats, element: Any) -> tuple[str, int] | None:
    for style in reversed(formats.chain(formats.style_of(element))):
        if style.numbering is not None:
            level = value(style.numbering, "ilvl") or "0"
            return value(style.numbering, "numId") or "", int(level) if level.isdecimal() else 0
    return None


def _stretches(paragraph: Paragraph, formats: Formats, table: str) -> Iterator[Stretch]:
    """Yield the text of a paragraph by looks; neighbours that look alike are one."""
    held: Stretch | None = None
    for piece in paragraph.pieces:
        if piece.text == PICTURE or piece.run is None:
            continue
        look = formats.run(_owner(paragraph, piece.run), piece.run, table)
        if held and held.look == look and held.end == piece.start:
            held = Stretch(held.start, piece.end, held.text + piece.text, look)
            continue
        if held:
            yield held
        held = Stretch(piece.start, piece.end, piece.text, look)
    if held:
        yield held


def _owner(paragraph: Paragraph, run: Any) -> Any:
    """Return the w:p of a run: where marks are deleted, several make one paragraph."""
    if len(paragraph.elements) == 1:
        return paragraph.elements[0]
    return next((a for a in run.iterancestors() if a.tag == f"{W}p"), paragraph.elements[-1])

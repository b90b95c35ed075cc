"""What is merged: passages of a generated report, lines of an edited one, and how both are cut up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toolkit.model import Block, Report, Span

# Words come from the person, these come from the data: origins whose text is a value.
MISSING = "missing."
SLOTS = ("figures.", "numbering", "year", "session.", MISSING)
NUMBER = re.compile(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*")
TOKEN = re.compile(rf"{NUMBER.pattern}|[A-Za-z]+|.", re.DOTALL)
# A sentence ends with its mark and the quotation marks and brackets that close behind it.
SENTENCE = re.compile(r"[^。！？；\x1e]*(?:[。！？；]+[”’」』）》]*|\x1e|$)")
SEPARATOR = "\x1e"
PICTURE = "\ufffc"
VALUE = "\x00"


@dataclass(frozen=True)
class Slot:
    """A stretch of a passage that is a value of the data, or its placeholder while it is `missing`.

    `key` is the span's origin, the same for both.
    """

    start: int
    end: int
    key: str
    text: str
    missing: bool = False

    @property
    def figure(self) -> str:
        """The figure's key, or an empty string."""
        return self.key.removeprefix("figures.") if self.key.startswith("figures.") else ""

    @property
    def retypable(self) -> bool:
        """Whether another number in its place is the same value retyped; a heading's number is not."""
        return self.missing or self.key.startswith("figures.")


@dataclass(frozen=True)
class Passage:
    """A paragraph of a generated report, or a cell of one of its tables.

    `block` is the number of its block; `id` is that of the block, with row and column for a cell;
    `drawing` tells one picture or chart from another.
    """

    id: str
    block: int
    kind: str
    function: str
    text: str
    slots: tuple[Slot, ...] = ()
    cell: bool = False
    drawing: str = ""

    @property
    def masked(self) -> str:
        """The words alone: every value is a mark that names what it is."""
        return masked(self.text, self.slots)


@dataclass(frozen=True)
class Mark:
    """A bookmark in a line: its name and the stretch of the line that it covers."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A paragraph of the edited document as people see it, tracked changes accepted.

    `marks` are the bookmarks of ours that begin in it, `inside` the names of those that run
    through it from an earlier line. `fixed` are stretches that cannot be retyped: fields, pictures.
    `noted` lines carry something of a person's beside words: a comment, a note, a tracked change.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    inside: tuple[str, ...] = ()
    fixed: tuple[tuple[int, int], ...] = ()
    cell: bool = False
    noted: bool = False


def masked(text: str, slots: Iterable[Slot]) -> str:
    """Return text with each value replaced by a mark that names it."""
    out, at = [], 0
    for slot in slots:
        out += [text[at : slot.start], f"{VALUE}{slot.key}{VALUE}"]
        at = slot.end
    return "".join([*out, text[at:]])


def skeleton(text: str) -> str:
    """Return text with every number in digits replaced by one sign: what is equal but for values."""
    return NUMBER.sub("#", text)


def tokens(text: str) -> list[str]:
    """Cut text into numbers, Latin words and single characters."""
    return TOKEN.findall(text)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the sentences of a text; together they cover it."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        match = SENTENCE.match(text, at)
        end = match.end() if match and match.end() > at else len(text)
        found.append((at, end))
        at = end
    return found


def passages(report: Report) -> list[Passage]:
    """Return the passages of a report in the order in which they are read."""
    made: list[Passage] = []
    for number, block in enumerate(report.blocks):
        if block.rows:
            for n, row in enumerate(block.rows):
                for m, cell in enumerate(row):
                    text, slots = _slotted(cell)
                    made.append(
                        Passage(f"{block.id}.{n}.{m}", number, block.kind, block.function, text, slots, True)
                    )
            continue
        text, slots = _slotted(block.spans)
        drawing = _drawing(block)
        if drawing:
            text += PICTURE
        made.append(Passage(block.id, number, block.kind, block.function, text, slots, drawing=drawing))
    return made


def _drawing(block: Block) -> str:
    return repr(block.picture or block.chart) if block.picture or block.chart else ""


def _slotted(spans: Iterable[Span]) -> tuple[str, tuple[Slot, ...]]:
    text, slots = "", []
    for span in spans:
        if span.origin.startswith(SLOTS) and span.text:
            missing = span.origin.startswith(MISSING)
            key = span.origin.removeprefix(MISSING)
            slots.append(Slot(len(text), len(text) + len(span.text), key, span.text, missing))
        text += span.text
    return text, tuple(slots)


def within(slots: Iterable[Slot], start: int, end: int) -> Iterator[Slot]:
    """Yield the slots that lie wholly between two places."""
    return (slot for slot in slots if start <= slot.start and slot.end <= end)


def shifted(slots: Iterable[Slot], by: int) -> tuple[Slot, ...]:
    """Return slots with their places counted from elsewhere."""
    return tuple(Slot(s.start + by, s.end + by, s.key, s.text, s.missing) for s in slots)

"""What a merge decided, before anything is touched: revisions, insertions, removals, conflicts."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.merge.texts import Line, Passage, Slot

START = -1  # the line after which stands what comes before all lines


@dataclass(frozen=True)
class Edit:
    """A stretch of a line that gets another text; `slots` are the values in that text."""

    start: int
    end: int
    text: str
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Revision:
    """Edits of one line with one cause: a figure (`key`, `old`, `new` are set), or new wording."""

    line: int
    edits: tuple[Edit, ...]
    old: str
    new: str
    key: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """A stretch that both a person and the data changed; the person's words stay."""

    line: int
    start: int
    end: int
    edited: str
    regenerated: str
    why: str


@dataclass(frozen=True)
class Kept:
    """Something of a person's that stayed although the data say otherwise; `line` is -1 where it is gone.

    `key` is the figure that was retyped, if it is one.
    """

    line: int
    text: str
    why: str
    key: str = ""


@dataclass(frozen=True)
class Placed:
    """What comes in behind a line: a new passage (its number), or a line that moves there."""

    passage: int = -1
    line: int = -1


@dataclass(frozen=True)
class Redrawn:
    """A picture or chart that is another one now: its line, and the passages before and now."""

    line: int
    old: int
    new: int


@dataclass
class Plan:
    """All decisions of one merge; `copies` are the lines that people pasted from others."""

    revisions: list[Revision] = field(default_factory=list)
    placed: dict[int, list[Placed]] = field(default_factory=lambda: defaultdict(list))
    removed: list[int] = field(default_factory=list)
    redrawn: list[Redrawn] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    copies: list[int] = field(default_factory=list)

    @property
    def moved(self) -> set[int]:
        """The lines that go elsewhere."""
        return {item.line for items in self.placed.values() for item in items if item.line >= 0}

    @property
    def changes(self) -> bool:
        """Whether the document becomes another one."""
        return bool(self.revisions or self.placed or self.removed or self.conflicts or self.redrawn)


def revised(text: str, edits: Sequence[Edit]) -> str:
    """Return a line's text with edits made; they neither overlap nor need an order."""
    for edit in backwards(edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def backwards(edits: Sequence[Edit]) -> list[Edit]:
    """Return edits from the end of the line to its beginning, of several at one place the last first."""
    order = sorted(range(len(edits)), key=lambda n: (edits[n].start, edits[n].end, n), reverse=True)
    return [edits[n] for n in order]


def from_the_end(revisions: Sequence[Revision]) -> list[Revision]:
    """Return revisions so that each can be made without moving the places of those still to come."""

    def place(number: int) -> tuple[int, int, int, int]:
        first = min(revisions[number].edits, key=lambda e: (e.start, e.end))
        return revisions[number].line, first.start, first.end, number

    return [revisions[n] for n in sorted(range(len(revisions)), key=place, reverse=True)]


def applied(lines: Sequence[Line], plan: Plan, new: Sequence[Passage]) -> list[str]:
    """Return the lines that the document has when a plan has been carried out."""
    edits: dict[int, list[Edit]] = defaultdict(list)
    for revision in plan.revisions:
        edits[revision.line] += revision.edits
    texts = [revised(line.text, edits.get(n, ())) for n, line in enumerate(lines)]
    gone = {*plan.removed, *plan.moved}
    out: list[str] = []
    for n in range(START, len(lines)):
        if n >= 0 and n not in gone:
            out.append(texts[n])
        for item in plan.placed.get(n, ()):
            out += [texts[item.line]] if item.line >= 0 else _block(new, item.passage)
    return out


def _block(new: Sequence[Passage], first: int) -> list[str]:
    """The texts of a passage and of those that belong to the same block, the cells of a table."""
    block = itertools.takewhile(lambda p: p.block == new[first].block, new[first:])
    return [passage.text for passage in block]

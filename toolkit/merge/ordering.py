"""Where new passages go, and which lines move because the order of the report is another one now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from toolkit.merge.pairs import stable
from toolkit.merge.place import Group
from toolkit.merge.plan import START, Kept, Placed, Plan
from toolkit.merge.reading import Reading
from toolkit.merge.texts import Passage, skeleton


class Ordering:
    """Places passages behind the one that precedes them in the new report.

    `pairs` are the numbers of old and new passages that are one, `left_out` those new ones that
    stay away.
    """

    def __init__(
        self,
        reading: Reading,
        new: Sequence[Passage],
        pairs: Mapping[int, int],
        left_out: Collection[int],
        made: Plan,
    ) -> None:
        self.reading, self.new, self.made, self.left_out = reading, new, made, left_out
        self.groups = reading.groups
        self.old = {there: number for number, there in pairs.items()}
        self.stable = stable(pairs)
        self.removed = set(made.removed)
        placement, lines = reading.placement, reading.lines
        self.typed = {skeleton(lines[n].text) for n in (*placement.free, *placement.copies)}
        self.known = {p.function for p in reading.base}
        self.alive = {p.function for n, p in enumerate(reading.base) if n in self.groups}

    def order(self) -> None:
        """Walk through the new passages and place what has no line yet, or another than it should."""
        anchor = self._first() if 0 in self.old else START
        blocks: dict[int, list[int]] = defaultdict(list)
        for n, passage in enumerate(self.new):
            blocks[passage.block].append(n)
        for numbers in blocks.values():
            anchor = self._block(numbers, anchor)

    def _first(self) -> int:
        """The line before everything that was generated: a person may have put something on top."""
        lines = [group.lines[0] for group in self.reading.placement.groups]
        return min(lines) - 1 if lines else START

    def _block(self, numbers: Sequence[int], anchor: int) -> int:
        """Place a paragraph or table; return the line behind which the next one goes."""
        known = [self.old[n] for n in numbers if n in self.old]
        groups = [self.groups[n] for n in known if n in self.groups]
        if numbers[0] in self.left_out or (known and not groups):
            return anchor
        if not known:
            self._place(numbers[0], anchor)
            return anchor
        if known[0] not in self.stable and self._may_move(known, groups):
            line = groups[0].lines[0]
            if line != anchor:
                self.made.placed[anchor].append(Placed(line=line))
            return anchor
        return max(line for group in groups for line in group.lines)

    def _place(self, number: int, anchor: int) -> None:
        passage = self.new[number]
        if passage.function in self.known - self.alive:
            why = "这一节您已整个删去，新增的段落没有放进去"
            self.made.kept.append(Kept(START, passage.text, why))
        elif skeleton(passage.text) not in self.typed or passage.drawing:
            self.made.placed[anchor].append(Placed(passage=number))

    def _may_move(self, known: Sequence[int], groups: Sequence[Group]) -> bool:
        """Tell whether a line may go where the data want it; one that a person was at stays."""
        line = groups[0].lines[0]
        whole = len(known) == 1 and len(groups[0].passages) == len(groups[0].lines) == 1
        if whole and not self.reading.lines[line].noted and line not in self.removed:
            return True
        self.made.kept.append(Kept(line, self.reading.lines[line].text, "顺序变了，这一段您改过，没有移动"))
        return False

"""What stands round a figure: its clause with the figure marked, and the matter it is about.

Everything is cut to fixed lengths, so the work for a figure does not grow with the text.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.quantities.quantity import Quantity

HERE, OTHER = "※", "#"
LEFT, RIGHT, BEFORE, OPENING, HEADING, ROW = 70, 60, 150, 40, 40, 12
CLAUSE_END = re.compile(r"[，。；：！？\n;!?]|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|:(?![0-9])")
SENTENCE_END = re.compile(r"[。！？\n!?]")
ASIDE = re.compile(r"[（(][^（()）A-Za-z0-9#]{1,12}[)）]")
BLANK = re.compile(r"\s+")
JOINT = re.compile(r"\s?(?:[、/／]|和|与|及|以及)\s?")
SHARING = re.compile("分别|各")
RESPECTIVELY = re.compile(r"(.*?)(?:分别|各)(.{0,60})\Z")
SERIES = re.compile("、|和|以及|及|与")
LETTERED = re.compile(r"[A-Za-z]([一-鿿]+)\Z")
PASSIVE = re.compile(r"被|获|在|向|由")


@dataclass(frozen=True)
class Context:
    """The clause of a figure, and what goes before it.

    Attributes:
        left: the clause up to the figure, white space and asides in brackets removed, other
            figures as #.
        right: the clause behind it.
        scope: heading, opening of the paragraph and the stretch before the clause.
        sentence: the sentence up to the figure.
    """

    left: str
    right: str
    scope: str
    sentence: str

    @property
    def clause(self) -> str:
        """The whole clause with the figure as ※."""
        return f"{self.left}{HERE}{self.right}"


class Contexts:
    """The contexts of all figures of a text."""

    def __init__(self, text: str, quantities: Sequence[Quantity]) -> None:
        self._text, self._quantities = text, quantities
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._headings = self._find_headings()
        self._ends = [q.end for q in quantities]

    def _find_headings(self) -> list[str]:
        """For each line the short line above it that ends in no full stop."""
        headings, last = [], ""
        for start, end in itertools.pairwise([*self._starts, len(self._text) + 1]):
            headings.append(last)
            line = self._text[start : min(end, start + HEADING + 20)].strip(" #\u3000\t\r\n*")
            if 2 < len(line) <= HEADING and line[-1] not in "。；，,;":
                last = line
        return headings

    def of(self, index: int) -> Context:
        """Return the context of the figure with that index."""
        quantity = self._quantities[index]
        number = bisect_right(self._starts, quantity.offset) - 1
        line = self._starts[number]
        left = self._left(index, max(line, quantity.offset - LEFT))
        right = self._right(index)
        opening = self._text[line : min(line + OPENING, quantity.offset)]
        before = self._text[max(line, quantity.offset - BEFORE) : quantity.offset]
        sentence = SENTENCE_END.split(before)[-1]
        scope = f"{self._headings[number]}\n{opening}\n{before}"
        return Context(self._shared(index, left), right, scope, sentence)

    def _masked(self, start: int, end: int, low: int, high: int) -> str:
        """The text between two places with the figures `low` to `high` as #."""
        pieces, place = [], start
        for quantity, stop in zip(self._quantities[low:high], self._ends[low:high], strict=True):
            if quantity.offset >= place and stop <= end:
                pieces += [self._text[place : quantity.offset], OTHER]
                place = stop
        return ASIDE.sub("", BLANK.sub("", "".join(pieces) + self._text[place:end]))

    def _left(self, index: int, floor: int) -> str:
        quantity = self._quantities[index]
        low = bisect_right(self._ends, floor)
        return _last_clause(self._masked(floor, quantity.offset, low, index))

    def _right(self, index: int) -> str:
        end = self._quantities[index].end
        reach = min(len(self._text), end + RIGHT)
        stop = CLAUSE_END.search(self._text, end, reach)
        return self._masked(end, stop.start() if stop else reach, index + 1, index + 8)

    def _row(self, index: int) -> tuple[int, int]:
        """The first and the last figure of the row (38篇、77篇) that a figure stands in."""
        first = last = index
        while first > max(0, index - ROW) and self._adjoin(first - 1):
            first -= 1
        while last + 1 < min(len(self._quantities), index + ROW) and self._adjoin(last):
            last += 1
        return first, last

    def _adjoin(self, index: int) -> bool:
        end, start = self._ends[index], self._quantities[index + 1].offset
        return start - end <= 4 and bool(JOINT.fullmatch(self._text, end, start))

    def _shared(self, index: int, left: str) -> str:
        """Give a member of 被甲、乙分别采用38篇、77篇 the words that are its own: 被乙采用."""
        if not SHARING.search(left):
            return left
        first, last = self._row(index)
        if first == last:
            return left
        if index != first:
            floor = max(0, self._quantities[first].offset - LEFT)
            left = self._left(first, max(floor, self._starts[bisect_right(self._starts, floor) - 1]))
        return _own_words(left, index - first, last - first + 1)


def _own_words(left: str, place: int, count: int) -> str:
    """Pick the subject of a member of a row: 甲、乙分别采用, or 分别获甲、乙奖励."""
    found = RESPECTIVELY.match(left)
    if found is None:
        return left
    subjects, predicate = SERIES.split(found[1]), found[2]
    if len(subjects) < count:
        subjects, predicate = SERIES.split(found[2]), ""
    if len(subjects) < count:
        return left
    own, last = subjects[place - count], subjects[-1]
    voice = PASSIVE.match(subjects[-count]) if place else None
    lettered = LETTERED.search(last) if own[-1:].isascii() else None
    return f"{voice[0] if voice else ''}{own}{lettered[1] if lettered else ''}{predicate}"


def _last_clause(text: str) -> str:
    """What stands behind the last clause mark."""
    place = 0
    for match in CLAUSE_END.finditer(text):
        place = match.end()
    return text[place:]

"""Where every sentence and every value of a group of passages stands in the lines as edited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from toolkit.merge.align import aligned, common, gaps
from toolkit.merge.texts import NUMBER, SEPARATOR, Line, Mark, Passage, Slot, sentences, skeleton, within
from toolkit.merge.values import equal, forms

FIGURE_MARK = "_f_"
LONGEST = 40  # characters of a bookmark's name; longer keys are cut
DISTINCT = 3  # digits from which a number is known by itself
SURVIVING = 0.5  # share of a sentence's characters still there from which it counts as rewritten, not deleted


class State(Enum):
    """What a person did to a sentence."""

    INTACT = "intact"
    TOUCHED = "touched"
    GONE = "gone"


@dataclass(frozen=True)
class Stretch:
    """A place in the edited document: the line's number and where in it."""

    line: int
    start: int
    end: int


@dataclass
class Sentence:
    """A sentence of a passage and what became of it.

    `slots` are the passage's values in it; `values` tells where each stands now, None where it is gone.
    """

    passage: int
    start: int
    end: int
    text: str
    slots: tuple[Slot, ...]
    state: State = State.GONE
    at: Stretch | None = None
    values: tuple[Stretch | None, ...] = ()


class Joined:
    """Lines as one text, so that what crosses their ends is seen too."""

    def __init__(self, numbers: Sequence[int], lines: Sequence[Line]) -> None:
        self.numbers = numbers
        self.text = SEPARATOR.join(lines[n].text for n in numbers)
        self.starts: list[int] = []
        self.marks: list[tuple[int, int, Mark]] = []
        at = 0
        for n in numbers:
            self.starts.append(at)
            self.marks += [(at + m.start, at + m.end, m) for m in lines[n].marks]
            at += len(lines[n].text) + 1
        self.sentences = [
            (a + start, b + start)
            for n, start in zip(numbers, self.starts, strict=True)
            for a, b in sentences(lines[n].text)
        ]

    def stretch(self, start: int, end: int) -> Stretch:
        """Return a stretch of the joined text as a place in one line; it is cut at the line's end."""
        which = max(0, bisect_right(self.starts, start) - 1)
        first = self.starts[which]
        last = self.starts[which + 1] - 1 if which + 1 < len(self.starts) else len(self.text)
        return Stretch(self.numbers[which], start - first, min(end, last) - first)

    def cut(self, ranges: Sequence[tuple[int, int]]) -> list[str]:
        """Return the texts of ranges."""
        return [self.text[a:b] for a, b in ranges]


def split(number: int, passage: Passage) -> list[Sentence]:
    """Cut a passage into its sentences, none of them found yet."""
    return [
        Sentence(number, a, b, passage.text[a:b], tuple(within(passage.slots, a, b)))
        for a, b in sentences(passage.text)
    ]


def stand(passages: Sequence[tuple[int, Passage]], joined: Joined) -> list[Sentence]:
    """Find the sentences of a group's passages in its lines."""
    own = [sentence for n, passage in passages for sentence in split(n, passage)]
    there = joined.cut(joined.sentences)
    equal_pairs, grown = aligned([s.text for s in own], there)
    intact = []
    for i, j in equal_pairs:
        if _numbers_agree(own[i], there[j]):
            intact.append((i, j))
            _settle(own[i], joined, joined.sentences[j])
        else:
            grown.append((i, j))
    partners = dict(grown)
    for left, right in gaps(intact, len(own), len(there)):
        if left:
            _Gap(own, left, right, joined, partners).settle()
    return own


def _numbers_agree(sentence: Sentence, there: str) -> bool:
    """Tell whether all numbers that are no values of the data are still the same."""
    for one, other in zip(NUMBER.finditer(sentence.text), NUMBER.finditer(there), strict=True):
        a, b = one.start() + sentence.start, one.end() + sentence.start
        inside = any(slot.start <= a and b <= slot.end for slot in sentence.slots)
        if not inside and one[0] != other[0]:
            return False
    return True


def _settle(sentence: Sentence, joined: Joined, place: tuple[int, int]) -> None:
    """Note an intact sentence; its values stand where their numbers do."""
    sentence.state = State.INTACT
    sentence.at = joined.stretch(*place)
    text = joined.text[place[0] : place[1]]
    move = _mover(sentence.text, text)
    sentence.values = tuple(
        joined.stretch(place[0] + move(s.start - sentence.start), place[0] + move(s.end - sentence.start))
        for s in sentence.slots
    )


def _mover(one: str, other: str) -> Callable[[int], int]:
    """Return a function from places in one text to those in another that differs in numbers only."""
    edges = [(0, 0)]
    for a, b in zip(NUMBER.finditer(one), NUMBER.finditer(other), strict=True):
        edges += [(a.start(), b.start()), (a.end(), b.end())]
    places = [a for a, _ in edges]

    def move(place: int) -> int:
        a, b = edges[bisect_right(places, place) - 1]
        return b + place - a

    return move


class _Gap:
    """A row of sentences that are not intact, beside what stands in their place."""

    def __init__(
        self, own: list[Sentence], left: range, right: range, joined: Joined, partners: dict[int, int]
    ) -> None:
        self.own, self.left, self.right, self.joined, self.partners = own, left, right, joined, partners
        self.offsets: dict[int, int] = {}
        text = ""
        for i in left:
            self.offsets[i] = len(text)
            text += own[i].text
        self.text = text
        if right:
            self.begin = joined.sentences[right[0]][0]
            self.end = joined.sentences[right[-1]][1]
        else:
            self.begin = self.end = 0
        self.there = joined.text[self.begin : self.end]
        self.blocks = [
            (a, b, size) for a, b, size in common(text, self.there) if size > 1 or NUMBER.match(text, a)
        ]
        self.used: set[tuple[int, int]] = set()

    def settle(self) -> None:
        for i in self.left:
            sentence = self.own[i]
            place = self._place(i, sentence)
            if place is not None:
                sentence.state = State.TOUCHED
                sentence.at = self.joined.stretch(*place)
            sentence.values = tuple(
                self._value(i, slot, retyped=place is not None) for slot in sentence.slots
            )

    def _place(self, i: int, sentence: Sentence) -> tuple[int, int] | None:
        partner = self.partners.get(i)
        if partner is not None and partner in self.right:
            return self.joined.sentences[partner]
        first, last = self.offsets[i], self.offsets[i] + len(sentence.text)
        kept = [
            (max(a, first) - a + b, min(a + size, last) - a + b)
            for a, b, size in self.blocks
            if a < last and a + size > first
        ]
        if not kept or sum(b - a for a, b in kept) < SURVIVING * len(sentence.text):
            return None
        return self.begin + kept[0][0], self.begin + kept[-1][1]

    def _value(self, i: int, slot: Slot, *, retyped: bool) -> Stretch | None:
        """Find a value by the words round it, then by its bookmark.

        Of a sentence that is gone only the value itself counts: another number is not it, retyped.
        """
        start = self.offsets[i] + slot.start - self.own[i].start
        end = start + len(slot.text)
        found = self._exact(start, end) or self._between(start, end, slot) or self._marked(slot)
        if found is None or found in self.used:
            return None
        if not retyped and not equal(self.joined.text[found[0] : found[1]], slot.text):
            return None
        self.used.add(found)
        return self.joined.stretch(*found)

    def _exact(self, start: int, end: int) -> tuple[int, int] | None:
        for a, b, size in self.blocks:
            telling = size > end - start or end - start >= DISTINCT or a == b == 0
            if a <= start and end <= a + size and telling:
                return self.begin + start - a + b, self.begin + end - a + b
        return None

    def _between(self, start: int, end: int, slot: Slot) -> tuple[int, int] | None:
        """Look between the nearest words before and behind that are still there."""
        low = max((b + min(size, start - a) for a, b, size in self.blocks if a < start), default=0)
        high = min(
            (b + max(0, end - a) for a, b, size in self.blocks if a + size > end), default=len(self.there)
        )
        if low >= high:
            return None
        if not slot.retypable:
            at = self.there.find(slot.text, low, high)
            return None if at < 0 else (self.begin + at, self.begin + at + len(slot.text))
        found = [(a, b) for a, b in forms(self.there, low, high)]
        alike = [(a, b) for a, b in found if equal(self.there[a:b], slot.text)]
        # A number before and behind which nothing has changed is the value retyped.
        neighbour = bool(found) and (found[0][0] == low or found[0][1] == high)
        chosen = alike[0] if alike else found[0] if len(found) == 1 and neighbour else None
        return None if chosen is None else (self.begin + chosen[0], self.begin + chosen[1])

    def _marked(self, slot: Slot) -> tuple[int, int] | None:
        """Look into the bookmarks of this figure in the gap."""
        for a, b, mark in self.joined.marks:
            if slot.figure and marks_figure(mark.name, slot.figure) and self.begin <= a and b <= self.end:
                found = list(forms(self.joined.text, a, b))
                alike = [f for f in found if equal(self.joined.text[f[0] : f[1]], slot.text)]
                if (alike or found) and (alike or found)[0] not in self.used:
                    return (alike or found)[0]
        return None


def marks_figure(name: str, key: str) -> bool:
    """Tell whether a bookmark is one of a figure's (`word.marks` says how they are named)."""
    stem, _, number = name.rpartition("_")
    whole = FIGURE_MARK + re.sub(r"\W", "_", key)
    return number.isdigit() and (stem == whole or (len(name) == LONGEST and whole.startswith(stem)))


def leftovers(own: Sequence[Sentence], joined: Joined) -> list[tuple[int, int]]:
    """Return the ranges of lines' sentences that no sentence of the group claims."""
    claimed = {(s.at.line, s.at.start) for s in own if s.at is not None}
    left = []
    for a, b in joined.sentences:
        place = joined.stretch(a, b)
        if (place.line, place.start) not in claimed:
            left.append((a, b))
    return left


def same_words(one: str, other: str) -> bool:
    """Tell whether two sentences differ in numbers only."""
    return skeleton(one) == skeleton(other)

"""Find each generated passage again in the edited document: by bookmark, else by its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.merge.align import bigrams, increasing, likeness, same
from toolkit.merge.texts import Line, Mark, Passage, skeleton

CONTAINED = 0.6  # share of the shorter text's pairs of characters that marks it as part of the longer
COPIED = 0.8  # share of a passage that stands in its own lines from which a further line is a copy
SHORT = 6  # characters; a shorter text is found again only where it stands alone
SHINGLE = 5  # characters of a stretch by which lines are looked up
LONELY = 0.25  # likeness that suffices where passage and line have nobody else to belong to
COPY = re.compile(r"_Copy_\d+\Z")  # what LibreOffice puts behind the name of a bookmark that is there twice
OWN = 0.3  # share of a generated report's stretches that a file made from it still has
REACH = 8  # lines that a bookmark may run through; a longer one has lost its end


@dataclass(frozen=True)
class Group:
    """Passages and the lines they stand in now; neighbours that were merged or split are together."""

    passages: tuple[int, ...]
    lines: tuple[int, ...]


@dataclass
class Placement:
    """Where everything is: `copies` are lines that repeat passages found elsewhere."""

    groups: list[Group] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    copies: dict[int, list[int]] = field(default_factory=dict)
    free: list[int] = field(default_factory=list)


def place(passages: Sequence[Passage], lines: Sequence[Line], names: Mapping[str, str]) -> Placement:
    """Find every passage. `names` maps the names of bookmarks to the ids of passages."""
    search = _Search(passages, lines, names)
    search.by_marks()
    search.by_equal_text()
    search.by_likeness()
    return search.placement()


class _Search:
    def __init__(self, passages: Sequence[Passage], lines: Sequence[Line], names: Mapping[str, str]) -> None:
        self.passages, self.lines, self.names = passages, lines, names
        self.numbers = {passage.id: n for n, passage in enumerate(passages)}
        self.found: dict[int, set[int]] = defaultdict(set)
        self.taken: dict[int, set[int]] = defaultdict(set)
        self.copies: dict[int, list[int]] = defaultdict(list)

    def _link(self, passage: int, line: int) -> None:
        self.found[passage].add(line)
        self.taken[line].add(passage)

    # -- bookmarks ---------------------------------------------------------------------------

    def by_marks(self) -> None:
        starts: dict[str, int] = {}
        for name, places in self._standings().items():
            passage = self.numbers[self.names[name]]
            best = self._original(passage, places)
            if best is not None:
                starts[name] = best
                self._link(passage, best)
            for n, mark in places:
                if n != best and mark.end > mark.start:
                    self.copies[n].append(passage)
        for n in self.taken:
            self.copies.pop(n, None)
        self._run_through(starts)

    def _standings(self) -> dict[str, list[tuple[int, Mark]]]:
        """Where each of our bookmarks stands, copies under the original's name."""
        found: dict[str, list[tuple[int, Mark]]] = defaultdict(list)
        for n, line in enumerate(self.lines):
            for mark in line.marks:
                name = COPY.sub("", mark.name)
                if self.names.get(name) in self.numbers:
                    found[name].append((n, mark))
        return found

    def _original(self, passage: int, places: Sequence[tuple[int, Mark]]) -> int | None:
        """Of several standings the one whose text is most like the passage's, else the first."""
        text = self.passages[passage].text
        filled = [(n, mark) for n, mark in places if mark.end > mark.start or not text]
        if len(filled) < 2:
            return filled[0][0] if filled else None
        wanted = bigrams(text)
        scores = [likeness(wanted, bigrams(self.lines[n].text[m.start : m.end])) for n, m in filled]
        return filled[scores.index(max(scores))][0]

    def _run_through(self, starts: Mapping[str, int]) -> None:
        for n, line in enumerate(self.lines):
            own = any(mark.name in self.names for mark in line.marks)
            for name in line.inside:
                first = starts.get(name)
                if not own and first is not None and n - first <= REACH and n not in self.copies:
                    self._link(self.numbers[self.names[name]], n)

    # -- text --------------------------------------------------------------------------------

    def _left(self) -> tuple[list[int], list[int]]:
        passages = [n for n in range(len(self.passages)) if n not in self.found]
        lines = [n for n in range(len(self.lines)) if n not in self.taken and n not in self.copies]
        return passages, [n for n in lines if self.lines[n].text]

    def by_equal_text(self) -> None:
        """Match equal texts in order, then those that stand only once wherever they are."""
        passages, lines = self._left()
        one = [skeleton(self.passages[n].text) for n in passages]
        other = [skeleton(self.lines[n].text) for n in lines]
        for i, j in same(one, other):
            self._link(passages[i], lines[j])
        counts, there = Counter(one), Counter(other)
        places = {text: j for j, text in enumerate(other)}
        for i, text in enumerate(one):
            alone = counts[text] == there[text] == 1 and len(text) >= SHORT
            if alone and passages[i] not in self.found:
                self._link(passages[i], lines[places[text]])

    def by_likeness(self) -> None:
        """Match what is left by what it has in common: rewritten, split, merged and copied passages."""
        passages, lines = self._left()
        if not lines:
            return
        there = {n: self.lines[n].text for n in lines}
        index = _shingled(there)
        for passage in passages:
            for line in _related(self.passages[passage].text, index, there)[:1]:
                self._link(passage, line)
        self._in_between(*self._left())
        _, lines = self._left()
        if lines:
            self._halves_and_copies(lines)

    def _in_between(self, passages: list[int], lines: list[int]) -> None:
        """A passage and a line that stand alone between the same neighbours belong together."""
        anchors = increasing(sorted((p, min(ls)) for p, ls in self.found.items()))
        left: dict[int, list[int]] = defaultdict(list)
        there: dict[int, list[int]] = defaultdict(list)
        for p in passages:
            left[bisect_right(anchors, p, key=lambda pair: pair[0])].append(p)
        for n in lines:
            there[bisect_right(anchors, n, key=lambda pair: pair[1])].append(n)
        for gap, between in left.items():
            if len(between) == len(there.get(gap, ())) == 1:
                one, other = self.passages[between[0]], self.lines[there[gap][0]]
                if likeness(bigrams(one.text), bigrams(other.text)) >= LONELY:
                    self._link(between[0], there[gap][0])

    def _halves_and_copies(self, lines: list[int]) -> None:
        ours = {n: passage.text for n, passage in enumerate(self.passages)}
        index = _shingled(ours)
        for n in lines:
            if len(self.lines[n].text) < SHORT:
                continue
            for passage in _related(self.lines[n].text, index, ours):
                if self._stands_whole(passage):
                    self.copies[n].append(passage)
                elif n not in self.copies:
                    self._link(passage, n)

    def _stands_whole(self, passage: int) -> bool:
        """Tell whether a passage's text is all there already, so that more of it is a copy."""
        wanted = bigrams(self.passages[passage].text)
        there = bigrams("".join(self.lines[m].text for m in sorted(self.found.get(passage, ()))))
        return (wanted & there).total() >= COPIED * wanted.total()

    # -- the result --------------------------------------------------------------------------

    def placement(self) -> Placement:
        made = Placement(copies=dict(self.copies))
        made.gone = [n for n in range(len(self.passages)) if n not in self.found]
        made.free = [n for n in range(len(self.lines)) if n not in self.taken and n not in self.copies]
        seen: set[int] = set()
        for first in sorted(self.found):
            if first in seen:
                continue
            passages, lines, todo = set(), set(), [first]
            while todo:
                passage = todo.pop()
                if passage in passages:
                    continue
                passages.add(passage)
                for line in self.found[passage]:
                    lines.add(line)
                    todo += self.taken[line]
            seen |= passages
            made.groups.append(Group(tuple(sorted(passages)), tuple(sorted(lines))))
        return made


def _shingled(texts: Mapping[int, str]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for n, text in texts.items():
        for shingle in shingles(text):
            index[shingle].append(n)
    return index


def _related(text: str, index: Mapping[str, Sequence[int]], texts: Mapping[int, str]) -> list[int]:
    """Return the numbers of the texts that contain this one or are contained in it, the nearest first."""
    votes: Counter[int] = Counter()
    for shingle in shingles(text):
        found = index.get(shingle, ())
        if len(found) <= REACH:  # what stands everywhere tells nothing
            votes.update(found)
    wanted = bigrams(text)
    scored = []
    for n, _ in votes.most_common(3):
        there = bigrams(texts[n])
        share = (wanted & there).total() / max(1, min(wanted.total(), there.total()))
        scored.append((-share, n))
    return [n for score, n in sorted(scored) if -score >= CONTAINED]


def shingles(text: str) -> set[str]:
    """Return the stretches of a text by which it is looked up, numbers left open."""
    words = skeleton(text)
    return {words[n : n + SHINGLE] for n in range(max(1, len(words) - SHINGLE + 1))}


def stretches(texts: Iterable[str]) -> set[str]:
    """Return the stretches of all of several texts."""
    return set().union(*map(shingles, texts))


def share(ours: set[str], there: set[str]) -> float:
    """Return how much of our stretches is among others."""
    return len(ours & there) / max(1, len(ours))

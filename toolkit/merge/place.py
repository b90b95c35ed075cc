"""Find each generated passage again in the edited document: by bookmark, else by its text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.merge.align import bigrams, increasing, likeness, same
from toolkit.merge.texts import Line, Mark, Passage, skeleton

CONTAINED = 0.6  # share of the shorter text's pairs of characters that marks it as part of the longer
COPIED = 0.8  # likeness of a passage to its own line from which a second line like it is a copy
SHORT = 6  # characters; a shorter text is found again only where it stands alone
SHINGLE = 5  # characters of a stretch by which lines are looked up
LONELY = 0.25  # likeness that suffices where passage and line have nobody else to belong to
REACH = 8  # lines that a bookmark may run through; a longer one has lost its end


@dataclass(frozen=True)
class Group:
    """Passages and the lines they stand in now; neighbours that were merged or split are together."""

    passages: tuple[int, ...]
    lines: tuple[int, ...]


@dataclass
class Placement:
    """Where everything is: `copies` are lines that repeat a passage found elsewhere."""

    groups: list[Group] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    copies: dict[int, int] = field(default_factory=dict)
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
        self.copies: dict[int, int] = {}

    def _link(self, passage: int, line: int) -> None:
        self.found[passage].add(line)
        self.taken[line].add(passage)

    # -- bookmarks ---------------------------------------------------------------------------

    def by_marks(self) -> None:
        standings: dict[str, list[tuple[int, Mark]]] = defaultdict(list)
        for n, line in enumerate(self.lines):
            for mark in line.marks:
                if self.names.get(mark.name) in self.numbers:
                    standings[mark.name].append((n, mark))
        starts: dict[str, int] = {}
        for name, places in standings.items():
            passage = self.numbers[self.names[name]]
            best = self._original(passage, places)
            if best is not None:
                starts[name] = best
                self._link(passage, best)
            self.copies.update({n: passage for n, mark in places if n != best and mark.end > mark.start})
        self.copies = {n: p for n, p in self.copies.items() if n not in self.taken}
        self._run_through(starts)

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
            line = _best(self.passages[passage].text, index, there)
            if line is not None:
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
            passage = _best(self.lines[n].text, index, ours)
            if passage is None or len(self.lines[n].text) < SHORT:
                continue
            there = "".join(self.lines[m].text for m in sorted(self.found.get(passage, ())))
            if there and likeness(bigrams(self.passages[passage].text), bigrams(there)) >= COPIED:
                self.copies[n] = passage
            else:
                self._link(passage, n)

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


def _best(text: str, index: Mapping[str, Sequence[int]], texts: Mapping[int, str]) -> int | None:
    """Return the number of the text that contains this one or is contained in it, if one does."""
    votes: Counter[int] = Counter()
    for shingle in shingles(text):
        found = index.get(shingle, ())
        if len(found) <= REACH:  # what stands everywhere tells nothing
            votes.update(found)
    wanted = bigrams(text)
    best, score = None, CONTAINED
    for n, _ in votes.most_common(3):
        there = bigrams(texts[n])
        share = (wanted & there).total() / max(1, min(wanted.total(), there.total()))
        if share >= score:
            best, score = n, share
    return best


def shingles(text: str) -> set[str]:
    """Return the stretches of a text by which it is looked up, numbers left open."""
    words = skeleton(text)
    return {words[n : n + SHINGLE] for n in range(max(1, len(words) - SHINGLE + 1))}

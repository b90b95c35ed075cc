"""An edited document read against its base: every sentence found, rewritten or gone, and what is typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from toolkit.merge.place import SHORT, Group, place
from toolkit.merge.standing import Joined, Sentence, State, Stretch, leftovers, split, stand
from toolkit.merge.texts import Line, Passage, Slot, sentences, shifted, skeleton

SCALES = "万亿千百十成倍"


class Reading:
    """What people made of a report.

    `own` has the sentences of each passage, `typed` the ranges of each line that a person wrote,
    `groups` the lines that each passage stands in.
    """

    def __init__(self, base: Sequence[Passage], lines: Sequence[Line], names: Mapping[str, str]) -> None:
        """Find everything; `names` maps the names of bookmarks to the ids of passages."""
        self.base, self.lines = base, lines
        self.placement = place(base, lines, names)
        self.groups: dict[int, Group] = {n: g for g in self.placement.groups for n in g.passages}
        self.own: dict[int, list[Sentence]] = defaultdict(list)
        self.typed: dict[int, list[tuple[int, int]]] = {}
        for group in self.placement.groups:
            self._stand(group)
        self._unfound()
        self._moved()

    def text(self, at: Stretch) -> str:
        """Return what stands at a place."""
        return self.lines[at.line].text[at.start : at.end]

    def copied(self, line: int, numbers: Sequence[int]) -> list[Sentence]:
        """Return the sentences of passages where they stand in a paragraph copied from them."""
        return stand([(n, self.base[n]) for n in sorted(numbers)], Joined([line], self.lines))

    def values(self) -> Iterator[tuple[Sentence, Slot, Stretch]]:
        """Yield every value that still stands somewhere, those in copied paragraphs last."""
        own = [sentence for sentences in self.own.values() for sentence in sentences]
        copies = [s for line, numbers in self.placement.copies.items() for s in self.copied(line, numbers)]
        for sentence in [*own, *copies]:
            for slot, at in zip(sentence.slots, sentence.values, strict=True):
                if at is not None:
                    yield sentence, slot, at

    def scaled(self, sentence: Sentence, slot: Slot, at: Stretch) -> bool:
        """Tell whether a value now has a word of scale (万) behind it that it had not before."""
        before = self.base[sentence.passage].text[slot.end : slot.end + 1]
        now = self.lines[at.line].text[at.end : at.end + 1]
        return bool(now) and now in SCALES and now != before

    def _stand(self, group: Group) -> None:
        joined = Joined(group.lines, self.lines)
        own = stand([(n, self.base[n]) for n in group.passages], joined)
        for sentence in own:
            self.own[sentence.passage].append(sentence)
        for a, b in leftovers(own, joined):
            at = joined.stretch(a, b)
            self.typed.setdefault(at.line, []).append((at.start, at.end))

    def _unfound(self) -> None:
        for n in self.placement.free:
            self.typed[n] = sentences(self.lines[n].text)
        for n in self.placement.gone:
            self.own[n] = split(n, self.base[n])
            for sentence in self.own[n]:
                sentence.values = (None,) * len(sentence.slots)

    def _moved(self) -> None:
        """Find sentences that were cut out of their paragraph and put into another one."""
        there: dict[str, list[Stretch]] = defaultdict(list)
        for n, ranges in self.typed.items():
            for a, b in ranges:
                there[skeleton(self.lines[n].text[a:b])].append(Stretch(n, a, b))
        for own in self.own.values():
            for sentence in own:
                places = there.get(skeleton(sentence.text), [])
                if sentence.state is State.GONE and len(sentence.text) >= SHORT and len(places) == 1:
                    self._found_again(sentence, places[0])

    def _found_again(self, sentence: Sentence, at: Stretch) -> None:
        passage = Passage("", 0, "", "", sentence.text, shifted(sentence.slots, -sentence.start))
        found = stand([(sentence.passage, passage)], Joined([at.line], self.lines))
        if found and found[0].state is State.INTACT:
            sentence.state, sentence.at, sentence.values = State.INTACT, found[0].at, found[0].values
            self.typed[at.line] = [r for r in self.typed[at.line] if r != (at.start, at.end)]

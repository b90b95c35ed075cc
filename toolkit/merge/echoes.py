"""Values that stand outside of what was generated: in copies, and in what people wrote themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from toolkit.merge.plan import Edit, Kept, Plan, Revision
from toolkit.merge.reading import Reading
from toolkit.merge.standing import State, Stretch
from toolkit.merge.texts import Slot
from toolkit.merge.values import forms

ENOUGH = 5  # characters round a number from which it is the value of the passage that has them
HALF = ENOUGH // 2 + 1
SHOWN = 10  # characters shown on each side of a number that may be old

Context = tuple[str, str]


class Echoes:
    """Looks for old values that no sentence claims; `texts` has each value as it is now."""

    def __init__(self, reading: Reading, texts: Mapping[str, str], made: Plan) -> None:
        self.reading, self.texts, self.made = reading, texts, made
        self.intact: dict[int, list[Stretch]] = defaultdict(list)
        self.claimed = {(r.line, e.start) for r in made.revisions for e in r.edits}
        for own in reading.own.values():
            for sentence in own:
                self.claimed |= {(at.line, at.start) for at in sentence.values if at is not None}
                if sentence.state is State.INTACT and sentence.at:
                    self.intact[sentence.at.line].append(sentence.at)

    def renew(self) -> None:
        """Renew what is a copy of a value, and point at what may be old.

        A number between the same words as in the base is a copy; an equal number between a
        person's own words may be anything.
        """
        old = self._outdated()
        for n, line in enumerate(self.reading.lines):
            for a, b in forms(line.text) if old else ():
                found = old.get(line.text[a:b])
                if found and (n, a) not in self.claimed:
                    self._echo(Stretch(n, a, b), found)

    def _outdated(self) -> dict[str, _Old]:
        """Every value of the base that is another one now, by its text."""
        found: dict[str, _Old] = {}
        for passage in self.reading.base:
            for slot in passage.slots:
                if slot.figure and self.texts.get(slot.key, slot.text) != slot.text:
                    old = found.setdefault(slot.text, _Old(slot))
                    old.add(_around(passage.text, slot.start, slot.end), slot)
        return found

    def _echo(self, at: Stretch, old: _Old) -> None:
        line = self.reading.lines[at.line].text
        slot = old.at(_around(line, at.start, at.end))
        if slot is not None:
            new = self.texts[slot.key]
            edit = Edit(at.start, at.end, new, (Slot(0, len(new), slot.key, new),))
            self.made.revisions.append(Revision(at.line, (edit,), slot.text, new, slot.key, (slot.figure,)))
        elif len(old.first.text) > 1 and not self._generated(at):
            why = f"您写的{old.first.text}与旧数相同，底稿已是{self.texts[old.first.key]}，请核对"
            around = line[max(0, at.start - SHOWN) : at.end + SHOWN]
            self.made.kept.append(Kept(at.line, around, why))

    def _generated(self, at: Stretch) -> bool:
        """Tell whether a place is in a sentence that nobody touched."""
        return any(a.start <= at.start < a.end for a in self.intact[at.line])


class _Old:
    """The values that printed one text, by the words round them.

    Words that are alike enough share more than half of them on one side: by that half they are found.
    """

    def __init__(self, first: Slot) -> None:
        self.first = first
        self._places: dict[tuple[int, str], dict[Context, Slot]] = defaultdict(dict)

    def add(self, around: Context, slot: Slot) -> None:
        """Note a value between its words."""
        for side, words in enumerate(around):
            self._places[side, words[:HALF]][around] = slot

    def at(self, around: Context) -> Slot | None:
        """Return the value that stands between such words, the one most like it."""
        best, most = None, ENOUGH
        for side, words in enumerate(around):
            for there, slot in self._places.get((side, words[:HALF]), {}).items():
                shared = sum(_common(a, b) for a, b in zip(around, there, strict=True))
                if shared >= most:
                    best, most = slot, shared + 1
        return best


def _around(text: str, start: int, end: int) -> Context:
    """Return the words before a number, the nearest first, and those behind it."""
    return text[max(0, start - ENOUGH) : start][::-1], text[end : end + ENOUGH]


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))

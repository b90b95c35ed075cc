"""Values that stand outside of what was generated: in copies, and in what people wrote themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from toolkit.merge.plan import Edit, Kept, Plan, Revision
from toolkit.merge.reading import Reading
from toolkit.merge.standing import State, Stretch
from toolkit.merge.texts import Passage, Slot
from toolkit.merge.values import forms

CONTEXT = 5  # characters round a number from which it is the value of the passage that has them
AROUND = 10  # characters shown on each side of a number that may be old


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
                found = old.get(line.text[a:b], ())
                if found and (n, a) not in self.claimed:
                    self._echo(Stretch(n, a, b), found)

    def _outdated(self) -> dict[str, list[tuple[Passage, Slot]]]:
        """Every value of the base that is another one now, by its text."""
        found: dict[str, list[tuple[Passage, Slot]]] = defaultdict(list)
        for passage in self.reading.base:
            for slot in passage.slots:
                if slot.figure and self.texts.get(slot.key, slot.text) != slot.text:
                    found[slot.text].append((passage, slot))
        return found

    def _echo(self, at: Stretch, found: Sequence[tuple[Passage, Slot]]) -> None:
        line = self.reading.lines[at.line].text
        passage, slot = max(found, key=lambda pair: _context(line, at, *pair))
        new = self.texts[slot.key]
        if _context(line, at, passage, slot) >= CONTEXT:
            edit = Edit(at.start, at.end, new, (Slot(0, len(new), slot.key, new),))
            self.made.revisions.append(Revision(at.line, (edit,), slot.text, new, slot.key, (slot.figure,)))
        elif len(slot.text) > 1 and not self._generated(at):
            why = f"您写的{slot.text}与旧数相同，底稿已是{new}，请核对"
            around = line[max(0, at.start - AROUND) : at.end + AROUND]
            self.made.kept.append(Kept(at.line, around, why))

    def _generated(self, at: Stretch) -> bool:
        """Tell whether a place is in a sentence that nobody touched."""
        return any(a.start <= at.start < a.end for a in self.intact[at.line])


def _context(line: str, at: Stretch, passage: Passage, slot: Slot) -> int:
    """Return how many characters round a number are those round a value in its passage."""
    before = _common(line[: at.start][::-1], passage.text[: slot.start][::-1])
    return before + _common(line[at.end :], passage.text[slot.end :])


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))

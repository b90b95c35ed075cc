"""What an edited document gives back: figures that people retyped, and wording of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.merge.reading import Reading
from toolkit.merge.standing import Sentence, State
from toolkit.merge.texts import skeleton
from toolkit.merge.values import equal


@dataclass(frozen=True)
class Standing:
    """A figure where it stands: what was generated there and what is there now.

    `scaled` says that the number now has a word of scale (万) behind it that it had not before.
    """

    key: str
    line: int
    before: str
    now: str
    scaled: bool = False

    @property
    def retyped(self) -> bool:
        """Whether a person made it another value."""
        return not equal(self.before, self.now)


@dataclass(frozen=True)
class Wording:
    """A sentence that a person rewrote, deleted (`after` is empty) or wrote (`before` is empty)."""

    line: int
    before: str
    after: str
    function: str


def standings(reading: Reading) -> dict[str, list[Standing]]:
    """Return every standing of every figure that can be found, by key; filled placeholders too."""
    found: dict[str, list[Standing]] = defaultdict(list)
    for sentence, slot, at in reading.values():
        if slot.figure:
            before = "" if slot.missing else slot.text
            scaled = reading.scaled(sentence, slot, at)
            found[slot.figure].append(Standing(slot.figure, at.line, before, reading.text(at), scaled))
    return found


def wordings(reading: Reading) -> list[Wording]:
    """Return what people changed in words, in the order of the document; deleted sentences last."""
    rows = [*_rewritten(reading), *_typed(reading)]
    return sorted(rows, key=lambda row: row.line if row.line >= 0 else len(reading.lines))


def _rewritten(reading: Reading) -> Iterator[Wording]:
    for number, own in reading.own.items():
        function = reading.base[number].function
        for sentence in own:
            after = reading.text(sentence.at) if sentence.at else ""
            if _differs(sentence, after):
                yield Wording(sentence.at.line if sentence.at else -1, sentence.text, after, function)


def _differs(sentence: Sentence, after: str) -> bool:
    return sentence.state is not State.INTACT and skeleton(sentence.text).strip() != skeleton(after).strip()


def _typed(reading: Reading) -> Iterator[Wording]:
    functions = _functions(reading)
    for line, ranges in reading.typed.items():
        for start, end in ranges:
            text = reading.lines[line].text[start:end]
            if text.strip():
                yield Wording(line, "", text, functions[line])


def _functions(reading: Reading) -> Sequence[str]:
    """Return the section function of every line, that of the line above where it has none."""
    known = {
        line: reading.base[group.passages[0]].function
        for group in reading.placement.groups
        for line in group.lines
    }
    out, current = [], ""
    for n in range(len(reading.lines)):
        current = known.get(n, current)
        out.append(current)
    return out

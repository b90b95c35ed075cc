"""What the new report makes of each sentence of a passage: kept, worded anew, dropped; and what is new."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.merge.align import aligned
from toolkit.merge.standing import Sentence
from toolkit.merge.texts import Passage, Slot, masked, sentences, shifted, within


@dataclass(frozen=True)
class Fate:
    """What becomes of a sentence: `text` None is dropped; `slots` count within `text`."""

    text: str | None
    slots: tuple[Slot, ...] = ()
    masked: str = ""


@dataclass(frozen=True)
class Added:
    """A new stretch of a passage: the number of the sentence it follows (-1: none), and where it is."""

    after: int
    start: int
    end: int


def words_of(sentence: Sentence) -> str:
    """Return a sentence with its values masked."""
    return masked(sentence.text, shifted(sentence.slots, -sentence.start))


def fates(own: Sequence[Sentence], partner: Passage) -> tuple[list[Fate], list[Added]]:
    """Return what becomes of each sentence of a passage, and what its new form has more."""
    ranges = sentences(partner.text)
    there = [_fate(partner, a, b) for a, b in ranges]
    equal, grown = aligned([words_of(s) for s in own], [fate.masked for fate in there], key=str)
    pairs = dict([*equal, *grown])
    back = {j: i for i, j in pairs.items()}
    added: list[Added] = []
    before = -1
    for j, (a, b) in enumerate(ranges):
        if j in back:
            before = back[j]
        elif added and added[-1].after == before and added[-1].end == a:
            added[-1] = Added(before, added[-1].start, b)
        else:
            added.append(Added(before, a, b))
    return [there[pairs[n]] if n in pairs else Fate(None) for n in range(len(own))], added


def _fate(partner: Passage, a: int, b: int) -> Fate:
    slots = shifted(within(partner.slots, a, b), -a)
    return Fate(partner.text[a:b], slots, masked(partner.text[a:b], slots))


def partners(sentence: Sentence, fate: Fate) -> list[Slot | None]:
    """Return for each value of a sentence the value that takes its place: the next one of its key.

    Where the words and numbers stay as they are, each value does, whatever figure it may now come from.
    """
    if fate.text == sentence.text:
        return list(sentence.slots)
    there: dict[str, deque[Slot]] = defaultdict(deque)
    for slot in fate.slots:
        there[slot.key].append(slot)
    return [there[slot.key].popleft() if there[slot.key] else None for slot in sentence.slots]

"""The merge: words come from the person, numbers from the data, and nothing of a person's is lost.

The unit is the sentence. A sentence that nobody touched becomes what the data make of it now; in
one that a person rewrote only the values are renewed, and where the data want other words there
too, the person's stay and ours are put beside them. What a person deleted stays deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from toolkit.merge.align import replacements
from toolkit.merge.echoes import Echoes
from toolkit.merge.fates import Added, Fate, fates, partners, words_of
from toolkit.merge.ordering import Ordering
from toolkit.merge.pairs import pair_passages
from toolkit.merge.plan import START, Conflict, Edit, Kept, Plan, Redrawn, Revision
from toolkit.merge.reading import Reading
from toolkit.merge.standing import (
    Sentence,
    State,
    Stretch,
    same_words,
)
from toolkit.merge.texts import Line, Passage, Slot, shifted, within
from toolkit.merge.values import equal, in_the_manner_of


def merge(
    base: Sequence[Passage],
    lines: Sequence[Line],
    new: Sequence[Passage],
    names: Mapping[str, str],
    current: Mapping[str, str],
) -> Plan:
    """Decide what has to be done to `lines` so that they say what `new` says.

    Args:
        base: the passages as generated before.
        lines: the paragraphs as edited.
        new: the passages as generated now.
        names: the passage's id for each bookmark's name.
        current: the text of each figure by key as the brief has it now, for figures that `new` no
            longer prints.
    """
    drawn = any(passage.drawing for passage in new)
    if not drawn and [line.text for line in lines] == [passage.text for passage in new]:
        return Plan()
    return _Merge(base, lines, new, names, current).plan()


class _Merge:
    def __init__(
        self,
        base: Sequence[Passage],
        lines: Sequence[Line],
        new: Sequence[Passage],
        names: Mapping[str, str],
        current: Mapping[str, str],
    ) -> None:
        self.base, self.lines, self.new, self.current = base, lines, new, current
        self.pairs = pair_passages(base, new)
        self.reading = Reading(base, lines, names)
        self.placement, self.groups = self.reading.placement, self.reading.groups
        self.own, self.typed = self.reading.own, self.reading.typed
        self._text = self.reading.text
        self.made = Plan()
        self.settled: set[int] = set()
        self.left_out: set[int] = set()
        self.texts = self._texts()

    def plan(self) -> Plan:
        for before, now in self._reshaped():
            self._table(before, now)
        for number, passage in enumerate(self.base):
            if number not in self.settled:
                self._passage(number, passage)
        for line, numbers in self.placement.copies.items():
            for sentence in self.reading.copied(line, numbers):
                self._values(sentence, {})
        self.made.copies += self.placement.copies
        Ordering(self.reading, self.new, self.pairs, self.left_out, self.made).order()
        Echoes(self.reading, self.texts, self.made).renew()
        self._settle()
        return self.made

    # -- what the values are now -------------------------------------------------------------

    def _texts(self) -> dict[str, str]:
        """The text of each value where all its standings agree."""
        found: dict[str, set[str]] = defaultdict(set)
        for passage in self.new:
            for slot in passage.slots:
                found[slot.key].add(slot.text)
        texts = {f"figures.{key}": text for key, text in self.current.items()}
        texts.update({key: next(iter(values)) for key, values in found.items() if len(values) == 1})
        return texts

    # -- tables that are no longer of the same shape -------------------------------------------

    def _reshaped(self) -> list[tuple[list[int], list[int]]]:
        """Return the cells before and now of every table that got or lost rows or columns."""
        old, new = _tables(self.base), _tables(self.new)
        blocks = {(self.base[a].block, self.new[b].block) for a, b in self.pairs.items() if self.base[a].cell}
        return [
            (old[a], new[b])
            for a, b in sorted(blocks)
            if b in new and [self.base[n].id for n in old[a]] != [self.new[n].id for n in new[b]]
        ]

    def _table(self, before: Sequence[int], now: Sequence[int]) -> None:
        """Put the new table in the old one's place; one that a person touched stays and is commented on."""
        for number in before:
            self.pairs.pop(number, None)
        lines = [line for n in before if n in self.groups for line in self.groups[n].lines]
        if not lines or all(self._untouched(n) for n in before):
            return
        self.settled.update(before)
        self.left_out.update(now)
        edited = "；".join(self.lines[n].text for n in lines)
        regenerated = "；".join(self.new[n].text for n in now)
        why = "这张表的行列随新数据变了，您改过，没有动"
        at = lines[0]
        self.made.conflicts.append(Conflict(at, 0, len(self.lines[at].text), edited, regenerated, why))

    def _untouched(self, number: int) -> bool:
        """Tell whether a passage stands alone in its lines, and nobody has been at them."""
        group = self.groups.get(number)
        if group is None or len(group.passages) > 1:
            return False
        own = self.own[number]
        clean = all(s.state is State.INTACT for s in own) and not any(self._retyped(s, None) for s in own)
        return clean and not any(self.typed.get(n) or self.lines[n].noted for n in group.lines)

    # -- passage by passage ------------------------------------------------------------------

    def _passage(self, number: int, passage: Passage) -> None:
        own = self.own[number]
        partner = self.pairs.get(number)
        if partner is None:
            self._dropped(number, own)
            return
        if passage.drawing != self.new[partner].drawing and number in self.groups:
            self.made.redrawn.append(Redrawn(self.groups[number].lines[0], number, partner))
        wanted, added = fates(own, self.new[partner])
        if not any(s.at for s in own) and own:
            self._deleted(passage, own, wanted, added)
            return
        for sentence, fate in zip(own, wanted, strict=True):
            self._sentence(sentence, fate)
        for stretch in added:
            self._added(own, stretch, self.new[partner])

    def _dropped(self, number: int, own: Sequence[Sentence]) -> None:
        """The passage is no longer generated: it goes if nobody touched it."""
        group = self.groups.get(number)
        if group is None:
            return
        if self._untouched(number):
            self.made.removed += group.lines
        elif len(group.passages) == 1:
            at = group.lines[0]
            text = self.lines[at].text
            why = "按现在的底稿没有这一段，您改过，留着未动"
            self.made.conflicts.append(Conflict(at, 0, len(text), text, "", why))
            for sentence in own:
                self._values(sentence, {})
        else:
            for sentence in own:
                self._sentence(sentence, Fate(None))

    def _deleted(
        self, passage: Passage, own: Sequence[Sentence], wanted: Sequence[Fate], added: Sequence[Added]
    ) -> None:
        if added or any(fate.text != s.text for s, fate in zip(own, wanted, strict=True)):
            self.made.kept.append(Kept(START, passage.text, "这一段您删去了，新数据没有放回"))

    def _sentence(self, sentence: Sentence, fate: Fate) -> None:
        unchanged = fate.masked == words_of(sentence) or fate.text == sentence.text
        if sentence.state is State.GONE or sentence.at is None:
            if fate.text != sentence.text and not sentence.text.isspace():
                self.made.kept.append(Kept(START, sentence.text, "这一句您删去了，新数据没有放回"))
            self._values(sentence, {})
        elif fate.text is not None and unchanged:
            self._values(sentence, self._wanted(sentence, fate))
        elif sentence.state is State.INTACT:
            self._reworded(sentence, fate)
        else:
            self._contested(sentence, fate)

    def _contested(self, sentence: Sentence, fate: Fate) -> None:
        """A person rewrote the sentence and the data want it otherwise, too: the person's stays."""
        at = sentence.at
        assert at is not None
        edited = self._text(at)
        self._values(sentence, self._wanted(sentence, fate))
        if fate.text is not None and same_words(edited, fate.text):
            return
        why = "这一句您改过，新数据也使它变了" if fate.text else "这一句您改过，按新数据已无此句"
        self.made.conflicts.append(Conflict(at.line, at.start, at.end, edited, fate.text or "", why))

    def _reworded(self, sentence: Sentence, fate: Fate) -> None:
        at = sentence.at
        assert at is not None
        edited = self._text(at)
        if self._loses_retyped(sentence, fate):
            self._contested(sentence, fate)
            return
        text, slots = self._with_retyped(sentence, fate)
        if text == edited:
            return
        edits = _edits(at, edited, text, slots)
        figures = sorted(
            {s.figure for s in (*sentence.slots, *fate.slots) if s.figure}
            - {s.figure for s in sentence.slots if s in shifted(fate.slots, sentence.start)}
        )
        self.made.revisions.append(Revision(at.line, edits, edited, text, figures=tuple(figures)))

    def _with_retyped(self, sentence: Sentence, fate: Fate) -> tuple[str, tuple[Slot, ...]]:
        """The new sentence with the values that a person retyped left as they are."""
        text = fate.text or ""
        kept = {partner: words for partner, words in self._retyped(sentence, fate) if partner}
        slots: list[Slot] = []
        shift = 0
        for slot in fate.slots:
            words = kept.get(slot, slot.text)
            start = slot.start + shift
            text = text[:start] + words + text[start + len(slot.text) :]
            slots.append(Slot(start, start + len(words), slot.key, words, slot.missing))
            shift += len(words) - len(slot.text)
        return text, tuple(slots)

    def _loses_retyped(self, sentence: Sentence, fate: Fate) -> bool:
        """Tell whether a value that a person retyped would have no place in the new sentence."""
        rows = zip(sentence.slots, sentence.values, partners(sentence, fate), strict=True)
        return any(at and not partner and not equal(self._text(at), slot.text) for slot, at, partner in rows)

    def _retyped(self, sentence: Sentence, fate: Fate | None) -> list[tuple[Slot | None, str]]:
        """Return the values that a person retyped: the value that takes its place, and their text.

        With a fate they are reported as well.
        """
        found = []
        rows = partners(sentence, fate or Fate(None))
        for slot, at, partner in zip(sentence.slots, sentence.values, rows, strict=True):
            text = self._text(at) if at else slot.text
            if at is None or equal(text, slot.text) or (partner and equal(text, partner.text)):
                continue
            found.append((partner, text))
            if fate is not None:
                self._keep_value(at, slot, partner.text if partner else self.texts.get(slot.key, ""))
        return found

    @staticmethod
    def _wanted(sentence: Sentence, fate: Fate) -> dict[int, str]:
        """The new text of each value by its number in the sentence."""
        rows = enumerate(partners(sentence, fate))
        return {n: partner.text for n, partner in rows if partner is not None}

    # -- values ------------------------------------------------------------------------------

    def _values(self, sentence: Sentence, wanted: Mapping[int, str]) -> None:
        """Renew the values of a sentence whose words stay; `wanted` has those that are known by place."""
        for n, (slot, at) in enumerate(zip(sentence.slots, sentence.values, strict=True)):
            if at is not None:
                self._value(slot, at, wanted.get(n, self.texts.get(slot.key)))

    def _value(self, slot: Slot, at: Stretch, wanted: str | None) -> None:
        text = self._text(at)
        if wanted is None or text == wanted or equal(text, wanted):
            return
        if not equal(text, slot.text):
            self._keep_value(at, slot, wanted)
            return
        if wanted == slot.text:
            return
        written = in_the_manner_of(text, wanted)
        new = Slot(0, len(written), slot.key, written)
        edit = Edit(at.start, at.end, written, (new,))
        self.made.revisions.append(Revision(at.line, (edit,), text, written, slot.key, (slot.figure,)))

    def _keep_value(self, at: Stretch, slot: Slot, wanted: str) -> None:
        text = self._text(at)
        why = f"这里手工改成了{text}，底稿是{wanted}" if wanted else f"这里手工改成了{text}"
        kept = Kept(at.line, text, why, slot.figure)
        if slot.figure and kept not in self.made.kept:
            self.made.kept.append(kept)

    # -- what is new -----------------------------------------------------------------------------

    def _added(self, own: Sequence[Sentence], added: Added, partner: Passage) -> None:
        """Put a new sentence behind the one it follows, or before the one that follows it."""
        text = partner.text[added.start : added.end]
        slots = shifted(within(partner.slots, added.start, added.end), -added.start)
        line, at = _beside(own, added.after)
        if line is None or self._already_typed(own, text):
            return
        revision = Revision(line, (Edit(at, at, text, slots),), "", text, figures=_figures(slots))
        self.made.revisions.append(revision)

    def _already_typed(self, own: Sequence[Sentence], text: str) -> bool:
        lines = {s.at.line for s in own if s.at}
        typed = [self.lines[n].text[a:b] for n in lines for a, b in self.typed.get(n, ())]
        return any(same_words(t, text) for t in typed)

    def _settle(self) -> None:
        """Leave out edits that would overlap or touch what cannot be retyped, and say so."""
        taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        kept: list[Revision] = []
        gone = set(self.made.removed)
        for revision in self.made.revisions:
            line = self.lines[revision.line]
            spans = [(e.start, e.end) for e in revision.edits]
            fixed = any(a < end and start < b for a, b in spans for start, end in line.fixed)
            clash = any(a < d and c < b for a, b in spans for c, d in taken[revision.line])
            if revision.line in gone:
                continue
            if fixed or clash:
                start, end = min(a for a, _ in spans), max(b for _, b in spans)
                why = "这里有域或图片，不能自动改" if fixed else "这里有两处改动重叠"
                found = Conflict(revision.line, start, end, line.text[start:end], revision.new, why)
                self.made.conflicts.append(found)
                continue
            taken[revision.line] += spans
            kept.append(revision)
        self.made.revisions = kept


def _tables(passages: Sequence[Passage]) -> dict[int, list[int]]:
    """The cells of each table by its block's number."""
    found: dict[int, list[int]] = defaultdict(list)
    for n, passage in enumerate(passages):
        if passage.cell:
            found[passage.block].append(n)
    return found


def _figures(slots: Sequence[Slot]) -> tuple[str, ...]:
    return tuple(sorted({s.figure for s in slots if s.figure}))


def _edits(at: Stretch, edited: str, text: str, slots: Sequence[Slot]) -> tuple[Edit, ...]:
    """Return the edits of a sentence, with the values that lie wholly in what is typed anew."""
    made, shift = [], 0
    for start, end, words in replacements(edited, text):
        first = start + shift
        inside = shifted(within(slots, first, first + len(words)), -first)
        made.append(Edit(at.start + start, at.start + end, words, inside))
        shift += len(words) - (end - start)
    return tuple(made)


def _beside(own: Sequence[Sentence], after: int) -> tuple[int | None, int]:
    """Return the place behind the sentence before, or before the next one that still stands."""
    for sentence in reversed(own[: after + 1]):
        if sentence.at is not None:
            return sentence.at.line, sentence.at.end
    for sentence in own[after + 1 :]:
        if sentence.at is not None:
            return sentence.at.line, sentence.at.start
    return None, 0

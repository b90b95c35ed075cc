"""The merge: words come from the person, numbers from the data, and nothing of a person's is lost.

The unit is the sentence. A sentence that nobody touched becomes what the data make of it now; in
one that a person rewrote only the values are renewed, and where the data want other words there
too, the person's stay and ours are put beside them. What a person deleted stays deleted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.merge.align import aligned, replacements
from toolkit.merge.pairs import pair_passages, stable
from toolkit.merge.place import Group
from toolkit.merge.plan import START, Conflict, Edit, Kept, Placed, Plan, Redrawn, Revision
from toolkit.merge.reading import Reading
from toolkit.merge.standing import (
    Sentence,
    State,
    Stretch,
    same_words,
)
from toolkit.merge.texts import Line, Passage, Slot, masked, sentences, shifted, within
from toolkit.merge.values import equal, forms, in_the_manner_of

CONTEXT = 5  # characters round a number from which it is the value of the passage that has them


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


@dataclass(frozen=True)
class _Fate:
    """What becomes of a sentence of the base: `text` None is dropped; `slots` count within `text`."""

    text: str | None
    slots: tuple[Slot, ...] = ()
    masked: str = ""


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
        self.stable = stable(self.pairs)
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
        self._order()
        self._elsewhere()
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
        fates, added = _fates(own, self.new[partner])
        if not any(s.at for s in own) and own:
            self._deleted(passage, own, fates, added)
            return
        for sentence, fate in zip(own, fates, strict=True):
            self._sentence(sentence, fate)
        for after, start, end in added:
            self._added(own, after, self.new[partner], start, end)

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
                self._sentence(sentence, _Fate(None))

    def _deleted(
        self, passage: Passage, own: Sequence[Sentence], fates: Sequence[_Fate], added: Sequence[object]
    ) -> None:
        if added or any(fate.text != s.text for s, fate in zip(own, fates, strict=True)):
            self.made.kept.append(Kept(START, passage.text, "这一段您删去了，新数据没有放回"))

    def _sentence(self, sentence: Sentence, fate: _Fate) -> None:
        unchanged = fate.masked == _masked(sentence) or fate.text == sentence.text
        if sentence.state is State.GONE or sentence.at is None:
            if fate.text != sentence.text and not sentence.text.isspace():
                self.made.kept.append(Kept(START, sentence.text, "这一句您删去了，新数据没有放回"))
            self._values(sentence, {})
        elif fate.text is not None and unchanged:
            self._values(sentence, _new_values(sentence, fate))
        elif sentence.state is State.INTACT:
            self._reworded(sentence, fate)
        else:
            self._contested(sentence, fate)

    def _contested(self, sentence: Sentence, fate: _Fate) -> None:
        """A person rewrote the sentence and the data want it otherwise, too: the person's stays."""
        at = sentence.at
        assert at is not None
        edited = self._text(at)
        self._values(sentence, _new_values(sentence, fate))
        if fate.text is not None and same_words(edited, fate.text):
            return
        why = "这一句您改过，新数据也使它变了" if fate.text else "这一句您改过，按新数据已无此句"
        self.made.conflicts.append(Conflict(at.line, at.start, at.end, edited, fate.text or "", why))

    def _reworded(self, sentence: Sentence, fate: _Fate) -> None:
        at = sentence.at
        assert at is not None
        edited = self._text(at)
        if fate.text is None and any(self._retyped(sentence, None)):
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

    def _with_retyped(self, sentence: Sentence, fate: _Fate) -> tuple[str, tuple[Slot, ...]]:
        """The new sentence with the values that a person retyped left as they are."""
        text = fate.text or ""
        kept = dict(self._retyped(sentence, fate))
        slots: list[Slot] = []
        shift = 0
        for slot in fate.slots:
            words = kept.get(slot.key, slot.text)
            start = slot.start + shift
            text = text[:start] + words + text[start + len(slot.text) :]
            slots.append(Slot(start, start + len(words), slot.key, words))
            shift += len(words) - len(slot.text)
        return text, tuple(slots)

    def _retyped(self, sentence: Sentence, fate: _Fate | None) -> list[tuple[str, str]]:
        """Return (key, text) of the values in a sentence that a person made others, and report them."""
        found = []
        for slot, at in zip(sentence.slots, sentence.values, strict=True):
            if at is None:
                continue
            text = self._text(at)
            wanted = [s.text for s in fate.slots if s.key == slot.key] if fate else []
            if not equal(text, slot.text) and not any(equal(text, w) for w in wanted):
                found.append((slot.key, text))
                if fate is not None:
                    self._keep_value(at, slot, wanted[0] if wanted else self.texts.get(slot.key, ""))
        return found

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

    def _elsewhere(self) -> None:
        """Renew values that stand where nothing of ours does, and point at those that may be old.

        A number between the same words as in the base is a copy of the value; an equal number
        between a person's own words may be anything.
        """
        old = self._outdated()
        claimed = {
            (at.line, at.start)
            for own in self.own.values()
            for sentence in own
            for at in sentence.values
            if at is not None
        }
        claimed |= {(r.line, e.start) for r in self.made.revisions for e in r.edits}
        for n, line in enumerate(self.lines):
            for a, b in forms(line.text) if old else ():
                found = old.get(line.text[a:b], ())
                if found and (n, a) not in claimed:
                    self._echo(Stretch(n, a, b), found)

    def _outdated(self) -> dict[str, list[tuple[Passage, Slot]]]:
        """Every value of the base that is another one now, by its text."""
        found: dict[str, list[tuple[Passage, Slot]]] = defaultdict(list)
        for passage in self.base:
            for slot in passage.slots:
                if slot.figure and self.texts.get(slot.key, slot.text) != slot.text:
                    found[slot.text].append((passage, slot))
        return found

    def _echo(self, at: Stretch, found: Sequence[tuple[Passage, Slot]]) -> None:
        line = self.lines[at.line].text
        passage, slot = max(found, key=lambda pair: _context(line, at, *pair))
        new = self.texts[slot.key]
        if _context(line, at, passage, slot) >= CONTEXT:
            edit = Edit(at.start, at.end, new, (Slot(0, len(new), slot.key, new),))
            self.made.revisions.append(Revision(at.line, (edit,), slot.text, new, slot.key, (slot.figure,)))
        elif len(slot.text) > 1 and not self._generated(at):
            why = f"您写的{slot.text}与旧数相同，底稿已是{new}，请核对"
            self.made.kept.append(Kept(at.line, line[max(0, at.start - 10) : at.end + 10], why))

    def _generated(self, at: Stretch) -> bool:
        """Tell whether a place is in a sentence that nobody touched."""
        group = [n for g in self.placement.groups if at.line in g.lines for n in g.passages]
        intact = [s.at for n in group for s in self.own[n] if s.state is State.INTACT and s.at]
        return any(a.line == at.line and a.start <= at.start < a.end for a in intact)

    # -- what is new, what moves ---------------------------------------------------------------

    def _added(self, own: Sequence[Sentence], after: int, partner: Passage, start: int, end: int) -> None:
        """Put a new sentence behind the one it follows, or before the one that follows it."""
        text = partner.text[start:end]
        slots = shifted(within(partner.slots, start, end), -start)
        line, at = _beside(own, after)
        if line is None or self._already_typed(own, text):
            return
        revision = Revision(line, (Edit(at, at, text, slots),), "", text, figures=_figures(slots))
        self.made.revisions.append(revision)

    def _already_typed(self, own: Sequence[Sentence], text: str) -> bool:
        lines = {s.at.line for s in own if s.at}
        typed = [self.lines[n].text[a:b] for n in lines for a, b in self.typed.get(n, ())]
        return any(same_words(t, text) for t in typed)

    def _order(self) -> None:
        """Walk through the new passages and place what has no line yet, or another one than it should."""
        old = {new: number for number, new in self.pairs.items()}
        anchor = START if not self.new or old.get(0) is None else self._first_line()
        blocks: dict[int, list[int]] = defaultdict(list)
        for n, passage in enumerate(self.new):
            blocks[passage.block].append(n)
        for numbers in blocks.values():
            anchor = self._place_block(numbers, old, anchor)

    def _first_line(self) -> int:
        lines = [g.lines[0] for g in self.placement.groups]
        return min(lines) - 1 if lines else START

    def _place_block(self, numbers: Sequence[int], old: Mapping[int, int], anchor: int) -> int:
        known = [old[n] for n in numbers if n in old]
        if numbers[0] in self.left_out:
            return anchor
        if not known:
            return self._place_new(numbers, anchor)
        groups = [self.groups[n] for n in known if n in self.groups]
        if not groups:
            return anchor
        if known[0] not in self.stable and self._may_move(known, groups):
            for line in groups[0].lines:
                if line != anchor:
                    self.made.placed[anchor].append(Placed(line=line))
            return anchor
        return max(line for group in groups for line in group.lines)

    def _place_new(self, numbers: Sequence[int], anchor: int) -> int:
        passage = self.new[numbers[0]]
        if self._section_deleted(passage):
            why = "这一节您已整个删去，新增的段落没有放进去"
            self.made.kept.append(Kept(START, passage.text, why))
        elif not any(same_words(self.lines[n].text, passage.text) for n in self._unclaimed()):
            self.made.placed[anchor].append(Placed(passage=numbers[0]))
        return anchor

    def _unclaimed(self) -> list[int]:
        """The lines that a person wrote, or copied."""
        return [*self.placement.free, *self.placement.copies]

    def _section_deleted(self, passage: Passage) -> bool:
        before = [n for n, p in enumerate(self.base) if p.function == passage.function]
        return bool(before) and not any(n in self.groups for n in before)

    def _may_move(self, known: Sequence[int], groups: Sequence[Group]) -> bool:
        own = [s for n in known for s in self.own[n]]
        whole = len(known) == 1 and len(groups[0].passages) == len(groups[0].lines) == 1
        whole = whole and not self.lines[groups[0].lines[0]].noted
        if whole and groups[0].lines[0] not in self.made.removed:
            return True
        if own:
            line = groups[0].lines[0]
            self.made.kept.append(Kept(line, self.lines[line].text, "顺序变了，这一段您改过，没有移动"))
        return False

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


def _context(line: str, at: Stretch, passage: Passage, slot: Slot) -> int:
    """Return how many characters round a number are those round a value in its passage."""
    before = _common(line[: at.start][::-1], passage.text[: slot.start][::-1])
    return before + _common(line[at.end :], passage.text[slot.end :])


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _tables(passages: Sequence[Passage]) -> dict[int, list[int]]:
    """The cells of each table by its block's number."""
    found: dict[int, list[int]] = defaultdict(list)
    for n, passage in enumerate(passages):
        if passage.cell:
            found[passage.block].append(n)
    return found


def _masked(sentence: Sentence) -> str:
    return masked(sentence.text, shifted(sentence.slots, -sentence.start))


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


def _new_values(sentence: Sentence, fate: _Fate) -> dict[int, str]:
    """The new text of each value by its number in the sentence, found by key."""
    texts: dict[str, list[str]] = defaultdict(list)
    for slot in fate.slots:
        texts[slot.key].append(slot.text)
    out: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for n, slot in enumerate(sentence.slots):
        found = texts.get(slot.key, [])
        if seen[slot.key] < len(found):
            out[n] = found[seen[slot.key]]
        seen[slot.key] += 1
    return out


def _beside(own: Sequence[Sentence], after: int) -> tuple[int | None, int]:
    """Return the place behind the sentence before, or before the next one that still stands."""
    for sentence in reversed(own[: after + 1]):
        if sentence.at is not None:
            return sentence.at.line, sentence.at.end
    for sentence in own[after + 1 :]:
        if sentence.at is not None:
            return sentence.at.line, sentence.at.start
    return None, 0


def _fates(own: Sequence[Sentence], partner: Passage) -> tuple[list[_Fate], list[tuple[int, int, int]]]:
    """Return what becomes of each sentence, and (number of the sentence before, start, end) of new ones."""
    ranges = sentences(partner.text)
    there = [
        _Fate(partner.text[a:b], slots, _mask(partner, a, b))
        for a, b in ranges
        for slots in [shifted(within(partner.slots, a, b), -a)]
    ]
    masks = {n: _masked(s) for n, s in enumerate(own)}
    equal_pairs, grown = _align(own, masks, there)
    pairs = dict([*equal_pairs, *grown])
    fates = [there[pairs[n]] if n in pairs else _Fate(None) for n in range(len(own))]
    back = {j: i for i, j in pairs.items()}
    added: list[tuple[int, int, int]] = []
    before = -1
    for j, (a, b) in enumerate(ranges):
        if j in back:
            before = back[j]
        elif added and added[-1][0] == before and added[-1][2] == a:
            added[-1] = (before, added[-1][1], b)
        else:
            added.append((before, a, b))
    return fates, added


def _mask(passage: Passage, a: int, b: int) -> str:
    return masked(passage.text[a:b], shifted(within(passage.slots, a, b), -a))


def _align(
    own: Sequence[Sentence], masks: Mapping[int, str], there: Sequence[_Fate]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    return aligned([masks[n] for n in range(len(own))], [fate.masked for fate in there], key=str)

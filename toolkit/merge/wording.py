"""The edits that turn one wording into another, in portions that a person can read.

A number is never cut, sentences are put side by side first, and scraps in common between two
rewritten stretches are rewritten with them: a few words at a time, not a mosaic of characters.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from toolkit.merge.align import ALIKE, Pair, bigrams, gaps, increasing, likeness
from toolkit.merge.plan import Edit
from toolkit.merge.texts import NUMBER, sentences, skeleton

# Numbers, words of Latin letters, numbers in words (one sign alone may be a word: 一是), else a character.
TOKEN = re.compile(rf"{NUMBER.pattern}|[A-Za-z]+|[〇零一二两三四五六七八九十百千万亿]{{2,}}|.", re.DOTALL)
SCRAP = 3  # characters; a shorter stretch in common between two edits goes with them
FIGURE = 4  # characters; beside an edit as short as a figure a scrap of two stays
FEW = 900  # pairs that are all compared; with more, only those that share stretches are
SHINGLE = 4  # characters of such a stretch
COMMON = 12  # texts; a stretch that stands in more of them tells nothing
BEST = 8  # candidates that are compared for each text
LONG = 1_000_000  # pairs of tokens; longer texts are cut at stretches that stand once in each first


def edits(one: str, other: str) -> list[Edit]:
    """Return the edits in order, not overlapping, that turn `one` into `other`."""
    left, right = sentences(one), sentences(other)
    first, second = [one[a:b] for a, b in left], [other[a:b] for a, b in right]
    pairs = row(first, second)
    made: list[Edit] = []
    i = j = 0  # how far both texts are done, in characters
    for a, b in [*pairs, (len(left), len(right))]:
        start, there = _place(left, a, len(one)), _place(right, b, len(other))
        if start > i or there > j:
            made += _joined_ends(one, other, i, start, j, there)
        if a < len(left):
            made += [Edit(start + e.start, start + e.end, e.text) for e in _within(first[a], second[b])]
            i, j = left[a][1], right[b][1]
    return made


def _place(ranges: Sequence[Pair], number: int, end: int) -> int:
    return ranges[number][0] if number < len(ranges) else end


def _joined_ends(one: str, other: str, i: int, start: int, j: int, there: int) -> list[Edit]:
    """A stretch without counterpart: sentences come or go, or are others altogether."""
    if i == start or j == there:
        return [Edit(i, start, other[j:there])]
    return [Edit(i + e.start, i + e.end, e.text) for e in _whole(one[i:start], other[j:there])]


def _whole(one: str, other: str) -> list[Edit]:
    """One edit, less the tokens that both begin or end with where those are telling."""
    left, right = TOKEN.findall(one), TOKEN.findall(other)
    tail = 0
    while tail < min(len(left), len(right)) and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    size = sum(map(len, left[len(left) - tail :]))
    return [Edit(0, len(one) - size, other[: len(other) - size])] if len(one) + len(other) > 2 * size else []


def _within(one: str, other: str) -> list[Edit]:
    """The edits of one sentence."""
    if one == other:
        return []
    blocks = _telling(_common(one, other), len(one), len(other))
    made = []
    i = j = 0
    for a, b, size in [*blocks, (len(one), len(other), 0)]:
        if a > i or b > j:
            made.append(Edit(i, a, other[j:b]))
        i, j = a + size, b + size
    return made


Block = tuple[int, int, int]


def _common(one: str, other: str) -> list[Block]:
    """Return (place, place, length) of the stretches in common, in characters."""
    left, right = TOKEN.findall(one), TOKEN.findall(other)
    starts = [0, *accumulate(map(len, left))]
    there = [0, *accumulate(map(len, right))]
    return [(starts[a], there[b], starts[a + n] - starts[a]) for a, b, n in _blocks(left, right)]


def _blocks(left: Sequence[str], right: Sequence[str]) -> list[Block]:
    if len(left) * len(right) <= LONG:
        found = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        return [(a, b, n) for a, b, n in found if n]
    return _anchored(left, right)


def _anchored(left: Sequence[str], right: Sequence[str]) -> list[Block]:
    """What stands once in each of two long rows cuts them; in between one looks closer, once."""
    cut = _once(left, right)
    if not cut:
        return []
    out: list[Block] = []
    for a, b in gaps(cut, len(left), len(right)):
        if a and b and len(a) * len(b) <= LONG:
            found = SequenceMatcher(None, left[a.start : a.stop], right[b.start : b.stop], autojunk=False)
            out += [(a.start + i, b.start + j, n) for i, j, n in found.get_matching_blocks() if n]
    return _grown(sorted([*out, *((i, j, 1) for i, j in cut)]))


def _once(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    one, other = _shingles(left), _shingles(right)
    counts, there = Counter(one), Counter(other)
    places = {s: j for j, s in enumerate(other)}
    return increasing([(i, places[s]) for i, s in enumerate(one) if counts[s] == 1 and there.get(s) == 1])


def _shingles(row: Sequence[str]) -> list[str]:
    return ["".join(row[n : n + SHINGLE]) for n in range(len(row) - SHINGLE + 1)]


def _grown(blocks: Sequence[Block]) -> list[Block]:
    """Join blocks that follow each other on both sides."""
    out: list[Block] = []
    for a, b, n in blocks:
        if out and out[-1][0] + out[-1][2] == a and out[-1][1] + out[-1][2] == b:
            out[-1] = (out[-1][0], out[-1][1], out[-1][2] + n)
        else:
            out.append((a, b, n))
    return out


def _telling(blocks: Sequence[Block], one: int, other: int) -> list[Block]:
    """Leave out what is in common by chance: scraps, and what is dwarfed by the edits on both sides."""
    kept = [b for b in _grown(blocks) if b[2] > 1 or _outermost(b, one, other)]
    out: list[Block] = []
    for block, following in zip(kept, [*kept[1:], (one, other, 0)], strict=True):
        before = out[-1] if out else (0, 0, 0)
        least = min(_edit(before, block), _edit(block, following))
        telling = block[2] > least / 2 and (block[2] >= SCRAP or least <= FIGURE)
        if telling or _outermost(block, one, other):
            out.append(block)
    return out


def _outermost(block: Block, one: int, other: int) -> bool:
    a, b, size = block
    return (a == b == 0) or (a + size == one and b + size == other)


def _edit(block: Block, following: Block) -> int:
    """The size of the edit between two blocks."""
    return max(following[0] - block[0] - block[2], following[1] - block[1] - block[2])


# -- rows of texts ---------------------------------------------------------------------------


def row(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """Pair two rows of texts in order: equal ones, equal but for numbers, then those most alike."""
    pairs: list[Pair] = []
    _fill(pairs, one, other, lambda left, right: _equal(left, right, str))
    _fill(pairs, one, other, lambda left, right: _equal(left, right, skeleton))
    _fill(pairs, one, other, likely)
    return pairs


Finder = Callable[[Sequence[str], Sequence[str]], list[Pair]]


def _fill(pairs: list[Pair], one: Sequence[str], other: Sequence[str], finder: Finder) -> None:
    found = []
    for left, right in gaps(pairs, len(one), len(other)):
        if left and right:
            there = finder([one[i] for i in left], [other[j] for j in right])
            found += [(left[i], right[j]) for i, j in there]
    pairs[:] = sorted([*pairs, *found])


def _equal(one: Sequence[str], other: Sequence[str], key: Callable[[str], str]) -> list[Pair]:
    """Pair the n-th standing of a text with its n-th standing; of pairs that cross, the most text stays."""
    places = {text: j for j, text in enumerate(_numbered(other, key)) if text[0]}
    found = [
        (i, places[text], float(len(text[0]))) for i, text in enumerate(_numbered(one, key)) if text in places
    ]
    return heaviest(found, len(other))


def _numbered(texts: Sequence[str], key: Callable[[str], str]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    out = []
    for text in map(key, texts):
        seen[text] += 1
        out.append((text, seen[text]))
    return out


def likely(one: Sequence[str], other: Sequence[str], least: float = ALIKE) -> list[Pair]:
    """Pair two rows of texts in order so that together they are as alike as can be."""
    left, right = [bigrams(t) for t in one], [bigrams(t) for t in other]
    scored = []
    for i, j in candidates(one, other):
        score = likeness(left[i], right[j])
        if score >= least and one[i] and other[j]:
            scored.append((i, j, score * (len(one[i]) + len(other[j]))))
    return heaviest(scored, len(other))


def candidates(one: Sequence[str], other: Sequence[str]) -> list[Pair]:
    """Return the pairs of two rows of texts that are worth comparing: all of few, of many the likeliest."""
    if len(one) * len(other) <= FEW:
        return [(i, j) for i in range(len(one)) for j in range(len(other))]
    index: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(other):
        for stretch in _stretches(text):
            index[stretch].append(j)
    found = []
    for i, text in enumerate(one):
        hits: Counter[int] = Counter()
        for stretch in _stretches(text):
            there = index.get(stretch, ())
            if len(there) <= COMMON:
                hits.update(there)
        found += [(i, j) for j, _ in hits.most_common(BEST)]
    return found


def _stretches(text: str) -> set[str]:
    words = skeleton(text)
    return {words[n : n + SHINGLE] for n in range(len(words) - SHINGLE + 1)} or {words}


def heaviest(scored: Sequence[tuple[int, int, float]], size: int) -> list[Pair]:
    """Return the row of (i, j, weight), growing in i and j, that weighs most; n·log n (a Fenwick tree)."""
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    before: list[int] = []
    # Of one i the greatest j first: a row may use each i once.
    order = sorted(scored, key=lambda s: (s[0], -s[1]))
    best = (0.0, -1)
    for n, (_, j, weight) in enumerate(order):
        total, last = (0.0, -1)
        at = j
        while at > 0:
            total, last = max((total, last), tree[at])
            at -= at & -at
        before.append(last)
        here = (total + weight, n)
        best = max(best, here)
        at = j + 1
        while at <= size:
            tree[at] = max(tree[at], here)
            at += at & -at
    found: list[Pair] = []
    n = best[1]
    while n >= 0:
        found.append(order[n][:2])
        n = before[n]
    return found[::-1]

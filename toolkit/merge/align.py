"""Put two texts side by side: what is the same, what became what, what is only on one side."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

from toolkit.merge.texts import skeleton, tokens

ALIKE = 0.4  # share of common pairs of characters from which one sentence counts as another's successor
LARGE = 4000  # cells of a table of similarities; beyond, order and length decide

Pair = tuple[int, int]


def bigrams(text: str) -> Counter[str]:
    """Return the pairs of neighbouring characters of a text, numbers left open, with their counts."""
    words = skeleton(text)
    return Counter(words[n : n + 2] for n in range(len(words) - 1)) or Counter([words])


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how much two texts share, 0 to 1 (Dice's coefficient over pairs of characters)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def same(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Pair]:
    """Return pairs of equal members in an order that both sequences have.

    The n-th standing of a member is matched with its n-th standing on the other side; of pairs
    that cross, the longest row that does not is kept. Never more than n·log n steps.
    """
    head = 0
    while head < len(one) and head < len(other) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    middle = _in_order(_numbered(one[head : len(one) - tail]), _numbered(other[head : len(other) - tail]))
    return [
        *((n, n) for n in range(head)),
        *((i + head, j + head) for i, j in middle),
        *((len(one) - n, len(other) - n) for n in range(tail, 0, -1)),
    ]


def _numbered(members: Sequence[Hashable]) -> list[tuple[Hashable, int]]:
    seen: Counter[Hashable] = Counter()
    out = []
    for member in members:
        seen[member] += 1
        out.append((member, seen[member]))
    return out


def _in_order(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Pair]:
    places = {member: j for j, member in enumerate(other)}
    return increasing([(i, places[member]) for i, member in enumerate(one) if member in places])


def increasing(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest row of pairs, sorted by their first, whose second only grows."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(tops[at - 1] if at else -1)
        if at == len(ends):
            ends.append(j)
            tops.append(n)
        else:
            ends[at], tops[at] = j, n
    row: list[Pair] = []
    n = tops[-1] if tops else -1
    while n >= 0:
        row.append(pairs[n])
        n = before[n]
    return row[::-1]


def gaps(pairs: Sequence[Pair], one: int, other: int) -> list[tuple[range, range]]:
    """Return the stretches between pairs, also before the first and behind the last, that are not empty."""
    found = []
    i = j = 0
    for a, b in [*pairs, (one, other)]:
        if a > i or b > j:
            found.append((range(i, a), range(j, b)))
        i, j = a + 1, b + 1
    return found


def successors(one: Sequence[str], other: Sequence[str], least: float = ALIKE) -> list[Pair]:
    """Pair the texts of a gap in order so that together they are as alike as can be."""
    if not one or not other or len(one) * len(other) > LARGE:
        return []
    left, right = [bigrams(t) for t in one], [bigrams(t) for t in other]
    scores = [[likeness(a, b) for b in right] for a in left]
    return _best_row(scores, least)


def _best_row(scores: list[list[float]], least: float) -> list[Pair]:
    rows, columns = len(scores), len(scores[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            taken = scores[i][j] + best[i + 1][j + 1] if scores[i][j] >= least else -1.0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    row, i, j = [], 0, 0
    while i < rows and j < columns:
        if scores[i][j] >= least and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            row.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return row


def aligned(
    one: Sequence[str], other: Sequence[str], key: Callable[[str], Hashable] = skeleton
) -> tuple[list[Pair], list[Pair]]:
    """Return (pairs that are equal by `key`, pairs that became one another) of two rows of sentences."""
    equal = same([key(t) for t in one], [key(t) for t in other])
    grown: list[Pair] = []
    for left, right in gaps(equal, len(one), len(other)):
        found = successors([one[i] for i in left], [other[j] for j in right])
        grown += [(left[i], right[j]) for i, j in found]
    return equal, grown


def common(one: str, other: str) -> list[tuple[int, int, int]]:
    """Return (place, place, length) of the stretches of tokens that two texts share, in characters."""
    left, right = tokens(one), tokens(other)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    starts, ends = _places(left), _places(right)
    return [
        (starts[a], ends[b], starts[a + size] - starts[a])
        for a, b, size in matcher.get_matching_blocks()
        if size
    ]


def _places(parts: Sequence[str]) -> list[int]:
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return places


def replacements(one: str, other: str) -> list[tuple[int, int, str]]:
    """Return the edits (start, end, text) in order that turn one text into the other, token by token.

    Scattered single characters in common are not kept apart: an edit that a person has to read
    should be a few words, not a mosaic.
    """
    edits: list[tuple[int, int, str]] = []
    i = j = 0
    for a, b, size in [*_telling(common(one, other), len(one), len(other)), (len(one), len(other), 0)]:
        if a > i or b > j:
            edits.append((i, a, other[j:b]))
        i, j = a + size, b + size
    return edits


def _telling(blocks: list[tuple[int, int, int]], one: int, other: int) -> list[tuple[int, int, int]]:
    """Leave out common stretches of less than three characters, unless they are at the very ends."""
    return [
        (a, b, size)
        for a, b, size in blocks
        if size >= 3 or (a == b == 0) or (a + size == one and b + size == other)
    ]

"""Two versions of a text, paragraph by paragraph: what became what, what came, went and moved."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from toolkit.merge.align import Pair, bigrams, gaps, likeness
from toolkit.merge.plan import Edit
from toolkit.merge.texts import SEPARATOR
from toolkit.merge.wording import candidates, edits, heaviest, likely, row

LONELY = 0.25  # likeness that suffices where two texts have nobody else to belong to, or share a mark
PART = 0.6  # share of a text's pairs of characters that must be in the text that it was cut from
NEARLY = 0.75  # likeness from which a text elsewhere is the same one, moved and touched up
TELLING = 10  # characters that such a text must have
MOVED = 4  # characters; a shorter text that stands elsewhere is a chance


@dataclass(frozen=True)
class Side:
    """A block of one version: only blocks of one kind become one another; `marks` are bookmarks."""

    text: str
    kind: str = ""
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Group:
    """Neighbours of one version that are neighbours of the other now; several were split or joined."""

    one: range
    other: range


@dataclass
class Pairing:
    """What became what: `groups` in the order of both sides, `moved` stand elsewhere, perhaps touched up."""

    groups: list[Group] = field(default_factory=list)
    moved: dict[int, int] = field(default_factory=dict)


def pair(one: Sequence[Side], other: Sequence[Side]) -> Pairing:
    """Find what became what."""
    pairs = _by_marks(one, other)
    _fill(pairs, one, other)
    _blanks(pairs, one, other)
    _lonely(pairs, one, other)
    groups = _grown(pairs, one, other)
    return Pairing(groups, _moved(groups, one, other))


def _keys(sides: Sequence[Side]) -> list[str]:
    return [f"{side.kind}{SEPARATOR}{side.text}" if side.kind and side.text else side.text for side in sides]


def _by_marks(one: Sequence[Side], other: Sequence[Side]) -> list[Pair]:
    """Blocks that share a bookmark, which each version has once, and are not wholly different."""
    here, there = _standings(one), _standings(other)
    scored = []
    for name, places in here.items():
        others = there.get(name, [])
        if len(places) == len(others) == 1:
            a, b = one[places[0]], other[others[0]]
            if a.kind == b.kind and _alike(a.text, b.text):
                scored.append((places[0], others[0], 1.0))
    return heaviest(sorted(set(scored)), len(other))


def _standings(sides: Sequence[Side]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for n, side in enumerate(sides):
        for name in side.marks:
            found[name].append(n)
    return found


def _alike(one: str, other: str) -> bool:
    return one == other or (bool(one and other) and likeness(bigrams(one), bigrams(other)) >= LONELY)


def _fill(pairs: list[Pair], one: Sequence[Side], other: Sequence[Side]) -> None:
    left, right = _keys(one), _keys(other)
    for a, b in gaps(list(pairs), len(one), len(other)):
        found = row([left[i] for i in a], [right[j] for j in b]) if a and b else []
        pairs += [(a[i], b[j]) for i, j in found if one[a[i]].kind == other[b[j]].kind]
    pairs.sort()


def _blanks(pairs: list[Pair], one: Sequence[Side], other: Sequence[Side]) -> None:
    """Empty paragraphs belong to the empty ones in the same gap, in order."""
    for a, b in gaps(list(pairs), len(one), len(other)):
        left = [i for i in a if not one[i].text]
        right = [j for j in b if not other[j].text]
        pairs += zip(left, right, strict=False)
    pairs.sort()


def _lonely(pairs: list[Pair], one: Sequence[Side], other: Sequence[Side]) -> None:
    for a, b in gaps(list(pairs), len(one), len(other)):
        left = [i for i in a if one[i].text]
        right = [j for j in b if other[j].text]
        found = likely([one[i].text for i in left], [other[j].text for j in right], LONELY)
        pairs += [(left[i], right[j]) for i, j in found if one[left[i]].kind == other[right[j]].kind]
    pairs[:] = heaviest([(i, j, 1.0) for i, j in pairs], len(other))


# -- split and joined ------------------------------------------------------------------------


def _grown(pairs: Sequence[Pair], one: Sequence[Side], other: Sequence[Side]) -> list[Group]:
    """Give each pair the neighbours that were cut from it or joined to it."""
    groups: list[Group] = []
    for n, (i, j) in enumerate(pairs):
        before = pairs[n - 1] if n else (-1, -1)
        after = pairs[n + 1] if n + 1 < len(pairs) else (len(one), len(other))
        low = groups[-1] if groups else Group(range(0), range(0))
        left = range(max(before[0] + 1, low.one.stop), after[0])
        right = range(max(before[1] + 1, low.other.stop), after[1])
        here, there = range(i, i + 1), range(j, j + 1)
        if one[i].text != other[j].text and not one[i].kind:
            here = _reach(i, left, other[j].text, one)
            there = _reach(j, right, one[i].text, other)
        if len(here) > 1 and len(there) > 1:  # a rewriting, not a cut
            here, there = range(i, i + 1), range(j, j + 1)
        groups.append(Group(here, there))
    return groups


def _reach(number: int, within: range, whole: str, sides: Sequence[Side]) -> range:
    """Return the neighbours of a text that are parts of what it was, or became."""
    rest = bigrams(whole) - bigrams(sides[number].text)
    start = stop = number
    stop += 1
    while stop < within.stop and _part(sides[stop], rest):
        rest -= bigrams(sides[stop].text)
        stop += 1
    while start > within.start and _part(sides[start - 1], rest):
        start -= 1
        rest -= bigrams(sides[start].text)
    return range(start, stop)


def _part(side: Side, rest: Counter[str]) -> bool:
    own = bigrams(side.text)
    return bool(side.text) and not side.kind and (own & rest).total() >= PART * own.total()


# -- moved -----------------------------------------------------------------------------------


def _moved(groups: Sequence[Group], one: Sequence[Side], other: Sequence[Side]) -> dict[int, int]:
    """Blocks without counterpart here that stand elsewhere, word for word or nearly so."""
    left = sorted(set(range(len(one))) - {i for g in groups for i in g.one})
    right = sorted(set(range(len(other))) - {j for g in groups for j in g.other})
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j in right:
        places[other[j].kind, other[j].text].append(j)
    found: dict[int, int] = {}
    for i in left:
        there = places.get((one[i].kind, one[i].text))
        if there and len(one[i].text) >= MOVED:
            found[i] = there.pop(0)
    left = [i for i in left if i not in found and len(one[i].text) >= TELLING]
    right = [j for j in right if j not in found.values() and len(other[j].text) >= TELLING]
    for _, i, j in sorted(_near(left, right, one, other)):
        if i not in found and j not in found.values():
            found[i] = j
    return found


def _near(
    left: Sequence[int], right: Sequence[int], one: Sequence[Side], other: Sequence[Side]
) -> list[tuple[float, int, int]]:
    """Return (unlikeness, i, j) of blocks that are nearly the same."""
    made = []
    for a, b in candidates([one[i].text for i in left], [other[j].text for j in right]):
        i, j = left[a], right[b]
        score = likeness(bigrams(one[i].text), bigrams(other[j].text))
        if score >= NEARLY and one[i].kind == other[j].kind:
            made.append((1 - score, i, j))
    return made


# -- edits of a group ------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """An edit of one paragraph; `at` is (number, place) in the other version where its text begins.

    The text may hold separators: the paragraph is cut there.
    """

    line: int
    edit: Edit
    at: tuple[int, int]


@dataclass(frozen=True)
class Regrouped:
    """The changes of a group, and the paragraphs that run on into the next one now."""

    changes: list[Change]
    joined: list[int]


def regroup(one: Sequence[str], other: Sequence[str]) -> Regrouped:
    """Return how paragraphs become others, one of the two sides being a single paragraph.

    Lines count from 0 on both sides.
    """
    ends = [0, *accumulate(map(len, other))]
    changes: list[Change] = []
    starts = [0, *accumulate(map(len, one))]
    for edit, place in _with_ends("".join(one), "".join(other), ends[1:-1]):
        number = bisect_right(ends, place, hi=len(other)) - 1
        changes += _cut(edit, starts, (number, place - ends[number]))
    return Regrouped(changes, list(range(len(one) - 1)))


def _with_ends(one: str, other: str, ends: Sequence[int]) -> list[tuple[Edit, int]]:
    """The edits with their place in the other text; a separator is typed where it has an end."""
    made: list[tuple[Edit, int]] = []
    todo = list(ends)
    shift = 0
    for edit in [*edits(one, other), None]:
        first = len(other) + 1 if edit is None else edit.start + shift
        while todo and todo[0] < first:
            end = todo.pop(0)
            made.append((Edit(end - shift, end - shift, SEPARATOR), end))
        if edit is None:
            break
        inside = [first]
        while todo and todo[0] <= first + len(edit.text):
            inside.append(todo.pop(0))
        inside.append(first + len(edit.text))
        text = SEPARATOR.join(other[a:b] for a, b in pairwise(inside))
        made.append((Edit(edit.start, edit.end, text), first))
        shift += len(edit.text) - (edit.end - edit.start)
    return made


def _cut(edit: Edit, starts: Sequence[int], at: tuple[int, int]) -> list[Change]:
    """Cut an edit at the ends of paragraphs; what it types goes to the first of them."""
    line = bisect_right(starts, edit.start, hi=len(starts) - 1) - 1
    text, start, made = edit.text, edit.start, []
    while True:
        end = min(edit.end, starts[line + 1])
        if end > start or text:
            made.append(Change(line, Edit(start - starts[line], end - starts[line], text), at))
        if edit.end <= end:
            return made
        line, text, start = line + 1, "", starts[line + 1]

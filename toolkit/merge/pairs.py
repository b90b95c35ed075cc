"""Which passage of the report as generated before is which of the report as generated now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from toolkit.merge.align import ALIKE, bigrams, increasing, likeness, same, successors
from toolkit.merge.texts import Passage

# Passages of these kinds are what their place says, however their words change.
FIXED = ("title", "subtitle", "date", "speaker", "salutation", "address", "heading", "byline", "signature")


def pair_passages(old: Sequence[Passage], new: Sequence[Passage]) -> dict[int, int]:
    """Return the number of the new passage for each old one that lives on, perhaps elsewhere."""
    pairs = dict(same([(p.function, p.masked) for p in old], [(p.function, p.masked) for p in new]))
    _by_id(old, new, pairs)
    _by_function(old, new, pairs)
    _anywhere(old, new, pairs)
    return pairs


def stable(pairs: Mapping[int, int]) -> set[int]:
    """Return the old passages that keep their order; the others have moved."""
    return {old for old, _ in increasing(sorted(pairs.items()))}


def _by_id(old: Sequence[Passage], new: Sequence[Passage], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    ids = {p.id: n for n, p in enumerate(new) if n not in taken}
    for n, passage in enumerate(old):
        other = ids.get(passage.id, -1)
        if n not in pairs and other >= 0 and _one_kind(passage, new[other]):
            pairs[n] = other


def _one_kind(one: Passage, other: Passage) -> bool:
    if one.kind != other.kind or one.cell != other.cell:
        return False
    fixed = one.cell or one.kind.startswith(FIXED)
    return fixed or likeness(bigrams(one.text), bigrams(other.text)) >= ALIKE


def _by_function(old: Sequence[Passage], new: Sequence[Passage], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    left: dict[tuple[str, str], list[int]] = defaultdict(list)
    there: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, passage in enumerate(old):
        if n not in pairs:
            left[passage.function, passage.kind].append(n)
    for n, passage in enumerate(new):
        if n not in taken:
            there[passage.function, passage.kind].append(n)
    for key, numbers in left.items():
        others = there.get(key, [])
        found = successors([old[n].text for n in numbers], [new[n].text for n in others])
        pairs.update((numbers[i], others[j]) for i, j in found)


def _anywhere(old: Sequence[Passage], new: Sequence[Passage], pairs: dict[int, int]) -> None:
    """A passage that stands word for word in another section has moved there."""
    taken = set(pairs.values())
    texts = {p.masked: n for n, p in enumerate(new) if n not in taken and p.text}
    for n, passage in enumerate(old):
        if n not in pairs and passage.masked in texts:
            pairs[n] = texts.pop(passage.masked)

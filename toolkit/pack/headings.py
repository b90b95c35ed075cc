"""How well the headings of one report match: equal structure and near-equal length.

First-level headings of a report are parallel (标题对仗): the same number of clauses, broken at
the same place, of the same length, without a key word twice.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

BREAK = re.compile(r"[，、：　 ]")
# Words that a parallel set repeats on purpose: 在……上, 以……, 更加.
FRAME = 2


def score(headings: Sequence[str]) -> float:
    """Return 0–1: the mean of likeness in clauses, in clause lengths and in frame, less repeats."""
    if len(headings) < 2:
        return 1.0
    clauses = [BREAK.split(heading) for heading in headings]
    parts = [_same([len(row) for row in clauses]), _lengths(clauses), _frame(clauses)]
    return round(sum(parts) / len(parts) * (1 - _repeats(clauses)), 3)


def _same(values: Sequence[int]) -> float:
    """The share that has the commonest value."""
    return Counter(values).most_common(1)[0][1] / len(values)


def _lengths(clauses: Sequence[Sequence[str]]) -> float:
    """1 where clauses in the same place are equally long; 0.25 less for each character of spread."""
    places = list(itertools.zip_longest(*clauses, fillvalue=""))
    spreads = [max(map(len, place)) - min(map(len, place)) for place in places]
    return max(0.0, 1 - 0.25 * sum(spreads) / len(spreads))


def _frame(clauses: Sequence[Sequence[str]]) -> float:
    """1 where clauses in the same place begin or end alike, or all differ in both."""
    marks = []
    for place in zip(*clauses, strict=False):
        for edge in (0, -1):
            letters = Counter(clause[edge] for clause in place if clause)
            share = letters.most_common(1)[0][1] / len(place) if letters else 0.0
            marks.append(share if share > 0.5 else 1 - share + 1 / len(place))
    return min(1.0, sum(marks) / len(marks)) if marks else 0.0


def _repeats(clauses: Sequence[Sequence[str]]) -> float:
    """The share of headings that use a word of two characters which few others do, twice or more."""
    words = [{text[i : i + 2] for text in row for i in range(len(text) - 1)} for row in clauses]
    counts = Counter(word for row in words for word in row)
    doubled = {word for word, n in counts.items() if 1 < n <= len(words) / FRAME}
    hit = sum(1 for row in words if row & doubled)
    return 0.5 * hit / len(words)

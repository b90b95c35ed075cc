"""The depth of headings in their document: whatever marks they carry, who leads whom."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.decompose.headings import Heading

# Where nothing in the document says otherwise, a kind stands above those behind it.
ORDER = (
    *("part", "level1", "level2", "level3", "plain", "listed", "group", "chinese", "level4", "bracketed"),
    *("level5", "arabic", "level6", "bracketed_arabic", "circled", "bullet", "dash", "boxed", "bold"),
    *("slogan", "enumerated"),
)
TITLES = ("title", "subtitle")


def levels_of(headings: Sequence[Heading]) -> list[int]:
    """Return the level of each heading: 1 for title and subtitle, 2 for the first below, and so on."""
    ranks = _ranks(headings)
    stack: list[str] = []
    levels = []
    for heading in headings:
        kind = heading.kind
        if kind in TITLES:
            levels.append(1)
            continue
        if kind in stack:
            del stack[stack.index(kind) + 1 :]
        else:
            while stack and ranks[stack[-1]] >= ranks[kind]:
                stack.pop()
            stack.append(kind)
        levels.append(len(stack) + 1)
    return levels


def _ranks(headings: Sequence[Heading]) -> dict[str, float]:
    """Rank kinds as this document uses them: unnumbered lines may stand above or below 一、"""
    ranks = {kind: float(rank) for rank, kind in enumerate(ORDER)}
    kinds = [heading.kind for heading in headings if heading.kind not in TITLES]
    sized = sorted(kind for kind in set(kinds) if kind not in ranks)
    ranks |= {kind: ranks["plain"] + number / 100 for number, kind in enumerate(sized)}
    for plain in ("plain", *sized, "level1", "level2", "level3", "level4", "level5", "level6"):
        for numbered in ("bracketed", "chinese"):
            if plain in kinds and numbered in kinds and _lies_below(plain, numbered, kinds):
                ranks[plain] = ranks[numbered] + 0.5 + ranks[plain] / 100
    return ranks


def _lies_below(plain: str, numbered: str, kinds: Sequence[str]) -> bool:
    """An unnumbered kind lies below a numbered one if it comes after it and never opens a new run."""
    first, last = kinds.index(numbered), len(kinds) - 1 - kinds[::-1].index(numbered)
    return plain not in kinds[:first] and plain in kinds[first:last]

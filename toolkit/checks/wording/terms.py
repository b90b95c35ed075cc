"""The field's own terms with one character wrong: 界别 written 届别, 主席会议 written 主习会议."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.wording.alike import TABLE, SetPhrases, set_phrases
from toolkit.pack.pack import Pack
from toolkit.text import standings

SURE = 4  # characters from which a term that is nearly there is meant for sure


@lru_cache(maxsize=4)
def terms(pack: Pack) -> tuple[str, ...]:
    """Return the terms of a pack, the longest first."""
    return tuple(sorted(set(pack.mapping(TABLE)["terms"].split()), key=lambda term: (-len(term), term)))


def misspelt_terms(manuscript: Manuscript) -> Iterator[Hit]:
    """Find terms with one character that sounds or looks like the right one, or two that changed places.

    Of terms that lie one in another only the longest is told.
    """
    known, text, taken = set_phrases(manuscript.pack), manuscript.text, set[int]()
    every, free = frozenset(terms(manuscript.pack)), manuscript.pack.mapping(TABLE)["function"]
    for term in terms(manuscript.pack):
        for start in _near(text, term):
            words = text[start : start + len(term)]
            wrong = [at for at, char in enumerate(words) if char != term[at]]
            fine = words in known.fine or words in every
            if fine or not _meant(known, term, words, wrong) or (len(wrong) == 1 and words[wrong[0]] in free):
                continue
            if taken.isdisjoint(places := {start + at for at in wrong}):
                taken |= places
                sure = len(term) >= SURE and len(wrong) == 1 and words not in known.doubtful
                severity = None if sure else Severity.WARNING
                yield Hit(start, start + len(term), f"“{words}”应为“{term}”", term, severity)


def _near(text: str, term: str) -> Iterator[int]:
    """Yield where one half of a term stands with as many characters beside it as the other half has."""
    half, size = len(term) // 2, len(term)
    for part, shift in ((term[half:], half), (term[:half], 0)):
        for start in (at - shift for at in standings(text, part)):
            if start >= 0 and not text.startswith(term, start) and start + size <= len(text):
                yield start


def _meant(known: SetPhrases, term: str, words: str, wrong: list[int]) -> bool:
    """Tell whether some words are a term but for one character like the right one, or two turned round."""
    if len(wrong) == 1:
        return known.alike(words[wrong[0]], term[wrong[0]])
    turned = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return turned and len(term) >= SURE and sorted(words) == sorted(term)

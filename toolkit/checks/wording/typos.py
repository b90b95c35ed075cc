"""Wrongly written words, and words written twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.pack.pack import Pack

TABLE = "confusables.yaml"
BOTH = "+"  # before the characters of one side: they count only together with the other side
HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
TWICE = re.compile(r"([\u4e00-\u9fff]{2,12})\1+")


@dataclass(frozen=True)
class Typo:
    """A wrong word, the right one, and the characters beside it that make it part of other words."""

    wrong: str
    right: str
    after: str
    before: str
    sure: bool


@lru_cache(maxsize=4)
def typos(pack: Pack) -> Mapping[str, list[Typo]]:
    """Return the wrong words of a pack by their first two characters."""
    data = pack.mapping(TABLE)
    found: dict[str, list[Typo]] = defaultdict(list)
    for block, sure in (("wrong", True), ("doubtful", False)):
        for line in data[block].splitlines():
            wrong, right, after, before = line.split()
            found[wrong[:2]].append(Typo(wrong, right, after, before, sure))
    return found


def wrong_characters(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find words with a wrong character."""
    text, known = manuscript.text, typos(manuscript.pack)
    for run in HAN.finditer(text):
        for at in range(run.start(), run.end() - 1):
            for typo in known.get(text[at : at + 2], ()):
                end = at + len(typo.wrong)
                if text.startswith(typo.wrong, at) and not _of_others(text, at, end, typo):
                    severity = None if typo.sure else Severity.WARNING
                    yield Hit(at, end, f"“{typo.wrong}”应为“{typo.right}”", typo.right, severity)


def _of_others(text: str, start: int, end: int, typo: Typo) -> bool:
    """Tell whether a character beside belongs to another word with the first or the last of these."""
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    first = bool(before) and before in typo.after
    last = bool(behind) and behind in typo.before
    alone = (first and typo.after[0] != BOTH) or (last and typo.before[0] != BOTH)
    return alone or (first and last)


def doubled_characters(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find function words written twice in a row.

    `data` of the rule: chars (that never stand twice), fine (patterns of the rightly doubled).
    """
    text, data = manuscript.text, rule.data
    fine = [rule.compiled(pattern) for pattern in data["fine"]]
    for match in rule.compiled(f"([{data['chars']}])\\1+").finditer(text):
        start, end = max(0, match.start() - 4), match.end() + 4
        covered = any(
            one.start() <= match.start() and match.end() <= one.end()
            for pattern in fine
            for one in pattern.finditer(text, start, end)
        )
        if not covered:
            yield Hit(*match.span(), f"“{match[0]}”重复，应为“{match[1]}”", match[1])


def doubled_words(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find words of two and more characters written twice in a row: 工作工作, 各位委员各位委员.

    `data` of the rule: fine (patterns of what may be said twice), words (of two characters; other pairs
    may be two words that happen to meet: 纪委监委监督), suffix and prefix (characters with which a
    longer stretch begins or ends that is no word by itself).
    """
    text, data = manuscript.text, rule.data
    fine, words = [rule.compiled(pattern) for pattern in data["fine"]], frozenset(data["words"].split())
    for match in TWICE.finditer(text):
        if len(set(match[1])) == 1 or any(pattern.search(match[0]) for pattern in fine):
            continue
        sure = match[1] in words if len(match[1]) == 2 else _whole(data, match[1])
        if sure or len(match[1]) > 2:
            severity = None if sure else Severity.WARNING
            yield Hit(*match.span(), f"“{match[1]}”写了两遍", match[1], severity)


def _whole(data: Mapping[str, str], said: str) -> bool:
    """Tell whether a doubled stretch is no pair of words that happen to meet alike."""
    return said[0] not in data["suffix"] and said[-1] not in data["prefix"]

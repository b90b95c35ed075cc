"""Plenums of the local Party committees: one term throughout, none older in the plan than in the review."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import NUMBER, head_of
from toolkit.quantities.numerals import ordinal

LOCAL = re.compile(
    rf"(?:(?P<a>[省市区县旗州])委第?(?P<a_term>{NUMBER})届(?:委员会)?第?(?P<a_number>{NUMBER})次全(?:会|体会议)|"
    rf"第?(?P<b_term>{NUMBER})届(?P<b>[省市区县旗州])委第?(?P<b_number>{NUMBER})次全(?:会|体会议))"
)


CONGRESS = re.compile(
    rf"(?P<level>[省市区县旗州])(?:委)?第(?P<number>{NUMBER})次(?:党代会|党员代表大会|党的代表大会|代表大会)"
)


@dataclass(frozen=True)
class Local:
    """A plenum of a local committee: 区委十五届十一次全会."""

    start: int
    end: int
    level: str
    term: int
    number: int
    plan: bool


def local_plenums(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """In a report on one year a committee has one term, unless the text tells of its congress."""
    yield from _congresses(manuscript, rule)
    several = head_of(manuscript).changing or manuscript.genre == "multi_year_review"
    if several or re.search(rule.data["congress"], manuscript.text):
        return
    by_level: dict[str, list[Local]] = defaultdict(list)
    for found in _plenums(manuscript):
        by_level[found.level].append(found)
    for level, named in by_level.items():
        counts = Counter(one.term for one in named)
        main = max(named, key=lambda one: (counts[one.term], -one.start))
        for one in named:
            if one.term != main.term:
                yield Hit(
                    one.start, one.end, f"{level}委的届次前后不一：别处是{main.term}届，这里是{one.term}届"
                )
        latest = max((one.number for one in named if not one.plan and one.term == main.term), default=0)
        for one in named:
            if one.plan and one.term == main.term and one.number < latest:
                yield Hit(one.start, one.end, f"部署里引用的是第{one.number}次全会，回顾里已经到第{latest}次")


def _congresses(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """区第七次党代会 is told with one number; the rarer number, or the later of two, is told."""
    free = rule.compiled(rule.data["history"])
    by_level: dict[str, list[re.Match[str]]] = defaultdict(list)
    for match in CONGRESS.finditer(manuscript.text):
        if not free.search(manuscript.text[slice(*manuscript.sentence_at(match.start()))]):
            by_level[match["level"]].append(match)
    for level, named in by_level.items():
        counts = Counter(ordinal(match["number"]) for match in named)
        main = max(named, key=lambda match: (counts[ordinal(match["number"])], -match.start()))
        for match in named:
            if ordinal(match["number"]) != ordinal(main["number"]):
                told = f"{level}党代会的次数前后不一：别处是第{main['number']}次，这里是第{match['number']}次"
                yield Hit(*match.span(), told)


def _plenums(manuscript: Manuscript) -> Iterator[Local]:
    for match in LOCAL.finditer(manuscript.text):
        side = "a" if match["a"] else "b"
        term, number = ordinal(match[f"{side}_term"]), ordinal(match[f"{side}_number"])
        yield Local(*match.span(), match[side], term, number, manuscript.is_next(match.start()))

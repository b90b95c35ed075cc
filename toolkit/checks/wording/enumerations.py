"""Enumerations whose members have a fixed order: 创新、协调、绿色、开放、共享."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript, once
from toolkit.checks.rule import Rule
from toolkit.pack.pack import Pack
from toolkit.text import standings

TABLE = "wording.yaml"
HAN = re.compile(r"[\u4e00-\u9fff]+")
LONG = 6  # characters of a member whose verb may change places


@dataclass(frozen=True)
class Series:
    """One fixed enumeration.

    Attributes:
        members: in their order; a member may be a pattern of several ways to write it.
        called: what the whole is called, to be told.
        least: how many members must stand side by side before the order is judged.
        joint: pattern of what stands between members.
        whole: pattern that follows the members where all of them must be there.
        severity: how grave a wrong order is; None for the rule's own.
        around: patterns of what may not stand before and behind.
    """

    members: tuple[str, ...]
    called: str
    least: int
    joint: str
    whole: str
    severity: Severity | None
    around: tuple[str, str]

    @cached_property
    def run(self) -> re.Pattern[str]:
        """The pattern of some of its members side by side, in whatever order."""
        plain = "|".join(sorted((f"(?:{member})" for member in self.members), key=len, reverse=True))
        before, behind = self.around
        return re.compile(f"{before}(?:{plain})(?:(?:{self.joint})(?:{plain}))+{behind}")

    @cached_property
    def member(self) -> re.Pattern[str]:
        """The pattern of one of its members, its number the name of the group."""
        return re.compile("|".join(f"(?P<m{number}>{member})" for number, member in enumerate(self.members)))


@lru_cache(maxsize=4)
def series(pack: Pack) -> tuple[Series, ...]:
    """Return the enumerations of the pack."""
    data = pack.mapping(TABLE)
    return tuple(_series(row, data["joint"]) for row in data["enumerations"])


def _series(row: Mapping[str, Any], joint: str) -> Series:
    before = f"(?<![{row['after']}])" if "after" in row else ""
    behind = f"(?!{row['not_before']})" if "not_before" in row else ""
    return Series(
        members=tuple(row["members"]),
        called=row["called"],
        least=int(row.get("least", 3)),
        joint=row.get("joint", joint),
        whole=row.get("whole", ""),
        severity=Severity(row["severity"]) if "severity" in row else None,
        around=(before, behind),
    )


def _found(one: Series, text: str) -> Iterator[tuple[re.Match[str], list[tuple[int, str]]]]:
    """Yield the runs of members with (number, words) of each."""
    if sum(member in text or not HAN.fullmatch(member) for member in one.members) < 2:
        return
    for match in one.run.finditer(text):
        members = [(int(str(member.lastgroup)[1:]), member[0]) for member in one.member.finditer(match[0])]
        yield match, members


def out_of_order(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find members of a fixed enumeration in another order, or with each other's verbs."""
    for match, right, one in disordered(manuscript):
        yield Hit(*match.span(), f"{one.called}的次序应为“{right}”", right, one.severity)
    yield from heads_exchanged(manuscript)


@lru_cache(maxsize=4)
def crossed(pack: Pack) -> Mapping[str, str]:
    """Return fixed enumerations whose members have changed their first or last characters: wrong to right.

    懂政协、会协商 becomes 会政协、懂协商; what is an enumeration itself, in some order, is left out.
    """
    found: dict[str, str] = {}
    for one in series(pack):
        words = one.members
        if (
            not all(map(HAN.fullmatch, words))
            or len({len(word) for word in words}) > 1
            or len(words[0]) > LONG
        ):
            continue
        for first, second in itertools.combinations(range(len(words)), 2):
            for cut in {1, len(words[0]) // 2}:
                ways = list(words)
                ways[first] = words[second][:cut] + words[first][cut:]
                ways[second] = words[first][:cut] + words[second][cut:]
                if not set(ways) <= set(words):
                    found |= {joint.join(ways): joint.join(words) for joint in "、，"}
    return found


def heads_exchanged(manuscript: Manuscript) -> Iterator[Hit]:
    """Find enumerations whose members have exchanged their verbs: 会政协、懂协商、善议政."""
    for wrong, right in crossed(manuscript.pack).items():
        for at in standings(manuscript.text, wrong):
            yield Hit(at, at + len(wrong), f"各项的词配错了，应为“{right}”", right)


@once
def disordered(manuscript: Manuscript) -> tuple[tuple[re.Match[str], str, Series], ...]:
    """Return the enumerations in another order: where they stand, what they should be, which they are."""
    found = []
    for one in series(manuscript.pack):
        for match, members in _found(one, manuscript.text):
            numbers = [number for number, _ in members]
            if len(set(numbers)) < max(2, one.least) or len(set(numbers)) < len(numbers):
                continue
            if numbers != sorted(numbers):
                found.append((match, _rejoined(match[0], members), one))
    return tuple(found)


def _rejoined(words: str, members: Sequence[tuple[int, str]]) -> str:
    """Return the members in order, with the joints that stood between them."""
    joints, at = [], 0
    for _, member in members:
        found = words.index(member, at)
        joints.append(words[at:found])
        at = found + len(member)
    ordered = [word for _, word in sorted(members)]
    return "".join(itertools.chain.from_iterable(zip(joints, ordered, strict=True)))


def incomplete(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find enumerations under the name of the whole that lack a member or have one twice."""
    for one in series(manuscript.pack):
        if not one.whole:
            continue
        tail = re.compile(one.whole)
        for match, members in _found(one, manuscript.text):
            numbers = {number for number, _ in members}
            if not tail.match(manuscript.text, match.end()):
                continue
            missing = [one.members[number] for number in range(len(one.members)) if number not in numbers]
            if missing and len(numbers) > 1:
                shown = "、".join(re.sub(r"[(?:)]|\|.*", "", name) for name in missing)
                yield Hit(*match.span(), f"{one.called}少列了“{shown}”")


def foreign(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find an enumeration all in order but for one word that is like the member it stands for.

    `data` of the rule: joint (what stands between the members), word (a stranger), fine (strangers that
    are at home there).
    """
    fine = frozenset(rule.data["fine"].split())
    for one in series(manuscript.pack):
        there = [member in manuscript.text for member in one.members]
        if len(there) < 3 or sum(there) < len(there) - 1 or not all(map(HAN.fullmatch, one.members)):
            continue
        for number, member in enumerate(one.members):
            if not _left(one.members, number, manuscript.text):
                continue
            for match in _stranger(one.members, number, rule).finditer(manuscript.text):
                word = match["word"]
                if member not in word and word not in (*one.members, *fine) and set(word) & set(member):
                    said = f"{one.called}里没有“{word}”，是不是“{member}”"
                    yield Hit(*match.span("word"), said, member)


def _left(members: Sequence[str], number: int, text: str) -> bool:
    """Tell whether a member's neighbour stands anywhere without it: else there is no stranger to look for.

    A joint is one character.
    """
    member, other = members[number], members[number - 1] if number else members[1]
    shift = len(other) + 1 if number else -1 - len(member)
    return any(not text.startswith(member, max(0, at + shift)) for at in standings(text, other))


def _stranger(members: Sequence[str], number: int, rule: Rule) -> re.Pattern[str]:
    """Return the pattern of an enumeration with another word in place of a member."""
    word = f"[\u4e00-\u9fff]{{{len(members[0])}}}" if not number else rule.data["word"]
    named = [*members[:number], f"(?P<word>{word})", *members[number + 1 :]]
    edge = "(?![\u4e00-\u9fff])" if number + 1 == len(members) else ""
    return rule.compiled(f"(?:{rule.data['joint']})".join(named) + edge)

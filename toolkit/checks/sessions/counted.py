"""Meetings and events that are counted: 第十五次常委会会议, 第二届研讨会."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import NUMBER, mentions
from toolkit.checks.sessions.whens import When, dates
from toolkit.quantities.numerals import ordinal
from toolkit.text import chinese_numeral

STANDING = re.compile(
    rf"(?:第(?P<a>{NUMBER})次常(?:务委员会|委会)会?议?|(?:常务委员会|常委会)(?:会议)?第(?P<b>{NUMBER})次(?:全体)?会议)"
)
EDITION = re.compile(rf"第(?P<number>{NUMBER})届(?P<name>[^，。；：！\s]{{2,40}})")
COMMITTEE = re.compile(r"政协|人大|全国|常委|中央|[^，。；]{0,12}?(?:委员会|人民代表大会)第?")
MARKS = re.compile(r"[“”‘’《》·、\-－—（）()]")
ALIKE = 0.6
NAME = 30
SAME = 4


@dataclass(frozen=True)
class Edition:
    """An event that is held again and again: 第二届研讨会."""

    start: int
    end: int
    number: int
    name: str

    @property
    def ordinal(self) -> int:
        """How many characters the 第二届 has."""
        return len(f"第{chinese_numeral(self.number)}届")


def standing_order(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Of two dated meetings of the standing committee the later has the higher number."""
    text, found = manuscript.text, []
    named = list(dates(text))
    others = [m for m in mentions(manuscript) if not m.own]
    for match in STANDING.finditer(text):
        when = _told_with(text, match.start(), named)
        other = any(m.start <= match.start() < m.end for m in others)
        if (
            when
            and when.year
            and not other
            and "全国" not in text[max(0, match.start() - 14) : match.start()]
        ):
            found.append((when, ordinal(match["a"] or match["b"]), match))
    for number, (when, count, match) in enumerate(found):
        for earlier, lower, before in found[:number]:
            days = (earlier.first(), when.first())
            if None in days or days[0] == days[1] or count == lower:
                continue
            if (days[0] < days[1]) != (lower < count) and when.year - earlier.year <= 1:  # type: ignore[operator]
                yield Hit(
                    *match.span(), f"{when.name}是{match[0]}，{earlier.name}却是{before[0]}，次序对不上"
                )
                break


def _told_with(text: str, at: int, named: list[When]) -> When | None:
    """Return the date in the same clause or the one before it."""
    near = [
        when for when in named if 0 <= at - when.end <= 30 and not re.search(r"[。；\n]", text[when.end : at])
    ]
    return near[-1] if near else None


def edition_not_advanced(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """What was held as the second is planned as the third."""
    held: list[Edition] = []
    planned: list[Edition] = []
    named: list[Edition] = []
    for edition in _editions(manuscript):
        start, _ = manuscript.sentence_at(edition.start)
        before, after = manuscript.text[start : edition.start][-NAME:], manuscript.text[edition.end :][:NAME]
        if manuscript.is_next(edition.start):
            if rule.compiled(rule.data["planned"]).search(
                before + manuscript.text[edition.start : edition.end] + after
            ):
                planned.append(edition)
        elif not re.search(rule.data["not_yet"], before):
            told = re.search(rule.data["held"], before) or re.match(
                rule.data["served"], _behind(edition, after)
            )
            (held if told else named).append(edition)
    yield from _editions_apart([*held, *named])
    for edition in planned:
        last = max((e.number for e in held if _alike(e.name, edition.name)), default=0)
        if last and edition.number != last + 1:
            wanted = f"第{chinese_numeral(last + 1)}届"
            yield Hit(
                edition.start,
                edition.start + manuscript.text[edition.start :].index("届") + 1,
                f"前文已经办过第{chinese_numeral(last)}届，来年筹办的应是{wanted}",
                wanted,
                None if edition.number <= last else Severity.WARNING,
            )


def _behind(edition: Edition, after: str) -> str:
    """Return what is said of an event: the end of its name's clause and what follows it."""
    return edition.name[-NAME:] + after


def _editions_apart(told: list[Edition]) -> Iterator[Hit]:
    """One event in the review of a year is of one edition: 第二届研讨会 here, 第三届研讨会 there."""
    for at, edition in enumerate(told):
        for other in told[:at]:
            if other.number != edition.number and _same(other.name, edition.name):
                before, here = chinese_numeral(other.number), chinese_numeral(edition.number)
                said = f"同一活动前文是第{before}届，这里是第{here}届"
                end = edition.start + edition.ordinal
                yield Hit(edition.start, end, said, severity=Severity.WARNING)
                break


def _editions(manuscript: Manuscript) -> Iterator[Edition]:
    for match in EDITION.finditer(manuscript.text):
        name = MARKS.sub("", match["name"])
        if not COMMITTEE.match(name):
            yield Edition(match.start(), match.end(), ordinal(match["number"]), name[:NAME])


def _same(one: str, other: str) -> bool:
    """Tell whether two names begin alike for long enough to be one event's."""
    return one[:SAME] == other[:SAME] and min(len(one), len(other)) >= SAME


def _alike(one: str, other: str) -> bool:
    """Tell whether two names are of one event: most characters of the shorter in the longer's order."""
    pairs = [{name[i : i + 2] for i in range(len(name) - 1)} for name in (one, other)]
    common = len(pairs[0] & pairs[1])
    return common >= 3 and common / min(map(len, pairs)) >= ALIKE / 2

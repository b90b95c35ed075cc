"""Enumerations inside running text: 一是……二是……, 第一，……第二，……."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.marks import order
from toolkit.checks.rule import Rule
from toolkit.quantities.numerals import ordinal
from toolkit.text import chinese_numeral


@dataclass(frozen=True)
class Member:
    """One mark of an enumeration: 三是.

    `section` numbers the heading above it; one that is `leading` begins a paragraph, one that
    `opens` stands behind a colon.
    """

    number: int
    start: int
    end: int
    mark: str
    section: int = 0
    leading: bool = False
    opens: bool = False
    paragraph: int = 0


@dataclass
class Series:
    """Marks of one form in a row."""

    form: Mapping[str, Any]
    members: list[Member] = field(default_factory=list)


def series_of(manuscript: Manuscript, rule: Rule) -> Iterator[Series]:
    """Yield the enumerations of a text; a heading on a line of its own ends one, a new 一是 begins one.

    The rule's data: `forms` [{find: pattern with the group n, write, loose, sure}].
    """
    ends = _ends(manuscript)
    for form in rule.data["forms"]:
        rows = _Rows(form)
        for match in rule.compiled(form["find"]).finditer(manuscript.text):
            number = ordinal(match["n"])
            start, end = match.span("mark")
            before = manuscript.text[max(0, start - 1) : start]
            section = bisect.bisect_right(ends, start)
            paragraph = manuscript.block_at(start).number
            leading, opens = before in ("", "\n"), before == "："
            rows.add(Member(number, start, end, match["mark"], section, leading, opens, paragraph))
        yield from rows.closed()


class _Rows:
    """Members put in rows as they come; a row inside a paragraph may interrupt one of paragraphs."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        self.form = form
        self.done: list[Series] = []
        self.open: list[Series] = []

    def add(self, member: Member) -> None:
        while self.open and self.open[-1].members[-1].section != member.section:
            self.done.append(self.open.pop())
        if len(self.open) > 1 and member.leading and self._continues(member):
            self.done.append(self.open.pop())
        elif self.open and member.number == 1 and self._anew(member):
            if member.leading or not self.open[-1].members[-1].leading:
                self.done.append(self.open.pop())
            self.open.append(Series(self.form))
        elif not self.open:
            self.open.append(Series(self.form))
        self.open[-1].members.append(member)

    def _anew(self, member: Member) -> bool:
        """Tell whether 一是 begins a row: behind a colon, in another paragraph, or where one has run."""
        last = self.open[-1].members
        return member.opens or len(last) > 1 or last[-1].paragraph != member.paragraph

    def _continues(self, member: Member) -> bool:
        inner, outer = self.open[-1].members[-1], self.open[-2].members[-1]
        return outer.number + 1 == member.number != inner.number + 1

    def closed(self) -> list[Series]:
        return sorted([*self.done, *self.open], key=lambda series: series.members[0].start)


def _ends(manuscript: Manuscript) -> list[int]:
    starts = manuscript.apart.starts
    kinds = ("enumerated", "slogan", "bold", "dash", "bullet")
    return [starts[h.at] + h.start for h in manuscript.apart.headings if h.kind not in kinds]


def broken(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find enumerations that skip a number, repeat one, or have a first member only."""
    before = 0
    for series in series_of(manuscript, rule):
        members = series.members
        for fault in order.faults([member.number for member in members]):
            hit = _broken(manuscript, rule, series, fault, before)
            if hit is not None:
                yield hit
        alone = len(members) == 1 and members[0].number == 1 and series.form.get("sure")
        if alone and not _goes_on(manuscript, rule, series):
            message = f"只有“{members[0].mark}”，没有“{_written(series, 2)}”"
            yield _hit(members[0], message, Severity.WARNING)
        before = members[-1].end


def _written(series: Series, number: int) -> str:
    """Return the mark that a member of a series should have."""
    marks = series.form.get("marks")
    if marks:
        return str(marks)[number - 1 : number]
    return str(series.form["write"]).replace("{n}", chinese_numeral(number))


def _hit(member: Member, message: str, severity: Severity | None) -> Hit:
    return Hit(member.start, member.end, message, severity=severity)


def _broken(
    manuscript: Manuscript, rule: Rule, series: Series, fault: order.Fault, before: int
) -> Hit | None:
    member = series.members[fault.index]
    expected = _written(series, fault.expected)
    previous = series.members[fault.index - 1] if fault.index else None
    if fault.kind == order.SKIPPED and _hidden(manuscript, rule, series, fault, before):
        return None
    after = f"“{previous.mark}”之后是“{member.mark}”" if previous else f"从“{member.mark}”开始"
    message = {
        order.REPEATED: f"“{member.mark}”重复，这里应为“{expected}”",
        order.SKIPPED: f"列举跳号：{after}，缺“{expected}”",
        order.MISTYPED: f"“{member.mark}”有误，这里应为“{expected}”",
        order.SWAPPED: f"列举颠倒：{after}，应为“{expected}”",
        order.BACK: f"列举倒退：{after}，应为“{expected}”",
    }[fault.kind]
    excerpt = fault.kind == order.SKIPPED and fault.index == 0
    unsure = excerpt or len(series.members) < 2 or not (series.form.get("sure") or len(series.members) > 2)
    return _hit(member, message, Severity.WARNING if unsure else None)


def _hidden(manuscript: Manuscript, rule: Rule, series: Series, fault: order.Fault, before: int) -> bool:
    """Tell whether the member that seems to be missing is there in another form: 首先 for 一是."""
    member = series.members[fault.index]
    block = manuscript.block_at(member.start)
    first = series.members[fault.index - 1].end if fault.index else max(0, min(before, block.start))
    loose = str(series.form["loose"]).replace("{n}", chinese_numeral(fault.expected))
    others = rule.data["first"] if fault.expected == 1 else rule.data["later"]
    stretch = manuscript.text[first : member.start]
    return re.search(f"{loose}|{others}", stretch) is not None


def _goes_on(manuscript: Manuscript, rule: Rule, series: Series) -> bool:
    """Tell whether something in the paragraphs behind a lone first member continues it."""
    member = series.members[0]
    block = manuscript.block_at(member.start)
    blocks = manuscript.blocks[block.number : block.number + 6]
    second = str(series.form["loose"]).replace("{n}", "二")
    return (
        re.search(f"{second}|{rule.data['later']}", manuscript.text[member.end : blocks[-1].end]) is not None
    )

"""How long: 一年来 and 五年来, 2008年以来17年, the work of one year in a report on another stretch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import head_of, is_plan, value

ONE, FIVE = (
    re.compile(r"一年(?:多)?来|一年以来"),
    re.compile(r"(?:过去|这|近)?五年(?:多)?来|五年以来|过去五年"),
)
SINCE = re.compile(
    r"(?:自)?(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?[^，。；]{0,16}?(?:以来|起|至今|成立|创办|启动|开办|创建|开展|推行)"
)
COUNT = re.compile(r"(?<![\d.十百第近约])(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:个)?年(?:来|间)(?!自)")
NEAR = 60
ALLOWED = (-1, 0, 1)


def other_period(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A report on one year opens with 一年来, one on five with 五年来; the odd one out is told."""
    head = head_of(manuscript)
    if not head.session:
        return
    several = head.changing
    one, five = _openings(manuscript, ONE), _openings(manuscript, FIVE)
    if several and len(five) >= 1:
        for match in one:
            yield Hit(*match.span(), f"这是五年工作的报告，“{match[0]}”与“{five[0][0]}”混用", "五年来")
    elif not several and one:
        for match in five:
            yield Hit(*match.span(), f"这是年度工作的报告，“{match[0]}”与“{one[0][0]}”混用", "一年来")


def _openings(manuscript: Manuscript, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """Return where a clause of the review opens with a stretch: there it is the report's own."""
    return [
        match
        for match in pattern.finditer(manuscript.text)
        if manuscript.text[match.start() - 1 : match.start()] in ("", "\n", "。", "！", "，", "；", " ")
        and manuscript.text[match.end() : match.end() + 1] == "，"
        and not is_plan(manuscript, match.start())
        and manuscript.block_at(match.start()).role == "body"
    ]


def miscounted_years(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """2008年以来……17年来: both ways of counting pass, from the year reviewed and from that of the report."""
    year = manuscript.year
    if year is None:
        return
    now = {year, manuscript.day.year} if manuscript.day and manuscript.day.year - year in ALLOWED else {year}
    for block in manuscript.blocks:
        since = list(SINCE.finditer(manuscript.text, block.start, block.end))
        for match in COUNT.finditer(manuscript.text, block.start, block.end) if since else ():
            before = [s for s in since if s.end() <= match.start()]
            start, _ = manuscript.sentence_at(match.start())
            if not before or (before[-1].start() < start and match.start() - before[-1].end() > 4 * NEAR):
                continue
            first, told = int(before[-1]["year"]), value(match["n"])
            right = sorted({n - first for n in now} | {n - first + 1 for n in now})
            if told not in right and told > 1:
                yield Hit(
                    *match.span(),
                    f"从{first}年算到{max(now)}年是{right[0]}年（连头带尾{right[-1]}年），这里是{match[0]}，应写清起止年份",
                )

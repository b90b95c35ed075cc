"""How long: 一年来 and 五年来, 2008年以来17年, the work of one year in a report on another stretch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import head_of, is_report
from toolkit.checks.sessions.whens import report_year
from toolkit.quantities.numerals import ordinal

ONE, FIVE = (
    re.compile(r"一年(?:多)?来|一年以来|这一年(?!来)"),
    re.compile(r"(?:过去|这|近)?五年(?:多)?来|五年以来|过去五年|这五年(?!来)"),
)
HEADED = (
    re.compile(
        r"(?:过去|刚刚过去的?|这)一年(?:来)?(?=的?(?:主要|履职)?(?:工作|回顾)|\Z)|一年来(?=的?(?:主要|履职)?工作)"
    ),
    re.compile(r"(?:过去|这|近)?五年(?:来)?(?=的?(?:主要|履职)?(?:工作|回顾)(?!计划|规划))"),
)
SINCE = re.compile(
    r"(?:自)?(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?[^，。；是]{0,16}?(?:以来|起|至今|成立|创办|启动|开办|创建|开展|推行)(?!\d{1,3}周年)|"
    r"(?:成立|创办|创立|创建|设立|建立|组建|始建|诞生|发端|始)于(?P<from>(?:19|20)\d\d)年"
)
COUNT = re.compile(r"(?<![\d.十百第近约])(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:个)?年(?:来|间)(?!自)")
OPENING = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?[^，。；]{0,16}?以来")
BRACKETED = re.compile(
    r"(?:过去|近|这|前|连续|最近|[^\d一二三四五六七八九十百第])(?P<n>\d{1,2}|[两二三四五六七八九十]{1,2})年(?:来|间|期间|时间|中)?"
    r"[（(](?P<one>(?:19|20)\d\d)年?(?:—|－|-|–|至|到|~|～)(?P<two>(?:19|20)\d\d)年?[）)]"
)
OPENS = re.compile(r"(?:\A|[\n。！，； ]|回顾|总结)\Z")
NEAR = 60
TERM = 5
ALLOWED = (-1, 0, 1)


def other_period(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A report on one year opens with 一年来, one on five with 五年来; the odd one out is told."""
    head = head_of(manuscript)
    one, five = _openings(manuscript, ONE), _openings(manuscript, FIVE)
    if head.session and is_report(manuscript):
        several = head.changing
    elif min(len(one), len(five)) == 1 < max(len(one), len(five)):
        several = len(five) > len(one)
    else:
        return
    if head.session:
        yield from _headings(manuscript, several)
    odd, usual = (one, five) if several else (five, one)
    for match in odd if usual or several else ():
        if not several and re.search(
            rule.data["cumulative"], manuscript.text[match.end() : match.end() + NEAR]
        ):
            continue
        told = "五年" if several else "年度"
        yield Hit(
            *match.span(),
            f"这是{told}工作的报告，不能说“{match[0]}”"
            if not usual
            else f"这是{told}工作的报告，“{match[0]}”与“{usual[0][0]}”混用",
            match[0].replace("一", "五") if several else match[0].replace("五", "一"),
        )


def _headings(manuscript: Manuscript, several: bool) -> Iterator[Hit]:
    """过去一年工作回顾 is no heading of a report on five years, 过去五年的工作 none of one on a year."""
    odd, usual = (HEADED[0], HEADED[1]) if several else (HEADED[1], HEADED[0])
    headings = [
        block for block in manuscript.blocks if block.role == "plain" and not manuscript.is_next(block.start)
    ]
    if any(usual.search(block.text) for block in headings):
        return
    for block in headings:
        if match := odd.search(block.text):
            told = "五年" if several else "年度"
            right = match[0].replace("一", "五") if several else match[0].replace("五", "一")
            yield Hit(
                block.start + match.start(),
                block.start + match.end(),
                f"这是{told}工作的报告，不能说“{match[0]}”",
                right,
            )


def _openings(manuscript: Manuscript, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """Return where a clause of the review opens with a stretch: there it is the report's own."""
    return [
        match
        for match in pattern.finditer(manuscript.text)
        if OPENS.search(manuscript.text[max(0, match.start() - 3) : match.start()])
        and manuscript.text[match.end() : match.end() + 1] in ("，", "的", "取")
        and not manuscript.is_next(match.start())
        and manuscript.block_at(match.start()).role == "body"
    ]


def miscounted_years(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """2008年以来……17年来: both ways of counting pass, from the year reviewed and from that of the report."""
    yield from _bracketed(manuscript)
    year = report_year(manuscript) or (manuscript.day.year if manuscript.day else None)
    if year is None:
        return
    now = {year, manuscript.day.year} if manuscript.day and manuscript.day.year - year in ALLOWED else {year}
    opening = _opening_since(manuscript)
    for block in manuscript.blocks:
        since = list(SINCE.finditer(manuscript.text, block.start, block.end))
        for match in COUNT.finditer(manuscript.text, block.start, block.end):
            before = [s for s in since if s.end() <= match.start()]
            start, _ = manuscript.sentence_at(match.start())
            if before and (before[-1].start() >= start or match.start() - before[-1].end() <= 4 * NEAR):
                begun = before[-1]
            elif opening and not since and opening.end() <= match.start():
                begun = opening
            else:
                continue
            first, told = _began(begun), ordinal(match["n"])
            right = sorted({n - first for n in now} | {n - first + 1 for n in now})
            if told in right or told <= 1 or first > max(now) or (begun is opening and told != TERM):
                continue
            said = f"从{first}年算到{max(now)}年是{right[0]}年（连头带尾{right[-1]}年），这里是{match[0]}"
            yield Hit(*match.span(), f"{said}，应写清起止年份")
            if begun is opening:
                yield Hit(begun.start("year"), begun.end("year"), said)
                opening = None


def _bracketed(manuscript: Manuscript) -> Iterator[Hit]:
    """过去五年（2020—2024年）: as many years as the brackets hold, ends counted or not."""
    for match in BRACKETED.finditer(manuscript.text):
        first, last, told = int(match["one"]), int(match["two"]), ordinal(match["n"])
        if last > first and told not in (last - first, last - first + 1):
            said = f"{first}年到{last}年是{last - first + 1}年，这里是{match['n']}年"
            yield Hit(match.start("one"), match.end("two"), said)


def _began(match: re.Match[str]) -> int:
    """Return the year since when something is told to last."""
    return int(match["year"] or match["from"])


def _opening_since(manuscript: Manuscript) -> re.Match[str] | None:
    """Return where a review of several years says since when: 2019年……会议以来, in its first paragraphs."""
    if manuscript.genre != "multi_year_review":
        return None
    opening = [block for block in manuscript.blocks if block.role == "body"][:4]
    found = [m for b in opening if (m := OPENING.search(manuscript.text, b.start, b.end))]
    return found[0] if len(found) == 1 else None

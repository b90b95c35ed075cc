"""Dates and times that no calendar has, weekdays, stretches that run backwards."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.whens import When, dates

WEEKDAYS = "一二三四五六日"
WEEKDAY = re.compile(
    r"\s{0,2}(?:上午|下午|晚上?|全天)?[（(，,]?\s?(?:星期|周|礼拜)(?P<day>[一二三四五六日天])"
)
TIME = re.compile(r"(?P<hour>\d{1,2})(?:时|点|[:：])(?:(?P<minute>\d{1,2})分?)?")
BEFORE_TIME = re.compile(r"(?:[日号]|上午|下午|早上|晚上?|中午|凌晨)(?:星期.|周.)?[，,]?\Z")
TO = re.compile(r"(?:至|到|—|－|-|～|~|–)")
YEARS = re.compile(
    r"(?<![\d.])(?P<one>(?:19|20)\d{2})年?(?:至|到|—|－|-|～|~|–)(?P<two>(?:19|20)\d{2})年(?!\d)"
)
DAYS = re.compile(r"(?:至|到|—|－|-|～|~|–)(?P<day>\d{1,2})[日号]")
CROSSING = 1  # 5月至4月 is wrong, 11月至3月 is a winter, 9月至7月 a school year


def impossible_dates(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """2月30日, 13月5日, and 29 February of a year that has none."""
    for when in dates(manuscript.text):
        if when.possible and (when.day or not _has_day(manuscript.text, when)):
            continue
        yield Hit(when.start, when.end, f"没有{when.name}这一天" if when.day else f"没有{when.name}")


def _has_day(text: str, when: When) -> bool:
    return text[when.end - 1] in "日号"


def impossible_times(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """25时, 14时75分: only behind a day or a part of the day, where a time is told."""
    text = manuscript.text
    for match in TIME.finditer(text):
        if not BEFORE_TIME.search(text[max(0, match.start() - 6) : match.start()]):
            continue
        if int(match["hour"]) > 24 or int(match["minute"] or 0) > 59:
            yield Hit(*match.span(), f"没有{match[0]}这个时间")


def wrong_weekdays(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A weekday beside a date is that date's; a year that is not written is that of the review, likely."""
    for when in _days(manuscript.text):
        match = WEEKDAY.match(manuscript.text, when.end)
        day = when.first(manuscript.year or 0)
        if not match or not when.day or day is None:
            continue
        right = WEEKDAYS[day.weekday()]
        if match["day"].replace("天", "日") != right:
            doubt = None if when.year else Severity.WARNING
            told = f"{day.year}年{when.month}月{when.day}日是星期{right}"
            yield Hit(match.start("day"), match.end("day"), told, right, doubt)


def _days(text: str) -> Iterator[When]:
    """Yield the dates of a text, and the last days of stretches: 12月20日（星期五）至22日."""
    for when in dates(text):
        yield when
        weekday = WEEKDAY.match(text, when.end)
        told = (
            weekday.end() + (text[weekday.end() : weekday.end() + 1] in ("）", ")")) if weekday else when.end
        )
        last = DAYS.match(text, told) if when.day else None
        if last:
            yield When(last.start("day"), last.end(), when.year, when.month, int(last["day"]))


def backward_ranges(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """5月3日至4月2日, 20日至19日, 2025—2024年."""
    text = manuscript.text
    for match in YEARS.finditer(text):
        if int(match["one"]) > int(match["two"]):
            yield Hit(*match.span(), f"起止年份颠倒：{match['one']}年在{match['two']}年之后")
    found = list(dates(text))
    for one, two in itertools.pairwise(found):
        if TO.fullmatch(text[one.end : two.start]) and (told := _backward(one, two)):
            yield Hit(one.start, two.end, told)
    for one in found:
        last = DAYS.match(text, one.end) if one.day else None
        if last and int(last["day"]) < one.day:
            yield Hit(one.start, last.end(), f"起止日期颠倒：{one.day}日在{last['day']}日之后")


def _backward(one: When, two: When) -> str:
    """Return what is wrong with a stretch from one date to another, or nothing."""
    year = two.year or one.year
    first, last = (one.year or year, one.month, one.day or 1), (year, two.month, two.day or 31)
    if first <= last:
        return ""
    written = bool(one.year and two.year) or (not two.year and one.month - two.month <= CROSSING)
    return f"起止日期颠倒：{one.name}在{two.name}之后" if written else ""

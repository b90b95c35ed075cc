"""Calendar dates as a text writes them, each with its place."""

from __future__ import annotations

import calendar
import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.finding import Severity
from toolkit.checks.manuscript import Block, Manuscript, once
from toolkit.dates import Date, parse_date

DATE = re.compile(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d{2})\s?年\s?)?(?P<month>\d{1,2})\s?月(?![期度])(?:\s?(?P<day>\d{1,2})\s?[日号](?!楼|院|线|馆|厅|门))?"
)
SPRING, AUTUMN = 5, 11  # a session in spring looks back on the year before, one late in autumn on its own
FRESH = 120  # days after the year reviewed until which a page's day is likely the report's
BEGINS = re.compile(r"\A(?:【[^】]*】\s?)?(20\d\d)年[，是]")
NAMES = re.compile(
    r"(20\d\d)(?:年(?!\d|(?:度)?的?[^，。]{0,6}?(?:安排|建议|打算|任务|部署|思路|计划|展望|要点|意见|总体))|）)"
)
OPENER = re.compile(
    r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)?(20[0-2]\d)年(?:度)?(?:[，是]|.{0,8}工作)"
)
PLANNED = re.compile(
    r"年(?:度)?(?:的)?[^，。]{0,4}?工作的?(?:安排|建议|打算|任务|部署|思路|计划|展望|要点|意见|总体)"
)
OPENING = 5  # paragraphs in which a text says what year it is about
SHORT = 30  # characters of a heading
GUESSED = datetime.timedelta(days=90)  # where the day is not written: sessions are held until spring


@dataclass(frozen=True)
class When:
    """A date in a text; `year` 0 where it is not written, `day` 0 where only the month is."""

    start: int
    end: int
    year: int
    month: int
    day: int

    @property
    def possible(self) -> bool:
        """Whether the calendar has it; without a year 29 February passes."""
        if not 1 <= self.month <= 12:
            return False
        return self.day <= calendar.monthrange(self.year or 2024, self.month)[1]

    @property
    def name(self) -> str:
        """As it is printed in Chinese."""
        return (
            (f"{self.year}年" if self.year else "")
            + f"{self.month}月"
            + (f"{self.day}日" if self.day else "")
        )

    def first(self, year: int = 0) -> datetime.date | None:
        """Return the first day that it may mean; None where that is not known or not possible."""
        year = self.year or year
        return datetime.date(year, self.month, self.day or 1) if year and self.possible else None

    def last(self, year: int = 0) -> datetime.date | None:
        """Return the last day that it may mean."""
        year = self.year or year
        return Date(year, self.month, self.day).latest if year and self.possible else None


def dates(text: str, start: int = 0, end: int | None = None) -> Iterator[When]:
    """Yield the dates of a stretch: 2024年9月20日, 9月20日, 2024年9月; a bare 九月 or 3个月 is none."""
    for match in DATE.finditer(text, start, len(text) if end is None else end):
        if match["year"] or match["day"] is not None:
            numbers = (int(match[name] or 0) for name in ("year", "month", "day"))
            yield When(match.start(), match.end(), *numbers)


def latest_day(manuscript: Manuscript, day: datetime.date) -> datetime.date:
    """Return the last day on which a report may have been given, from the one written or guessed."""
    return day if manuscript.day_known else day + GUESSED


def told_day(manuscript: Manuscript, day: datetime.date) -> str:
    """Return how a finding speaks of the day of the report."""
    about = "" if manuscript.day_known else "大约"
    return f"报告日期{about}是{day.year}年{day.month}月{day.day}日"


def reviewed_by_day(manuscript: Manuscript) -> int | None:
    """Return the year that a report of its day is about; None in summer and without a day."""
    if manuscript.brief:
        return manuscript.brief.year
    date = parse_date(manuscript.meta.date)
    day = manuscript.given or (date.latest if date else None)
    if day is None or SPRING < day.month < AUTUMN:
        return None
    return day.year - (day.month <= SPRING)


@once
def report_year(manuscript: Manuscript) -> int | None:
    """Return the year under review: by the day or by the headings, whichever the text speaks of more."""
    by_day, named = reviewed_by_day(manuscript), manuscript.year
    if by_day is None and named and not manuscript.brief:
        named = _outvoted(manuscript, named)
    if by_day is None or named is None or by_day == named:
        return by_day or named
    counts = years_of_review(manuscript)
    return by_day if counts[by_day] >= counts[named] else named


def _outvoted(manuscript: Manuscript, named: int) -> int:
    """Return the year that headings and openers speak of, where they outvote the one that was read off."""
    votes: Counter[int] = Counter()
    for block in manuscript.blocks:
        if match := OPENER.match(block.text):
            plan = manuscript.is_next(block.start) or bool(PLANNED.match(block.text, match.end(1)))
            votes[int(match[1]) - plan] += 1
    year, most = votes.most_common(1)[0] if votes else (named, 0)
    return year if most > votes[named] + 1 else named


@once
def years_of_review(manuscript: Manuscript) -> Counter[int]:
    """Count the years that the review speaks of, without its headings."""
    counts: Counter[int] = Counter()
    for block in manuscript.blocks:
        if block.role in ("body", "caption") and not manuscript.is_next(block.start):
            counts.update(int(year) for year in re.findall(r"20\d\d(?=年)", block.text))
    return counts


@once
def year_told(manuscript: Manuscript) -> bool:
    """Tell whether a text says itself what year it is about: in a heading or at its beginning, and again."""
    year = report_year(manuscript)
    if year is None or reviewed_by_day(manuscript) == year:
        return year is not None
    named = [int(one) for one in re.findall(r"(?<!\d)20\d\d(?!\d)", manuscript.text)]
    if named.count(year) + named.count(year + 1) < 2:
        return False
    if any(int(one[1]) > year + 1 for block in manuscript.blocks if (one := OPENER.match(block.text))):
        return False
    said = [one for block in _heads(manuscript) for one in _years_said(block)]
    return said.count(year) > sum(one < year for one in said)


def _heads(manuscript: Manuscript) -> Iterator[Block]:
    """Yield titles, headings, and the first paragraphs."""
    seen = 0
    for block in manuscript.blocks:
        seen += block.role == "body"
        if block.role in ("title", "plain") or (block.role == "body" and seen <= OPENING):
            yield block


def _years_said(block: Block) -> list[int]:
    """Return the years that a heading or the beginning of a paragraph says to be reviewed."""
    pattern = BEGINS if block.role == "body" or len(block.text) > SHORT else NAMES
    return [int(one) for one in pattern.findall(block.text)]


def this_year(manuscript: Manuscript) -> set[int]:
    """Return the years that 今年 may be: that of the day on which it is said, and the one reviewed."""
    year, day = report_year(manuscript), manuscript.day
    years = {year} if year else set()
    if day and (manuscript.day_known or year):
        years |= {day.year}
    return years


def certainty(manuscript: Manuscript) -> Severity | None:
    """Return a doubt where the report's day is guessed or in doubt, else None for the rule's severity."""
    if manuscript.given or manuscript.brief or not manuscript.day_known:
        return None if manuscript.day_known or year_told(manuscript) else Severity.WARNING
    year, by_day = report_year(manuscript), reviewed_by_day(manuscript)
    if manuscript.meta.date:
        sure = by_day in (None, year)
    else:  # only the page's day: old texts stay on the web
        published = manuscript.day
        sure = (
            year is not None
            and published is not None
            and (published - datetime.date(year, 12, 31)).days < FRESH
        )
    return None if sure else Severity.WARNING

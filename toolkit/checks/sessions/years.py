"""The year that a report is about: heads, headings and openers agree; none of the last report is left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Block, Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import head_of
from toolkit.checks.sessions.whens import dates, latest_day, told_day
from toolkit.dates import parse_date

HEADING = 30
YEAR = r"(?<!\d)(?P<year>20\d\d)\s?年"
SPRING, AUTUMN = 5, 11  # a session in spring looks back on the year before, one late in autumn on its own
SINGLE = ("work_report", "year_review", "performance_digest")


@dataclass(frozen=True)
class Witness:
    """A place that says which year is under review: directly, or as the year before the one it names."""

    start: int
    end: int
    written: int
    reviewed: int
    what: str


def witnesses(manuscript: Manuscript, rule: Rule) -> list[Witness]:
    """Return what the title, headings and openers say; the data of the rule has their words."""
    found: list[Witness] = []
    opened: set[bool] = set()
    for block in manuscript.blocks:
        short = len(block.text) <= HEADING and not block.text.endswith("。")
        if block.role == "title" or (short and block.role in ("plain", "body", "title")):
            found += _headings(block, rule)
        elif block.role == "body":
            found += _openers(manuscript, rule, block, opened)
    return found


def _headings(block: Block, rule: Rule) -> Iterator[Witness]:
    for back, name in enumerate(("review", "plan")):
        match = re.search(YEAR + rule.data[name], block.text)
        if match:
            start, year = block.start + match.start(), int(match["year"])
            yield Witness(start, start + 5, year, year - back, f"标题“{match[0]}”")
            return


def _openers(manuscript: Manuscript, rule: Rule, block: Block, opened: set[bool]) -> Iterator[Witness]:
    """The first paragraph of a part that begins with a year; what is called the past year anywhere."""
    plan = manuscript.is_next(block.start)
    match = re.match(YEAR + "(?:[，,]?(?:既|也)?是|[，,])", block.text)
    if match and plan not in opened:
        opened.add(plan)
        year = int(match["year"])
        yield Witness(
            block.start, block.start + 5, year, year - plan, f"{'部署' if plan else '回顾'}开头“{year}年”"
        )
    for past in re.finditer(rule.data["past"] + YEAR, block.text):
        year, start = int(past["year"]), block.start + past.start("year")
        yield Witness(start, start + 5, year, year, f"“{past[0]}”")


def _expected(manuscript: Manuscript) -> int | None:
    """Return the year that a report of its day is about, by the head's date."""
    date = parse_date(manuscript.meta.date)
    day = manuscript.given or (date.latest if date else None)
    if manuscript.brief:
        return manuscript.brief.year
    if day is None or SPRING < day.month < AUTUMN:
        return None
    return day.year - (day.month <= SPRING)


def years_disagree(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Title, headings, openers and the day of the report are of one year; those that are not are told."""
    if manuscript.genre not in SINGLE or head_of(manuscript).changing:
        return
    found = witnesses(manuscript, rule)
    votes = Counter(witness.reviewed for witness in found)
    expected = _expected(manuscript)
    if expected:
        votes[expected] += 2
    if len(votes) < 2:
        return
    (year, most), (_, second) = votes.most_common(2)
    date = next((block for block in manuscript.blocks if block.role == "date"), None)
    if expected and expected != year and most > second and date and not manuscript.brief:
        told = "、".join(dict.fromkeys(w.what for w in found if w.reviewed == year))
        yield Hit(date.start, date.end, f"报告日期与{told}对不上：按日期回顾的应是{expected}年")
    for witness in found:
        if witness.reviewed != year and most > second:
            wanted = f"{witness.written - witness.reviewed + year}年"
            others = "、".join(dict.fromkeys(w.what for w in found if w.reviewed == year)) or "报告日期"
            yield Hit(
                witness.start,
                witness.end,
                f"这里是{witness.written}年，按{others}应为{wanted}",
                wanted,
                None if most - votes[witness.reviewed] > 1 else Severity.WARNING,
            )


def left_over_year(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """In the review of one year, work told as this year's under the year before; a date of an older year."""
    year = manuscript.year
    if year is None or manuscript.genre not in SINGLE or head_of(manuscript).changing:
        return
    spoken, within = re.compile(YEAR + rule.data["work"]), re.compile(YEAR + rule.data["part"])
    for block in manuscript.blocks:
        if block.role not in ("body", "caption", "plain") or manuscript.is_next(block.start):
            continue
        for start, end in manuscript.sentences(block):
            match = spoken.match(manuscript.text, start, end)
            sentence = manuscript.text[start:end]
            if match and int(match["year"]) < year and not re.search(rule.data["compared"], sentence):
                yield _left_over(start, int(match["year"]), year)
            for part in within.finditer(manuscript.text, start, end):
                if int(part["year"]) == year - 1 and not re.search(rule.data["compared"], sentence):
                    yield _left_over(part.start("year"), year - 1, year)


def _left_over(at: int, written: int, year: int) -> Hit:
    told = f"回顾的是{year}年，这里是{written}年，可能是上一年的稿子留下的"
    return Hit(at, at + 5, told, f"{year}年")


def after_the_report(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """What the review tells as done was not done after the day of the report."""
    day = manuscript.day
    if day is None:
        return
    latest = latest_day(manuscript, day)
    ahead, done = rule.compiled(rule.data["ahead"]), rule.compiled(rule.data["done"])
    for when in dates(manuscript.text):
        first = when.first()
        block = manuscript.block_at(when.start)
        if first is None or first <= latest or block.role not in ("body", "caption"):
            continue
        start, end = manuscript.sentence_at(when.start)
        sentence = manuscript.text[start:end]
        if manuscript.is_next(when.start) or ahead.search(sentence):
            continue
        known = manuscript.day_known and (done.search(sentence) or block.role == "caption")
        yield Hit(
            when.start,
            when.end,
            f"{told_day(manuscript, day)}，{when.name}还没有到",
            severity=None if known else Severity.WARNING,
        )

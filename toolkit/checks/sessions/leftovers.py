"""Years and days that another year's text left behind: work of the year before, dates after the report."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import on_one_year
from toolkit.checks.sessions.whens import dates, latest_day, report_year, told_day, year_told

YEAR = r"(?<!\d)(?P<year>20\d\d)\s?年"
ROLES = ("body", "caption", "plain")


def left_over_year(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """In the review of one year, work told as this year's under another; a date of an older year."""
    year = report_year(manuscript)
    if year is None or not on_one_year(manuscript):
        return
    kinds = [(rule.compiled(find), reach) for find, reach in _kinds(rule)]
    for start, end in _told(manuscript, rule):
        for pattern, reach in kinds:
            for match in pattern.finditer(manuscript.text, start, end):
                if year - int(match["year"]) in reach:
                    yield _left_over(match.start("year"), int(match["year"]), year)
    yield from _in_the_plan(manuscript, rule, year)


def _in_the_plan(manuscript: Manuscript, rule: Rule, year: int) -> Iterator[Hit]:
    """What is to be done is not to be done in a year that is over."""
    planned = rule.compiled(YEAR + rule.data["planned"])
    for block in manuscript.blocks:
        if block.role not in ROLES or not manuscript.is_next(block.start):
            continue
        for match in planned.finditer(manuscript.text, block.start, block.end):
            written = int(match["year"])
            if year - written in range(5) and match.start() > block.start:
                said = f"部署的是{year + 1}年，这里是{written}年，可能是旧稿留下的"
                yield Hit(match.start("year"), match.start("year") + 5, said, f"{year + 1}年")


def _told(manuscript: Manuscript, rule: Rule) -> Iterator[tuple[int, int]]:
    """Yield the sentences of the review that name a year and compare nothing."""
    free = rule.compiled(rule.data["free"])
    for block in manuscript.blocks:
        if block.role not in ROLES or manuscript.is_next(block.start) or "20" not in block.text:
            continue
        for start, end in manuscript.sentences(block):
            if not free.search(manuscript.text, start, end):
                yield start, end


def _kinds(rule: Rule) -> Iterator[tuple[str, range]]:
    """Yield what is looked for and how many years back (or, below 0, ahead) it is wrong."""
    opened = r"(?:^|(?<=[。！？；\n]))"
    yield opened + YEAR + rule.data["work"], range(1, 20)
    yield r"(?<=[，；])" + YEAR + rule.data["counted"], range(1, 20)
    yield opened + YEAR + rule.data["counted"], range(-5, 0)
    yield r"(?<=[，；])" + YEAR + rule.data["counted"], range(-5, 0)
    yield YEAR + rule.data["part"], range(1, 2)
    yield YEAR + rule.data["half"], range(-5, 0)
    yield opened + YEAR + rule.data["dated"], range(2, 20)


def _left_over(at: int, written: int, year: int) -> Hit:
    told = "还没有到" if written > year else "可能是旧稿留下的"
    return Hit(at, at + 5, f"回顾的是{year}年，这里是{written}年，{told}", f"{year}年")


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
    yield from _years_to_come(manuscript, rule, day)


def _years_to_come(manuscript: Manuscript, rule: Rule, day: datetime.date) -> Iterator[Hit]:
    """2029年……以来, 截至2027年底, 〔2027〕3号: what has begun, is counted, or is issued, was so by then."""
    latest, ahead = latest_day(manuscript, day), rule.compiled(rule.data["promised"])
    for name in ("since", "as_of", "issued"):
        for match in rule.compiled(rule.data[name]).finditer(manuscript.text):
            year, month = int(match["year"]), 12 if name == "as_of" else 1
            block = manuscript.block_at(match.start())
            if (year, month) <= (latest.year, latest.month) or block.role not in ROLES:
                continue
            told_ahead = ahead.search(manuscript.text[slice(*manuscript.sentence_at(match.start()))])
            if told_ahead and (name == "as_of" or (name == "since" and manuscript.is_next(match.start()))):
                continue
            sure = year > latest.year and (manuscript.day_known or year_told(manuscript))
            told = f"{told_day(manuscript, day)}，{year}年{'底' if name == 'as_of' else ''}还没有到"
            yield Hit(*match.span(), told, severity=None if sure else Severity.WARNING)

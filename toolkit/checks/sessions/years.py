"""The year that a report is about: heads, headings and openers agree; none of the last report is left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Block, Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import on_one_year
from toolkit.checks.sessions.whens import reviewed_by_day, year_told, years_of_review

HEADING = 30
FAR = 5  # 展望2035年 looks far ahead
YEAR = r"(?<!\d)(?P<year>20\d\d)\s?年"


@dataclass(frozen=True)
class Witness:
    """A place that says which year is under review: directly, or as the year before the one it names."""

    start: int
    end: int
    written: int
    reviewed: int
    what: str
    sure: bool = True


def witnesses(manuscript: Manuscript, rule: Rule) -> list[Witness]:
    """Return what the title, headings and openers say; the data of the rule has their words."""
    found: list[Witness] = []
    opened: set[bool] = set()
    honours = rule.compiled(YEAR + rule.data["honours"])
    for block in manuscript.blocks:
        short = len(block.text) <= HEADING and not block.text.endswith("。")
        if block.role == "title" or (short and block.role in ("plain", "body", "title")):
            found += _headings(block, rule) or _honours(block, honours)
        elif block.role == "body":
            found += _openers(manuscript, rule, block, opened)
    return found


def _headings(block: Block, rule: Rule) -> list[Witness]:
    """A heading that names the year under review or the one planned."""
    for back, name in enumerate(("review", "plan")):
        begins = "" if block.role == "title" else rule.data["begins"]
        match = re.search(begins + YEAR + rule.data[name], block.text)
        if match:
            start, year = block.start + match.start("year"), int(match["year"])
            return [Witness(start, start + 5, year, year - back, f"标题“{match[0]}”")]
    return []


def _honours(block: Block, pattern: re.Pattern[str]) -> list[Witness]:
    """A list of honours is of the year under review, as a rule."""
    match = pattern.search(block.text)
    if not match:
        return []
    start, year = block.start + match.start(), int(match["year"])
    return [Witness(start, start + 5, year, year, f"标题“{match[0]}”", sure=False)]


def _openers(manuscript: Manuscript, rule: Rule, block: Block, opened: set[bool]) -> Iterator[Witness]:
    """The first paragraph of a part that begins with a year; what is called the past year anywhere."""
    match = re.match(YEAR + "(?:[，,]?(?:既|也)?是|[，,])", block.text)
    plan = bool(match) and (
        manuscript.is_next(block.start) or bool(re.match(YEAR + rule.data["to_do"], block.text))
    )
    if match and plan not in opened:
        opened.add(plan)
        year, what = int(match["year"]), "部署" if plan else "回顾"
        yield Witness(block.start, block.start + 5, year, year - plan, f"{what}开头“{year}年”")
    for past in re.finditer(rule.data["past"] + YEAR, block.text):
        year, start = int(past["year"]), block.start + past.start("year")
        yield Witness(start, start + 5, year, year, f"“{past[0]}”")
    for coming in re.finditer(rule.data["coming"] + YEAR + rule.data["ahead"], block.text):
        year, start = int(coming["year"]), block.start + coming.start("year")
        if year % FAR:
            yield Witness(start, start + 5, year, year - 1, f"“{coming[0]}”")


def years_disagree(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Title, headings, openers and the day of the report are of one year; those that are not are told."""
    if not on_one_year(manuscript):
        return
    found = witnesses(manuscript, rule)
    votes = Counter(witness.reviewed for witness in found)
    expected = reviewed_by_day(manuscript)
    if expected:
        votes[expected] += 2
    spoken = years_of_review(manuscript).most_common(2)
    if spoken and (len(spoken) == 1 or spoken[0][1] > spoken[1][1]):
        votes[spoken[0][0]] += 1
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
                None
                if _proved(manuscript, witness, year, most - votes[witness.reviewed])
                else Severity.WARNING,
            )


def _proved(manuscript: Manuscript, witness: Witness, year: int, margin: int) -> bool:
    """Tell whether a year is wrong for sure: outvoted, or planned though it is over."""
    planned = witness.reviewed == witness.written - 1
    over = witness.written < year or (witness.written == year and manuscript.is_next(witness.start))
    return witness.sure and (margin > 1 or (planned and over and year_told(manuscript)))

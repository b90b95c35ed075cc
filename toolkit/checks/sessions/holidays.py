"""Days of remembrance and profession: the date beside their name, and which one it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.whens import dates, report_year
from toolkit.pack.calendar import Holiday
from toolkit.quantities.numerals import ordinal

COUNTED = r"第(?P<n>\d{1,3}|[一二三四五六七八九十百]{1,5})个(?:全国|中国|国家|国际|世界)?[“‘]?"
BETWEEN = r"[，,]?(?:既|也|恰|正)?(?:是|为|逢|值|恰逢|正值|适逢|迎来)?(?:了)?(?:我国|全国)?(?:的)?"
AFTER = re.compile(r"[”’]?(?:当天|当日)?[（(，,]?(?:即|在|是)?(?=\d{1,2}月\d{1,2}日)")
STANDS = re.compile(r"[”’]?(?:当天|当日|到来|这[一]?天|[，。；）\n])|[”’]?\Z")
EVE = re.compile(r"[”’]?(?:前夕|前后|前一|来临|临近|期间|假期|小长假|[至到])")
IS = re.compile(r"是|逢|值|为|迎来|第")
REACH = 16


def wrong_holiday(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """9月11日教师节, 教师节（9月11日）, 2024年……第39个教师节."""
    text = manuscript.text
    for holiday in manuscript.pack.calendar.holidays:
        for name in holiday.names:
            at = text.find(name)
            while at >= 0:
                yield from _dated(text, holiday, name, at)
                yield from _counted(manuscript, rule, holiday, at)
                at = text.find(name, at + len(name))


def _dated(text: str, holiday: Holiday, name: str, at: int) -> Iterator[Hit]:
    """The date that stands right before the name, or right behind it."""
    begins = max(0, at - 2 * REACH)
    found = [when for when in dates(text, begins, at) if when.day]
    count = rf"(?:{COUNTED})?[“‘]?\Z"
    between = text[found[-1].end : at] if found else ""
    told = IS.search(between) or STANDS.match(text, at + len(name))
    same = found and told and not EVE.match(text, at + len(name)) and re.match(BETWEEN + count, between)
    near = found[-1] if same else None
    after = AFTER.match(text, at + len(name))
    if near is None and after:
        near = next(dates(text, after.end(), after.end() + REACH), None)
    if near and near.day and (near.month, near.day) != (holiday.month, holiday.day):
        right = f"{holiday.month}月{holiday.day}日"
        yield Hit(near.start, near.end, f"{name}是{right}，这里是{near.month}月{near.day}日")


def _counted(manuscript: Manuscript, rule: Rule, holiday: Holiday, at: int) -> Iterator[Hit]:
    """The first of them is one: the count gives the year, named in the sentence or that of the report."""
    if not holiday.since:
        return
    match = re.search(COUNTED + r"\Z", manuscript.text[max(0, at - REACH) : at])
    if not match or not ordinal(match["n"]):
        return
    start, _ = manuscript.sentence_at(at)
    named = re.findall(r"20\d\d(?=年)", manuscript.text[start:at])
    kept, year = holiday.since + ordinal(match["n"]) - 1, report_year(manuscript)
    allowed = {int(named[-1])} if named else {year, year + 1} if year else set()
    if allowed and kept not in allowed:
        place = at - (len(match[0]) - match.start("n") + match.start())
        right = min(allowed) - holiday.since + 1
        said = f"第{match['n']}个{holiday.names[0]}是{kept}年，{min(allowed)}年是第{right}个"
        yield Hit(place, place + len(match["n"]), said, severity=None if named else Severity.WARNING)

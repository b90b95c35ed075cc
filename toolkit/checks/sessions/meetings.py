"""Meetings cited too early, that never were, or with a wrong date; lists of plenums; documents."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import head_of
from toolkit.checks.sessions.party import (
    PLENUM,
    Named,
    latest_congress,
    latest_plenum,
    named_meetings,
    plenum_numbers,
)
from toolkit.checks.sessions.whens import When, certainty, dates, latest_day, report_year, told_day
from toolkit.pack.calendar import Meeting
from toolkit.quantities.numerals import ordinal
from toolkit.text import chinese_numeral

CEREMONIES = ("庆祝", "纪念")  # places hold such meetings of their own under nearly the same name
FORESEEN = ("cpc_congress", "cppcc_session", "npc_session")  # their year is known before, and planned for
GRACE = datetime.timedelta(days=14)  # a text of these days may have been finished before
HELD_ON = re.compile(
    r"(?:(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?)"
    r"(?P<tail>(?:至|到|—|－|-)(?:(?P<to_month>\d{1,2})月)?(?P<to_day>\d{1,2})日)?"
    r"(?P<comma>[，,]?)(?P<how>(?:在北京)?(?:隆重|胜利)?(?:召开|举行|举办|开幕)的?了?|的|"
    r"(?:习近平(?:总书记|主席|同志)?|党中央|中共中央)?(?:出席|在|主持召开|召开)了?)?(?:中共|党的)?\Z"
)
HELD_AT = re.compile(r"(?:已)?(?:于|在|[（(])(?=(?:20\d\d年)?\d{1,2}月|20\d\d年)")
DAY_BEFORE = re.compile(
    r"(?<!年)(?<!\d)\d{1,2}月\d{1,2}日(?:(?:至|到|—|－|-)(?:\d{1,2}月)?\d{1,2}日)?[，,]?(?:中共|党的)?\Z"
)
OPENS = re.compile(r"(?:在北京)?(?:隆重|胜利|顺利)?(?:召开|闭幕|举行|开幕)")
CONVENED = ("cpc_congress", "cpc_plenum", "cppcc_session", "npc_session")
RANGE = re.compile(r"(?:至|到|—|－|-)(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日")


def not_yet_held(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A meeting is cited once it is over, and by a report of that day or later."""
    day = manuscript.day
    if day is None:
        return
    for named in named_meetings(manuscript):
        if not _unheld(manuscript, named, latest_day(manuscript, day)) or _ahead(manuscript, rule, named):
            continue
        begins = named.meeting.start if named.meeting else None
        told = (
            f"{begins.year}年{begins.month}月{begins.day}日才召开"
            if begins
            else "还没有召开，或者没有查到日期"
        )
        sure = certainty(manuscript)
        if begins is None and day > manuscript.pack.calendar.known_until:
            sure = Severity.WARNING
        if named.kind in FORESEEN and manuscript.is_next(named.start) and not _too_far(manuscript, named):
            sure = Severity.WARNING
        yield Hit(
            named.start,
            named.end,
            f"{told_day(manuscript, day)}，{_name(named)}{told}",
            severity=sure,
        )


def _unheld(manuscript: Manuscript, named: Named, day: datetime.date) -> bool:
    if named.meeting:
        return (named.meeting.start is None and not named.meeting.verified) or bool(
            named.meeting.start and named.meeting.start > day
        )
    if _impossible(manuscript, named):
        return False
    known = [m.term for m in manuscript.pack.calendar.meetings if m.kind == named.kind]
    return named.term >= max(known, default=99)


def _too_far(manuscript: Manuscript, named: Named) -> bool:
    """Tell whether a meeting of every five years, or the session of one, is later than the year planned."""
    held = [
        (m.term, m.start.year)
        for m in manuscript.pack.calendar.meetings
        if m.kind == named.kind and m.start and m.number <= 1
    ]
    year = report_year(manuscript)
    if not held or year is None:
        return False
    term, began = max(held)
    due = began + (named.term - term) * manuscript.pack.calendar.years_a_term + max(0, named.number - 1)
    return due > year + 1


def _ahead(manuscript: Manuscript, rule: Rule, named: Named) -> bool:
    """Tell whether a meeting is spoken of as one to come."""
    start, end = manuscript.sentence_at(named.start)
    return bool(
        rule.compiled(rule.data["ahead"]).search(manuscript.text[max(start, named.start - 30) : end][:80])
    )


def no_such_meeting(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """十九届八中全会, 全国政协十四届六次会议: there is none of that number."""
    for named in named_meetings(manuscript):
        if named.meeting is None and _impossible(manuscript, named):
            yield Hit(named.start, named.end, f"没有{_name(named)}：{_most(manuscript, named)}")


def _impossible(manuscript: Manuscript, named: Named) -> bool:
    calendar = manuscript.pack.calendar
    if named.kind == "cpc_plenum":
        over = any(m.kind == "cpc_congress" and m.term == named.term + 1 and m.end for m in calendar.meetings)
        return named.number > calendar.plenums_a_term or (over and _known_terms(manuscript, named))
    return named.kind in ("cppcc_session", "npc_session") and named.number > calendar.sessions_a_term


def _known_terms(manuscript: Manuscript, named: Named) -> bool:
    return any(m.kind == named.kind and m.term == named.term for m in manuscript.pack.calendar.meetings)


def _most(manuscript: Manuscript, named: Named) -> str:
    if named.kind != "cpc_plenum":
        return f"每届共开{chinese_numeral(manuscript.pack.calendar.sessions_a_term)}次会议"
    rows = [
        m.number for m in manuscript.pack.calendar.meetings if m.kind == "cpc_plenum" and m.term == named.term
    ]
    most = max([n for n in rows if n], default=manuscript.pack.calendar.plenums_a_term)
    return f"{chinese_numeral(named.term)}届中央委员会最后一次是{chinese_numeral(most)}中全会"


def _name(named: Named) -> str:
    if named.kind == "cpc_plenum":
        return f"{chinese_numeral(named.term)}届{chinese_numeral(named.number)}中全会"
    return f"“{named.text}”"


def short_of_latest(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A list of plenums does not stop before the latest."""
    day = manuscript.day
    latest = latest_plenum(manuscript, day) if day else None
    if day is None or latest is None:
        return
    for match in PLENUM.finditer(manuscript.text):
        numbers = plenum_numbers(match)
        if ordinal(match["term"]) != latest.term or len(numbers) < 2 or max(numbers) >= latest.number:
            continue
        start, end = manuscript.sentence_at(match.start())
        last = chinese_numeral(latest.number)
        if f"{last}中" in manuscript.text[start:end] or _dated_before(
            manuscript.text[start : match.start()], latest
        ):
            continue
        recent = latest.end is not None and day - latest.end < GRACE
        yield Hit(
            *match.span(),
            f"报告时已经开过{chinese_numeral(latest.term)}届{last}中全会，列举不能停在{chinese_numeral(max(numbers))}中全会",
            match[0].removesuffix("全会") + f"、{last}中全会",
            Severity.WARNING if recent else certainty(manuscript),
        )


def _dated_before(text: str, latest: Meeting) -> bool:
    """Tell whether a date in these words is before a meeting."""
    return any(
        (first := when.first()) is not None and latest.start is not None and first < latest.start
        for when in dates(text)
    )


def list_order(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A list of plenums goes upwards and leaves none out in the middle."""
    for match in PLENUM.finditer(manuscript.text):
        numbers = plenum_numbers(match)
        if sorted(set(numbers)) != numbers:
            yield Hit(*match.span(), f"“{match[0]}”列举的次序颠倒或者重复")
        elif len(numbers) > 1 and numbers[-1] - numbers[0] >= len(numbers):
            left = [n for n in range(numbers[0], numbers[-1]) if n not in numbers]
            missing = "、".join(f"{chinese_numeral(n)}中" for n in left)
            yield Hit(*match.span(), f"“{match[0]}”中间漏了{missing}全会", severity=Severity.WARNING)


def outdated_congress(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A report on a year after a congress does not study the one before it alone."""
    day, year = manuscript.day, report_year(manuscript)
    congress = latest_congress(manuscript, day) if day else None
    several = head_of(manuscript).changing or manuscript.genre == "multi_year_review"
    if congress is None or congress.end is None or year is None or year <= congress.end.year or several:
        return
    before, now = chinese_numeral(congress.term - 1), chinese_numeral(congress.term)
    wording = rule.data["wording"].replace("〔届〕", before)
    for match in rule.compiled(wording).finditer(manuscript.text):
        start, end = manuscript.sentence_at(match.start())
        if f"{now}大" not in manuscript.text[start:end] and f"{now}届" not in manuscript.text[start:end]:
            yield Hit(*match.span("name"), f"已经开过中共{now}大，只提{before}大，可能是旧稿留下的")


def wrong_meeting_date(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """The date beside a meeting's name is one of its days."""
    for named in named_meetings(manuscript):
        meeting = named.meeting
        if meeting and meeting.verified and meeting.start and meeting.end:
            yield from _before_name(manuscript, rule, named, meeting)
            yield from _after_name(manuscript.text, named, meeting)


def _before_name(manuscript: Manuscript, rule: Rule, named: Named, meeting: Meeting) -> Iterator[Hit]:
    at = max(0, named.start - 30)
    if named.kind in CONVENED and OPENS.match(manuscript.text, named.end):
        yield from _day_before(manuscript.text, named, meeting)
    match = HELD_ON.search(manuscript.text[at : named.start])
    if not match or (match["comma"] and not match["month"]):
        return
    when = When(match.start(), match.end(), *(int(match[name] or 0) for name in ("year", "month", "day")))
    last = (
        (int(match["to_month"] or when.month), int(match["to_day"])) if match["tail"] and when.day else None
    )
    if _lasts(when, last, meeting):
        return
    written = manuscript.text[at + match.start() :]
    guessed = not when.month and not match["how"]
    length = len(re.match(r"[\d年月日]+" + (r"[至到—－-][\d月日]+" if last else ""), written)[0])  # type: ignore[index]
    local = named.text[:2] in CEREMONIES and named.text != meeting.names[0]
    start, end = manuscript.sentence_at(named.start)
    doubt = local and not re.search(rule.data["central"], manuscript.text[start:end])
    place = at + match.start()
    yield Hit(
        place, place + length, _told(named, meeting), severity=Severity.WARNING if doubt or guessed else None
    )


def _day_before(text: str, named: Named, meeting: Meeting) -> Iterator[Hit]:
    """7月20日，党的二十届三中全会胜利召开: without a year the day counts in the meeting's own."""
    at = max(0, named.start - 30)
    match = DAY_BEFORE.search(text[at : named.start])
    when = next(dates(text, at + match.start(), named.start), None) if match else None
    if match and when and meeting.start:
        tail = RANGE.match(text, when.end)
        last = (int(tail["month"] or when.month), int(tail["day"])) if tail else None
        if not _lasts(When(0, 0, meeting.start.year, when.month, when.day), last, meeting):
            yield Hit(when.start, tail.end() if tail else when.end, _told(named, meeting))


def _after_name(text: str, named: Named, meeting: Meeting) -> Iterator[Hit]:
    match = HELD_AT.match(text, named.end)
    when = next(dates(text, match.end(), match.end() + 12), None) if match else None
    if not match or not when or when.start != match.end():
        return
    tail = RANGE.match(text, when.end)
    year = when.year or (meeting.start.year if meeting.start else 0)
    last = (int(tail["month"] or when.month), int(tail["day"])) if tail else None
    if not _lasts(When(0, 0, year, when.month, when.day), last, meeting):
        yield Hit(when.start, tail.end() if tail else when.end, _told(named, meeting))


def _lasts(when: When, last: tuple[int, int] | None, meeting: Meeting) -> bool:
    """Tell whether a date touches a meeting's days; given the month and day it ends, is all of them."""
    if not last or not meeting.end or not when.day:
        return _fits(when, meeting)
    return when.first() == meeting.start and last == (meeting.end.month, meeting.end.day)


def _fits(when: When, meeting: Meeting) -> bool:
    """Tell whether a date, a month or a year touches a meeting's days."""
    if not meeting.start or not meeting.end:
        return True
    if not when.month:
        return meeting.start.year <= when.year <= meeting.end.year
    first, last = when.first(), when.last()
    return first is None or last is None or (first <= meeting.end and last >= meeting.start)


def _told(named: Named, meeting: Meeting) -> str:
    first, last = meeting.start, meeting.end
    if not first or not last:
        return ""
    until = (
        ""
        if first == last
        else "至" + (f"{last.month}月" if last.month != first.month else "") + f"{last.day}日"
    )
    return f"{_name(named)}是{first.year}年{first.month}月{first.day}日{until}召开的"


def early_documents(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A document is cited once it is published."""
    day = manuscript.day
    if day is None:
        return
    for document in manuscript.pack.calendar.documents:
        if document.revised or document.date <= day:
            continue
        for match in re.finditer(re.escape(document.name), manuscript.text):
            told = f"{document.name}是{document.date.year}年{document.date.month}月的文件，报告日期在它之前"
            yield Hit(*match.span(), told, severity=certainty(manuscript))

"""Five-year plans: which year opens, closes or prepares them, and which years they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.heads import own_session
from toolkit.checks.sessions.mentions import NUMBER, head_of
from toolkit.checks.sessions.party import named_meetings
from toolkit.checks.sessions.whens import certainty, latest_day, report_year, told_day, year_told
from toolkit.pack.calendar import Plan
from toolkit.quantities.numerals import ordinal
from toolkit.text import chinese_numeral

CUT = re.compile(r"[。；\n]")
SPAN = re.compile(
    r"[”’]?(?:规划|时期|期间)?[（(](?P<one>20\d\d)年?(?:—|－|-|–|至|到|~|～)(?P<two>20\d\d)年?[）)]"
)


def _named(manuscript: Manuscript, plan: Plan) -> Iterator[re.Match[str]]:
    return re.finditer(re.escape(plan.name), manuscript.text)


def wrong_role(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """2025年是“十四五”收官之年: the year named, else the one reviewed or planned, plays that part."""
    role = re.compile(rule.data["between"] + rf"(?P<role>{'|'.join(rule.data['roles'])})" + rule.data["year"])
    for plan in manuscript.pack.calendar.plans:
        for name in _named(manuscript, plan):
            match = role.match(manuscript.text, name.end())
            before = CUT.split(manuscript.text[max(0, name.start() - 12) : name.start()])[-1]
            if not match or re.search(rule.data["preparing"], before):
                continue
            right = [plan.first + offset for offset in rule.data["roles"][match["role"]]]
            year, sure = _year(manuscript, rule, name.start())
            if year is None or year in right:
                continue
            if not sure and (
                manuscript.genre == "multi_year_review" or year + 1 in right or year - 1 in right
            ):
                continue
            told = "、".join(f"{one}年" for one in right)
            yield Hit(
                name.start(),
                match.end("role"),
                f"“{plan.name}”是{plan.first}—{plan.last}年，{match['role']}的是{told}，不是{year}年",
                severity=None if sure else Severity.WARNING,
            )


def _year(manuscript: Manuscript, rule: Rule, at: int) -> tuple[int | None, bool]:
    """Return the year that a place speaks of and whether it is named in the sentence."""
    start, _ = manuscript.sentence_at(at)
    named = list(re.finditer(r"(20\d\d)年" + rule.data["is"], manuscript.text[start:at]))
    if named:
        return int(named[-1][1]), True
    year = report_year(manuscript)
    if year is None or head_of(manuscript).changing:
        return None, False
    return year + manuscript.is_next(at), False


def wrong_opener(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """全面贯彻二十大精神的开局之年 is the year after the congress, its 召开之年 the year itself."""
    roles = [(rule.compiled(row["after"]), int(row["later"])) for row in rule.data["meetings"]]
    for named in named_meetings(manuscript):
        for pattern, later in roles if named.meeting and named.meeting.start else ():
            match = pattern.match(manuscript.text, named.end)
            if match and named.meeting and named.meeting.start:
                right = [named.meeting.start.year + later]
                yield from _played(manuscript, rule, (named.start, match.end()), right)
    for row in rule.data["others"]:
        for match in rule.compiled(row["find"]).finditer(manuscript.text):
            yield from _played(manuscript, rule, match.span(), row["years"])


def _played(manuscript: Manuscript, rule: Rule, place: tuple[int, int], right: list[int]) -> Iterator[Hit]:
    """Tell a part that the year spoken of does not play."""
    year, named = _year(manuscript, rule, place[0])
    if year is None or year in right or (not named and manuscript.genre == "multi_year_review"):
        return
    words = manuscript.text[slice(*place)]
    told = f"“{words}”是{'、'.join(f'{one}年' for one in right)}，不是{year}年"
    sure = named or (year_told(manuscript) and year - 1 not in right and year + 1 not in right)
    yield Hit(*place, told, severity=None if sure else Severity.WARNING)


def term_year(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """At the fourth session the third year of the term is reviewed and the fourth is planned."""
    session, reviewed = own_session(manuscript), report_year(manuscript)
    if session is None or reviewed is None or session.number == 1:
        return
    for match in rule.compiled(rule.data["find"]).finditer(manuscript.text):
        term = match.groupdict().get("term")
        if term and ordinal(term) != session.term:
            continue
        year, _ = _year(manuscript, rule, match.start())
        if year is None:
            continue
        now, role = session.number - 1 + year - reviewed, match["role"]
        count = re.fullmatch(rf"第(?P<n>{NUMBER})", role)
        right = [ordinal(count["n"])] if count else rule.data["roles"][role]
        if now not in right and now > 0:
            yield Hit(
                *match.span(),
                f"{year}年是第{chinese_numeral(session.term)}届的第{chinese_numeral(now)}年，不是“{match[0]}”",
            )


def wrong_span(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """“十四五”时期（2021—2025年）."""
    for plan in manuscript.pack.calendar.plans:
        for name in _named(manuscript, plan):
            match = SPAN.match(manuscript.text, name.end())
            if match and (int(match["one"]), int(match["two"])) != (plan.first, plan.last):
                yield Hit(
                    match.start("one"),
                    match.end("two"),
                    f"“{plan.name}”是{plan.first}—{plan.last}年",
                    f"{plan.first}—{plan.last}",
                )


def ended_plan(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """What is planned does not serve a plan that is over, nor one two periods ahead."""
    year = report_year(manuscript)
    if year is None:
        return
    serving = re.compile(rule.data["serving"] + r"“?\Z")
    for plan in manuscript.pack.calendar.plans:
        for name in _named(manuscript, plan):
            before = CUT.split(manuscript.text[max(0, name.start() - 12) : name.start()])[-1]
            after = CUT.split(manuscript.text[name.end() : name.end() + 12])[0]
            if not manuscript.is_next(name.start()) or not serving.search(before):
                continue
            if plan.last < year + 1 and not re.search(rule.data["past"], before + after):
                yield Hit(
                    *name.span(),
                    f"部署的是{year + 1}年的工作，“{plan.name}”（{plan.first}—{plan.last}年）已经结束",
                )


def early_plan(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A plan is carried out, and its proposal cited, once the Party's proposal is public."""
    day = manuscript.day
    if day is None:
        return
    carried, proposal = rule.compiled(rule.data["carried_out"]), rule.compiled(rule.data["proposal"])
    preparing = rule.compiled(rule.data["preparing"])
    for plan in manuscript.pack.calendar.plans:
        if plan.proposed is None or plan.proposed <= latest_day(manuscript, day):
            continue
        for name in _named(manuscript, plan):
            before = CUT.split(manuscript.text[max(0, name.start() - 12) : name.start()])[-1]
            after = CUT.split(manuscript.text[name.end() : name.end() + 16])[0]
            cited = proposal.match(after)
            if cited or (carried.search(before) and not preparing.search(before + after)):
                first = plan.proposed
                told = f"“{plan.name}”规划建议{first.year}年{first.month}月{first.day}日才通过"
                yield Hit(
                    *name.span(),
                    f"{told_day(manuscript, day)}，{told}",
                    severity=certainty(manuscript) if cited else Severity.WARNING,
                )

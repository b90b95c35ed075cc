"""Plenary sessions: the body against the head, and against itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.heads import Own, own_session
from toolkit.checks.sessions.mentions import (
    NUMBER,
    Mention,
    head_of,
    is_report,
    mentions,
    on_one_year,
    own_mentions,
    own_terms,
    plenary_sessions,
    session_name,
)
from toolkit.checks.sessions.whens import report_year
from toolkit.quantities.numerals import ordinal
from toolkit.text import chinese_numeral

SET = r"(?:所)?(?:确定|提出|部署|明确|作出|安排)的"
AT = re.compile(rf"上(?!{SET})")
SINCE = re.compile(r"(?:闭幕|召开)?(?:以来|之后|后)")
DURING = re.compile(rf"(?:{SET}|期间|上|闭幕|召开(?:以来|期间|之后|后)|会议期间|以来|共?收到)")
THIS_TERM = re.compile(
    rf"本届(?:[省市区县旗州盟]?政协|委员会)?第?(?P<number>{NUMBER})次(?:全体)?会议(?=以来|期间|闭幕)"
)
COUNTED = re.compile(r"以来[，,]?[^。；]{0,30}?(?:收到|提出|提交|立案|提案|报送|开展|组织)")
YEARS = re.compile(r"[两三四五六七八九十\d]+年(?:来|间|多来)|历次|历年|累计")
CHANGING = re.compile("换届|新一届|上届|上一届|历届|连任|当选|产生|过去五年|[五5]年来|下一届|历史")
EARLY = "0?[1-4]"
COUNTING = re.compile(r"(?:期间|召开(?:以来|期间|之后|后)|会议期间|以来)")
LAST = 5  # sessions of a term; the next is the first of another term
OPENED = re.compile(
    r"(?:今天|昨天|今日|上午|下午|在[^，。；]{1,20}|隆重|胜利|顺利|圆满|正式)*"
    r"(?:开幕|闭幕(?!后|以来|以后|之后)|举行|召开(?!后|以来|以后|之后|的|前|期间|在即|情况|时间)|第[一二三四]次全体会议|"
    r"(?:的?主要)?议程|经过全体|圆满完成|将于)"
)


def since_own_session(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A report covers the time since the session before its own: 第四次会议上 tells 三次会议以来."""
    session = own_session(manuscript)
    if not session or session.number < 2 or not is_report(manuscript):
        return
    told = [
        (mention, rest)
        for mention, rest in plenary_sessions(manuscript)
        if mention.term == session.term and not manuscript.is_next(mention.start) and DURING.match(rest)
    ]
    if len(told) > 1 and all(mention.number == session.number for mention, _ in told):
        yield from _subtitle_late(manuscript, session)
    for mention, rest in told:
        right = _name_like(mention, session.number - 1)
        if mention.number == session.number and not AT.match(rest):
            said = next((m[0] for m in (SINCE.match(rest), DURING.match(rest)) if m), "期间")
            yield Hit(
                mention.start,
                mention.end,
                f"报告是在{session.name}上作的，不能写“{mention.name}{said}”，回顾的是{right}{said}的工作",
                right,
            )
        elif mention.number < session.number - 1 and _annual(manuscript, mention, rule):
            yield Hit(
                mention.start,
                mention.end,
                f"报告是在{session.name}上作的，回顾一年应从{right}算起，这里写的是{mention.name}",
                right,
                None if _counted_from(manuscript, rule, mention, session) else Severity.WARNING,
            )
    yield from _this_term(manuscript, session)


def _counted_from(manuscript: Manuscript, rule: Rule, mention: Mention, session: Own) -> bool:
    """Tell whether this year's proposals are counted from the session before the last, for sure."""
    after = manuscript.text[mention.end : manuscript.sentence_at(mention.start)[1]]
    return bool(rule.compiled(rule.data["counted"]).match(after)) and 1 < mention.number == session.number - 2


def _this_term(manuscript: Manuscript, session: Own) -> Iterator[Hit]:
    """本届三次会议以来: the term is the report's own."""
    for match in THIS_TERM.finditer(manuscript.text):
        if ordinal(match["number"]) == session.number and not manuscript.is_next(match.start()):
            right = chinese_numeral(session.number - 1)
            said = f"报告是在{session.name}上作的，回顾的是{right}次会议以来的工作"
            yield Hit(*match.span("number"), said, right)


def _subtitle_late(manuscript: Manuscript, session: Own) -> Iterator[Hit]:
    """Where the whole body counts from one session, the head's number is as likely to be wrong."""
    subtitle = head_of(manuscript).session
    if subtitle:
        told = f"正文都从{session.name}算起，报告会议应是{session_name(session.term, session.number + 1)}"
        yield Hit(subtitle.start, subtitle.end, told)


def _annual(manuscript: Manuscript, mention: Mention, rule: Rule) -> bool:
    """Tell whether a sentence speaks of this year only and of its work, not of an earlier year."""
    sentence = manuscript.text[slice(*manuscript.sentence_at(mention.start))]
    return bool(re.search(rule.data["work"], sentence)) and not re.search(rule.data["years"], sentence)


def _name_like(mention: Mention, number: int) -> str:
    """Return another session of the term, written as a mention is."""
    return re.sub(rf"{NUMBER}(?=次)", chinese_numeral(number), mention.text)


def session_to_come(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """The review tells of no session later than the report's own."""
    session = own_session(manuscript)
    if not session or not is_report(manuscript):
        return
    now = (session.term, session.number)
    ahead = rule.compiled(rule.data["ahead"])
    for mention, _ in plenary_sessions(manuscript):
        start, end = manuscript.sentence_at(mention.start)
        told = manuscript.text[start:end]
        if (
            (mention.term, mention.number) > now
            and not manuscript.is_next(mention.start)
            and not ahead.search(told)
        ):
            yield Hit(
                mention.start,
                mention.end,
                f"报告是在{session.name}上作的，{mention.name}还没有召开",
            )


def planned_again(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """The plan prepares the session after the report's own, no earlier one and not the one after next."""
    session = own_session(manuscript)
    latest = (session.term, session.number) if session and is_report(manuscript) else _latest(manuscript)
    if latest is None:
        return
    before, after = rule.compiled(rule.data["before"]), rule.compiled(rule.data["after"])
    for mention, _ in plenary_sessions(manuscript):
        start, end = manuscript.sentence_at(mention.start)
        prepared = before.search(manuscript.text[start : mention.start]) or after.match(
            manuscript.text[mention.end : end]
        )
        if not prepared or not manuscript.is_next(mention.start):
            continue
        term, number = latest
        if (mention.term, mention.number) <= latest:
            right = _name_like(mention, number + 1) if number < LAST and mention.term == term else ""
            told = f"{session_name(*latest)}已经召开，部署里筹备的应是下一次会议"
            yield Hit(mention.start, mention.end, told, right)
        elif mention.term == term and mention.number > number + 1:
            told = f"{session_name(*latest)}之后是{session_name(term, number + 1)}，这里是{mention.name}"
            yield Hit(mention.start, mention.end, told, _name_like(mention, number + 1), Severity.WARNING)


def _latest(manuscript: Manuscript) -> tuple[int, int] | None:
    """Return the latest session that a review without a head counts its work from."""
    told = [
        m
        for m, rest in plenary_sessions(manuscript)
        if DURING.match(rest) and not manuscript.is_next(m.start)
    ]
    return max(((m.term, m.number) for m in told), default=None)


def other_term(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """The body's sessions are of the report's own term; a first session's of the term before, too."""
    session = own_session(manuscript)
    if not session or not is_report(manuscript):
        return
    allowed = (session.term, session.term - 1) if session.number == 1 else (session.term,)
    for mention, rest in plenary_sessions(manuscript):
        if mention.term in allowed or mention.term > session.term:
            continue
        sentence = manuscript.text[slice(*manuscript.sentence_at(mention.start))]
        past = rule.compiled(rule.data["history"]).search(sentence) or not DURING.match(rest)
        right = re.sub(rf"{NUMBER}(?=届)", chinese_numeral(session.term), mention.text)
        yield Hit(
            mention.start,
            mention.end,
            f"报告是第{chinese_numeral(session.term)}届的，这里写成第{chinese_numeral(mention.term)}届（{mention.name}）",
            right,
            Severity.WARNING if past else None,
        )


def sessions_disagree(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Where the head names no session, the one that the work is counted from is the same throughout."""
    if not is_report(manuscript):
        yield from _under_way(manuscript)
    yield from _terms(manuscript)
    yield from _dated_apart(manuscript)
    session = head_of(manuscript).session
    if (session and is_report(manuscript)) or manuscript.genre == "multi_year_review":
        return
    counted = SINCE if session else DURING
    told = [
        m
        for m in mentions(manuscript)
        if m.own
        and not m.standing
        and counted.match(manuscript.text, m.end)
        and not manuscript.is_next(m.start)
        and not YEARS.search(manuscript.text[slice(*manuscript.sentence_at(m.start))])
    ]
    yield from _odd_ones(manuscript, told)


def _dated_apart(manuscript: Manuscript) -> Iterator[Hit]:
    """The session held early in the year under review is the one that its work is counted from."""
    year = report_year(manuscript)
    if year is None or not on_one_year(manuscript):
        return
    early = {m.start for m in own_mentions(manuscript) if _year_of(manuscript, m, EARLY) == year}
    told = {
        (m.term, m.number): m
        for m, rest in plenary_sessions(manuscript)
        if m.start not in early
        and COUNTING.match(rest)
        and not manuscript.is_next(m.start)
        and not YEARS.search(manuscript.text[slice(*manuscript.sentence_at(m.start))])
    }
    if len(told) != 1 or len({(m.term, m.number) for m in own_mentions(manuscript) if m.start in early}) > 1:
        return
    (usual,) = told.values()
    for mention in own_mentions(manuscript):
        if mention.start in early and mention.name != usual.name:
            said = f"{year}年初召开的这里写作{mention.name}，别处写作{usual.name}"
            yield Hit(mention.start, mention.end, said)


def _terms(manuscript: Manuscript) -> Iterator[Hit]:
    """The own committee is of one term throughout, but where a new one begins."""
    named = own_terms(manuscript)
    head = head_of(manuscript).session
    first = any(m.own and m.number == 1 and not m.standing for m in mentions(manuscript))
    if first or (head and is_report(manuscript)) or manuscript.genre == "multi_year_review":
        return
    told = [t for t in named if not CHANGING.search(manuscript.text[slice(*manuscript.sentence_at(t.start))])]
    counts = Counter(term.number for term in told)
    if len(counts) < 2 or max(counts) - min(counts) > 2:
        return
    main = max(told, key=lambda t: (counts[t.number], -t.start))
    for term in told:
        if term.number != main.number:
            right, here = chinese_numeral(main.number), chinese_numeral(term.number)
            yield Hit(term.start, term.end, f"本级政协的届次前后不一：别处是第{right}届，这里是第{here}届")


def _odd_ones(manuscript: Manuscript, told: list[Mention]) -> Iterator[Hit]:
    """Of the sessions that work is counted from, tell those that are not the usual one."""
    counts = Counter((m.term, m.number) for m in told)
    if len(counts) < 2:
        return
    main = max(told, key=lambda m: (counts[m.term, m.number], not _year_of(manuscript, m), -m.start))
    others = [m for m in told if m.name != main.name and not _follows(manuscript, m, main)]
    for mention in others:
        yield Hit(mention.start, mention.end, f"前后会次不一：这里是{mention.name}，别处是{main.name}")
    if others and counts[main.term, main.number] == 1:
        yield Hit(main.start, main.end, f"前后会次不一：这里是{main.name}，别处是{others[0].name}")


def _follows(manuscript: Manuscript, mention: Mention, main: Mention) -> bool:
    """Tell whether a mention is of the session after another, with its own date."""
    return (mention.term, mention.number) == (main.term, main.number + 1) and bool(
        _year_of(manuscript, mention)
    )


def _under_way(manuscript: Manuscript) -> Iterator[Hit]:
    """News of a session names one session as held, and counts the year's work from the one before it."""
    head = head_of(manuscript)
    below = max((block.end for block in head.blocks), default=0)
    named = [m for m in mentions(manuscript) if m.own and not m.standing]
    held = [m for m in named if _is_held(manuscript, m, below)]
    if not held:
        return
    counts = Counter((m.term, m.number) for m in held)
    main = max(held, key=lambda m: (counts[m.term, m.number], m.start < below, -m.start))
    if len(counts) > 1:
        for mention in held:
            if mention.name != main.name:
                yield Hit(mention.start, mention.end, f"别处是{main.name}，这里是{mention.name}")
        return
    for mention in named if main.number > 1 else ():
        since = COUNTED.match(manuscript.text, mention.end)
        if since and mention.name != (right := session_name(main.term, main.number - 1)):
            told = f"{main.name}正在召开，工作应从{right}以来算起，这里是{mention.name}"
            if mention.number in (main.number, main.number - 2) or mention.term != main.term:
                yield Hit(mention.start, mention.end, told, _name_like(mention, main.number - 1))


def _is_held(manuscript: Manuscript, mention: Mention, below: int) -> bool:
    """Tell whether a session is told as the one that is being held."""
    start, end = manuscript.sentence_at(mention.start)
    if re.search(
        r"(?:决定|同意|筹备|拟|将于?|关于)[^，。；]{0,10}\Z", manuscript.text[start : mention.start]
    ):
        return False
    return bool(OPENED.match(manuscript.text[mention.end : end]))


def members_of_other_term(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """七届委员 are of the term of the sessions that the text tells of; at a change of terms both are."""
    own = own_session(manuscript)
    terms = {own.term} if own else {m.term for m in own_mentions(manuscript)}
    if len(terms) != 1 or (own and own.number == 1) or manuscript.genre == "multi_year_review":
        return
    term = terms.pop()
    for match in rule.compiled(rule.data["members"]).finditer(manuscript.text):
        start, end = manuscript.sentence_at(match.start())
        said = ordinal(match["term"])
        if said != term and not rule.compiled(rule.data["history"]).search(manuscript.text, start, end):
            wanted = chinese_numeral(term)
            told = f"全文说的是第{wanted}届，这里是第{match['term']}届委员"
            yield Hit(*match.span("term"), told, wanted)


def sessions_apart(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """A session is held every year: years between two of one term are as many as sessions between them."""
    head = head_of(manuscript)
    dated = [(m, year) for m in own_mentions(manuscript) if (year := _year_of(manuscript, m))]
    if head.session and manuscript.day and manuscript.day_known:
        dated.append((head.session, manuscript.day.year))
    for mention, year in dated:
        others = [(o, y) for o, y in dated if o.term == mention.term and o.number != mention.number]
        wrong = [(o, y) for o, y in others if abs((y - year) - (o.number - mention.number)) > 1]
        if others and len(wrong) == len(others) and mention is not head.session:
            other, then = wrong[-1]
            yield Hit(
                mention.start,
                mention.end,
                f"{mention.name}在{year}年、{other.name}在{then}年，每年一次全会，年份和会次对不上",
            )


def _year_of(manuscript: Manuscript, mention: Mention, months: str = r"\d{1,2}") -> int | None:
    """Return the year of the date that a session is told with: 2024年1月18日，…七届三次会议上."""
    before = manuscript.text[
        max(manuscript.sentence_at(mention.start)[0], mention.start - 30) : mention.start
    ]
    match = re.search(rf"(20\d\d)年{months}月(?:\d{{1,2}}日)?[，,]?[^，。；年]*\Z", before)
    return int(match[1]) if match else None

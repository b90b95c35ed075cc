"""Anniversaries: the count against the year in which they are kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.sessions.mentions import head_of, on_one_year
from toolkit.checks.sessions.whens import certainty, report_year, this_year, year_told
from toolkit.pack.calendar import Subject
from toolkit.quantities.numerals import ordinal

COUNT = re.compile(r"(?P<n>\d{1,3}|[一二三四五六七八九十百]{1,5})周年")
YEARS = re.compile(
    r"(?P<n>\d{2,3}|[一二三四五六七八九十百]{2,5})年(?=来|的?历程|的?(?:光辉|奋斗|风雨)|以来|间)"
)
PLACE = re.compile(r"[省市区县旗州盟会届本]\Z")  # 岳阳市政协成立40周年 is that city's own
SHORT = 5
FREE = re.compile(r"(?:[^\u4e00-\u9fff]|[祝念是年和为与及逢迎值以在国的了])\Z")
LOCAL = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{2})(?:正式)?(?:成立|创办|创建|设立|建立|组建)于(?P<year>(?:19|20)\d\d)年"
)
LOCAL_COUNT = re.compile(r"(?P<what>[\u4e00-\u9fff]{2})(?:成立|创办|创建|设立|建立|组建)(?P<n>\d{1,3})周年")
BEFORE = 30
ROUND = 5
MANY = 3


@dataclass(frozen=True)
class Told:
    """An anniversary as a text tells it; `start` to `end` are the words before 周年."""

    start: int
    end: int
    count: int
    subject: Subject
    begins: int


def anniversaries(manuscript: Manuscript) -> list[Told]:
    """Return the anniversaries whose subject the calendar knows."""
    found = []
    names = sorted(
        ((name, subject) for subject in manuscript.pack.calendar.subjects for name in subject.names),
        key=lambda pair: -len(pair[0]),
    )
    for match in COUNT.finditer(manuscript.text):
        before = manuscript.text[max(0, match.start() - BEFORE) : match.start()]
        for name, subject in names:
            if before.endswith(name) and _whole(before.removesuffix(name), name):
                begins = match.start() - len(name)
                found.append(
                    Told(
                        match.start(),
                        match.start("n") + len(match["n"]),
                        ordinal(match["n"]),
                        subject,
                        begins,
                    )
                )
                break
    return found


def _whole(before: str, name: str) -> bool:
    """Tell whether a name is not the end of a longer one: a place's committee, a local branch."""
    if PLACE.search(before):
        return False
    return len(name) > SHORT or not before or bool(FREE.search(before))


def miscounted(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Founding year and count give the year in which it is kept: that year is named, or the report's."""
    yield from _local(manuscript)
    every = anniversaries(manuscript)
    yield from _against_year(manuscript, rule, every)
    yield from _odd(every)
    yield from _lasting(manuscript)


def _lasting(manuscript: Manuscript) -> Iterator[Hit]:
    """新中国成立75年来: so many years since the founding, one more or less; round numbers are rough."""
    year = report_year(manuscript)
    for match in YEARS.finditer(manuscript.text) if year else ():
        before, count = manuscript.text[max(0, match.start() - BEFORE) : match.start()], ordinal(match["n"])
        for subject in manuscript.pack.calendar.subjects:
            name = max((n for n in subject.names if before.endswith(n)), key=len, default="")
            if not name or not _whole(before.removesuffix(name), name) or not count % ROUND:
                continue
            if abs(subject.founded + count - (year or 0)) > 1:
                right = (year or 0) - subject.founded
                told = f"{subject.founded}年{subject.names[0]}，到{year}年是{right}年，这里是{match['n']}年"
                yield Hit(*match.span("n"), told, str(right), Severity.WARNING)


def _against_year(manuscript: Manuscript, rule: Rule, every: list[Told]) -> Iterator[Hit]:
    for told in every:
        kept = told.subject.founded + told.count
        named = _named_year(manuscript, rule, told)
        if named is not None:
            if kept != named:
                yield _hit(told, named, f"{named}年", None)
            continue
        if now := _this_year(manuscript, rule, told):
            if kept not in now:
                yield _hit(told, min(now), f"今年（{min(now)}年）", certainty(manuscript))
            continue
        held = _year_held(manuscript, rule, told)
        if held is not None and kept != held:
            yield _hit(told, held, f"{held}年", Severity.WARNING)
            continue
        year = report_year(manuscript)
        if year is None or _is_allowed(manuscript, rule, told, kept, year):
            continue
        right = year + manuscript.is_next(told.start)
        sure = told.count % ROUND and year_told(manuscript)
        yield _hit(told, right, f"报告年{right}年", None if sure else Severity.WARNING)


def _odd(every: list[Told]) -> Iterator[Hit]:
    """One count of a subject that stands alone among many of another."""
    counts = Counter((told.subject.founded, told.subject.names, told.count) for told in every)
    for told in every:
        same = {
            key[2]: n for key, n in counts.items() if key[:2] == (told.subject.founded, told.subject.names)
        }
        usual = max(same, key=lambda count: same[count])
        if same[told.count] == 1 and same[usual] >= MANY:
            said = f"别处都是{told.subject.names[0]}{usual}周年，只有这里是{told.count}周年"
            yield Hit(told.start, told.end, said, str(usual), Severity.WARNING)


def _local(manuscript: Manuscript) -> Iterator[Hit]:
    """An organ whose founding year the text tells itself."""
    year = report_year(manuscript)
    founded = {match["what"]: int(match["year"]) for match in LOCAL.finditer(manuscript.text)}
    known = {told.start for told in anniversaries(manuscript)} if founded else set()
    for match in LOCAL_COUNT.finditer(manuscript.text) if founded else ():
        begun = None if match.start("n") in known else founded.get(match["what"])
        if begun and year and int(match["n"]) not in (year - begun, year - begun + 1):
            told = f"文中说成立于{begun}年，{year}年是{year - begun}周年"
            yield Hit(*match.span("n"), told, str(year - begun), Severity.WARNING)


def _this_year(manuscript: Manuscript, rule: Rule, told: Told) -> set[int]:
    """Return the years that 今年是…… may mean, none where the sentence does not say so; two count alike."""
    start, _ = manuscript.sentence_at(told.start)
    match = re.search("今年" + rule.data["falls"] + r"[^。；]*\Z", manuscript.text[start : told.begins])
    if not match or re.search(rule.data["event"], match[0]):
        return set()
    years = this_year(manuscript)
    first = next((t for t in anniversaries(manuscript) if t.begins >= start + match.start()), told)
    kept = first.subject.founded + first.count
    return {kept} if kept in years and first.start < told.start else years


def _year_held(manuscript: Manuscript, rule: Rule, told: Told) -> int | None:
    """Return the year of a ceremony that the sentence dates: 2024年9月27日，……庆祝……75周年大会召开."""
    start, end = manuscript.sentence_at(told.start)
    match = re.match(r"(20\d\d)年\d{1,2}月\d{1,2}日", manuscript.text[start:end])
    after = manuscript.text[told.end : end]
    if not match or not re.match(rule.data["ceremony"], after) or re.search(rule.data["studied"], after):
        return None
    studied = re.search(rule.data["studied"], manuscript.text[start : told.begins])
    return None if studied else int(match[1])


def _hit(told: Told, year: int, what: str, severity: Severity | None) -> Hit:
    right, name = year - told.subject.founded, told.subject.names[0]
    kept = told.subject.founded + told.count
    said = f"{told.subject.founded}年{name}，{what}是{right}周年，{told.count}周年是{kept}年"
    return Hit(told.start, told.end, said, str(right), severity)


def _named_year(manuscript: Manuscript, rule: Rule, told: Told) -> int | None:
    """Return the year that the sentence says the anniversary falls in: 2025年是……，也是……76周年."""
    start, _ = manuscript.sentence_at(told.start)
    match = re.search(
        r"(20\d\d)年" + rule.data["falls"] + r"[^。；]*\Z", manuscript.text[start : told.begins]
    )
    if not match:
        return None
    between = manuscript.text[start + match.end(1) : told.begins]
    return (
        None
        if re.search(r"20\d\d年", between[1:]) or re.search(rule.data["event"], between)
        else int(match[1])
    )


def _is_allowed(manuscript: Manuscript, rule: Rule, told: Told, kept: int, year: int) -> bool:
    several = not on_one_year(manuscript) and (
        head_of(manuscript).changing or manuscript.genre == "multi_year_review"
    )
    if (year - 4 if several else year) <= kept <= year + manuscript.is_next(told.start):
        return True
    after = re.match(rule.data["event_after"], manuscript.text[told.end + 2 :])
    return bool(after) and told.count % ROUND == 0 and kept <= year + 1

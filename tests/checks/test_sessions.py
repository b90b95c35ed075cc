"""Reports made at random: right ones are left alone, any one ordinal, year or date changed is told."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.kit import read, rules
from tests.checks.plants.sessions import PLANTS
from toolkit.checks.finding import Finding
from toolkit.checks.run import check
from toolkit.checks.sessions.mentions import head_of, mentions, own_mentions
from toolkit.checks.sessions.rules import RULES
from toolkit.checks.sessions.whens import dates
from toolkit.text import chinese_numeral as han

PLACES = {"区": "滨海市青阳区", "县": "滨海市磐石县", "市": "磐安省青阳市"}


@dataclass(frozen=True)
class Made:
    """A report: `term` and `number` of the session that hears it; `place_first` as some places write it."""

    term: int
    number: int
    day: datetime.date
    level: str
    place_first: bool
    last: int  # the number of the session from which the work is counted, at a first session

    @property
    def reporting(self) -> int:
        return self.term - (self.number == 1)

    @property
    def year(self) -> int:
        return self.day.year - (self.day.month < 6)

    def committee(self, term: int) -> str:
        place = PLACES[self.level]
        return f"{place}第{han(term)}届委员会" if self.place_first else f"第{han(term)}届{place}委员会"

    @property
    def since(self) -> str:
        term, number = (self.term - 1, self.last) if self.number == 1 else (self.term, self.number - 1)
        return f"{han(term)}届{han(number)}次会议"

    @property
    def text(self) -> str:
        level, period = self.level, "五年来" if self.number == 1 else "一年来"
        review = "五年工作回顾" if self.number == 1 else f"{self.year}年工作回顾"
        return "\n".join([
            f"中国人民政治协商会议{self.committee(self.reporting)}常务委员会工作报告",
            f"——在中国人民政治协商会议{self.committee(self.term)}第{han(self.number)}次会议上",
            f"（{self.day.year}年{self.day.month}月{self.day.day}日）",
            "王建国",
            "各位委员、同志们：",
            f"我受政协{self.committee(self.reporting)}常务委员会的委托，向大会报告工作，请予审议。",
            review,
            f"{self.year}年是人民政协成立{self.year - 1949}周年。{period}，{level}政协坚持党的领导。",
            "一、坚持服务大局，协商议政更加有效",
            f"{self.since}期间，委员们围绕工作报告协商建言。{self.since}以来，共收到提案216件。",
            "二、坚持为民履职，民主监督更加有力",
            f"{period}，组织委员视察，{level}委、{level}政府高度重视，推动问题解决。",
            f"{self.year + 1}年工作建议",
            f"{self.year + 1}年，{level}政协要坚持党的领导，紧扣中心工作，认真履行职能。",
            "一、加强政治引领",
            f"坚持党对政协工作的全面领导，筹备开好{level}政协全体会议。",
        ])  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> Made:
    year, early = draw(st.integers(2015, 2030)), draw(st.booleans())
    day = datetime.date(
        year, draw(st.sampled_from([1, 2, 3] if early else [11, 12])), draw(st.integers(1, 28))
    )
    return Made(
        draw(st.integers(3, 18)),
        draw(st.integers(1, 5)),
        day,
        draw(st.sampled_from(sorted(PLACES))),
        draw(st.booleans()),
        draw(st.sampled_from([4, 5])),
    )


def judged(text: str) -> list[Finding]:
    return check(read(text), [rules()[name] for name in RULES])


@settings(max_examples=60, deadline=None)
@given(reports())
def test_a_report_whose_sessions_agree_is_left_alone(made: Made) -> None:
    assert [(f.rule, f.text, f.message) for f in judged(made.text)] == []


@settings(max_examples=120, deadline=None)
@given(reports(), st.data())
def test_any_ordinal_changed_is_told(made: Made, data: st.DataObject) -> None:
    text = made.text
    plan = text.index("工作建议")
    ordinals = r"(?<=第)[一二三四五六七八九十]+(?=[届次])|[一二三四五六七八九十]+(?=届|次会议)"
    places = list(re.finditer(ordinals, text[:plan]))
    place = data.draw(st.sampled_from(places))
    values = {han(n): n for n in range(1, 30)}
    step = data.draw(st.sampled_from([-1, 1]))
    number = values[place[0]] + step
    if number < 1:
        number = values[place[0]] + 1
    findings = judged(text[: place.start()] + han(number) + text[place.end() :])
    if made.number == 1 and "次" in text[place.end()] and place.start() > text.index("请予审议"):
        return  # which was the last session of the term before, the report does not prove
    assert findings, (place, number)


@settings(max_examples=40, deadline=None)
@given(reports(), st.sampled_from([-1, 1, 2]), st.data())
def test_any_year_of_a_heading_changed_is_told_there(made: Made, step: int, data: st.DataObject) -> None:
    made = replace(made, number=max(2, made.number))
    text = made.text
    at = data.draw(st.sampled_from([m.start() for m in re.finditer(r"\d{4}(?=年工作(?:回顾|建议))", text)]))
    wrong = str(int(text[at : at + 4]) + step)
    findings = [f for f in judged(text[:at] + wrong + text[at + 4 :]) if f.rule == "years-disagree"]
    assert [f.offset for f in findings] == [at]


@settings(max_examples=60, deadline=None)
@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 12, 31)), st.integers(1, 6))
def test_the_weekday_of_any_day_is_known(day: datetime.date, step: int) -> None:
    names = "一二三四五六日"
    told = f"{day.year}年{day.month}月{day.day}日（星期{names[day.weekday()]}），召开会议。"
    wrong = f"{day.year}年{day.month}月{day.day}日（星期{names[(day.weekday() + step) % 7]}），召开会议。"
    rule = [rules()["wrong-weekday"]]
    assert check(read(told), rule) == []
    assert [f.suggestion for f in check(read(wrong), rule)] == [names[day.weekday()]]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 14), st.integers(1, 34))
def test_a_date_is_possible_if_the_calendar_has_it(month: int, day: int) -> None:
    try:
        datetime.date(2024, month, day)
        right = True
    except ValueError:
        right = False
    found = check(read(f"{month}月{day}日，组织委员视察。"), [rules()["impossible-date"]])
    assert (found == []) is right


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["人民政协成立", "中国共产党成立", "新中国成立", "澳门回归祖国"]),
    st.integers(2010, 2035),
    st.integers(-3, 3),
)
def test_an_anniversary_fits_the_year_it_is_told_of(name: str, year: int, off: int) -> None:
    founded = {"人民政协成立": 1949, "中国共产党成立": 1921, "新中国成立": 1949, "澳门回归祖国": 1999}[name]
    text = f"{year}年是{name}{year - founded + off}周年。"
    found = check(read(text), [rules()["anniversary-miscounted"]])
    assert [f.suggestion for f in found] == ([] if off == 0 else [str(year - founded)])


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("区政协十一届三次会议", True), ("十一届三次会议", True), ("市政协十一届三次会议", False),
        ("全国政协十四届三次会议", False), ("省政协十三届二次会议", False),
        ("政协滨海市青阳区第十一届委员会第三次会议", True),
        ("政协第十四届全国委员会第三次会议", False), ("政协临江县第九届委员会第二次会议", False),
    ],
)  # fmt: skip
def test_whose_session_it_is(words: str, own: bool) -> None:
    text = f"青阳区政协履职纪实\n区政协认真履职。区政协坚持党的领导。\n学习{words}精神。"
    assert [mention.own for mention in mentions(read(text))] == [own]


@pytest.mark.parametrize(
    "words",
    ["区十八届人大四次会议", "区委十五届十一次全会", "党的二十届三中全会", "第十八届人民代表大会第二次会议"],
)
def test_what_is_no_session_of_a_cppcc(words: str) -> None:
    assert mentions(read(f"区政协履职纪实\n区政协学习{words}精神。")) == ()


def test_the_head_of_a_report() -> None:
    made = Made(12, 1, datetime.date(2026, 12, 28), "区", True, 5)
    head = head_of(read(made.text))
    assert head.title is not None
    assert head.session is not None
    assert (head.title.number, head.session.term, head.session.number, head.changing) == (11, 12, 1, True)
    assert {m.name for m in own_mentions(read(made.text))} == {"十一届五次会议"}


def test_dates_in_their_forms() -> None:
    text = "2024年9月20日，9月，3个月，2024年7月，5月6日，12月大街，2024 年 1 月 2 日。"
    assert [(w.year, w.month, w.day) for w in dates(text)] == [
        (2024, 9, 20),
        (2024, 7, 0),
        (0, 5, 6),
        (2024, 1, 2),
    ]


def test_every_rule_of_the_room_has_a_plant() -> None:
    assert set(RULES) - set(PLANTS) <= {"sessions-disagree"}

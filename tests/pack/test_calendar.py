"""What a report of a given day may cite, from the pack's own calendar."""

from __future__ import annotations

import datetime

import pytest

from toolkit.pack.calendar import Calendar
from toolkit.pack.pack import Pack

D = datetime.date


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Pack().calendar


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2023, 1, 10), "中共二十大精神"),
        (D(2023, 12, 25), "中共二十大和二十届二中全会精神"),
        (D(2024, 7, 17), "中共二十大和二十届二中全会精神"),
        (D(2024, 7, 18), "中共二十大和二十届二中、三中全会精神"),
        (D(2024, 12, 27), "中共二十大和二十届二中、三中全会精神"),
        (D(2025, 9, 1), "中共二十大和二十届二中、三中全会精神"),
        (D(2026, 1, 8), "中共二十大和二十届历次全会精神"),
    ],
)
def test_the_spirit_cites_every_plenum_held_and_none_other(
    calendar: Calendar, day: datetime.date, expected: str
) -> None:
    assert calendar.spirit(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2024, 12, 27), "中共二十届三中全会"),
        (D(2025, 10, 22), "中共二十届三中全会"),
        (D(2025, 10, 23), "中共二十届四中全会"),
        (D(2027, 1, 20), "中共二十届四中全会"),
    ],
)
def test_the_latest_plenum_is_one_that_is_over(calendar: Calendar, day: datetime.date, expected: str) -> None:
    assert calendar.latest_plenum(day) == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2024, "是中华人民共和国成立75周年，也是人民政协成立75周年"),
        (2025, "是“十四五”规划收官之年，也是中国人民抗日战争暨世界反法西斯战争胜利80周年"),
        (2026, "是“十五五”开局之年，也是中国共产党成立105周年"),
        (2027, ""),
    ],
)
def test_the_opener_of_a_year(calendar: Calendar, year: int, expected: str) -> None:
    assert calendar.opening(year, D(year + 1, 1, 15)) == expected


def test_an_anniversary_to_come_is_not_in_the_opener(calendar: Calendar) -> None:
    assert "人民政协" not in calendar.opening(2024, D(2024, 9, 1))


def test_next_years_opener_is_its_place_in_the_plan(calendar: Calendar) -> None:
    assert calendar.next_opening(2025) == "是“十四五”规划收官之年"
    assert calendar.next_opening(2026) == "是“十五五”开局之年"
    assert calendar.next_opening(2027) == ""


@pytest.mark.parametrize(
    ("year", "expected"), [(2020, "“十三五”"), (2025, "“十四五”"), (2026, "“十五五”"), (2031, "")]
)
def test_a_year_belongs_to_its_plan(calendar: Calendar, year: int, expected: str) -> None:
    assert calendar.plan(year) == expected


def test_campaigns_belong_to_the_year_they_began(calendar: Calendar) -> None:
    assert calendar.campaigns(2024, 2024, D(2024, 12, 27)) == ["党纪学习教育"]
    assert calendar.campaigns(2025, 2025, D(2026, 1, 5)) == ["深入贯彻中央八项规定精神学习教育"]
    assert calendar.campaigns(2024, 2024, D(2024, 3, 1)) == []


def test_a_speech_is_cited_in_its_year_only_after_it_was_given(calendar: Calendar) -> None:
    given = calendar.speech(2024, 2024, D(2024, 12, 27))
    assert given == "习近平总书记在庆祝中国人民政治协商会议成立75周年大会上的重要讲话"
    assert calendar.speech(2024, 2024, D(2024, 9, 19)) == ""
    assert calendar.speech(2025, 2025, D(2026, 1, 5)) == ""


def test_what_is_not_verified_is_never_cited() -> None:
    data = {
        "meetings": [
            {"id": "cpc_20_5", "kind": "cpc_plenum", "short_forms": ["二十届五中全会"],
             "start": "2026-10-01", "end": "2026-10-04", "verified": False},
        ],
        "five_year_plans": [],
        "year_openers": [{"year": 2026, "verified": False, "plan_phrases": ["开局之年"]}],
        "inner_party_education": [{"name": "某教育", "start": "2026-02", "verified": False}],
    }  # fmt: skip
    calendar = Calendar(data)
    day = D(2027, 1, 1)
    assert calendar.spirit(day) == ""
    assert calendar.latest_plenum(day) == ""
    assert calendar.opening(2026, day) == ""
    assert calendar.campaigns(2026, 2026, day) == []

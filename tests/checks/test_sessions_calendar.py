"""What the calendar knows as records, for judging texts."""

from __future__ import annotations

import datetime

import pytest

from toolkit.pack.calendar import Calendar
from toolkit.pack.pack import Pack


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Pack().calendar


def test_numbered_meetings_have_term_and_number(calendar: Calendar) -> None:
    found = {(m.kind, m.term, m.number): m for m in calendar.meetings if m.term}
    assert found["cpc_plenum", 20, 3].start == datetime.date(2024, 7, 15)
    assert found["cpc_plenum", 20, 5].start is None
    assert found["cpc_congress", 20, 0].end == datetime.date(2022, 10, 22)
    assert found["cppcc_session", 14, 3].start == datetime.date(2025, 3, 4)


def test_no_verified_meeting_is_later_than_the_day_the_table_goes_to(calendar: Calendar) -> None:
    assert all(m.end <= calendar.known_until for m in calendar.meetings if m.verified and m.end)


def test_names_tell_their_numbers(calendar: Calendar) -> None:
    from toolkit.text import chinese_numeral as han

    for meeting in calendar.meetings:
        if meeting.kind == "cpc_plenum":
            assert meeting.names[-1] == f"{han(meeting.term)}届{han(meeting.number)}中全会"


def test_anniversaries_of_the_years_agree_with_their_subjects(calendar: Calendar) -> None:
    founded = {name: subject.founded for subject in calendar.subjects for name in subject.names}
    assert founded["人民政协成立"] == founded["中华人民共和国成立"] == 1949
    data = Pack().mapping("meetings.yaml")["year_openers"]
    told = [(row["year"], a["text"]) for row in data for a in row["anniversaries"]]
    checked = 0
    for year, text in told:
        for name, begun in founded.items():
            if text.startswith(name) and text[len(name) :].removesuffix("周年").isdecimal():
                assert begun + int(text[len(name) :].removesuffix("周年")) == year, text
                checked += 1
    assert checked > 20


def test_plans_follow_each_other(calendar: Calendar) -> None:
    spans = [(plan.first, plan.last) for plan in calendar.plans]
    assert spans == [(2016, 2020), (2021, 2025), (2026, 2030)]
    assert all(plan.proposed and plan.proposed.year == plan.first - 1 for plan in calendar.plans)


def test_revised_documents_are_marked(calendar: Calendar) -> None:
    revised = {document.name for document in calendar.documents if document.revised}
    assert "《中国人民政治协商会议章程》" in revised
    assert "《中国共产党政治协商工作条例》" not in revised


def test_a_pack_without_the_new_keys_still_loads() -> None:
    calendar = Calendar(
        {"meetings": [], "five_year_plans": [], "year_openers": [], "inner_party_education": []}
    )
    assert calendar.known_until == datetime.date.min
    assert calendar.subjects == []
    assert calendar.documents == []
    assert calendar.sessions_a_term == 5

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.dates import Date, parse_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-12-27", Date(2024, 12, 27)),
        ("2025-1-8", Date(2025, 1, 8)),
        ("2024年12月27日", Date(2024, 12, 27)),
        ("2024年02月29日", Date(2024, 2, 29)),
        ("2025-01", Date(2025, 1)),
        ("2025年1月", Date(2025, 1)),
        (" 2025-01-08 ", Date(2025, 1, 8)),
    ],
)
def test_a_date_is_read_in_every_form_that_offices_write(text: str, date: Date) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "2024-00-10",
        "2024-12-00",
        "2024年12月0日",
        "2024-12-32",
        "0000-01",
    ],
)
def test_a_day_that_no_calendar_has_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "24-12-27",
        "2024/12/27",
        "2024.12.27",
        "2024-12-27 10:00",
        "2024年12月27",
        "12月27日",
        "明年1月",
    ],
)
def test_other_forms_are_no_dates(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("date", "day"),
    [
        (Date(2025, 1, 8), datetime.date(2025, 1, 8)),
        (Date(2025, 1), datetime.date(2025, 1, 31)),
        (Date(2024, 2), datetime.date(2024, 2, 29)),
        (Date(2024, 12), datetime.date(2024, 12, 31)),
        (Date(9999, 12), datetime.date(9999, 12, 31)),
    ],
)
def test_a_month_may_mean_its_last_day(date: Date, day: datetime.date) -> None:
    assert date.latest == day


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (Date(2025, 1, 5), "2025年1月5日"),
        (Date(2024, 12, 27), "2024年12月27日"),
        (Date(2025, 1), "2025年1月"),
    ],
)
def test_a_printed_date_has_no_leading_zeros(date: Date, text: str) -> None:
    assert date.text == text


def test_dates_sort_as_the_calendar_does_and_a_bare_month_first() -> None:
    dates = [Date(2025, 1, 5), Date(2024, 12), Date(2024, 12, 27), Date(2025, 1)]

    assert [str(date) for date in sorted(dates)] == ["2024-12", "2024-12-27", "2025-01", "2025-01-05"]


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_day_survives_both_of_its_spellings(day: datetime.date) -> None:
    date = Date(day.year, day.month, day.day)

    assert [parse_date(str(date)), parse_date(date.text)] == [date, date]
    assert (str(date), date.latest) == (day.isoformat(), day)


@given(st.integers(1000, 9999), st.integers(1, 12))
def test_a_month_survives_both_of_its_spellings(year: int, month: int) -> None:
    date = Date(year, month)

    assert [parse_date(str(date)), parse_date(date.text)] == [date, date]


@given(st.integers(1, 9998), st.integers(1, 12))
def test_the_day_after_the_latest_begins_a_month(year: int, month: int) -> None:
    after = Date(year, month).latest + datetime.timedelta(days=1)

    assert after == datetime.date(year + (month == 12), month % 12 + 1, 1)

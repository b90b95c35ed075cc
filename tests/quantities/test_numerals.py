"""Numerals are read and written, and both ways agree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.quantities.numerals import LIMIT, chinese, ordinal, parse, parse_chinese, variants

READ = {
    "217": 217,
    "２１７": 217,
    "1,069": 1069,
    "1 069": 1069,
    "3.45": Decimal("3.45"),
    "1.2万": 12_000,
    "3.45亿": 345_000_000,
    "二百一十七": 217,
    "两千八百一十六": 2816,
    "两千零六": 2006,
    "一千二": 1200,
    "三万五": 35_000,
    "十": 10,
    "十二": 12,
    "二十": 20,
    "百": 100,
    "一百零五": 105,
    "一万零五": 10_005,
    "十二万三千": 123_000,
    "三亿四千五百万": 345_000_000,
    "二〇二四": 2024,
    "零": 0,
}
WRITTEN = {
    0: "零",
    10: "十",
    17: "十七",
    105: "一百零五",
    110: "一百一十",
    217: "二百一十七",
    1005: "一千零五",
    2816: "二千八百一十六",
    10_005: "一万零五",
    123_000: "十二万三千",
    100_000_000: "一亿",
    345_000_000: "三亿四千五百万",
}


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_a_numeral_is_read(text: str, value: Decimal | int) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    "text", ["", "件", "百三千", "十百", "二三百四五", "12件", "零百", "一二三四五六七八九〇一二三四五六七"]
)
def test_what_is_no_numeral_is_refused(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(("number", "text"), WRITTEN.items())
def test_a_number_is_written(number: int, text: str) -> None:
    assert chinese(number) == text


def test_two_before_a_measure_word_is_liang() -> None:
    assert chinese(2, liang=True) == "两"
    assert chinese(2816, liang=True) == "两千八百一十六"
    assert chinese(22, liang=True) == "二十二"


@pytest.mark.parametrize("number", [-1, LIMIT])
def test_what_cannot_be_written_is_said(number: int) -> None:
    with pytest.raises(ValueError, match="no Chinese numeral"):
        chinese(number)


@given(st.integers(0, LIMIT - 1), st.booleans())
def test_what_is_written_is_read(number: int, liang: bool) -> None:
    assert parse_chinese(chinese(number, liang=liang)) == number


@given(st.decimals(0, 10**9, places=2))
def test_every_variant_means_the_value(value: Decimal) -> None:
    assert {parse(text) for text in variants(value)} == {value}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2816", "2816|2,816|2 816|２８１６|二千八百一十六|两千八百一十六"),
        ("12000", "12000|12,000|12 000|１２０００|1.2万|一万二千|一万两千"),
        ("72.70", "72.7|７２．７"),
    ],
)
def test_the_ways_to_write_a_number(value: str, written: str) -> None:
    assert "|".join(variants(Decimal(value))) == written


@given(st.text("零〇一二两三四五六七八九十百千万亿", max_size=30))
def test_no_row_of_characters_breaks_the_reader(text: str) -> None:
    value = parse_chinese(text)

    assert value is None or 0 <= value < LIMIT


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("11", 11),
        ("十一", 11),
        ("一百零五", 105),
        ("１２", 12),
        ("⑪", 11),
        ("⑴", 1),
        ("⒇", 20),
        ("是", 0),
        ("", 0),
    ],
)
def test_the_number_of_a_mark(text: str, number: int) -> None:
    assert ordinal(text) == number

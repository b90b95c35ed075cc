"""What a cell says of a figure, as departments, Excel, WPS and LibreOffice leave it."""

from __future__ import annotations

import contextlib
import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.figures import FigureSpec
from toolkit.ledger.cells import Number, Refused, date_of, number_of
from toolkit.ledger.tables import Cell
from toolkit.pack.pack import Pack

PIECES = FigureSpec("proposal_received", "收到提案", "件")
ISSUES = FigureSpec("info_compiled", "编发信息", "期", ("篇",))
RATE = FigureSpec("proposal_filing_rate", "立案率", "%", kind="percent")
MONEY = FigureSpec("donation_value", "捐款", "万元", kind="amount")
PEOPLE = FigureSpec("training_people", "培训", "人次")


@pytest.fixture(scope="module")
def terms(pack: Pack) -> Any:
    return pack.mapping("ledger.yaml")["import"]


def of(value: Any, percent: bool = False) -> Cell:
    return Cell("G5", value, percent)


NUMBERS: list[tuple[FigureSpec, Cell, str]] = [
    (PIECES, of(216), "216"),
    (PIECES, of(216.0), "216"),
    (PIECES, of("216"), "216"),
    (PIECES, of(" 216\u3000"), "216"),
    (PIECES, of("２１６"), "216"),
    (PIECES, of("216件"), "216"),
    (PIECES, of("２１６ 件"), "216"),
    (PIECES, of("1,069"), "1069"),
    (PIECES, of("1，069件"), "1069"),
    (PIECES, of("二百一十六"), "216"),
    (PIECES, of("\u200b216\xa0"), "216"),
    (PIECES, of("0"), "0"),
    (PIECES, of("约150"), "约150"),
    (PIECES, of("大约150件"), "约150"),
    (PIECES, of("150件左右"), "约150"),
    (PIECES, of("近 40"), "近40"),
    (PIECES, of("超过100件"), "超100"),
    (PIECES, of("150余"), "150余"),
    (PIECES, of("150余件"), "150余"),
    (PIECES, of("150多件"), "150多"),
    (PIECES, of("216.0"), "216.0"),
    (ISSUES, of("40余篇"), "40余"),
    (PEOPLE, of("1.2万人次"), "12000"),
    (PEOPLE, of("1.2万"), "12000"),
    (MONEY, of("4300万元"), "4300"),
    (MONEY, of("35.50"), "35.50"),
    (MONEY, of(35.5), "35.5"),
    (MONEY, of(0.1 + 0.2), "0.3"),
    (RATE, of(98.5), "98.5"),
    (RATE, of(0.8, percent=True), "80"),
    (RATE, of(0.727, percent=True), "72.7"),
    (RATE, of(1, percent=True), "100"),
    (RATE, of("80%"), "80"),
    (RATE, of("80.5％"), "80.5"),
    (RATE, of("0.5%"), "0.5"),
    (RATE, of("72.7"), "72.7"),
]


@pytest.mark.parametrize(("spec", "cell", "text"), NUMBERS, ids=lambda x: repr(getattr(x, "value", "")))
def test_a_number_is_read(spec: FigureSpec, cell: Cell, text: str, terms: Any) -> None:
    found = number_of(cell, spec, terms)
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize("value", [None, "", "  ", "-", "—", "／", "/", "无", "暂无", "待填"])
def test_what_means_nothing_is_no_number_and_no_mistake(value: Any, terms: Any) -> None:
    assert number_of(of(value), PIECES, terms) is None


REFUSED: list[tuple[FigureSpec, Cell, str]] = [
    (PIECES, of("若干"), "应是数（单位：件），现在是“若干”"),
    (PIECES, of("150-160"), "应是数"),
    (PIECES, of("216篇"), "应是数"),
    (PIECES, of("216元"), "应是数"),
    (PIECES, of("12,34"), "应是数"),
    (PIECES, of("#DIV/0!"), "应是数"),
    (PIECES, of("80%"), "单位是“件”，不是百分比"),
    (PIECES, of(2.16, percent=True), "这一格的格式是百分比（216%）"),
    (PIECES, of(216.5), "应是整数：216.5"),
    (PIECES, of(-3), "不能是负数：-3"),
    (PIECES, of("-3"), "不能是负数：-3"),
    (PIECES, of(True), "对错值"),
    (PIECES, of(datetime.datetime(1900, 8, 3)), "日期"),
    (PIECES, of(1e300), "太大"),
    (PIECES, Cell("G5", None, uncomputed=True), "公式"),
    (RATE, of(0.8), "是 80% 还是 0.8%？"),
    (RATE, of(1), "是 100% 还是 1%？"),
    (RATE, of(101), "不能超过 100"),
    (RATE, of("八成"), "应是数"),
]


@pytest.mark.parametrize(("spec", "cell", "said"), REFUSED, ids=lambda x: repr(getattr(x, "value", "")))
def test_what_no_figure_can_be_is_refused_in_words(
    spec: FigureSpec, cell: Cell, said: str, terms: Any
) -> None:
    with pytest.raises(Refused) as caught:
        number_of(cell, spec, terms)
    assert said in caught.value.message


@given(st.decimals(0, 10**9, places=0), st.sampled_from(["", "约", "近", "超", "余", "多"]), st.booleans())
def test_what_we_print_we_read(value: Decimal, approx: str, counted: bool) -> None:
    terms = Pack().mapping("ledger.yaml")["import"]
    number = Number(value, approx)
    assert number_of(of(number.text + "件" * counted), PIECES, terms) == number


@given(st.text(max_size=12) | st.floats() | st.integers() | st.datetimes() | st.booleans() | st.none())
def test_any_cell_is_read_or_refused(value: Any) -> None:
    terms = Pack().mapping("ledger.yaml")["import"]
    for spec in (PIECES, RATE, MONEY):
        with contextlib.suppress(Refused):
            found = number_of(of(value), spec, terms)
            assert found is None or (found.value.is_finite() and found.value >= 0)
    with contextlib.suppress(Refused):
        assert len(date_of(of(value))) in (0, 7, 10)


DATES: list[tuple[Any, str]] = [
    (datetime.datetime(2024, 12, 20), "2024-12-20"),
    (datetime.date(2024, 12, 20), "2024-12-20"),
    (45646, "2024-12-20"),
    (45646.0, "2024-12-20"),
    ("2024-12-20", "2024-12-20"),
    ("2024-12-20 00:00:00", "2024-12-20"),
    ("2024.12.20", "2024-12-20"),
    ("2024/12/5", "2024-12-05"),
    ("20241220", "2024-12-20"),
    ("2024年12月20日", "2024-12-20"),
    ("截至2024年12月20日", "2024-12-20"),
    ("２０２４年１２月", "2024-12"),
    ("2024年12月底", "2024-12"),
    ("2024.12", "2024-12"),
    (None, ""),
    ("", ""),
]


@pytest.mark.parametrize(("value", "text"), DATES)
def test_a_date_is_read(value: Any, text: str) -> None:
    assert date_of(of(value)) == text


@pytest.mark.parametrize("value", ["12月20日", "去年底", "2024-13-01", "2024.2.30", 12, True])
def test_what_is_no_date_or_lacks_its_year_is_refused(value: Any) -> None:
    with pytest.raises(Refused, match="截至日期看不懂"):
        date_of(of(value))

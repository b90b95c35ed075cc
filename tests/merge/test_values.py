"""Values as people retype them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from toolkit.merge.values import approximation, equal, forms, in_the_manner_of, number


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("共216件", ["216"]),
        ("近240场、150余次", ["近240", "150余"]),
        ("满意率100%", ["100%"]),
        ("２１６件", ["２１６"]),
        ("二百一十六件", ["二百一十六"]),
        ("增长3.5%", ["3.5%"]),
        ("1,069件", ["1,069"]),
        ("万众一心", ["一"]),
        ("没有数", []),
        ("百余人", ["百余"]),
    ],
)
def test_what_writes_a_number(text: str, wanted: list[str]) -> None:
    assert [text[a:b] for a, b in forms(text)] == wanted


@pytest.mark.parametrize(
    ("text", "value"), [("150余", 150), ("２１６", 216), ("二百一十六", 216), ("近3.5", "3.5"), ("件", None)]
)
def test_the_number_that_a_text_says(text: str, value: object) -> None:
    assert number(text) == (None if value is None else Decimal(str(value)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("216", "216", True),
        ("216", "２１６", True),
        ("216", "二百一十六", True),
        ("216", "217", False),
        ("150余", "150", False),
        ("100", "100%", True),
        ("〔待填〕", "〔待填〕", True),
        ("〔待填〕", "3", False),
    ],
)
def test_the_same_value_in_whatever_figures(one: str, other: str, same: bool) -> None:
    assert equal(one, other) is same


@pytest.mark.parametrize(
    ("old", "value", "wanted"),
    [
        ("216", "221", "221"),
        ("二百一十六", "221", "二百二十一"),
        ("两百", "2000", "两千"),
        ("二百一十六", "3.5", "3.5"),
        ("二百一十六", "150余", "一百五十余"),
    ],
)
def test_the_new_value_in_the_old_one_s_figures(old: str, value: str, wanted: str) -> None:
    assert in_the_manner_of(old, value) == wanted


@pytest.mark.parametrize(("text", "word"), [("近240", "近"), ("150余", "余"), ("216", "")])
def test_the_word_of_approximation(text: str, word: str) -> None:
    assert approximation(text) == word

"""What is a figure and what is not: one case file by phenomenon, one by reading."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from toolkit.quantities.find import find
from toolkit.quantities.knowledge import default
from toolkit.quantities.quantity import Quantity

CASES = Path(__file__).parent / "cases"
MARKED = re.compile(r"\{([^}]*)\}")


def load(name: str) -> Any:
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


def unmarked(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without braces, and the marked figures with their offsets in it."""
    figures = [(match.start() - 2 * count, match[1]) for count, match in enumerate(MARKED.finditer(text))]
    return MARKED.sub(r"\1", text), figures


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=f"{name}-{i}")
        for name, rows in load("figures.yml").items()
        for i, text in enumerate(rows)
    ],
)
def test_exactly_the_marked_numbers_are_figures(text: str) -> None:
    plain, expected = unmarked(text)

    assert [(q.offset, q.text) for q in find(plain, default())] == expected


@pytest.mark.parametrize("case", load("values.yml"), ids=lambda case: case["text"])
def test_a_surface_is_read(case: dict[str, Any]) -> None:
    text = f"收到{case['text']}{case.get('after', '。')}"
    (found,) = find(text, default())

    assert found.text == case["text"]
    assert (found.value, found.unit) == (Decimal(case["value"]), case["unit"])
    assert (found.approx, found.kind) == (case.get("approx", ""), case.get("kind", "count"))
    assert found.upper == (Decimal(case["upper"]) if "upper" in case else None)
    assert found.amount == Decimal(case.get("amount", found.amount))
    assert found.base_unit == case.get("base_unit", found.base_unit)


@pytest.mark.parametrize("case", load("keys.yml"), ids=lambda case: case["text"])
def test_a_figure_is_known_by_its_clause(case: dict[str, Any]) -> None:
    plain, marked = unmarked(case["text"])
    offset = marked[case.get("which", 0)][0]
    (found,) = [q for q in find(plain, default()) if q.offset == offset]

    assert found.key == case["key"]
    assert found.label == case.get("label", found.label)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("五年来，共收到提案216件。", "五年来"),
        ("近三年收到提案216件。", "近三年"),
        ("2019年区委政协工作会议以来，收到提案216件。", "2019年区委政协工作会议以来"),
        ("2024年共收到提案216件。", ""),
        ("2024年十一届三次会议以来，收到提案216件。", ""),
        ("五年来成绩显著。今年收到提案216件。", ""),
    ],
)
def test_a_sum_over_years_is_told_by_its_sentence(text: str, span: str) -> None:
    assert [q.span for q in find(text, default())][-1] == span


def test_a_member_of_a_row_takes_the_unit_of_the_row() -> None:
    found = find("A、B、C类分别为56、23、8件。", default())

    assert [(q.text, q.unit, q.value) for q in found] == [
        ("56", "件", 56),
        ("23", "件", 23),
        ("8件", "件", 8),
    ]


def test_numeral_and_words_are_told() -> None:
    digits, words, head = find("收到216件，办结近二百一十七件，服务数十家。", default())

    assert (digits.numeral, digits.in_words) == ("216", False)
    assert (words.numeral, words.in_words) == ("二百一十七", True)
    assert (head.numeral, head.text) == ("十", "数十家")


fragments = st.sampled_from(
    [*"0123456789.,，。、（）“”《》件次%万亿两十百千余多近约年月日届第分之 \n", "提案", "216件", "２", "分别"]
)


@given(st.lists(fragments, max_size=60).map("".join))
def test_figures_come_in_order_and_stand_in_the_text(text: str) -> None:
    place = 0
    for q in find(text, default()):
        assert q.offset >= place
        assert text[q.offset : q.end] == q.text != ""
        assert q.offset <= q.start < q.stop <= q.end
        assert q.value >= 0
        place = q.end


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    for q in find(text, default()):
        assert isinstance(q, Quantity)

"""Paragraphs whose figures agree are left alone, and one changed number is found, whatever the numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checks.kit import found, read
from tests.checks.plants.data import spoken
from tests.pace import proportional
from toolkit.checks.data.rules import RULES
from toolkit.checks.data.told import bounds, tell, told
from toolkit.quantities import numerals
from toolkit.quantities.find import find
from toolkit.quantities.knowledge import default

OWN = [name for name in RULES if "brief" not in name]
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
counts = st.integers(2, 400)
words = st.booleans()


def shown(number: int, in_words: bool) -> str:
    return spoken(number) if in_words and number < 1000 and number != 2 else str(number)


def told_of(text: str) -> list[tuple[str, str]]:
    return [(f.rule, f.text) for f in found(text, *OWN)]


@given(st.integers(1, 999))
def test_numbers_are_planted_in_words_that_are_read_back(number: int) -> None:
    assert numerals.parse_chinese(spoken(number)) == number


PROPOSALS = (
    "共收到提案{}件，合并{}件，转社情民意{}件，不予立案{}件，立案{}件。",
    "截至目前，征集提案{}件。经审查，并案处理{}件，转为意见建议{}件，不立案{}件，立案{}件。",
    "委员们提交提案{}件，其中{}件合并，{}件转为社情民意，{}件不予立案，{}件立案。",
)


@quick
@given(st.sampled_from(PROPOSALS), st.lists(counts, min_size=4, max_size=4), words)
def test_proposals_that_add_up_are_left_alone(form: str, parts: list[int], in_words: bool) -> None:
    whole = sum(parts)
    parts = sorted(parts)
    assert told_of(form.format(*(shown(n, in_words) for n in (whole, *parts)))) == []


@quick
@given(
    st.sampled_from(PROPOSALS),
    st.lists(counts, min_size=4, max_size=4),
    st.integers(0, 4),
    st.integers(-30, 30).filter(bool),
    words,
)
def test_one_changed_number_of_the_proposals_is_found(
    form: str, parts: list[int], at: int, by: int, in_words: bool
) -> None:
    numbers = [sum(parts), *sorted(parts)]
    numbers[at] = max(1, numbers[at] + by)
    if numbers[0] == sum(numbers[1:]):
        return
    rules = {rule for rule, _ in told_of(form.format(*(shown(n, in_words) for n in numbers)))}
    assert rules & {"proposals-do-not-add-up", "chain-inverted"}


KINDS = ("经济类", "社会类", "文化类", "生态类", "政治类", "其他类")


@quick
@given(
    st.lists(counts, min_size=2, max_size=6),
    st.sampled_from(["件", "条", "篇", "个"]),
    st.sampled_from(["其中", "其中：", "分别为"]),
    st.integers(-25, 25),
    words,
)
def test_parts_are_found_exactly_when_they_miss_their_total(
    parts: list[int], unit: str, led: str, by: int, in_words: bool
) -> None:
    whole = max(sum(parts) + by, max(parts) + 1)
    rows = [f"{kind}{shown(n, in_words)}{unit}" for kind, n in zip(KINDS, parts, strict=False)]
    text = f"梳理意见{shown(whole, in_words)}{unit}，{led}{'、'.join(rows)}。"
    near = abs(whole - sum(parts)) * 20 <= whole * 3
    if whole == sum(parts):
        assert told_of(text) == []
    elif whole < sum(parts) or (led == "分别为" and near):
        if any(sum(parts[:n]) == whole for n in range(2, len(parts))):
            return  # the first of the parts make up the total, the rest may be something else
        assert "parts-miss-total" in {rule for rule, _ in told_of(text)}


@quick
@given(st.integers(20, 900), st.integers(1, 900), st.integers(0, 2), st.integers(-400, 400))
def test_a_share_is_found_exactly_when_it_is_miscounted(whole: int, part: int, places: int, by: int) -> None:
    part = min(part, whole)
    step = Decimal(1).scaleb(-places)
    right = (Decimal(part * 100) / whole).quantize(step, ROUND_HALF_UP)
    printed = min(max(right + by * step, Decimal(0)), Decimal(100)).quantize(step)
    text = f"赠送书籍{whole}册，其中科普类{part}册，占{printed}%。"
    off = abs(printed - right)
    if off == 0:
        assert told_of(text) == []
    elif off <= 12:
        assert ("share-mismatch", f"{printed}%") in told_of(text)


@quick
@given(st.integers(10, 900), st.integers(10, 900), st.booleans(), words)
def test_a_change_is_found_exactly_when_it_goes_the_other_way(
    old: int, new: int, rising: bool, in_words: bool
) -> None:
    word = "增加" if rising else "减少"
    text = f"订阅报刊由{shown(old, in_words)}份{word}到{shown(new, in_words)}份。"
    wrong = (old > new) if rising else (old < new)
    assert bool(told_of(text)) == wrong


@quick
@given(st.integers(10, 900), st.integers(1, 500), st.integers(-40, 40))
def test_a_difference_is_found_exactly_when_it_is_miscounted(old: int, more: int, by: int) -> None:
    said = max(1, more + by)
    text = f"订阅报刊{old + more}份，比上年的{old}份增加{said}份。"
    assert bool(told_of(text)) == (said != more)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("150余次", 150, "159.9"),
        ("200多件", 200, 299),
        ("近300名", 240, 300),
        ("超过50家", 50, None),
        ("3至5件", 3, 5),
        ("1.2万人次", 12000, 12000),
        ("三十五件", 35, 35),
        ("两三家", 2, 4),
        ("不足100件", 0, 100),
    ],
)
def test_about_is_a_pair_of_bounds(text: str, low: int, high: int | str | None) -> None:
    (figure,) = find(f"共有{text}。", default())
    assert bounds(figure) == (low, None if high is None else Decimal(high))


def test_words_stand_with_their_own_figure() -> None:
    text = "立案158件，其中委员提案130件、集体提案27件，办复率100%。"
    figures = tell(find(text, default()), text)
    assert [one.before for one in figures] == ["立案", "其中委员提案", "集体提案", "办复率"]
    assert [one.clause for one in figures] == [0, 1, 1, 2]


def test_figures_are_told_once_for_all_rules() -> None:
    one, other = read("收到提案100件。"), read("立案80件。")
    assert told(one) is told(one)
    assert [t.q.text for t in told(other)] == ["80件"]
    assert [t.q.text for t in told(one)] == ["100件"]


def test_a_text_without_figures_has_no_findings() -> None:
    assert told_of("一年来，区政协围绕中心、服务大局，各项工作取得新进展。") == []


def test_time_grows_with_the_text_and_no_faster() -> None:
    line = "共收到提案216件，立案157件，占72.7%，其中委员提案120件、集体提案37件；五年来，走访企业80家。\n"

    def prepared(times: int) -> Callable[[], object]:
        manuscript = read(line * 20 * times)
        assert manuscript.figures
        return lambda: [list(RULES[name](manuscript, _rule(name))) for name in OWN]

    assert proportional(prepared)


def _rule(name: str):  # type: ignore[no-untyped-def]
    from tests.checks.kit import rules

    return rules()[name]


def test_messages_name_the_numbers() -> None:
    (finding,) = found("共收到提案109件，合并5件，转社情民意35件，立案68件。", "proposals-do-not-add-up")
    assert all(number in finding.message for number in ("109", "5件", "35件", "68件", "108件"))
    assert re.fullmatch(r"[^a-z]+", finding.message)

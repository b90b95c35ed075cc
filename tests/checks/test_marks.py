"""Rows of numbers, pairs of marks, habits: what holds for any of them, not for one sentence."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.kit import found, read, rules, using
from tests.pace import proportional
from toolkit.checks.finding import Finding, Hit, Severity
from toolkit.checks.manuscript import Manuscript, manuscript
from toolkit.checks.marks import numbering, order
from toolkit.checks.marks.habits import told_once
from toolkit.checks.run import check
from toolkit.checks.spared import curled
from toolkit.readers.source import Line, Source
from toolkit.text import chinese_numeral

TOPICS = ("抓实理论学习", "做深专题协商", "做细民主监督", "办好委员提案", "凝聚社会共识", "建强委员队伍")
BODY = "一年来，区政协围绕中心、服务大局，组织委员深入一线调查研究，提出一批有价值的意见建议。"
SHAPES = (("{n}、", True), ("（{n}）", True), ("{n}.", False), ("（{n}）", False))


def lines(numbers: list[int], shape: tuple[str, bool]) -> str:
    """Return a report whose headings have these numbers."""
    out = ["区政协2024年工作综述"]
    for number, topic in zip(numbers, itertools.cycle(TOPICS)):
        out += [
            shape[0].format(n=chinese_numeral(number) if shape[1] else number) + topic,
            BODY + topic + "。",
        ]
    return "\n".join(out)


def of(findings: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


# -- rows of numbers --------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 12), min_size=1, max_size=5))
def test_rows_in_order_are_silent_however_often_they_begin_anew(lengths: list[int]) -> None:
    row = [number for length in lengths for number in range(1, length + 1)]
    wanted = [n for n, (a, b) in enumerate(itertools.pairwise(row)) if a == b == 1]
    assert [fault.index - 1 for fault in order.faults(row)] == wanted


@given(st.integers(3, 15), st.data())
def test_a_number_left_out_is_one_fault_at_the_next(length: int, data: st.DataObject) -> None:
    gone = data.draw(st.integers(2, length - 1))
    row = [number for number in range(1, length + 1) if number != gone]
    assert list(order.faults(row)) == [order.Fault(gone - 1, order.SKIPPED, gone)]


@given(st.integers(3, 15), st.data())
def test_one_mistyped_number_is_one_fault_in_its_place(length: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, length - 2))
    wrong = data.draw(st.integers(1, 20).filter(lambda n: n != place + 1))
    row = list(range(1, length + 1))
    row[place] = wrong
    found = list(order.faults(row))
    if wrong == place + 2 and place == 0 and length == 2:
        return
    assert [(fault.index, fault.expected) for fault in found] == [(place, place + 1)]


@given(st.integers(4, 15), st.data())
def test_two_swapped_numbers_are_one_fault(length: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, length - 2))
    row = list(range(1, length + 1))
    row[place], row[place + 1] = row[place + 1], row[place]
    assert [(f.index, f.kind) for f in order.faults(row)] == [(place, order.SWAPPED)]


@settings(max_examples=15, deadline=None)
@given(st.integers(3, 9), st.sampled_from(SHAPES), st.data())
def test_headings_in_order_are_silent_and_a_gap_is_found(
    length: int, shape: tuple[str, bool], data: st.DataObject
) -> None:
    numbers = list(range(1, length + 1))
    assert not found(
        lines(numbers, shape), "broken-numbering", "mixed-number-marks", "numbering-levels-reversed"
    )
    gone = data.draw(st.integers(2, length - 1))
    left = [number for number in numbers if number != gone]
    findings = found(lines(left, shape), "broken-numbering")
    next_one = chinese_numeral(gone + 1) if shape[1] else str(gone + 1)
    assert [next_one in finding.text for finding in findings] == [True]


def test_a_number_is_shown_as_its_row_writes_it() -> None:
    assert numbering.written("bracketed", 3) == "（三）"
    assert numbering.written("circled", 3) == "③"
    assert numbering.written("arabic", 12) == "12."


@settings(max_examples=15, deadline=None)
@given(st.integers(3, 6), st.data())
def test_enumerations_in_order_are_silent_and_a_gap_is_found(length: int, data: st.DataObject) -> None:
    separator = data.draw(st.sampled_from(["；", "。", "。\n"]))
    numbers = list(range(1, length + 1))
    member = [f"{chinese_numeral(n)}是{TOPICS[n - 1]}，{BODY.rstrip('。')}" for n in numbers]
    head = "区政协2024年工作综述\n" + BODY
    assert not found(head + separator.join(member) + "。", "broken-enumeration")
    gone = data.draw(st.integers(2, length - 1))
    rest = separator.join(text for n, text in zip(numbers, member, strict=True) if n != gone)
    findings = found(head + rest + "。", "broken-enumeration")
    assert [finding.text for finding in findings] == [f"{chinese_numeral(gone + 1)}是"]


def test_an_enumeration_inside_one_of_paragraphs_has_its_own_count() -> None:
    inner = "主要做法：一是学习；二是协商；三是监督。"
    text = f"区政协2024年工作综述\n一是{BODY}{inner}\n二是{BODY}{inner}\n三是{BODY}\n四是{BODY}"
    assert not found(text, "broken-enumeration")


# -- pairs ------------------------------------------------------------------------------------------


PAIRS = {"“": "”", "《": "》", "（": "）"}


@st.composite
def nested(draw: st.DrawFn, depth: int = 0) -> str:
    """Return words with pairs properly inside one another."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        parts.append(draw(st.sampled_from(["协商", "监督，", "提案", "委员"])))
        if depth < 2 and draw(st.booleans()):
            opening = draw(st.sampled_from(list(PAIRS)))
            parts.append(opening + draw(nested(depth=depth + 1)) + PAIRS[opening])
    return "".join(parts)


LONE = ("unclosed-quotation", "unclosed-title-marks", "unclosed-brackets", "crossed-pairs")


@settings(max_examples=30, deadline=None)
@given(nested(), st.data())
def test_pairs_inside_one_another_are_silent_and_a_lost_half_is_found(
    words: str, data: st.DataObject
) -> None:
    text = f"区政协2024年工作综述\n{BODY}{words}。"
    assert not found(text, *LONE)
    places = [n for n, char in enumerate(words) if char in "”》）"]
    if places:
        gone = data.draw(st.sampled_from(places))
        lost = words[:gone] + words[gone + 1 :]
        findings = found(f"区政协2024年工作综述\n{BODY}{lost}。", *LONE)
        assert any(finding.rule != "crossed-pairs" for finding in findings)


@given(st.lists(st.sampled_from(["协商", '"', "。", "\n", "“甲”"]), max_size=20))
def test_curling_keeps_length_and_leaves_no_straight_mark(parts: list[str]) -> None:
    text = "".join(parts)
    out = curled(text)
    assert len(out) == len(text)
    assert '"' not in out
    assert all(a == b for a, b in zip(text, out, strict=True) if a != '"')


# -- habits -----------------------------------------------------------------------------------------


@given(st.integers(0, 12), st.integers(0, 6), st.integers(0, 20))
def test_a_habit_is_told_once_and_never_as_a_mistake(count: int, most: int, right: int) -> None:
    hits = [Hit(n, n + 1, suggestion="，", severity=Severity.ERROR) for n in range(count)]
    told = list(told_once(rules()["latin-enumeration-comma"], hits, most, right))
    if count <= most or right >= count:
        assert told == hits
    else:
        assert [(hit.start, hit.severity) for hit in told] == [(0, Severity.WARNING)]
        assert f"{count}处" in told[0].message


def test_a_web_page_of_half_width_marks_has_one_finding_and_no_error() -> None:
    text = ("区政协2024年工作综述\n" + "\n".join(BODY + topic + "(含机关)。" for topic in TOPICS)).replace(
        "，", ","
    )
    findings = of(check(read(text), list(rules().values())), "half-width-punctuation")
    assert [finding.severity for finding in findings] == [Severity.WARNING]


# -- what is put in place ---------------------------------------------------------------------------


MENDED = (
    "half-width-punctuation",
    "straight-quotes",
    "full-width-digits",
    "doubled-punctuation",
    "leading-zero-in-date",
)


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_suggestions_of_mechanical_rules_mend_what_they_found(rng: random.Random) -> None:
    wrong = rng.sample(
        [
            "收到提案216件,立案157件",
            '打造"书香政协"品牌',
            "２０２４年",
            "办复率高，，成效好",
            "2024年03月05日开会，议事",
        ],
        3,
    )
    text = "区政协2024年工作综述\n" + BODY + "，".join(wrong) + "。\n" + BODY
    findings = [f for f in found(text, *MENDED) if f.suggestion]
    assert len(findings) >= 3
    for finding in sorted(findings, key=lambda f: -f.offset):
        end = finding.offset + len(finding.text)
        text = text[: finding.offset] + finding.suggestion + text[end:]
    assert not found(text, *MENDED)


@pytest.mark.parametrize("rule", ["broken-numbering", "repeated-passage", "unclosed-quotation"])
def test_rules_take_time_in_proportion(rule: str) -> None:
    def prepared(times: int) -> Callable[[], object]:
        rows = (f"（{chinese_numeral(n % 30 + 1)}）“{BODY}" for n in range(50 * times))
        manuscript = read("\n".join(rows))
        return lambda: check(manuscript, [rules()[rule]])

    assert proportional(prepared)


# -- numbers that Word puts there -------------------------------------------------------------------


def numbered(marks: list[str]) -> Manuscript:
    """Return a document whose headings are numbered automatically."""
    text, rows = "", []
    for mark, topic in zip(marks, itertools.cycle(TOPICS)):
        for words, number in ((topic, mark), (BODY, "")):
            rows.append(Line(words, range(len(text), len(text) + len(words)), number=number))
            text += words + "\n"
    return manuscript(Source("稿.docx", "docx", text, tuple(rows)), using())


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        (["一、", "二、", "三、"], []),
        (["（一）", "（二）", "（三）"], []),
        (["1.", "2.", "3."], []),
        (["一、", "二、", "四、"], [TOPICS[2][:4]]),
        (["一、", "（一）", "（三）", "（四）", "二、"], [TOPICS[2][:4]]),
    ],
)
def test_automatic_numbers_count_like_typed_ones(marks: list[str], told: list[str]) -> None:
    findings = check(numbered(marks), [rules()["broken-numbering"]])
    assert [finding.text for finding in findings] == told

"""Two versions of a text: every edit leads from one to the other, and people can read it."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import proportional
from toolkit.merge.plan import revised
from toolkit.merge.texts import SEPARATOR
from toolkit.merge.two_way import Group, Regrouped, Side, pair, regroup
from toolkit.merge.wording import TOKEN, edits, row

CLAUSES = (
    "全年收到提案216件", "立案198件", "办复率100%", "组织委员视察12次", "报送社情民意信息二百一十七篇",
    "开展专题调研", "成效明显", "得到区委肯定", "投入3.5亿元", "十四五规划",
)  # fmt: skip
sentence = st.builds(
    lambda rows, end: "，".join(rows) + end,
    st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4),
    st.sampled_from("。；！"),
)
texts = st.lists(sentence, max_size=6).map("".join)
wild = st.text(alphabet="提案收到12三百，。；\n\t甲乙 a", max_size=60)
BASE = "全年共收到提案216件，立案198件，办复率100%。组织委员视察12次。报送信息二百一十七篇。"


@given(st.one_of(texts, wild), st.one_of(texts, wild))
def test_edits_turn_one_text_into_the_other(one: str, other: str) -> None:
    made = edits(one, other)
    assert revised(one, made) == other
    assert all(a.end <= b.start for a, b in itertools.pairwise(made))


@given(texts, texts)
def test_no_number_is_cut(one: str, other: str) -> None:
    def ends(text: str) -> set[int]:
        return {0, *(match.end() for match in TOKEN.finditer(text))}

    shift = 0
    for edit in edits(one, other):
        assert {edit.start, edit.end} <= ends(one)
        start = edit.start + shift
        assert {start, start + len(edit.text)} <= ends(other)
        shift += len(edit.text) - (edit.end - edit.start)


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (BASE.replace("216", "220"), [("216", "220")]),
        (BASE.replace("二百一十七", "二百二十"), [("二百一十七", "二百二十")]),
        (BASE.replace("100%", "99.5%"), [("100", "99.5")]),
        (BASE.replace("组织委员", "认真组织委员"), [("", "认真")]),
        (BASE.replace("组织委员视察12次。", ""), [("组织委员视察12次。", "")]),
        (BASE + "成效明显。", [("", "成效明显。")]),
        (BASE, []),
    ],
)
def test_an_edit_is_as_small_as_what_was_done(new: str, wanted: list[tuple[str, str]]) -> None:
    assert [(BASE[e.start : e.end], e.text) for e in edits(BASE, new)] == wanted


def test_a_rewritten_sentence_is_no_mosaic() -> None:
    one = "我们始终坚持党的全面领导，把牢正确政治方向，不断提高政治站位和履职本领。"
    other = "一年来，常委会旗帜鲜明讲政治，切实把党的领导落实到履职各方面全过程。"
    made = edits(one, other)
    assert len(made) <= 3
    assert all(len(one[a.end : b.start]) > 1 for a, b in itertools.pairwise(made))


@given(texts, st.lists(st.integers(0, 200), max_size=3), texts)
def test_paragraphs_are_cut_and_joined_wherever(one: str, places: list[int], other: str) -> None:
    cuts = sorted({min(place, len(other)) for place in places})
    parts = [other[a:b] for a, b in zip([0, *cuts], [*cuts, len(other)], strict=True)]
    assert _carried_out([one], regroup([one], parts)) == parts
    assert _carried_out(parts, regroup(parts, [one])) == [one]


def _carried_out(one: list[str], made: Regrouped) -> list[str]:
    out = ""
    for n, text in enumerate(one):
        out += revised(text, [c.edit for c in made.changes if c.line == n])
        out += "" if n in made.joined or n == len(one) - 1 else SEPARATOR
    return out.split(SEPARATOR)


LONG = [f"{n}.围绕第{n}个重点课题开展调研，走访部门{n}家，形成报告{n}份，得到肯定{word}。" for n, word in
        enumerate("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")]  # fmt: skip


def sides(*rows: str) -> list[Side]:
    return [Side(text) for text in rows]


def test_a_split_paragraph_is_one_group() -> None:
    made = pair(sides("头", BASE, "尾"), sides("头", BASE[:26], BASE[26:], "尾"))
    assert Group(range(1, 2), range(1, 3)) in made.groups
    assert pair(sides("头", BASE[:26], BASE[26:]), sides("头", BASE)).groups[-1] == Group(
        range(1, 3), range(1, 2)
    )


def test_a_moved_paragraph_is_told_from_a_deleted_one() -> None:
    made = pair(sides(*LONG[:8]), sides(*LONG[1:6], LONG[0], *LONG[6:8]))
    assert made.moved == {0: 5}
    assert pair(sides(*LONG[:3]), sides(*LONG[1:3])).moved == {}


def test_a_moved_paragraph_that_was_touched_up_is_known() -> None:
    touched = LONG[0].replace("走访", "上门走访")
    assert pair(sides(*LONG[:8]), sides(*LONG[1:6], touched, *LONG[6:8])).moved == {0: 5}


def test_blocks_of_another_kind_never_become_one_another() -> None:
    made = pair([Side(BASE, "tbl")], [Side(BASE)])
    assert made.groups == []
    assert made.moved == {}


def test_a_bookmark_finds_a_paragraph_that_was_mostly_rewritten() -> None:
    mark = frozenset({"_d_x"})
    new = "提案工作扎实有力。共收到提案240件，立案230件，全部办结，委员普遍满意，经验得到推广。"
    one = [Side("开头的话在这里。"), Side(BASE, "", mark)]
    other = [Side(new, "", mark), Side("结尾的话在这里吧。")]
    assert Group(range(1, 2), range(0, 1)) in pair(one, other).groups


@given(st.lists(st.sampled_from(LONG), max_size=12), st.lists(st.sampled_from(LONG), max_size=12))
def test_pairs_grow_on_both_sides_and_none_is_used_twice(one: list[str], other: list[str]) -> None:
    made = pair(sides(*one), sides(*other))
    mine = [i for g in made.groups for i in g.one]
    theirs = [j for g in made.groups for j in g.other]
    assert mine == sorted(set(mine))
    assert theirs == sorted(set(theirs))
    assert not set(made.moved) & set(mine)
    assert not set(made.moved.values()) & set(theirs)


def test_half_of_a_report_rewritten_is_still_found_paragraph_by_paragraph() -> None:
    rng = random.Random(5)
    old = [_paragraph(rng) for _ in range(120)]
    new = [re.sub("[调研视察]", "协", text) + "新增一句话。" if n % 2 else text for n, text in enumerate(old)]
    made = pair(sides(*old), sides(*new))
    assert sum(g.one.start == g.other.start for g in made.groups) >= 115


def _paragraph(rng: random.Random) -> str:
    words = [chr(rng.randrange(0x4E00, 0x8000)) for _ in range(400)]
    return (
        "".join(w + ("。" if rng.random() < 0.05 else "") for w in words)
        + f"调研视察{rng.randrange(999)}次。"
    )


def test_eight_times_the_text_takes_no_more_than_some_eight_times_the_time() -> None:
    rng = random.Random(6)

    def prepared(times: int) -> Callable[[], bool]:
        old = [_paragraph(rng) for _ in range(20 * times)]
        new = [text.replace("调研", "考察调研") for text in old]
        return lambda: len(pair(sides(*old), sides(*new)).groups) == len(old)

    assert proportional(prepared)
    assert prepared(4)()


def test_one_endless_sentence_is_compared() -> None:
    rng = random.Random(7)
    text = "".join(chr(rng.randrange(0x4E00, 0x8000)) for _ in range(12000))
    other = text[:3000] + "插入几个字" + text[3000:9000] + text[9010:]
    made = edits(text, other)
    assert revised(text, made) == other
    assert len(made) == 2


def test_a_row_of_texts_prefers_what_is_equal() -> None:
    assert row(["甲甲甲甲", BASE], [BASE, "甲甲甲甲"]) == [(1, 0)]

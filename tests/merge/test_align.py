"""Texts side by side: equal members, successors, shared stretches, edits that a person can read."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.merge.align import aligned, gaps, increasing, replacements, same, successors
from toolkit.merge.texts import sentences, skeleton, tokens

letters = st.lists(st.sampled_from("abcd"), max_size=12)
chinese = st.text(st.sampled_from("提案委员协商，。；0123余%"), max_size=40)


@given(letters, letters)
def test_same_finds_equal_members_in_order(one: list[str], other: list[str]) -> None:
    pairs = same(one, other)
    assert all(one[i] == other[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))


@given(letters)
def test_a_row_is_the_same_as_itself(row: list[str]) -> None:
    assert same(row, row) == [(n, n) for n in range(len(row))]


@given(letters, letters)
def test_pairs_and_gaps_cover_both_rows(one: list[str], other: list[str]) -> None:
    pairs = same(one, other)
    left = sorted([*(i for i, _ in pairs), *(i for a, _ in gaps(pairs, len(one), len(other)) for i in a)])
    right = sorted([*(j for _, j in pairs), *(j for _, b in gaps(pairs, len(one), len(other)) for j in b)])
    assert left == list(range(len(one)))
    assert right == list(range(len(other)))


@given(st.lists(st.integers(0, 20), unique=True, max_size=12))
def test_increasing_is_the_longest(values: list[int]) -> None:
    row = increasing(list(enumerate(values)))
    assert [j for _, j in row] == sorted(j for _, j in row)
    longest = max(
        (
            len(c)
            for n in range(len(values) + 1)
            for c in itertools.combinations(values, n)
            if list(c) == sorted(c)
        ),
        default=0,
    )
    assert len(row) == longest


@given(chinese, chinese)
def test_replacements_turn_one_text_into_the_other(one: str, other: str) -> None:
    made = one
    for start, end, words in reversed(replacements(one, other)):
        made = made[:start] + words + made[end:]
    assert made == other


@given(chinese, chinese)
def test_no_number_is_cut(one: str, other: str) -> None:
    edges = {0, *itertools.accumulate(map(len, tokens(one)))}
    assert all(start in edges and end in edges for start, end, _ in replacements(one, other))


@given(chinese)
def test_sentences_cover_a_text(text: str) -> None:
    assert "".join(text[a:b] for a, b in sentences(text)) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲。乙；丙", ["甲。", "乙；", "丙"]),
        ("他说“好。”走了。", ["他说“好。”", "走了。"]),
        ("一起来！！去", ["一起来！！", "去"]),
        ("", []),
    ],
)
def test_where_a_sentence_ends(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == parts


def test_a_rewritten_sentence_is_its_predecessor_s_successor() -> None:
    old = ["全年收到提案216件。", "组织委员视察12次。"]
    new = ["新写的一句话在前面。", "全年共收到各方面提案230件。", "组织委员视察12次。"]
    equal, grown = aligned(old, new)
    assert equal == [(1, 2)]
    assert grown == [(0, 1)]
    assert successors(["毫不相干"], ["另一回事情"]) == []


def test_numbers_are_left_open_where_words_are_compared() -> None:
    assert skeleton("收到216件，办复率99.5%") == skeleton("收到３件，办复率100%")

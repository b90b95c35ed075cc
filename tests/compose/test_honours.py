"""The honours list: counts are computed, names stand in columns and in order."""

from __future__ import annotations

import pytest

from toolkit.brief.load import parse_brief
from toolkit.brief.source import Source
from toolkit.compose.assemble import compose
from toolkit.compose.honours import honour_lines
from toolkit.compose.markup import plain
from toolkit.errors import InputProblems
from toolkit.pack.pack import Pack

BRIEF = """region: 金山区
organ: {place: 上海市金山区, level: 区}
year: 2024
session: {}
honours:
  - title: 先进个人
    unit: 名
    sort: 按姓氏笔画
    names: [张三, 丁一, 某😀]
"""


LISTS = {"people": {"columns": 5}, "units": {"columns": 3}}


def lines(row: dict[str, object]) -> list[tuple[str, object]]:
    """Kinds with plain text, or with plain cells."""
    return [
        (kind, plain(content) if isinstance(content, str) else [[plain(c) for c in row] for row in content])
        for kind, content in honour_lines([row], LISTS)
    ]


def test_works_are_numbered_with_their_proposers_and_counted() -> None:
    works = [
        {"title": "关于甲的建议", "by": ["刘振", "朱豪杰"]},
        {"title": "关于乙的建议", "by": ["某委员会"]},
    ]
    assert lines({"title": "优秀提案", "unit": "件", "works": works}) == [
        ("heading2", "优秀提案（2件）"),
        (
            "works",
            [["1.关于甲的建议"], ["■ 提案者：刘　振、朱豪杰"], ["2.关于乙的建议"], ["■ 提案者：某委员会"]],
        ),
    ]


def test_people_stand_five_a_row_padded_and_by_strokes() -> None:
    names = ["蔡东升", "马罡", "丁丽珍", "刘新宇", "刘振", "吕东远"]
    row = {"title": "先进个人", "unit": "名", "sort": "按姓氏笔画", "names": names}
    assert lines(row) == [
        ("heading2", "先进个人（6名，按姓氏笔画排序）"),
        ("people", [["丁丽珍", "马　罡", "吕东远", "刘　振", "刘新宇"], ["蔡东升", "", "", "", ""]]),
    ]


def test_units_stand_three_a_row_as_given() -> None:
    row = {
        "title": "先进单位",
        "unit": "家",
        "names": ["民革界别", "张堰镇地区联络组", "教育界别", "体育界别"],
    }
    assert lines(row)[1:] == [("units", [["民革界别", "张堰镇地区联络组", "教育界别"], ["体育界别", "", ""]])]


def test_the_total_of_groups_is_their_sum() -> None:
    groups = [{"title": "委员", "names": ["甲某", "乙某"]}, {"title": "其他", "names": ["丙某"]}]
    found = lines({"title": "先进个人", "unit": "名", "groups": groups})
    assert [text for kind, text in found if kind.startswith("heading")] == [
        "先进个人（3名）",
        "委员（2名）",
        "其他（1名）",
    ]


def test_a_character_without_known_strokes_is_an_input_problem() -> None:
    pack = Pack()
    brief = parse_brief(Source("b.yaml", BRIEF), pack.vocabulary)
    with pytest.raises(InputProblems) as caught:
        compose(brief, pack, pack.genre("performance_digest"))
    assert caught.value.problems[0].location.line == 6
    assert "😀" in caught.value.problems[0].message

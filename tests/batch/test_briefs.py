"""What a row says becomes a brief; what is wrong with it is told at its cell."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from toolkit.batch import briefs
from toolkit.batch.columns import Columns
from toolkit.batch.filling import Form, scalar
from toolkit.batch.peeking import peek
from toolkit.batch.rows import Row, open_list
from toolkit.brief.load import Brief, brief_of, parse_brief
from toolkit.brief.source import Node, Source, read_nodes
from toolkit.errors import InputProblems
from toolkit.pack.pack import Pack

PACK = Pack()
COLUMNS = Columns(PACK)
FORM = Form(PACK.vocabulary, ".draft/brief.schema.json")
SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.yaml"))


def _rows(path: Path, text: str) -> list[briefs.Given]:
    path.write_text(text, encoding="utf-8")
    listing = open_list(path)
    head = briefs.head_columns(listing.head, COLUMNS) if listing.head else {}
    return [briefs.given(row, head, COLUMNS) for row in listing]


def _brief(given: briefs.Given) -> Brief:
    region = briefs.said(given.root, "region")
    known = {"organ.place": region, "organ.level": region[-1], "year": 2024}
    briefs.complete(given.root, known)
    return brief_of(given.root, given.source, PACK.vocabulary)


def _figures(brief: Brief) -> dict[str, Any]:
    return {key: figure._replace(line=0) for key, figure in brief.figures.items()}


# A heading, a cell, and what the brief then has: a dotted path of a field, or a figure's attribute.
CELLS = [
    ("年度", "2025年", "year", 2025),
    ("全称", "杭州市桐庐县", "organ.place", "杭州市桐庐县"),
    ("session.term", "10", "session.term", 10),
    ("本次会议.届", "10", "session.term", 10),
    ("上次会议（次）", "3", "session.previous.number", 3),
    ("报告日期", "2025/1/8", "session.date.text", "2025年1月8日"),
    ("是否换届", "是", "session.change_of_term", True),
    ("报告人", "李四", "speaker.name", "李四"),
    ("facts.research_subjects", "乡村振兴；营商环境", "facts.research_subjects", ["乡村振兴", "营商环境"]),
    (
        "facts.thematic_topics",
        "乡村振兴\n营商环境",
        "facts.thematic_topics",
        [{"topic": "乡村振兴"}, {"topic": "营商环境"}],
    ),
    ("facts.thematic_topics", "[{topic: 乡村振兴}]", "facts.thematic_topics", [{"topic": "乡村振兴"}]),
    ("facts.local.proposals", "多做一件事。", "facts.local", {"proposals": ["多做一件事。"]}),
    ("proposal_filed", "216", "figures.proposal_filed.value", Decimal(216)),
    ("figures.proposal_filed", "216", "figures.proposal_filed.value", Decimal(216)),
    ("立案提案", "２１６件", "figures.proposal_filed.value", Decimal(216)),
    ("立案提案（件）", "1,216", "figures.proposal_filed.value", Decimal(1216)),
    ("立案提案", "约216", "figures.proposal_filed.text", "约216"),
    ("立案提案", "216余", "figures.proposal_filed.text", "216余"),
    ("立案提案", "216件余", "figures.proposal_filed.text", "216余"),
    ("立案提案", "{value: 216, approx: 多}", "figures.proposal_filed.text", "216多"),
    ("提案满意率", "98.5%", "figures.proposal_satisfaction.value", Decimal("98.5")),
    ("备注", "随便写", "facts", None),
]


@pytest.mark.parametrize(("heading", "cell", "path", "wanted"), CELLS)
def test_a_cell_says_what_its_heading_means(
    tmp_path: Path, heading: str, cell: str, path: str, wanted: Any
) -> None:
    quoted = cell.replace('"', '""')
    (given,) = _rows(tmp_path / "a.csv", f'地区,"{heading}"\n桐庐县,"{quoted}"\n')
    brief = _brief(given)
    if path.startswith("figures."):
        found = getattr(brief.figures[path.split(".")[1]], path.split(".")[2])
    else:
        found = brief.value(path.removesuffix(".text"))
        found = found.text if path.endswith(".text") else found
    assert found == wanted


def test_parts_of_a_figure_may_have_columns_in_any_order(tmp_path: Path) -> None:
    head = "立案提案.来源,地区,立案提案,立案提案（上年数）,proposal_filed_total,proposal_filed_total.span"
    (given,) = _rows(tmp_path / "a.csv", f"{head}\n提案委,桐庐县,216,200,1069,五年来\n")
    figures = _brief(given).figures
    year, total = figures["proposal_filed"], figures["proposal_filed_total"]
    assert (year.value, year.previous, year.source) == (216, 200, "提案委")
    assert (total.value, total.span) == (1069, "五年来")


YAML_ROWS = """\
- 地区: 桐庐县
  年度: 2024
  session.term: 10
  session: {number: 3}
  立案提案: 216
  figures:
    info_collected: {value: 2816, approx: 余}
  文件夹: 华东/桐庐
  facts:
    research_subjects:
    - 乡村振兴
"""


def test_an_entry_of_a_yaml_list_may_use_names_and_paths(tmp_path: Path) -> None:
    (given,) = _rows(tmp_path / "a.yaml", YAML_ROWS)
    assert given.folder == "华东/桐庐"
    brief = _brief(given)
    assert (brief.region, brief.year, brief.value("session.term"), brief.value("session.number")) == (
        "桐庐县",
        2024,
        10,
        3,
    )
    assert brief.figures["proposal_filed"].value == 216
    assert brief.figures["info_collected"].text == "2816余"
    (row,) = open_list(tmp_path / "a.yaml")
    assert peek(row, {}, COLUMNS) == {"region": "桐庐县", "year": "2024", "folder": "华东/桐庐"}


# A list, and where its problem is: line and column of the file itself.
WRONG = [
    ("a.csv", "地区,年份\n桐庐县,abc\n", (2, 5), "应是整数"),
    ("a.csv", "地区,立案提案\n金山区,5\n桐庐县,-3\n", (3, 5), "不能是负数"),
    ("a.csv", "地区\n桐庐县,5\n", (2, 5), "没有列名"),
    ("a.yaml", "- region: 金山区\n- region: 桐庐县\n  figures:\n    proposal_filed: x\n", (4, 21), "应是数"),
    ("a.yaml", "- region: 桐庐县\n  regoin: y\n", (2, 3), "没有“regoin”"),
    ("a.yaml", "- region: 桐庐县\n  organ: {level: 区\n", (2, 10), "没有配对"),
]


def _placed_brief(row: Row, head: Any) -> Brief:
    given = briefs.given(row, head, COLUMNS)
    try:
        return _brief(given)
    except InputProblems as error:
        raise InputProblems(briefs.placed(error.problems, row)) from error


@pytest.mark.parametrize(("name", "text", "place", "said"), WRONG)
def test_a_mistake_is_told_where_it_stands(
    tmp_path: Path, name: str, text: str, place: tuple[int, int], said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    listing = open_list(tmp_path / name)
    head = briefs.head_columns(listing.head, COLUMNS) if listing.head else {}
    *_, row = listing
    with pytest.raises(InputProblems) as caught:
        _placed_brief(row, head)
    found = [p for p in caught.value.problems if said in p.message]
    assert [(p.location.line, p.location.column) for p in found] == [place]
    assert found[0].excerpt == text.splitlines()[place[0] - 1]


def test_headings_nobody_knows_are_all_told_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "地区,proposal_fild,立案提按,日期,立案提案,proposal_filed\n", encoding="utf-8"
    )
    with pytest.raises(InputProblems) as caught:
        briefs.head_columns(open_list(tmp_path / "a.csv").head, COLUMNS)  # type: ignore[arg-type]
    told = {p.location.column: f"{p.message} {p.hint}" for p in caught.value.problems}
    assert set(told) == {4, 18, 23, 31}
    assert "proposal_filed" in told[4]
    assert "立案提案" in told[18]
    assert "报告日期" in told[23]
    assert "同一列" in told[31]


def test_a_table_needs_a_column_of_regions(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("年份,立案提案\n2024,3\n", encoding="utf-8")
    with pytest.raises(InputProblems, match="共 1 处") as caught:
        briefs.head_columns(open_list(tmp_path / "a.csv").head, COLUMNS)  # type: ignore[arg-type]
    assert "地区" in caught.value.problems[0].message


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_the_file_of_a_brief_says_what_its_tree_says(path: Path) -> None:
    source = Source(path, path.read_text(encoding="utf-8"))
    root = read_nodes(source)
    assert root is not None
    wanted = brief_of(root, source, PACK.vocabulary)
    found = parse_brief(Source(path, FORM.filled(root)), PACK.vocabulary)
    assert found.values == wanted.values
    assert _figures(found) == _figures(wanted)


def test_an_empty_row_makes_the_blank_brief() -> None:
    from toolkit.brief.blank import blank_brief

    assert FORM.filled(Node("map", 1, 1)) == blank_brief(PACK.vocabulary, {}, ".draft/brief.schema.json")


@examples(st.text(min_size=1))
def test_any_text_goes_through_yaml(text: str) -> None:
    import yaml

    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert yaml.compose(f"key: {scalar(text)}\n", Loader=yaml.CSafeLoader).value[0][1].value == text


@examples(
    st.dictionaries(
        st.sampled_from(["proposal_filed", "info_collected", "training_people"]), st.integers(0, 10**9)
    ),
    st.lists(
        st.sampled_from(["乡村振兴", "“三农”工作", "12345热线: 办理", "甲、乙和丙", "- 短横", "#井号"]),
        max_size=4,
    ),
)
def test_what_a_row_says_stands_in_its_brief(figures: dict[str, int], subjects: list[str]) -> None:
    place = Node("scalar", 1, 1)
    root = Node("map", 1, 0)
    tree = briefs._Tree(root)
    for path, text in {
        "region": "桐庐县",
        **{f"figures.{key}": str(value) for key, value in figures.items()},
    }.items():
        tree.put(path, dataclasses.replace(place, text=text))
    if subjects:
        items = [dataclasses.replace(place, text=text) for text in subjects]
        tree.put("facts.history_works", Node("list", 1, 1, items=items))
    briefs.complete(root, {"organ.place": "桐庐县", "organ.level": "县", "year": 2024})
    text = FORM.filled(root)
    again = read_nodes(Source("x", text))
    assert again is not None
    given_, written = again.get("figures"), again.get("facts")
    assert given_ is not None
    assert written is not None
    assert {k.text: v.text for k, v in given_.pairs if not v.empty} == {k: str(v) for k, v in figures.items()}
    works = written.get("history_works")
    assert works is not None
    assert [item.text for item in works.items] == subjects


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_whose_brief_it_is_is_seen_at_a_glance_as_by_going_through_it(path: Path) -> None:
    from toolkit.batch.peeking import _at_a_glance, _of_yaml

    text = path.read_text(encoding="utf-8")
    seen = _at_a_glance(text)
    assert seen == {k: v for k, v in _of_yaml(text, lambda key: key).items() if k != "folder"}
    assert seen["region"] == path.stem
    assert _at_a_glance(text.replace("region: ", 'region: "')) == {}
    assert _at_a_glance("organ:\n" + "   \n" * 5_000) == {}

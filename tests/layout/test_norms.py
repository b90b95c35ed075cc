"""The norms as data, the records of the rules, and what a deviation says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layout.kit import judged, severity, the_norms
from tests.layout.papers import plenum, write
from toolkit import layout
from toolkit.checks.rule import load_rules
from toolkit.errors import TemplateError
from toolkit.layout.deviation import WHOLE, Fault, Place, gathered
from toolkit.layout.judge import judge
from toolkit.layout.norms import norms
from toolkit.pack.pack import Pack
from toolkit.resources import data_folder
from toolkit.word.opened import open_docx

CODE = Path(layout.__file__).parent


def _ids_in_code() -> set[str]:
    code = "".join(path.read_text(encoding="utf-8") for path in CODE.glob("*.py"))
    data = (data_folder("templates") / "norms.yaml").read_text(encoding="utf-8")
    return set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', code)) | set(re.findall(r"_rule: ([a-z-]+)", data))


def test_every_rule_that_is_looked_for_has_its_record_and_the_other_way_round() -> None:
    records = {id_: rule for id_, rule in load_rules(Pack()).items() if rule.kind == "layout"}
    assert set(records) == _ids_in_code()
    assert len(records) >= 40


@pytest.mark.parametrize("id_", sorted(_ids_in_code()))
def test_a_rule_says_by_what_clause_and_with_what_force(id_: str) -> None:
    rule = load_rules(Pack())[id_]
    assert "GB/T 9704" in rule.source or rule.force == "实务"
    assert rule.why.endswith("。")
    if rule.force == "规定":
        assert re.search(r"\d\.\d", rule.source), "a clause"


@pytest.mark.parametrize(
    ("family", "fonts"),
    [
        ("仿宋", ["仿宋_GB2312", "仿宋", "FangSong", "华文仿宋", "方正仿宋_GBK", "STFangsong"]),
        ("楷体", ["楷体_GB2312", "KaiTi", "华文楷体", "方正楷体_GBK"]),
        ("黑体", ["黑体", "SimHei", "方正黑体_GBK", "华文黑体"]),
        ("小标宋", ["方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S"]),
        ("宋体", ["宋体", "SimSun", "NSimSun", "新宋体", "华文宋体"]),
    ],
)
def test_fonts_belong_to_their_families(family: str, fonts: list[str]) -> None:
    assert {the_norms().family(font) for font in fonts} == {family}


@pytest.mark.parametrize(
    "font", ["微软雅黑", "华文中宋", "等线", "Arial", "华文行楷", "方正大标宋简体", "隶书"]
)
def test_other_fonts_belong_to_none(font: str) -> None:
    assert the_norms().family(font) == font


def test_every_known_name_is_of_its_own_family() -> None:
    for family, row in the_norms()["families"].items():
        assert {the_norms().family(name) for name in row["names"]} == {family}


def test_a_pack_may_ask_for_other_values(tmp_path: Path) -> None:
    (tmp_path / "地方").mkdir()
    (tmp_path / "地方" / "norms.yaml").write_text("line_spacing: {range: [29.9, 30.1]}\n", "utf-8")
    local = norms(Pack([tmp_path / "地方"]))
    docx = write(tmp_path / "稿.docx", plenum().replace('w:line="579"', 'w:line="600"'))
    assert judge(open_docx(docx), local) == []
    assert {one.rule for one in judged(docx)} == {"line-spacing"}


@pytest.mark.parametrize("wrong", ["headings: 一级\n", "parts: {note: '(['}\n", "families: [仿宋]\n"])
def test_a_pack_with_broken_norms_is_told_by_its_file(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "norms.yaml").write_text(wrong, "utf-8")
    with pytest.raises(TemplateError, match=r"norms\.yaml|共 1 处") as caught:
        norms(Pack([tmp_path]))
    assert "norms.yaml" in caught.value.render()


def test_sizes_are_told_by_their_names_from_the_cache_as_well(tmp_path: Path) -> None:
    docx = write(tmp_path / "稿.docx", plenum().replace('w:val="44"', 'w:val="36"'))
    for _ in range(2):
        (found,) = judge(open_docx(docx), norms(Pack()))
        assert "小 2 号（18 磅）" in found.message
        assert "2 号（22 磅）" in found.message


# -- what is told --------------------------------------------------------------------------


def fault(paragraph: int, message: str = "字体不对", start: int = 0) -> Fault:
    """A fault of one rule."""
    return Fault("body-font", paragraph, start, start + 2, message)


def at(words: str = "", style: str = "", page: int = 1, *, sure: bool = False) -> Callable[[Fault], Place]:
    """Where every fault stands."""
    return lambda fault: Place(words, style, page, sure)


def test_one_cause_is_told_once_at_its_first_place() -> None:
    (one,) = gathered([fault(7), fault(3, start=4), fault(3, start=1)], at("文字", "正文", 3))
    assert (one.paragraph, one.start, one.page) == (3, 1, 3)
    assert one.message == "字体不对（共 2 段，首见第 4 段“文字”，样式“正文”，约第 3 页）"


def test_two_causes_are_two_and_pages_that_the_file_states_are_sure() -> None:
    found = gathered([fault(2), fault(1, "样式“正文”不对")], at(style="正文", page=5, sure=True))
    assert [one.message for one in found] == [
        "样式“正文”不对（第 2 段，第 5 页）",
        "字体不对（第 3 段，样式“正文”，第 5 页）",
    ]


def test_the_document_as_a_whole_has_no_place() -> None:
    (one,) = gathered([fault(WHOLE, "纸张不对")], at("x"))
    assert (one.paragraph, one.page, one.message) == (WHOLE, 0, "纸张不对")


@given(st.lists(st.tuples(st.integers(-1, 20), st.sampled_from("甲乙丙")), max_size=30))
def test_causes_are_neither_lost_nor_told_twice(places: list[tuple[int, str]]) -> None:
    found = gathered([fault(n, name) for n, name in places], at())
    assert len(found) == len({name for _, name in places})
    assert [one.paragraph for one in found] == sorted(one.paragraph for one in found)


def test_severities_are_those_of_the_standard() -> None:
    hard = ("page-size", "page-margins", "type-area", "title-font", "body-font", "body-size", "heading-font")
    hard += ("line-spacing", "first-line-indent", "text-colour", "empty-paragraphs", "name-spacing")
    assert {severity(rule) for rule in hard} == {"error"}
    soft = ("page-number", "signature-block", "attachment-mark", "caption-position", "heading-stranded")
    assert {severity(rule) for rule in soft} == {"warning"}

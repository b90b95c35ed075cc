"""Rules as files: what they must say, and how a pack's own come on top."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.kit import read, rules
from toolkit.checks.choice import chosen
from toolkit.checks.computed import COMPUTED
from toolkit.checks.finding import Severity
from toolkit.checks.rule import expanded, load_rules
from toolkit.checks.run import check
from toolkit.errors import TemplateError
from toolkit.pack.pack import Pack

GOOD = """name: 用词
kind: existence
severity: warning
force: 实务
source: 本单位约定
why: 不用“搞”。
patterns: ['搞']
"""


def _pack(folder: Path, **files: str) -> Pack:
    (folder / "rules").mkdir()
    for name, text in files.items():
        (folder / "rules" / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return Pack([folder])


def test_a_pack_s_rule_joins_the_built_in_ones(tmp_path: Path) -> None:
    found = load_rules(_pack(tmp_path, plain_word=GOOD))
    assert found["plain-word"].name == "用词"
    assert found.keys() - rules().keys() == {"plain-word"}


def test_a_pack_s_rule_of_the_same_name_replaces_the_built_in_one(tmp_path: Path) -> None:
    found = load_rules(_pack(tmp_path, four_bodies_order=GOOD))
    assert found["four-bodies-order"].severity is Severity.WARNING


def test_everything_wrong_with_rule_files_is_told_at_once(tmp_path: Path) -> None:
    pack = _pack(
        tmp_path,
        one=GOOD.replace("severity: warning", "severity: fatal").replace("why: 不用“搞”。\n", ""),
        two=GOOD + "pattern_s: []\n",
        three="- 一行\n",
    )
    with pytest.raises(TemplateError) as caught:
        load_rules(pack)
    said = caught.value.render()
    assert "one.yaml: 缺少“why”" in said
    assert "“severity”不能是“fatal”" in said
    assert "two.yaml: 不认识“pattern_s”" in said
    assert "是不是“pattern" in said
    assert "three.yaml: 应当是“键: 值”的写法" in said


def test_a_pattern_that_is_none_is_told_with_its_file(tmp_path: Path) -> None:
    pack = _pack(tmp_path, broken=GOOD.replace("搞", "(搞"))
    with pytest.raises(TemplateError) as caught:
        check(read("搞好服务。"), [load_rules(pack)["broken"]])
    assert "rules/broken.yaml" in caught.value.render()
    assert "(搞" in caught.value.render()


def test_a_computed_rule_without_code_is_told_with_its_file_and_the_nearest(tmp_path: Path) -> None:
    coined = GOOD.replace("existence", "computed").replace("patterns: ['搞']\n", "")
    found = load_rules(_pack(tmp_path, heading_with_stops=coined, 用词=coined))
    with pytest.raises(TemplateError) as caught:
        chosen(found, (), ())
    said = caught.value.render()
    assert "rules/heading-with-stops.yaml: 没有推算“heading-with-stops”的程序" in said
    assert "是不是“heading-with-stop”" in said
    assert "rules/用词.yaml" in said
    assert "可以写：existence" in said


def test_named_words_are_put_in_and_counts_are_left_alone() -> None:
    assert expanded("{级}委{1,3}{没有}", {"级": "[区县]"}) == "(?:[区县])委{1,3}{没有}"


def test_every_computed_rule_has_its_code_and_all_code_a_rule() -> None:
    assert {name for name, rule in rules().items() if rule.kind == "computed"} == set(COMPUTED)


@pytest.mark.parametrize("name", sorted(rules()))
def test_a_rule_says_what_people_need(name: str) -> None:
    rule = rules()[name]
    assert len(rule.name) <= 24
    assert rule.why.endswith(("。", "）"))
    assert name == name.lower()
    assert " " not in name
    if rule.fix:
        assert rule.kind in ("substitution", "computed", "existence")

"""The four kinds of rules that are data alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.kit import read
from toolkit.checks.finding import Finding, Severity
from toolkit.checks.rule import Rule
from toolkit.checks.run import check

WORDS = {"级": "[区县]"}


def _rule(kind: str, body: dict[str, Any], **more: Any) -> Rule:
    return Rule(
        "test-rule", "试用", kind, Severity.WARNING, "实务", "约定", "试用。", body=body, words=WORDS, **more
    )


def _found(text: str, rule: Rule) -> list[Finding]:
    return check(read(text), [rule])


def test_existence_finds_every_place_but_excused_ones() -> None:
    rule = _rule("existence", {"patterns": ["工作"], "except": ["工作日"]})
    assert [f.column for f in _found("做好工作，每个工作日都做工作。", rule)] == [3, 13]


def test_a_row_of_existence_has_its_own_words() -> None:
    row = {"find": "{级}委办", "message": "“{text}”不规范", "suggestion": "党委办公室", "severity": "error"}
    (finding,) = _found("由区委办牵头。", _rule("existence", {"patterns": [row]}))
    assert (finding.text, finding.message, finding.suggestion, finding.severity) == (
        "区委办",
        "“区委办”不规范",
        "党委办公室",
        "error",
    )


def test_substitution_uses_groups_and_leaves_right_words() -> None:
    rule = _rule("substitution", {"swaps": [{"wrong": r"做(出|好)(贡献|决定)", "right": r"作\1\2"}]})
    (finding,) = _found("做出决定，作出贡献。", rule)
    assert (finding.text, finding.suggestion) == ("做出决定", "作出决定")
    assert finding.message == "试用，应为“作出决定”"


def test_substitution_that_changes_nothing_finds_nothing() -> None:
    assert not _found(
        "作出贡献。", _rule("substitution", {"swaps": [{"wrong": "[作做]出", "right": "作出"}]})
    )


def test_an_exception_of_one_row_is_for_that_row() -> None:
    rows = [{"wrong": "二个", "right": "两个", "but": "第二个"}, {"wrong": "二家", "right": "两家"}]
    found = _found("第二个问题，二个问题，第二家。", _rule("substitution", {"swaps": rows}))
    assert [(f.text, f.column) for f in found] == [("二个", 7), ("二家", 13)]


@pytest.mark.parametrize(
    ("within", "columns"), [("sentence", []), ("paragraph", [(1, 19)]), ("document", [(1, 19)])]
)
def test_occurrence_counts_within_its_stretch(within: str, columns: list[tuple[int, int]]) -> None:
    rule = _rule("occurrence", {"pattern": "围绕", "most": 2, "within": within}, message="第{n}次“{text}”")
    text = "围绕中心工作。围绕大局，凝聚共识。围绕民生。\n围绕团结。"
    found = _found(text.replace("围绕中心", "围绕中心"), rule)
    assert [(f.line, f.column) for f in found] == ([] if within == "sentence" else [(1, 18)])
    assert len(columns) == len(found)


def test_consistency_tells_the_rarer_way() -> None:
    rule = _rule("consistency", {"groups": [["常委会会议", "常委会议"]]}, message="“{text}”与“{other}”不一")
    (finding,) = _found("召开常委会会议4次。常委会会议上，通报常委会议情况。", rule)
    assert (finding.text, finding.suggestion) == ("常委会议", "常委会会议")
    assert finding.message == "“常委会议”与“常委会会议”不一"


def test_of_two_ways_used_once_the_later_one_is_told() -> None:
    rule = _rule("consistency", {"groups": [["甲村", "乙村"]]})
    (finding,) = _found("先到乙村。再到甲村。", rule)
    assert finding.text == "甲村"


def test_quotations_are_judged_only_by_rules_that_say_so() -> None:
    text = "会议指出“要做出决定，办好实事”。"
    body = {"swaps": [{"wrong": "做出", "right": "作出"}]}
    assert not _found(text, _rule("substitution", body))
    assert len(_found(text, _rule("substitution", body, quoted=True))) == 1


def test_a_rule_for_the_plan_leaves_the_review_alone() -> None:
    done = "完成了各项任务，成效明显，各方面工作取得新的进展，得到社会各界的广泛认可和一致好评。\n"
    review = "2024年工作回顾\n" + "".join(f"{month}月份，{done}" for month in range(1, 9))
    plan = "2025年工作安排\n" + "新的一年，要完成了任务，推动各项工作取得新成效，展现新作为。\n"
    body = {"patterns": ["完成了"]}
    found = _found(review + plan, _rule("existence", body, part="next"))
    assert [f.line for f in found] == [11]
    assert len(_found(review + plan, _rule("existence", body, part="past"))) == 8


def test_of_hits_one_in_another_the_longest_counts() -> None:
    rule = _rule("existence", {"patterns": ["作出", "作出决定", "决定"]})
    assert [f.text for f in _found("会议作出决定。", rule)] == ["作出决定"]


def test_raw_rules_see_the_exact_characters() -> None:
    body = {"swaps": [{"wrong": r"(?<=[\u4e00-\u9fff]),", "right": "，"}]}
    assert not _found("全区,各界。", _rule("substitution", body))
    (finding,) = _found("全区,各界。", _rule("substitution", body, raw=True))
    assert (finding.text, finding.column) == (",", 3)


def test_placeholders_are_left_alone_unless_a_rule_is_for_them() -> None:
    text = "立案〔待填：立案提案（件）〕件。"
    assert not _found(text, _rule("existence", {"patterns": ["提案"]}))
    assert _found(text, _rule("existence", {"patterns": ["提案"]}, unfilled=True))

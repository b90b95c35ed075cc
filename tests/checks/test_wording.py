"""Rules of wording: their tables, and what the computed ones do at the edges."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.kit import ORIGINALS, found, read, using
from toolkit.checks.finding import Severity
from toolkit.checks.wording.alike import LENGTH, set_phrases
from toolkit.checks.wording.enumerations import series
from toolkit.checks.wording.formulations import miswritten, standing, wrongs
from toolkit.checks.wording.names import places
from toolkit.checks.wording.rules import RULES
from toolkit.checks.wording.slips import near_misses
from toolkit.checks.wording.typos import typos

FORMULA = "中国共产党领导的多党合作和政治协商制度"
WORDS = ("wrong-character", "misspelt-set-phrase", "confusable-pair", "doubled-word", "doubled-character")


def _all_typos() -> list[tuple[str, str]]:
    return [(typo.wrong, typo.right) for group in typos(using().pack).values() for typo in group]


# -- the tables --------------------------------------------------------------------------------


def test_a_wrong_word_is_no_right_one() -> None:
    pairs = _all_typos()
    right = {word for _, word in pairs}
    assert len(pairs) > 800
    assert [wrong for wrong, word in pairs if wrong == word or wrong in right] == []
    assert [wrong for wrong, times in Counter(wrong for wrong, _ in pairs).items() if times > 1] == []


def test_no_right_formulation_has_a_wrong_word() -> None:
    text = "。".join(standing(using().pack)) + "。"
    assert [(f.rule, f.text) for f in found(text, *WORDS)] == []


def test_set_phrases_have_four_characters_and_are_no_mistakes_of_each_other() -> None:
    known = set_phrases(using().pack)
    assert {len(phrase) for phrase in known.words | known.doubtful | known.fine} == {LENGTH}
    assert not known.words & known.doubtful
    assert not known.words & known.fine
    assert {known.meant(phrase) for phrase in known.words | known.fine} == {""}


def test_every_enumeration_in_its_order_is_left_alone() -> None:
    for one in series(using().pack):
        if all(re.fullmatch(r"[\u4e00-\u9fff]+", member) for member in one.members):
            joint = "" if "、" not in one.joint else "、"
            text = f"坚持{joint.join(one.members)}。"
            assert found(text, "enumeration-out-of-order", "incomplete-enumeration") == [], text


def test_every_enumeration_turned_round_is_found() -> None:
    for one in series(using().pack):
        if all(re.fullmatch(r"[\u4e00-\u9fff]+", member) for member in one.members) and "、" in one.joint:
            text = f"坚持{'、'.join(reversed(one.members))}贯彻，"
            assert found(text, "enumeration-out-of-order"), text


def test_every_miswriting_of_the_table_can_be_looked_for() -> None:
    assert len(wrongs(using().pack)) > 250
    assert all(wrong.fix and wrong.why for wrong in wrongs(using().pack))


def test_every_district_is_a_place() -> None:
    assert {"金山区", "平湖市", "浙江省", "嘉兴市"} <= places(using().pack)


def test_every_computed_rule_has_its_function() -> None:
    assert all(callable(finder) for finder in RULES.values())


# -- near misses -------------------------------------------------------------------------------


@given(
    st.integers(1, len(FORMULA) - 2), st.sampled_from("某甲乙丙"), st.sampled_from(["gone", "more", "other"])
)
def test_one_character_off_is_a_near_miss(at: int, char: str, how: str) -> None:
    rest = {"gone": FORMULA[at + 1 :], "more": char + FORMULA[at:], "other": char + FORMULA[at + 1 :]}[how]
    text = f"坚持{FORMULA[:at]}{rest}不动摇"
    assert (2, len(text) - 3) in set(near_misses(text, FORMULA))


@given(st.integers(3, len(FORMULA) - 5))
def test_two_other_characters_are_another_wording(at: int) -> None:
    text = f"坚持{FORMULA[:at]}某某{FORMULA[at + 2 :]}不动摇。"
    assert found(text, "formulation-slip") == []


@given(st.text(alphabet="坚持中国共产党领导的多党合作和，。", max_size=60))
def test_what_stands_as_it_should_is_no_near_miss(text: str) -> None:
    assert all(text[start:end] != FORMULA for start, end in near_misses(text, FORMULA))


# -- the formulations --------------------------------------------------------------------------


def test_of_overlapping_miswritings_the_longest_is_told() -> None:
    text = "做懂政协、善议政、会协商，讲规矩、守纪律、重品行的委员。"
    starts = [(start, end) for start, end, _ in miswritten(read(text))]
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(starts))


@pytest.mark.parametrize("left", ["《", "他指出：“"])
def test_titles_and_quotations_keep_their_words(left: str) -> None:
    right = {"《": "》", "他指出：“": "”"}[left]
    text = (
        f"会上，{left}认真履职、积极建言咨政，坚定“四个意识”{right}。"
        if left == "《"
        else (f"会上，{left}认真履职，积极建言咨政{right}。")
    )
    assert found(text, "misquoted-formulation") == []


def test_a_formulation_is_judged_by_the_day_of_the_report() -> None:
    assert found("践行全过程民主。", "misquoted-formulation", date="2024-01-05")
    assert not found("践行全过程民主。", "misquoted-formulation", date="2019-01-05")


# -- words beside words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "企业积极参与，形成积累。",
        "水落石出，山体落石得到处置。",
        "金山区城管执法，各地城市更新。",
        "对于部分事项，等于部署在前。",
        "全面集中整治，总结省里经验。",
        "市极地馆开放，年级极差缩小。",
        "会员区域联动，人员区别对待。",
        "已经济南转运，早已经过论证。",
        "纪委监委监督贯通协调。",
        "党风廉政建设和反腐败斗争。",
        "生产自己的品牌，各自已有基础。",
    ],
)
def test_words_that_happen_to_meet_are_no_mistake(text: str) -> None:
    assert [(f.rule, f.text) for f in found(text, *WORDS)] == []


# -- real reports ------------------------------------------------------------------------------


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the original reports are not here")
def test_only_the_real_mistakes_of_the_original_reports_are_errors() -> None:
    mine = [*RULES, "react-for-reflect", "pleonasm", "blended-sentence"]
    errors = [
        (path.name[:3], finding.text)
        for path in sorted(ORIGINALS.glob("*.txt"))
        for finding in found(path.read_text(encoding="utf-8"), *mine)
        if finding.severity is Severity.ERROR
    ]
    assert errors == [("002", "“四不二直”"), ("002", "居民反应"), ("002", "思想科学为指引")]

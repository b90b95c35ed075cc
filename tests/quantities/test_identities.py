"""What figures say of each other, and what is left untold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.pack.pack import Pack
from toolkit.quantities.find import find
from toolkit.quantities.identities import identities, named
from toolkit.quantities.knowledge import default

CASES = {
    "a total and its parts": (
        "收到提案109件，合并5件，转社情民意35件，立案69件。",
        ("sum", True, "109件 5件 35件 69件"),
    ),
    "parts behind 其中": (
        "共有委员230名，其中中共委员92名、非中共委员138名。",
        ("sum", True, "230名 92名 138名"),
    ),
    "parts that miss the total": (
        "立案158件，其中委员提案130件、集体提案27件。",
        ("sum", False, "158件 130件 27件"),
    ),
    "a total behind its parts": (
        "委员37名，反映人15名，工作人员16名，共68名。",
        ("sum", True, "68名 37名 15名 16名"),
    ),
    "percentages between the parts": (
        "立案100件，其中经济类60件、占60%，社会类40件、占40%。",
        ("sum", True, "100件 60件 40件"),
    ),
    "counts in the brackets of headings": (
        "个人（68名）\n1. 委员（37名）\n甲\n2. 反映人（31名）\n乙",
        ("sum", True, "68名 37名 31名"),
    ),
    "a share of an earlier count": (
        "立案157件，经济类56件，占35.7%。",
        ("share", True, "35.7% 56件 157件"),
    ),
    "a share of another whole": (
        "立案157件，经济类56件，占35.7%，社会类48件，占31.6%。",
        ("share", False, "31.6% 48件 157件"),
    ),
    "quoted names before the count": ("推进“甲一”“乙二”“丙三”三项工作。", ("list", True, "三项")),
    "a name too many": ("围绕“甲一”“乙二”“丙三”等2个专题。", ("list", False, "2个")),
    "a name too few": ("围绕“甲一”“乙二”3个专题。", ("list", False, "3个")),
    "names with 等": ("围绕“甲一”“乙二”等5个专题。", ("list", True, "5个")),
    "plain names with 等": ("由人民网、新华网、光明网等10家媒体采访。", ("list", True, "10家")),
    "more plain names than counted": ("走访甲镇、乙镇、丙镇、丁镇等3个乡镇。", ("list", False, "3个")),
    "names in brackets": ("表扬3家单位（民革区委、民盟区委、民建区委）。", ("list", True, "3家")),
}
UNTOLD = {
    "about": "收到提案约109件，合并5件，转35件，立案69件。",
    "by chance": "召开会议5次，协商3次，视察2次。",
    "a subset": "收到提案216件，其中重点提案9件、联名提案12件。",
    "other units": "委员109名，提案5件，信息35件，案例69件。",
    "an unknown whole": "经济类56件，占35.7%。",
    "names joined otherwise": "走访甲镇、乙镇和丙镇及丁镇等3个乡镇。",
    "a bracket that explains": "覆盖13个县（市、区）。",
    "other sentences": "收到109件。合并5件。转35件。立案69件。",
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_relation_is_told(text: str, expected: tuple[str, bool, str]) -> None:
    found = identities(find(text, default()), text)

    assert expected in [(one.kind, one.holds, " ".join(q.text for q in one.figures)) for one in found]


@pytest.mark.parametrize("text", UNTOLD.values(), ids=UNTOLD)
def test_what_proves_nothing_is_not_told(text: str) -> None:
    assert identities(find(text, default()), text) == []


def test_keys_name_the_figures_where_all_have_one() -> None:
    text = "收到提案109件，合并5件，转社情民意35件，立案69件。"

    (told,) = identities(find(text, default()), text)

    assert told.expr == "proposal_received = proposal_merged + proposal_transferred + proposal_filed"


def test_labels_name_them_otherwise() -> None:
    text = "发放物资120份，其中米面70份、书籍50份。"

    (told,) = identities(find(text, default()), text)

    assert told.expr == "发放物资 = 米面 + 书籍"


def told(text: str, pack: Pack) -> dict[str, bool]:
    return {one.expr: one.holds for one in identities(find(text, default()), text, pack.catalogue)}


def test_the_relations_of_the_catalogue_are_judged(pack: Pack) -> None:
    text = "收到提案100件，立案80件，提案立案率85%。全国政协采用7篇，报送全国政协5篇。"

    assert told(text, pack)["proposal_filing_rate = proposal_filed / proposal_received"] is False
    assert told(text, pack)["proposal_filed <= proposal_received"] is True
    assert told(text, pack)["info_nat_adopted <= info_to_nat"] is False


def test_a_fallback_counts_only_without_the_whole_equation(pack: Pack) -> None:
    text = "收到提案100件，不予立案5件，转社情民意10件，合并5件，立案80件。"
    told_of = told(text, pack)

    whole = "proposal_filed + proposal_merged + proposal_transferred + proposal_not_filed"

    assert told_of.pop(f"proposal_received = {whole}")
    assert all(told_of.values())


def test_a_key_with_two_values_is_not_judged(pack: Pack) -> None:
    text = "收到提案100件，立案80件。\n去年收到提案60件。"

    assert "proposal_filed <= proposal_received" not in told(text, pack)


def test_a_sum_over_years_is_another_figure(pack: Pack) -> None:
    text = "五年来，收到提案900件。\n今年收到提案100件。"
    five, one = find(text, default())

    assert (named(five, pack.catalogue), named(one, pack.catalogue)) == (
        "proposal_received_total",
        "proposal_received",
    )
    assert told(text, pack) == {"proposal_received_total >= proposal_received": True}


pieces = st.sampled_from(
    ["216件", "56件", "35.7%", "，占", "。", "，其中", "“甲”", "等3个", "（", "）", "0件", "1" * 30, "\n"]
)


@given(st.lists(pieces, max_size=40).map("".join))
def test_whatever_is_told_is_about_figures_of_the_text(text: str) -> None:
    found = find(text, default())

    for one in identities(found, text):
        assert set(one.figures) <= set(found)
        assert one.expr


def test_a_share_with_more_decimals_than_anybody_prints_is_no_error() -> None:
    text = f"立案157件，经济类56件，占35.{'6' * 15}%。"

    assert [one for one in identities(find(text, default()), text) if one.kind == "share"] == []

"""Several reviewers of one paragraph: nobody's words are lost, agreement counts once."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from toolkit.merge.plan import Edit, revised
from toolkit.merge.reviewers import Cluster, combined
from toolkit.merge.wording import edits

BASE = "全年收到提案216件，立案198件。组织视察12次。成效明显。"
NAMES = ("甲", "乙", "丙")


def clusters(**versions: str) -> list[Cluster]:
    return combined(BASE, {name: edits(BASE, text) for name, text in versions.items()})


def result(found: list[Cluster]) -> str:
    return revised(BASE, [edit for cluster in found for edit in cluster.edits])


def test_different_sentences_are_both_changed() -> None:
    found = clusters(甲=BASE.replace("216", "220"), 乙=BASE.replace("视察", "委员视察"))
    assert [(c.names, c.others) for c in found] == [(("甲",), {}), (("乙",), {})]
    assert result(found) == "全年收到提案220件，立案198件。组织委员视察12次。成效明显。"


def test_the_same_change_is_one_change_of_both() -> None:
    found = clusters(甲=BASE.replace("216", "220"), 乙=BASE.replace("216", "220"))
    assert [c.names for c in found] == [("甲", "乙")]
    assert len(found[0].edits) == 1


def test_of_two_wordings_of_a_sentence_the_first_stands() -> None:
    found = clusters(
        甲=BASE.replace("216", "220"), 乙=BASE.replace("198", "200"), 丙=BASE.replace("216", "220")
    )
    assert [(c.names, c.others) for c in found] == [(("甲", "丙"), {"乙": "全年收到提案216件，立案200件。"})]
    assert result(found) == BASE.replace("216", "220")


def test_one_deletes_what_another_changes() -> None:
    found = clusters(甲=BASE.replace("组织视察12次。", ""), 乙=BASE.replace("12", "15"))
    assert [(c.texts["甲"], c.others) for c in found] == [("", {"乙": "组织视察15次。"})]


def test_new_sentences_at_one_place_are_all_taken_and_the_same_one_once() -> None:
    new = BASE.replace("成效", "{}成效")
    found = clusters(甲=new.format("甲写一句。"), 乙=new.format("乙写一句。"), 丙=new.format("甲写一句。"))
    assert [(c.names, c.others) for c in found] == [(("甲", "丙"), {}), (("乙",), {})]
    assert result(found) == new.format("甲写一句。乙写一句。")


def test_words_put_to_the_end_of_a_heading_cross_each_other() -> None:
    head = "一、主要工作"
    found = combined(head, {"甲": edits(head, head + "情况"), "乙": edits(head, head + "回顾")})
    assert [(c.names, c.others) for c in found] == [(("甲",), {"乙": head + "回顾"})]


SENTENCES = ("全年收到提案216件。", "立案198件；", "组织视察12次。", "成效明显。", "组织委员视察15次。")
versions = st.lists(st.sampled_from(SENTENCES), max_size=5).map("".join)


@given(st.lists(versions, min_size=1, max_size=3))
def test_each_change_of_each_reviewer_is_in_the_text_or_in_an_overlap(texts: list[str]) -> None:
    rows = {name: edits(BASE, text) for name, text in zip(NAMES, texts, strict=False)}
    found = combined(BASE, rows)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for name in rows:
        own = [c for c in found if name in c.texts]
        made = BASE
        for cluster in reversed(own):
            made = made[: cluster.start] + cluster.texts[name] + made[cluster.end :]
        assert made == revised(BASE, rows[name])
    if len(rows) == 1:
        assert result(found) == texts[0]


def test_words_put_before_a_sentence_belong_to_it() -> None:
    text = "办复率100%。评选优秀提案12件。"
    at = text.index("评选")
    (cluster,) = combined(text, {"甲": [Edit(at, at, "认真")], "乙": [Edit(at, at, "共")]})
    assert cluster.texts == {"甲": "认真评选优秀提案12件。", "乙": "共评选优秀提案12件。"}
